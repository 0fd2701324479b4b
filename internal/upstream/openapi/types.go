package openapi

import (
	"fmt"
	"slices"
	"strings"
)

// types reports in what the types of two schemas differ, d being what they belong to.
func (c *comparison) types(d Difference, ours, theirs any) {
	a, b := c.ours.resolved(ours), c.theirs.resolved(theirs)
	if !c.sameType(a, b, 0) {
		d := d
		d.How, d.Ours, d.Theirs = Type, c.ours.text(ours), c.theirs.text(theirs)
		c.add(d)
		return
	}
	for range 4 { // an enumeration in an array is the array's
		if !a.is("array") || !b.is("array") {
			break
		}
		a, b = c.ours.resolved(a.items), c.theirs.resolved(b.items)
	}
	if numbersOnly(b.enum) && len(a.enum) == 0 || slices.Equal(a.enum, b.enum) || len(b.enum) == 0 && !a.is("string") {
		return
	}
	if len(b.enum) == 0 {
		return // theirs says nothing of values
	}
	d.How, d.Ours, d.Theirs = Enum, list(a.enum), list(b.enum)
	d.newValues = len(a.enum) > 0 && slices.ContainsFunc(b.enum, func(v string) bool { return !slices.Contains(a.enum, v) })
	c.add(d)
}

func list(values []string) string {
	if len(values) == 0 {
		return "any"
	}
	if len(values) > 20 {
		return strings.Join(values[:20], ", ") + fmt.Sprintf(" and %d more", len(values)-20)
	}
	return strings.Join(values, ", ")
}

// sameType reports whether all that theirs allows is of a type of ours.
func (c *comparison) sameType(a, b resolved, depth int) bool {
	switch {
	case b.unknown() || depth > 8:
		return true
	case a.unknown() && b.loose():
		return true
	case a.unknown():
		return false
	}
	kinds := b.kinds
	if len(kinds) == 0 {
		return true // an enumeration alone
	}
	for _, kind := range kinds {
		if !slices.Contains(a.kinds, kind) && !slices.Contains(a.accepts, kind) {
			return false
		}
	}
	if a.is("string") && b.is("string") && moment(a.format) != moment(b.format) && len(a.accepts) == 0 {
		return false
	}
	if a.is("array") && b.is("array") && b.items != nil {
		return c.sameType(c.ours.resolved(a.items), c.theirs.resolved(b.items), depth+1)
	}
	return !(a.loose() && len(b.properties) > 0 && !a.open && a.of == "")
}
