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
		m := &c.plan[i]
		for _, ref := range m.refs {
			if wanted != nil && !wanted(m.name, ref) {
				continue
			}
			if v, ok := c.makePlanned(g, slot, m, ref.Value); ok {
				out[m.name] = v
				break
			}
		}
	}
	c.name(out, slot)
	if c.server.behave.complete != nil {
		c.server.behave.complete(c, slot, out)
	}
	return out
}

// plannedField is what is known of a field before any record is made.
type plannedField struct {
	name    string
	refs    []*openapi3.SchemaRef // in each of the schemas that have it
	schemas []*openapi3.Schema    // those schemas
	place   uint64                // its part of every seed
	nests   bool
	always  bool                       // it is never left out at random
	make    func(slot int) (any, bool) // the vendor's way to make it; nil for the generator's
	facts   *wordFacts                 // what the name decides
	target  *target                    // what it points to, by its name
}

// planned lists the fields of the collection's records: those of the whole record, then those that only a list has.
func (c *collection) planned() []plannedField {
	if c.plan != nil {
		return c.plan
	}
	hidden := c.server.vendor.hidden
	c.byName = map[string]int{}
	for _, schema := range c.schemas() {
		for _, name := range c.server.fieldNames(schema) {
			if hidden != nil && hidden(name) {
				continue
			}
			i, known := c.byName[name]
			if !known {
				i = len(c.plan)
				c.byName[name] = i
				c.plan = append(c.plan, plannedField{
					name: name, place: hash(c.path + " " + name), always: name == "name" || name == "summary",
					make: c.server.behave.field(c, name), facts: c.server.named(name), target: c.targetOf(name),
				})
			}
			m, ref := &c.plan[i], schema.Properties[name]
			m.refs, m.schemas = append(m.refs, ref), append(m.schemas, schema)
			m.nests = m.nests || nests(ref)
		}
	}
	return c.plan
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
		m := &c.plan[i]
		if m.nests && !c.server.vendor.always[m.name] {
			continue
		}
		for j := range m.refs {
			if v, ok := c.makePlanned(g, slot, m, m.refs[j].Value); ok {
				out[m.name] = v
				break
			}
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
	v, _ := c.makePlanned(g, slot, &c.plan[i], c.plan[i].refs[0].Value)
	return v
}

// makePlanned makes one field. What g makes of it depends on the field and the slot alone.
func (c *collection) makePlanned(g *generator, slot int, m *plannedField, property *openapi3.Schema) (any, bool) {
	if m.make != nil {
		if v, ok := m.make(slot); ok {
			if v == nil {
				return nil, false
			}
			return spellWhole(property, respell(property, v)), true
		}
	}
	g.source.Seed(c.server.settings.seed, mixed(m.place, slot))
	g.planned, g.slot = m, slot
	if slot > 0 && g.rng.IntN(5) < c.server.vendor.sparse && !m.always {
		return nil, false
	}
	g.stack = append(g.stack[:0], m.schemas[0])
	v, absent := g.value(property, m.name)
	return v, !absent
}

// lend gives a generator for the fields of one record, used before if there is one: making it takes longer than making most values.
// A record that is looked at while another is made has one of its own.
func (c *collection) lend() *generator {
	if n := len(c.lent); n > 0 {
		g := c.lent[n-1]
		c.lent = c.lent[:n-1]
		return g
	}
	g := &generator{server: c.server, source: rand.NewPCG(0, 0)}
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
