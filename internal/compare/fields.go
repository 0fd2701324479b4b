package compare

import (
	"maps"
	"slices"
)

// fields reports in which members two schemas differ, and all schemas that they lead to.
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
		a, b := c.ours.shape(p.ours), c.theirs.shape(p.theirs)
		for depth := 0; a.is("array") && b.is("array") && depth < 8; depth++ {
			p.at += "[]"
			a, b = c.ours.shape(a.items), c.theirs.shape(b.items)
		}
		if len(a.properties) == 0 || len(b.properties) == 0 || p.depth > 12 {
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
		c.paired[key] = true
		if !written {
			c.answered[owner] = b.name
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
		properties := c.members(a, base)
		target := owner
		if written && a.of != "" && c.answered[owner] != "" && c.answered[owner] != b.name {
			target = a.name // theirs has another shape for what is written; what only that has isn't read
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
					d.add = &addition{owner: target, schema: their, must: written && b.required[name]}
				}
				c.add(d)
			case !also && a.of != "" && a.properties[name] == nil: // read, and not written
			case !also:
				d.How, d.Ours = OnlyOurs, c.ours.text(mine)
				c.add(d)
			default:
				c.types(d, mine, their)
				c.required(d, a, b, name, written)
				next := p.at + "." + name
				open = append(open, pair{next, mine, their, p.depth + 1})
			}
		}
	}
}

// owner names the shape of ours that has a shape's members: for what is written that of the reads it is derived from.
func (c *comparison) owner(a shape) (name string, base shape) {
	if a.of != "" {
		return a.of, c.ours.shape(object{"$ref": "#/components/schemas/" + a.of})
	}
	return a.name, a
}

// members are those of a shape and of what it is derived from: what a write leaves out is known, and left out on purpose.
func (c *comparison) members(a, base shape) map[string]any {
	if a.of == "" {
		return a.properties
	}
	all := maps.Clone(base.properties)
	maps.Copy(all, a.properties)
	return all
}

func (c *comparison) required(d Difference, a, b shape, name string, written bool) {
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
