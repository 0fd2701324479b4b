package vendortest

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"
)

// Where a vendor's behaviour has member, seeded records are put together here, member by member. Each member has a seed of
// its own, so that it has the same value whether it is made for a whole record, for a row of a list or for a filter.

// assemble makes the members of a seeded record that are wanted; nil wants all.
func (c *collection) assemble(slot int, wanted func(name string, ref *openapi3.SchemaRef) bool) map[string]any {
	out := map[string]any{}
	for _, schema := range c.shapes() {
		for _, name := range c.server.membersOf(schema) {
			if _, made := out[name]; made || wanted != nil && !wanted(name, schema.Properties[name]) {
				continue
			}
			if v, ok := c.make(slot, name, schema); ok {
				out[name] = v
			}
		}
	}
	c.name(out, slot)
	if c.server.behave.complete != nil {
		c.server.behave.complete(c, slot, out)
	}
	return out
}

// respell turns a value of one shape of a record into the type that another has for it.
func respell(schema *openapi3.Schema, v any) any {
	switch v := v.(type) {
	case []any:
		if rows := arrayOf(schema); rows != nil && rows.Items != nil && rows.Items.Value != nil {
			items := make([]any, len(v))
			for i, item := range v {
				items[i] = respell(rows.Items.Value, item)
			}
			return items
		}
	case map[string]any: // a nested record may be shorter in a list too
		if len(schema.Properties) > 0 {
			shown := map[string]any{}
			for name, member := range v {
				if property := schema.Properties[name]; property != nil && property.Value != nil {
					shown[name] = respell(property.Value, member)
				}
			}
			return shown
		}
	case int, int64, float64, json.Number:
		if schema.Type.Is("string") {
			return fmt.Sprint(v)
		}
		if n, err := strconv.ParseFloat(fmt.Sprint(v), 64); err == nil && schema.Type.Is("integer") && n != math.Trunc(n) {
			return math.Trunc(n)
		}
	case string:
		if n, err := strconv.ParseFloat(v, 64); schema.Type.Is("integer") || schema.Type.Is("number") {
			if err != nil {
				return 0
			}
			return math.Trunc(n)
		}
	}
	return v
}

// shapes are how a record looks on its own and in a list.
func (c *collection) shapes() []*openapi3.Schema {
	if c.kind.row == nil || c.kind.row == c.kind.record {
		return []*openapi3.Schema{c.kind.record}
	}
	return []*openapi3.Schema{c.kind.record, c.kind.row}
}

// member returns one member of a record, made alone where the record is a seeded one.
func (c *collection) member(slot int, name string) any {
	if record, ok := c.written[slot]; ok {
		return record[name]
	}
	if name == "id" {
		return c.id(slot)
	}
	for _, schema := range c.shapes() {
		if schema.Properties[name] != nil {
			v, _ := c.make(slot, name, schema)
			return v
		}
	}
	return nil
}

func (c *collection) make(slot int, name string, shape *openapi3.Schema) (any, bool) {
	property := shape.Properties[name].Value
	if hidden := c.server.vendor.hidden; hidden != nil && hidden(name) {
		return nil, false
	}
	if v, ok := c.server.behave.member(c, slot, name); ok {
		if v == nil {
			return nil, false
		}
		return spellWhole(property, respell(property, v)), true
	}
	g := c.server.generator(c.path+" "+name, slot)
	if slot > 0 && g.rng.IntN(5) < c.server.vendor.sparse && name != "name" && name != "summary" {
		return nil, false
	}
	g.link = func(name string, n int) []any { return c.link(g, name, n) }
	g.stack = append(g.stack, shape)
	v, absent := g.value(property, name)
	return v, !absent
}

// read makes what the call's answer shows of a record.
func (c *call) read(records *collection, slot int) map[string]any {
	if c.server.behave.member == nil {
		return records.record(slot)
	}
	wanted := c.wanted(records)
	if _, written := records.written[slot]; !written {
		return records.assemble(slot, wanted)
	}
	record := records.record(slot)
	if c.operation.role != roleList { // page trims a row
		c.drop(records, record)
	}
	return record
}

// drop takes what the answer doesn't show out of a whole record.
func (c *call) drop(records *collection, record map[string]any) {
	wanted := c.wanted(records)
	for _, shape := range records.shapes() {
		for name, ref := range shape.Properties {
			if !wanted(name, ref) {
				delete(record, name)
			}
		}
	}
}

// wanted says which members the answer shows: those of the declared shape, less what the vendor leaves out of this one. A
// row may have members that the record alone hasn't got, and the other way about.
func (c *call) wanted(records *collection) func(name string, ref *openapi3.SchemaRef) bool {
	shape := records.kind.record
	if row := c.operation.rowSchema; c.operation.role == roleList && row != nil && len(row.Properties) > 0 {
		shape = row
	}
	var picks func(name string, ref *openapi3.SchemaRef) bool
	if c.server.behave.picks != nil {
		picks = c.server.behave.picks(c)
	}
	return func(name string, ref *openapi3.SchemaRef) bool {
		return shape.Properties[name] != nil && (picks == nil || picks(name, ref))
	}
}

// nests reports whether a member holds records of its own.
func nests(ref *openapi3.SchemaRef) bool {
	schema := ref.Value
	if rows := arrayOf(schema); rows != nil && rows.Items != nil {
		schema = rows.Items.Value
	}
	return len(schema.Properties) > 0 || schema.Type.Is("object") || len(schema.AllOf) > 0
}
