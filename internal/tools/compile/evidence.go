package main

import (
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/catalog/prose"
	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// evidenceOf reads what a parameter, a schema or a field says of its evidence itself.
func evidenceOf(node tree.Object) (e prose.Evidence) {
	switch said := node[source.XEvidence].(type) {
	case string:
		e.Level = said
	case tree.Object:
		e = prose.Evidence{Level: tree.String(said, "level"), Source: tree.String(said, "source"), Note: tree.String(said, "note")}
	}
	if last := tree.String(node, source.XLastEdition); last != "" {
		e.Note = source.JoinNotes(e.Note, "not in editions of the vendor's document after "+last)
	}
	return e
}

// collectEvidence collects what a schema and what stands in it say of their evidence, by their paths.
func collectEvidence(schema tree.Object, path string, into map[string]prose.Evidence) {
	if e := evidenceOf(schema); e != (prose.Evidence{}) && into[path] == (prose.Evidence{}) {
		into[path] = e
	}
	visitFields(schema, path, func(within tree.Object, at string) { collectEvidence(within, at, into) })
}

// visitFields visits what stands in a schema with its path: a field by its name, "*" for those without one, all else where the schema is.
func visitFields(schema tree.Object, path string, visit func(within tree.Object, at string)) {
	properties, _ := schema["properties"].(tree.Object)
	for name, v := range properties {
		property, _ := v.(tree.Object)
		visit(property, strings.TrimPrefix(path+"."+name, "."))
	}
	if items, ok := schema["items"].(tree.Object); ok {
		visit(items, path)
	}
	if more, ok := schema["additionalProperties"].(tree.Object); ok {
		visit(more, strings.TrimPrefix(path+".*", "."))
	}
	for _, list := range [...]string{"allOf", "oneOf", "anyOf"} {
		for _, v := range tree.List(schema[list]) {
			part, _ := v.(tree.Object)
			visit(part, path)
		}
	}
}
