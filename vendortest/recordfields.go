package vendortest

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"
)

// Where a vendor's behaviour has field, seeded records are put together here, field by field. Each field has a seed of
// its own, so that it has the same value whether it is made for a whole record, for a row of a list or for a filter.

// assemble makes the fields of a seeded record that are wanted; nil wants all.
func (c *collection) assemble(slot int, wanted func(name string, ref *openapi3.SchemaRef) bool) map[string]any {
	out := map[string]any{}
	g := c.lend()
	defer c.giveBack(g)
	for i := range c.planned() {
		p := &c.plan[i]
		if v, ok := c.makePlanned(g, slot, p, wanted); ok {
			out[p.name] = v
		}
	}
	c.name(out, slot)
	if c.server.behave.complete != nil {
		c.server.behave.complete(c, slot, out)
	}
	return out
}

// overview is a record without the records that it holds, where those would make it large.
func (c *collection) overview(slot int) map[string]any {
	if _, written := c.written[slot]; written || c.server.behave.field == nil {
		return c.record(slot)
	}
	c.planned()
	out := make(map[string]any, c.fields)
	g := c.lend()
	defer func() { c.fields = len(out) + 8; c.giveBack(g) }()
	for i := range c.plan {
		p := &c.plan[i]
		if p.nests {
			continue
		}
		if v, ok := c.makePlanned(g, slot, p, nil); ok {
			out[p.name] = v
		}
	}
	c.name(out, slot)
	return out
}

// respell turns a value of one schema of a record into the type that another has for it.
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
			for name, field := range v {
				if property := schema.Properties[name]; property != nil && property.Value != nil {
					shown[name] = respell(property.Value, field)
				}
			}
			return shown
		}
	case int, int64, float64, json.Number:
		if schema.Type.Is("string") {
			return fmt.Sprint(v)
		}
		if isWhole(v) {
			return v
		}
		if schema.Type.Is("integer") {
			if n, err := strconv.ParseFloat(fmt.Sprint(v), 64); err == nil && n != math.Trunc(n) {
				return math.Trunc(n)
			}
		}
	case string:
		if schema.Type.Is("integer") || schema.Type.Is("number") {
			n, err := strconv.ParseFloat(v, 64)
			if err != nil {
				return 0
			}
			return math.Trunc(n)
		}
	}
	return v
}

// isWhole reports whether a value is of a type that has no fractions.
func isWhole(v any) bool {
	switch v.(type) {
	case int, int64:
		return true
	}
	return false
}

// schemas are how a record looks on its own and in a list.
func (c *collection) schemas() []*openapi3.Schema {
	if c.kind.row == nil || c.kind.row == c.kind.record {
		return []*openapi3.Schema{c.kind.record}
	}
	return []*openapi3.Schema{c.kind.record, c.kind.row}
}

// field returns one field of a record, made alone where the record is a seeded one.
func (c *collection) field(slot int, name string) any {
	if record, ok := c.written[slot]; ok {
		return record[name]
	}
	if name == "id" {
		return c.id(slot)
	}
	c.planned()
	i, ok := c.byName[name]
	if !ok {
		return nil
	}
	g := c.lend()
	defer c.giveBack(g)
	first := &c.plan[i].ways[0]
	v, _ := c.makePlanned(g, slot, &c.plan[i], func(_ string, ref *openapi3.SchemaRef) bool { return ref == first.ref })
	return v
}

// lend gives a generator for the fields of one record, used before if there is one: making it takes longer than making most values.
// A record that is looked at while another is made has one of its own.
func (c *collection) lend() *generator {
	if n := len(c.lent); n > 0 {
		g := c.lent[n-1]
		c.lent = c.lent[:n-1]
		return g
	}
	g := &generator{server: c.server, records: c, source: rand.NewPCG(0, 0), texts: &slotTexts{}}
	g.rng = rand.New(g.source)
	g.link = func(name string, n int) []any { return c.link(g, name, n) }
	return g
}

func (c *collection) giveBack(g *generator) { c.lent = append(c.lent, g) }

// read makes what the call's response shows of a record.
func (c *call) read(records *collection, slot int) map[string]any {
	if c.server.behave.field == nil {
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

// drop takes what the response doesn't show out of a whole record.
func (c *call) drop(records *collection, record map[string]any) {
	wanted := c.wanted(records)
	for _, schema := range records.schemas() {
		for name, ref := range schema.Properties {
			if !wanted(name, ref) {
				delete(record, name)
			}
		}
	}
}

// wanted says which fields the response shows: those of the declared schema, less what the vendor leaves out of this one. A
// row may have fields that the record alone hasn't got, and the other way about.
func (c *call) wanted(records *collection) func(name string, ref *openapi3.SchemaRef) bool {
	schema := records.kind.record
	if row := c.operation.rowSchema; c.operation.role == roleList && row != nil && len(row.Properties) > 0 {
		schema = row
	}
	var picks func(name string, ref *openapi3.SchemaRef) bool
	if c.server.behave.picks != nil {
		picks = c.server.behave.picks(c)
	}
	return func(name string, ref *openapi3.SchemaRef) bool {
		return schema.Properties[name] != nil && (picks == nil || picks(name, ref))
	}
}

// nests reports whether a field holds records of its own.
func nests(ref *openapi3.SchemaRef) bool {
	schema := ref.Value
	if rows := arrayOf(schema); rows != nil && rows.Items != nil {
		schema = rows.Items.Value
	}
	return len(schema.Properties) > 0 || schema.Type.Is("object") || len(schema.AllOf) > 0
}
