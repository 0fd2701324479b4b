package emit

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// clientInput encodes the document without the schemas that only the types are made of.
func (d *document) clientInput() ([]byte, error) {
	slim := maps.Clone(d.Tree())
	components := maps.Clone(tree.Child(d.Tree(), "components"))
	kept := tree.Object{}
	var visit func(v any)
	visit = func(v any) {
		switch v := v.(type) {
		case tree.Object:
			if ref, ok := v["$ref"].(string); ok {
				name := ref[strings.LastIndexByte(ref, '/')+1:]
				if schema, ok := d.Schemas()[name]; ok && kept[name] == nil {
					kept[name] = schema
					visit(schema)
				}
			}
			for _, value := range v {
				visit(value)
			}
		case []any:
			for _, item := range v {
				visit(item)
			}
		}
	}
	paths := tree.Object{}
	for path, item := range tree.Child(d.Tree(), "paths") {
		item := maps.Clone(item.(tree.Object))
		for method, spec := range item {
			spec, ok := spec.(tree.Object)
			if !ok {
				continue
			}
			spec = maps.Clone(spec)
			visit(spec["parameters"])
			spec["responses"] = tree.Object{"200": tree.Object{"description": ""}}
			delete(spec, "description")
			item[method] = spec
		}
		paths[path] = item
	}
	components["schemas"] = kept
	slim["paths"], slim["components"] = paths, components
	return tree.Encode(slim, "")
}

// prune takes out the write schemas that were derived for the document and that no Go type of the package refers to: the
// types of Create and Update stand in their place.
func (d *document) prune() {
	schemas := d.Schemas()
	needed := map[string]bool{}
	var visit func(v any)
	need := func(name string) {
		if schema, ok := schemas[name].(tree.Object); ok && !needed[name] {
			needed[name] = true
			visit(schema)
		}
	}
	visit = func(v any) {
		switch v := v.(type) {
		case tree.Object:
			for key, value := range v {
				s, isText := value.(string)
				switch {
				case !isText:
					visit(value)
				case key == "$ref":
					need(s[strings.LastIndexByte(s, '/')+1:])
				case slices.Contains([]string{source.XGoType, "type", "row", "list", "create", "update"}, key):
					for _, word := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
						need(word)
					}
				}
			}
		case []any:
			for _, item := range v {
				visit(item)
			}
		}
	}
	visit(d.Tree()["paths"])
	for name, schema := range schemas {
		if nested, _ := schema.(tree.Object)[source.XNested].(bool); !nested {
			need(name)
		}
	}
	for name := range schemas {
		if !needed[name] {
			delete(schemas, name)
		}
	}
}
