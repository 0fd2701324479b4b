package openapi

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

const (
	// maxNested is how deep schemas without names of their own are compared.
	maxNested = 12
	// maxPairs is how many pairs of schemas are compared: twenty times what the largest document has, and far less than a
	// small one can ask for whose schemas stand in one another many times.
	maxPairs = 200_000
)

// fields reports in which fields two schemas differ, and all schemas that they lead to.
func (c *comparison) fields(d Difference, at string, ours, theirs any, written bool) {
	type pair struct {
		at           string
		ours, theirs any
		depth        int
	}
	open := []pair{{at, ours, theirs, 0}}
	for len(open) > 0 {
		p := open[0]
		open = open[1:]
		a, b := c.ours.resolved(p.ours), c.theirs.resolved(p.theirs)
		for depth := 0; a.is("array") && b.is("array") && depth < 8; depth++ {
			p.at += "[]"
			a, b = c.ours.resolved(a.items), c.theirs.resolved(b.items)
		}
		if a.values != nil && b.values != nil && p.depth <= maxNested {
			value := d
			value.What, value.At, value.Name = Field, p.at, "*"
			c.types(value, a.values, b.values)
			open = append(open, pair{p.at + ".*", a.values, b.values, p.depth + 1})
		}
		if len(b.properties) == 0 {
			continue
		}
		if len(a.properties) == 0 {
			c.fill(d, a, b)
			continue
		}
		if p.depth > maxNested {
			c.theirs.hidden("%s: it is nested more than %d deep", short(p.at), maxNested)
			continue
		}
		owner, base := c.owner(a)
		key := owner + "\x00" + b.name
		if owner == "" || b.name == "" {
			key = owner + "\x00" + b.name + "\x00" + p.at
		}
		if c.paired[key] {
			continue
		}
		if len(c.paired) >= maxPairs {
			c.theirs.hidden("more than %d pairs of schemas", maxPairs)
			return
		}
		c.paired[key] = true
		if !written {
			c.responded[owner] = append(c.responded[owner], b.name)
		}
		if owner != "" && b.name != "" && c.named[b.name] == "" {
			c.named[b.name] = owner
		}
		own := Difference{What: Field, Resource: c.sources.resource(owner, d.Resource), At: p.at}
		if owner == "" {
			own.faults = d.faults
		} else {
			own.At = owner
		}
		properties := c.knownFields(a, base)
		target := owner
		if written && a.of != "" && len(c.responded[owner]) > 0 && !slices.Contains(c.responded[owner], b.name) {
			target = a.name // theirs has another schema for what is written; what only that has isn't read
		}
		for _, name := range sortedNames(properties, b.properties) {
			mine, has := properties[name]
			their, also := b.properties[name]
			d := own
			d.Name = short(name)
			if target != owner {
				d.At = target
			}
			switch {
			case !has && a.open && target == "":
			case !has:
				d.How, d.Theirs = OnlyTheirs, c.theirs.text(their)
				if target != "" {
					d.add = &addition{
						owner: target, name: name, schema: their, must: written && b.required[name],
						stranger: c.stranger(a, b, properties), readOnly: !written && !c.writes(b),
					}
				}
				c.add(d)
			case !also && a.of != "" && a.properties[name] == nil: // read, and not written
			case !also:
				d.How, d.Ours = OnlyOurs, c.ours.text(mine)
				if owner != "" && target == owner && c.stranger(a, b, properties) == "" {
					d.gone = &gone{owner: owner, field: name}
				}
				c.add(d)
			default:
				c.shared[fieldKey(owner, name)] = true
				c.types(d, mine, their)
				c.required(d, a, b, name, written)
				next := p.at + "." + short(name)
				open = append(open, pair{next, mine, their, p.depth + 1})
			}
		}
	}
}

