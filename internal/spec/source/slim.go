package source

import (
	"maps"
	"slices"
	"strings"
	"unicode"
)

// clientInput encodes the document without the shapes that only the types are made of.
func (d *Document) clientInput() ([]byte, error) {
	slim := maps.Clone(d.root)
	components := maps.Clone(member(d.root, "components"))
	kept := object{}
	var visit func(v any)
	visit = func(v any) {
		switch v := v.(type) {
		case object:
			if ref, ok := v["$ref"].(string); ok {
				name := ref[strings.LastIndexByte(ref, '/')+1:]
				if schema, ok := d.schemas()[name]; ok && kept[name] == nil {
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
	paths := object{}
	for path, item := range member(d.root, "paths") {
		item := maps.Clone(item.(object))
		for method, spec := range item {
			spec, ok := spec.(object)
			if !ok {
				continue
			}
			spec = maps.Clone(spec)
			visit(spec["parameters"])
			spec["responses"] = object{"200": object{"description": ""}}
			delete(spec, "description")
			item[method] = spec
		}
		paths[path] = item
	}
	components["schemas"] = kept
	slim["paths"], slim["components"] = paths, components
	return encode(slim, "")
}

// prune takes out the write shapes that were derived for the document and that no Go type of the package refers to: the
// types of Create and Update stand in their place.
func (d *Document) prune() {
	schemas := d.schemas()
	needed := map[string]bool{}
	var visit func(v any)
	need := func(name string) {
		if schema, ok := schemas[name].(object); ok && !needed[name] {
			needed[name] = true
			visit(schema)
		}
	}
	visit = func(v any) {
		switch v := v.(type) {
		case object:
			for key, value := range v {
				s, isText := value.(string)
				switch {
				case !isText:
					visit(value)
				case key == "$ref":
					need(s[strings.LastIndexByte(s, '/')+1:])
				case slices.Contains([]string{"x-go-type", "type", "row", "list", "create", "update"}, key):
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
	visit(d.root["paths"])
	for name, schema := range schemas {
		if nested, _ := schema.(object)["x-nested"].(bool); !nested {
			need(name)
		}
	}
	for name := range schemas {
		if !needed[name] {
			delete(schemas, name)
		}
	}
}
