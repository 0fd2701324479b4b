package source

import (
	"maps"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// checkRecursion refuses a schema whose values would never end: one that has to have another of itself in it. Go has no such type, and
// its compiler says so of a file that nobody has written. Behind a field that may be absent or null, or in a list, a schema may come again.
func (d *Document) checkRecursion(fault func(string, ...any)) {
	within := map[string][]string{}
	for name, schema := range d.Schemas() {
		schema, _ := schema.(tree.Object)
		within[name] = d.alwaysWithin(schema)
	}
	reported := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(within)) {
		if ring := ringOf(name, within); ring != nil && !reported[name] {
			for _, of := range ring {
				reported[of] = true
			}
			fault("schema %s: it always has itself within it (%s): a field on the way isn't required, or is nullable: true", name, strings.Join(append(ring, name), " → "))
		}
	}
}

// alwaysWithin lists the schemas of which every value of a schema has one in it.
func (d *Document) alwaysWithin(schema tree.Object) (names []string) {
	if tree.String(schema, "type") == "array" { // a list of lists, each of which is its own name for the other
		target := tree.String(below(schema, "items"), "$ref")
		if items, _ := d.Resolve(target); tree.String(items, "type") == "array" {
			names = append(names, strings.TrimPrefix(target, SchemaRef))
		}
		return names
	}
	properties := below(schema, "properties")
	required := tree.List(schema["required"])
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		property, _ := properties[name].(tree.Object)
		target, isRef := strings.CutPrefix(tree.String(property, "$ref"), SchemaRef)
		direct := slices.Contains(required, any(name)) || property[XGoTypeSkipPointer] == true
		if isRef && direct && property["nullable"] != true && property[XLazy] != true && property[XGoType] == nil {
			if of, _ := d.Resolve(SchemaRef + target); of["nullable"] != true && of[XGoType] == nil && tree.String(of, "type") != "array" {
				names = append(names, target)
			}
		}
	}
	return names
}

// ringOf returns the way from a name back to it, without its end; nil where there is none.
func ringOf(name string, within map[string][]string) []string {
	seen := map[string]bool{}
	var from func(at string) []string
	from = func(at string) []string {
		for _, next := range within[at] {
			if next == name {
				return []string{at}
			}
			if seen[next] {
				continue
			}
			seen[next] = true
			if way := from(next); way != nil {
				return append([]string{at}, way...)
			}
		}
		return nil
	}
	return from(name)
}
