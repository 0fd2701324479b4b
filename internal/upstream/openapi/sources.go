package openapi

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// sources are the files that a vendor's document is written in.
type sources struct {
	vendor   string
	contents map[string]string     // by name within the folder of all documents
	nodes    map[string]*yaml.Node // the same files, parsed
	schemas  map[string]string     // the file of each schema
	tags     map[string]string     // the file of each service: the first that has operations of it
	owners   map[string]string     // the service that a file has operations of
	known    map[string][]fault    // what the ledger says of an operation
}

func readSources(files fs.FS, vendor string) (*sources, error) {
	s := &sources{
		vendor: vendor, contents: map[string]string{}, nodes: map[string]*yaml.Node{}, schemas: map[string]string{},
		tags: map[string]string{}, owners: map[string]string{}, known: map[string][]fault{},
	}
	names, err := fs.Glob(files, path.Join(vendor, "resources", "*.yaml"))
	if err != nil {
		return nil, err
	}
	for _, name := range append([]string{path.Join(vendor, "openapi.yaml")}, names...) {
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		var node yaml.Node
		if err := yaml.Unmarshal(data, &node); err != nil || len(node.Content) == 0 {
			return nil, fmt.Errorf("%s: can't be read: %w", name, err)
		}
		s.contents[name], s.nodes[name] = string(data), node.Content[0]
		s.index(name, node.Content[0])
	}
	return s, s.readLedger(files)
}

func (s *sources) index(name string, root *yaml.Node) {
	_, components := entry(root, "components")
	_, schemas := entry(components, "schemas")
	for key := range entries(schemas) {
		s.schemas[key.Value] = name
	}
	_, paths := entry(root, "paths")
	for _, item := range entries(paths) {
		for _, spec := range entries(item) {
			_, tags := entry(spec, "tags")
			if tags == nil || len(tags.Content) == 0 {
				continue
			}
			tag := tags.Content[0].Value
			if s.tags[tag] == "" {
				s.tags[tag] = name
			}
			if s.owners[name] == "" {
				s.owners[name] = tag
			}
		}
	}
}

// resource is the service that a schema belongs to: that of its file's operations.
func (s *sources) resource(schema, otherwise string) string {
	file := s.schemas[schema]
	if file == "" {
		return otherwise
	}
	if tag := s.owners[file]; tag != "" {
		return tag
	}
	return strings.TrimSuffix(path.Base(file), ".yaml")
}

// readLedger notes the faults of theirs that hide differences of an operation.
func (s *sources) readLedger(files fs.FS) error {
	name := path.Join(s.vendor, "ledger.yaml")
	data, err := fs.ReadFile(files, name)
	if err != nil {
		return nil // a vendor may have none
	}
	var ledger struct {
		Faults []struct {
			Where, What string
			Hides       []string
		}
	}
	if err := yaml.Unmarshal(data, &ledger); err != nil {
		return nil // its own check tells
	}
	for _, wrong := range ledger.Faults {
		if len(wrong.Hides) == 0 {
			continue
		}
		method, at, ok := strings.Cut(wrong.Where, " ")
		if !ok || !slices.Contains(methods[:], strings.ToLower(method)) || !strings.HasPrefix(at, "/") {
			return fmt.Errorf("%s: a fault that hides differences needs an operation under where (GET /path), not %q", name, wrong.Where)
		}
		for _, pattern := range wrong.Hides {
			what, field, _ := strings.Cut(pattern, " ")
			if _, err := path.Match(field, ""); err != nil || !slices.Contains([]string{Operation, Body, Response, Parameter, Field}, what) {
				return fmt.Errorf("%s: %s: hides: %q is none of operation, body, response, parameter NAME and field NAME", name, wrong.Where, pattern)
			}
		}
		for _, prefix := range []string{"", "/api"} {
			key := strings.ToUpper(method) + " " + keyOf(prefix+at)
			s.known[key] = append(s.known[key], fault{wrong.What, wrong.Hides})
		}
	}
	return nil
}

// entry returns the key and the value of a mapping's field.
func entry(mapping *yaml.Node, name string) (key, value *yaml.Node) {
	for k, v := range entries(mapping) {
		if k.Value == name {
			return k, v
		}
	}
	return nil, nil
}

// entries goes through a mapping's fields; through nothing else.
func entries(mapping *yaml.Node) func(yield func(key, value *yaml.Node) bool) {
	return func(yield func(key, value *yaml.Node) bool) {
		if mapping == nil || mapping.Kind != yaml.MappingNode {
			return
		}
		for i := 0; i+1 < len(mapping.Content); i += 2 {
			if !yield(mapping.Content[i], mapping.Content[i+1]) {
				return
			}
		}
	}
}

// overlay is a file system of the vendor's files with some of them changed.
type overlay struct {
	fs.FS
	contents map[string]string
}

func (s *sources) with(files fs.FS, changed map[string]string) overlay {
	contents := maps.Clone(s.contents)
	maps.Copy(contents, changed)
	return overlay{files, contents}
}
