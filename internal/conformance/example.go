// Package conformance holds the generated clients against their documents: every operation is called once through the
// real client on the vendor's simulator, with every parameter and every body member set, and the answer's every member
// must come out of the decoded value. The calls are made from the documents at run time, so a new operation is covered
// by being written down.
package conformance

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/seed-8da6be54/vendorkit/internal/document"
)

// exampler makes values that fit a document's schemas: the same ones every time, every member filled.
type exampler struct {
	doc *document.Document
	// fixed are the values of members and parameters that can't be just anything, by name.
	fixed map[string]any
	// deepest is how deep objects are filled; 0 is maxDepth.
	deepest int
}

// maxDepth ends shapes that contain themselves.
const maxDepth = 6

func (e exampler) end(depth int) bool {
	if e.deepest > 0 {
		return depth >= e.deepest
	}
	return depth >= maxDepth
}

func (e exampler) value(schema map[string]any, name string, depth int) any {
	if fixed, ok := e.fixed[name]; ok {
		return fixed
	}
	if ref, ok := schema["$ref"].(string); ok {
		target, ok := e.doc.Resolve(ref)
		if !ok {
			return nil
		}
		return e.value(target, name, depth)
	}
	if example, ok := schema["example"]; ok {
		return example
	}
	if enum, ok := schema["enum"].([]any); ok && len(enum) > 0 {
		return enum[len(enum)-1]
	}
	for _, kind := range [...]string{"oneOf", "anyOf"} {
		if options, ok := schema[kind].([]any); ok && len(options) > 0 {
			if option, ok := options[0].(map[string]any); ok {
				return e.value(option, name, depth)
			}
		}
	}
	switch schema["type"] {
	case "integer":
		n := 7.0
		if most, ok := schema["maximum"]; ok {
			n = min(n, number(most))
		}
		return int64(n)
	case "number":
		if schema["x-lenient"] == "integer" { // 12.0 on the wire, whole in Go
			return int64(12)
		}
		return 12.5
	case "boolean":
		return true
	case "array":
		items, _ := schema["items"].(map[string]any)
		if e.end(depth) {
			return []any{}
		}
		return []any{e.value(items, name, depth+1)}
	case "object":
		return e.object(schema, depth)
	case "string":
		switch schema["format"] {
		case "date-time":
			return "2026-03-04T05:06:07Z"
		case "date":
			return "2026-03-04"
		case "byte":
			return "aGFsbG8="
		case "json": // JSON inside a text; Go has it as JSON
			return map[string]any{"made_for": name}
		case "email":
			return "ann@example.com"
		case "uri":
			return "https://files.example.com/7"
		}
		if name == "email" {
			return "ann@example.com"
		}
		return fmt.Sprintf("%s & 7/é", name)
	}
	return map[string]any{"unknown": name}
}

// number reads a number of the document, in whatever type its decoder gave it.
func number(v any) float64 {
	n, _ := strconv.ParseFloat(fmt.Sprint(v), 64)
	return n
}

func (e exampler) object(schema map[string]any, depth int) any {
	out := map[string]any{}
	if e.end(depth) {
		return out
	}
	properties, _ := schema["properties"].(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		property, ok := properties[name].(map[string]any)
		if !ok || property["format"] == "binary" { // a file, which can't stand in JSON
			continue
		}
		out[name] = e.value(property, name, depth+1)
	}
	if additional, ok := schema["additionalProperties"].(map[string]any); ok && len(properties) == 0 {
		out["any_key"] = e.value(additional, "any_key", depth+1)
	}
	return out
}
