package vendortest

import (
	"fmt"

	"github.com/getkin/kin-openapi/openapi3"
)

// plannedField is what is known of a field before any record is made.
type plannedField struct {
	name   string
	ways   []fieldWay                 // in each of the schemas that have it
	first  *openapi3.Schema           // of those
	place  uint64                     // its part of every seed
	nests  bool                       // it holds records of its own that a short view of the record lacks
	always bool                       // it is never left out at random
	make   func(slot int) (any, bool) // the vendor's way to make it; nil for the generator's
	facts  *wordFacts                 // what the name decides
	target *target                    // what it points to, by its name
}

// fieldWay is how one of a record's schemas has a field.
type fieldWay struct {
	ref       *openapi3.SchemaRef
	make      func(g *generator, p *plannedField, w *fieldWay) any // nil: by generator.value
	low, high float64                                              // of a number
}

// planned lists the fields of the collection's records: those of the whole record, then those that only a list has.
func (c *collection) planned() []plannedField {
	if c.plan != nil {
		return c.plan
	}
	hidden := c.server.vendor.hidden
	c.byName = map[string]int{}
	for _, schema := range c.schemas() {
		for _, field := range c.server.fieldsIn(schema) {
			name := field.name
			if hidden != nil && hidden(name) {
				continue
			}
			i, known := c.byName[name]
			if !known {
				i = len(c.plan)
				c.byName[name] = i
				c.plan = append(c.plan, plannedField{
					name: name, place: hash(c.path + " " + name), always: name == "name" || name == "summary", first: schema,
					make: c.server.behave.field(c, name), facts: c.server.named(name), target: c.targetOf(name),
				})
			}
			p := &c.plan[i]
			p.ways = append(p.ways, c.wayOf(p, field.ref))
			p.nests = p.nests || nests(field.ref) && !c.server.vendor.always[name]
		}
	}
	return c.plan
}

// wayOf finds out what generator.value finds out of a schema for each value anew, as far as the field is a plain one; of the others
// that makes the values.
func (c *collection) wayOf(p *plannedField, ref *openapi3.SchemaRef) fieldWay {
	w, schema := fieldWay{ref: ref}, ref.Value
	if c.server.behave.value != nil || schema.Nullable || lenientOf(schema) != "" || len(schema.Enum) > 0 || len(schema.OneOf) > 0 ||
		len(schema.AnyOf) > 0 || len(schema.AllOf) > 0 || len(schema.Properties) > 0 {
		return w
	}
	unbounded := schema.MinLength == 0 && schema.MaxLength == nil
	switch {
	case schema.Type.Is("boolean"):
		w.make = (*generator).plannedBoolean
	case schema.Type.Is("integer") && schema.Format != "unix-time":
		w.make = (*generator).plannedInteger
		w.low, w.high = bounds(schema, p.facts)
	case schema.Type.Is("number") && schema.Format != "unix-time":
		w.make = (*generator).plannedDecimal
		w.low, w.high = bounds(schema, p.facts)
	case schema.Type.Is("string") && schema.Format == "" && unbounded:
		w.make = (*generator).plannedText
	case schema.Type.Is("string") && (schema.Format == "date-time" || schema.Format == zoneless) && unbounded:
		w.make = (*generator).plannedTime
	}
	return w
}

func (g *generator) plannedBoolean(*plannedField, *fieldWay) any { return g.rng.IntN(2) == 0 }

func (g *generator) plannedInteger(p *plannedField, w *fieldWay) any {
	if id, linked := g.records.linked(g, p.target); linked {
		if _, whole := id.(int64); whole {
			return id
		}
		if ids := g.fit([]any{id}, w.ref.Value); len(ids) > 0 {
			return ids[0]
		}
	}
	return g.integer(w.low, w.high)
}

func (g *generator) plannedDecimal(_ *plannedField, w *fieldWay) any { return g.decimal(w.low, w.high) }

func (g *generator) plannedText(p *plannedField, _ *fieldWay) any {
	if id, linked := g.records.linked(g, p.target); linked {
		return fmt.Sprint(id)
	}
	return g.textBy(p.facts)
}

func (g *generator) plannedTime(p *plannedField, _ *fieldWay) any {
	return g.boxedTime(p.facts.updated)
}

// makePlanned makes a field of a seeded record in the first way that is wanted (nil wants all) and has a value. What comes of it depends on
// the field and the slot alone.
func (c *collection) makePlanned(g *generator, slot int, p *plannedField, wanted func(name string, ref *openapi3.SchemaRef) bool) (any, bool) {
	if p.make != nil {
		if v, ok := p.make(slot); ok {
			return c.spellPlanned(v, p, wanted)
		}
	}
	if !c.begin(g, slot, p) {
		return nil, false
	}
	for i := range p.ways {
		w := &p.ways[i]
		if wanted != nil && !wanted(p.name, w.ref) {
			continue
		}
		if w.make != nil {
			return w.make(g, p, w), true
		}
		g.stack = append(g.stack[:0], p.first)
		if v, absent := g.value(w.ref.Value, p.name); !absent {
			return v, true
		}
		c.begin(g, slot, p) // each way as if it were the only one
	}
	return nil, false
}

// begin has a generator make a field of a record; it reports false where the record lacks it.
func (c *collection) begin(g *generator, slot int, p *plannedField) bool {
	g.source.Seed(c.server.settings.seed, mixed(p.place, slot))
	if slot > 0 && g.rng.IntN(5) < c.server.vendor.sparse && !p.always {
		return false
	}
	g.planned, g.slot = p, slot
	return true
}

// spellPlanned writes a value that the vendor's way made for its schema.
func (c *collection) spellPlanned(v any, p *plannedField, wanted func(name string, ref *openapi3.SchemaRef) bool) (any, bool) {
	if v == nil {
		return nil, false
	}
	for i := range p.ways {
		if ref := p.ways[i].ref; wanted == nil || wanted(p.name, ref) {
			return spellWhole(ref.Value, respell(ref.Value, v)), true
		}
	}
	return nil, false
}
