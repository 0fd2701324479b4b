// Package conformance checks the generated clients against their documents: every operation is called once through the
// real client on the vendor's simulator, with every parameter and every field of the body set, and the response's every field
// must come out of the decoded value. The calls are made from the documents at run time, so a new operation is covered
// by being written down.
//
// Beside that, testdata holds a snapshot of every operation: its request with everything set and with as little as it
// takes, and the response as the client decoded it. An operation without one fails the test; `make snapshots` writes them. The calls for
// these are made once, whichever test asks first, and those by name are held against them.
package conformance

import (
	"hash/fnv"
	"reflect"
	"slices"
	"strconv"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
)

// exampler makes values that fit a document's schemas: the same ones every time, every field filled.
type exampler struct {
	// fixed are the values of fields and parameters that can't be just anything, by name.
	fixed map[string]any
	// deepest is how deep objects are filled; 0 is maxDepth.
	deepest int
	// least leaves out whatever isn't required.
	least bool
	// varied gives numbers and lists of scalars values of their own, so that no two fields can be taken for each other.
	varied bool
	// known, where it isn't nil, are the records that needn't be filled, each in the Go type that as is on the way to it.
	known *knownRecords
	// as is the Go type that the value is for.
	as reflect.Type
}

// maxDepth ends schemas that contain themselves.
const maxDepth = 6

func (e exampler) end(depth int) bool {
	if e.deepest > 0 {
		return depth >= e.deepest
	}
	return depth >= maxDepth
}

func (e exampler) value(schema *spec.Schema, name string, depth int) any {
	if fixed, ok := e.fixed[name]; ok {
		return fixed
	}
	schema = schema.Target()
	switch {
	case schema == nil:
		return unknownValue(name)
	case schema.Example != nil:
		return schema.Example
	case len(schema.Enum) > 0:
		return schema.Enum[len(schema.Enum)-1]
	}
	for _, options := range [...][]*spec.Schema{schema.OneOf, schema.AnyOf} {
		if len(options) > 0 {
			return e.value(options[0], name, depth)
		}
	}
	switch schema.Type {
	case "integer":
		n := 7.0
		if e.varied {
			n = vary(name)
		}
		if schema.Minimum != nil {
			n = max(n, *schema.Minimum)
		}
		if schema.Maximum != nil {
			n = min(n, *schema.Maximum)
		}
		return int64(n)
	case "number":
		if schema.Lenient == "integer" { // 12.0 on the wire, whole in Go
			return int64(12)
		}
		if e.varied {
			return vary(name) + 0.5
		}
		return 12.5
	case "boolean":
		return true
	case "array":
		items := schema.Items
		if e.end(depth) {
			return []any{}
		}
		inner := depth + 1
		if e.varied { // only records count
			inner = depth
		}
		first := e.value(items, name, inner)
		if _, record := first.(map[string]any); e.varied && !record && !enumInPlace(items) && schema.MaxItems == nil {
			return []any{first, e.value(items, name+"_2", inner)}
		}
		return []any{first}
	case "object":
		return e.object(schema, depth)
	case "string":
		switch schema.Format {
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
		case "json": // JSON inside a string; Go has it as JSON
			return map[string]any{"made_for": name}
		case "email":
			return "ann@example.com"
		case "uri":
			return "https://files.example.com/7"
		}
		if name == "email" {
			return "ann@example.com"
		}
		return name + " & 7/é"
	}
	return unknownValue(name)
}

func unknownValue(name string) any { return map[string]any{"unknown": name} }

// enumInPlace reports whether a list's items are an enumeration without a name: a list of the last value twice would show nothing.
func enumInPlace(items *spec.Schema) bool {
	return items != nil && items.Name == "" && items.Enum != nil
}

// vary makes a small whole number of a name: the same one every time, another for nearly every name.
func vary(name string) float64 {
	sum := fnv.New32a()
	sum.Write([]byte(name)) // never fails
	return float64(2 + sum.Sum32()%89)
}

func (e exampler) object(schema *spec.Schema, depth int) any {
	out := map[string]any{}
	if !e.least && !e.end(depth) && len(schema.Properties) > 0 && e.known.again(schema, e.as, e.deepest-depth) {
		return e.mention(schema, depth)
	}
	if e.end(depth) {
		if !e.varied || depth > maxDepth+4 {
			return out
		}
		e.least = true // what is required can't be left out
	}
	for _, field := range schema.Properties {
		name, property := field.Name, field.Schema
		if e.least && !slices.Contains(schema.Required, name) {
			continue
		}
		if property.Format == "binary" { // a file, which can't stand in JSON
			continue
		}
		out[name] = e.field(name).value(property, name, depth+1)
	}
	if schema.Additional != nil && len(schema.Properties) == 0 {
		out["any_key"] = e.field("any_key").value(schema.Additional, "any_key", depth+1)
	}
	return out
}

// mention makes as little of a record as the document allows, and one field beside that, which shows that it has come to its place.
func (e exampler) mention(schema *spec.Schema, depth int) any {
	e.least = true
	out, _ := e.object(schema, depth).(map[string]any)
	for _, field := range schema.Properties {
		if !nothing(out) {
			break
		}
		if field.Schema.Format == "binary" {
			continue
		}
		e := e.field(field.Name)
		value := e.value(field.Schema, field.Name, depth+1)
		if inner := field.Schema.Target(); nothing(value) && inner != nil && len(inner.Properties) > 0 && !e.end(depth+1) {
			value = e.mention(inner, depth+1)
		}
		if !nothing(value) {
			out[field.Name] = value
		}
	}
	return out
}

// field is what makes the value of a record's field.
func (e exampler) field(name string) exampler {
	if e.known != nil {
		e.as = e.known.fieldType(e.as, name)
	}
	return e
}
