// Package conformance holds the generated clients against their documents: every operation is called once through the
// real client on the vendor's simulator, with every parameter and every body member set, and the answer's every member
// must come out of the decoded value. The calls are made from the documents at run time, so a new operation is covered
// by being written down.
//
// Beside that, testdata holds a snapshot of every operation: its request with everything set and with as little as it
// takes, and the answer as the client decoded it. An operation without one fails the test; `make snapshots` writes them.
package conformance

import (
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strconv"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
)

// exampler makes values that fit a document's schemas: the same ones every time, every member filled.
type exampler struct {
	doc *source.Document
	// fixed are the values of members and parameters that can't be just anything, by name.
	fixed map[string]any
	// deepest is how deep objects are filled; 0 is maxDepth.
	deepest int
	// least leaves out whatever isn't required.
	least bool
	// varied gives numbers and lists of scalars values of their own, so that no two members can be taken for each other.
	varied bool
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
		if e.varied {
			n = vary(name)
		}
		if least, ok := schema["minimum"]; ok {
			n = max(n, number(least))
		}
		if most, ok := schema["maximum"]; ok {
			n = min(n, number(most))
		}
		return int64(n)
	case "number":
		if schema["x-lenient"] == "integer" { // 12.0 on the wire, whole in Go
			return int64(12)
		}
		if e.varied {
			return vary(name) + 0.5
		}
		return 12.5
	case "boolean":
		return true
	case "array":
		items, _ := schema["items"].(map[string]any)
		if e.end(depth) {
			return []any{}
		}
		inner := depth + 1
		if e.varied { // only records count
			inner = depth
		}
		first := e.value(items, name, inner)
		if _, record := first.(map[string]any); e.varied && !record && items["enum"] == nil && schema["maxItems"] == nil {
			return []any{first, e.value(items, name+"_2", inner)}
		}
		return []any{first}
	case "object":
		return e.object(schema, depth)
	case "string":
		switch schema["format"] {
		case "date-time":
			return "2026-03-04T05:06:07Z"
		case "wall-time":
			return "2026-03-04 05:06:07"
		case "offset-time":
			return "2026-03-04T05:06:07+0100"
		case "unix-time":
			return "1772600767"
		case "uuid":
			return "5f0c1f5e-7c1b-4a86-9d2f-00000000000" + strconv.Itoa(len(name)%10)
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

// vary makes a small whole number of a name: the same one every time, another for nearly every name.
func vary(name string) float64 {
	sum := fnv.New32a()
	sum.Write([]byte(name)) // never fails
	return float64(2 + sum.Sum32()%89)
}

// number reads a number of the document, in whatever type its decoder gave it.
func number(v any) float64 {
	n, _ := strconv.ParseFloat(fmt.Sprint(v), 64)
	return n
}

func (e exampler) object(schema map[string]any, depth int) any {
	out := map[string]any{}
	if e.end(depth) {
		if !e.varied || depth > maxDepth+4 {
			return out
		}
		e.least = true // what is required can't be left out
	}
	properties, _ := schema["properties"].(map[string]any)
	required, _ := schema["required"].([]any)
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		property, ok := properties[name].(map[string]any)
		if e.least && !slices.Contains(required, any(name)) {
			continue
		}
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
