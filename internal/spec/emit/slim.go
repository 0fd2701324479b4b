package emit

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// forModels takes out of an operation what only the client is made of.
func forModels(spec tree.Object) tree.Object {
	for key := range spec {
		if strings.HasPrefix(key, "x-") && key != source.XMethod { // by which the comment of its parameters names it
			delete(spec, key)
		}
	}
	responses := tree.Object{}
	for status, response := range tree.Child(spec, "responses") {
		if response, ok := response.(tree.Object); ok {
			response = maps.Clone(response)
			delete(response, "content")
			responses[status] = response
		}
	}
	spec["responses"] = responses
	delete(spec, "description")
	return spec
}

// forClient takes out of an operation what only the types are made of.
func forClient(spec tree.Object) tree.Object {
	spec["responses"] = tree.Object{"200": tree.Object{"description": ""}}
	delete(spec, "description")
	return spec
}

// inParameters reports of a schema whether a parameter has it, itself or in what it has: the client's run needs no other.
func (s splitter) inParameters() func(name string) bool {
	kept := map[string]bool{}
	var visit func(v any)
	visit = func(v any) {
		names, _ := s.schemasBelow(v)
		for _, name := range names {
			if schema, ok := s.Schemas()[name]; ok && !kept[name] {
				kept[name] = true
				visit(schema)
			}
		}
	}
	for _, op := range s.Operations() {
		if s.rooms.ofTag[op.Tag()] == s.at {
			visit(op.Spec["parameters"])
		}
	}
	return func(name string) bool { return kept[name] }
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
				case slices.Contains([]string{source.XGoType, xHolds, "type", "row", "list", "create", "update"}, key):
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