// fill reports the fields of a schema of theirs where ours says that it has fields, and none of them.
func (c *comparison) fill(d Difference, a, b resolved) {
	owner, base := c.owner(a)
	if owner == "" || b.name == "" || !a.loose() || len(base.properties) > 0 || c.paired[owner+"\x00"+b.name] {
		return
	}
	c.paired[owner+"\x00"+b.name] = true
	if c.named[b.name] == "" {
		c.named[b.name] = owner
	}
	for _, name := range sortedNames(b.properties, nil) {
		d := Difference{What: Field, How: OnlyTheirs, Resource: c.sources.resource(owner, d.Resource), At: owner, Name: short(name), Theirs: c.theirs.text(b.properties[name])}
		d.add = &addition{owner: owner, name: name, schema: b.properties[name]}
		c.add(d)
	}
}

func fieldKey(owner, name string) string { return owner + "\x00" + name }

// stranger tells why a schema of theirs isn't ours, although it stands where ours does: a list may show an extract, or records
// of its own, and a field of those is none of the record that ours describes. Schemas of one name are the same; of others
// theirs must have at least half of our fields, or ours at least half of theirs and theirs a quarter of ours.
func (c *comparison) stranger(a, b resolved, ours map[string]any) string {
	if b.name != "" && (strings.EqualFold(a.name, b.name) || strings.EqualFold(a.of, b.name)) {
		return ""
	}
	shared := 0
	for name := range b.properties {
		if _, has := ours[name]; has {
			shared++
		}
	}
	if shared*2 >= len(ours) || shared*2 >= len(b.properties) && shared*4 >= len(ours) {
		return ""
	}
	return fmt.Sprintf("theirs is another schema here, with %d of our %d fields", shared, len(ours))
}

// writes reports whether a schema of theirs is one that a body is made of, so that its fields can be sent.
func (c *comparison) writes(b resolved) bool {
	if c.sent == nil {
		c.sent = map[string]bool{}
		for _, op := range c.foreign {
			c.reach(c.sent, op.body, 0)
		}
	}
	return b.name != "" && c.sent[b.name]
}

// reads reports whether a schema of theirs is one that a response is made of.
func (c *comparison) reads(b resolved) bool {
	if c.read == nil {
		c.read = map[string]bool{}
		for _, op := range c.foreign {
			for _, status := range sortedNames(op.responses, nil) {
				c.reach(c.read, op.responses[status], 0)
			}
		}
	}
	return b.name != "" && c.read[b.name]
}

// reach notes a schema of theirs and those that it is made of.
func (c *comparison) reach(set map[string]bool, schema any, depth int) {
	s := c.theirs.resolved(schema)
	if s.name != "" {
		if set[s.name] {
			return
		}
		set[s.name] = true
	}
	if depth > maxNested {
		return
	}
	if s.items != nil {
		c.reach(set, s.items, depth+1)
	}
	for _, property := range s.properties {
		c.reach(set, property, depth+1)
	}
}

// owner names the schema of ours that has a schema's fields: for what is written that of the reads it is derived from.
func (c *comparison) owner(a resolved) (name string, base resolved) {
	if a.of != "" {
		return a.of, c.ours.resolved(tree.Object{"$ref": "#/components/schemas/" + a.of})
	}
	return a.name, a
}

// knownFields are those of a schema and of what it is derived from: what a write leaves out is known, and left out on purpose.
func (c *comparison) knownFields(a, base resolved) map[string]any {
	if a.of == "" {
		return a.properties
	}
	all := maps.Clone(base.properties)
	maps.Copy(all, a.properties)
	return all
}

func (c *comparison) required(d Difference, a, b resolved, name string, written bool) {
	mine, their := a.required[name], b.required[name]
	if mine == their || !written && their {
		return
	}
	if a.of != "" && !slices.Contains(sortedNames(a.properties, nil), name) {
		return
	}
	d.How, d.Ours, d.Theirs = Required, yesNo(mine), yesNo(their)
	c.add(d)
}
