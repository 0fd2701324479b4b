package source

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/seed-8da6be54/vendorkit/internal/nearest"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// merge reads a vendor's files and puts them together. A path, method or component that two files define is a fault:
// the reader of one file must be able to trust what it says. Written has for each schema the tags of its file.
func merge(fsys fs.FS, vendor string) (root tree.Object, written map[string][]string, err error) {
	main := path.Join(vendor, "openapi.yaml")
	if root, err = read(fsys, main); err != nil {
		return nil, nil, err
	}
	files, err := resourceFiles(fsys, vendor)
	if err != nil {
		return nil, nil, err
	}
	written = map[string][]string{}
	var faults []error
	parts, failed := readAll(fsys, files)
	m := &merger{from: map[string]string{}}
	m.mergePaths(tree.Object{}, below(root, "paths"), main)
	for kind, named := range below(root, "components") {
		if named, ok := named.(tree.Object); ok {
			m.mergeNamed(tree.Object{}, named, main, "components."+kind+".")
		}
	}
	for i, file := range files {
		part := parts[i]
		if failed[i] != nil {
			faults = append(faults, failed[i])
			continue
		}
		for _, key := range slices.Sorted(maps.Keys(part)) {
			if known := []string{"paths", "components", "tags"}; !slices.Contains(known, key) {
				faults = append(faults, fmt.Errorf("%s: %s: only paths, components and tags may stand here%s", file, key, nearest.Suggestion(key, known)))
			}
		}
		if tags, ok := part["tags"].([]any); ok {
			all, _ := root["tags"].([]any)
			root["tags"] = append(all, tags...)
			for schema := range below(below(part, "components"), "schemas") {
				for _, tag := range tags {
					tag, _ := tag.(tree.Object)
					written[schema] = append(written[schema], tree.String(tag, "name"))
				}
			}
		} else if part["tags"] != nil {
			faults = append(faults, fmt.Errorf("%s: tags: must be a list, each behind a dash", file))
		}
		for _, key := range [...]string{"paths", "components"} {
			if _, ok := part[key].(tree.Object); !ok && part[key] != nil {
				faults = append(faults, fmt.Errorf("%s: %s: must be an object", file, key))
			}
		}
		m.mergePaths(tree.Child(root, "paths"), below(part, "paths"), file)
		components := tree.Child(root, "components")
		for _, kind := range slices.Sorted(maps.Keys(below(part, "components"))) {
			named, ok := below(part, "components")[kind].(tree.Object)
			if !ok {
				faults = append(faults, fmt.Errorf("%s: components.%s: must be an object", file, kind))
				continue
			}
			m.mergeNamed(tree.Child(components, kind), named, file, "components."+kind+".")
		}
	}
	return root, written, errors.Join(append(faults, m.faults...)...)
}

// merger puts together what has names, and remembers from which file it is.
type merger struct {
	from   map[string]string // files by place
	faults []error
}

// readAll reads files side by side: a large document is half a second of parsing.
func readAll(fsys fs.FS, files []string) ([]tree.Object, []error) {
	parts, failed := make([]tree.Object, len(files)), make([]error, len(files))
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(files)) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(files); i = int(next.Add(1)) - 1 {
				parts[i], failed[i] = read(fsys, files[i])
			}
		})
	}
	workers.Wait()
	return parts, failed
}

func (m *merger) mergePaths(into, from tree.Object, file string) {
	for _, p := range slices.Sorted(maps.Keys(from)) {
		item, ok := from[p].(tree.Object)
		if !ok {
			m.faults = append(m.faults, fmt.Errorf("%s: paths.%s: must be an object", file, p))
			continue
		}
		m.mergeNamed(tree.Child(into, p), item, file, "paths."+p+".")
	}
}

func (m *merger) mergeNamed(into, from tree.Object, file, what string) {
	for _, name := range slices.Sorted(maps.Keys(from)) {
		if _, ok := into[name]; ok {
			m.faults = append(m.faults, fmt.Errorf("%s: %s%s: stands in %s too: one of them is to go, or to get another name", file, what, name, m.from[what+name]))
			continue
		}
		into[name], m.from[what+name] = from[name], file
	}
}
