package source

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// namedNodes visits everything that gets a Go name by the vendor's word list: the fields of every schema, and every parameter that
// isn't in the path. Owner is what two of one name would clash in.
func (d *Document) namedNodes(visit func(owner, name string, node object)) {
	schemas := d.schemas()
	for _, owner := range slices.Sorted(maps.Keys(schemas)) {
		schema, _ := schemas[owner].(object)
		for _, node := range [][]any{{schema}, anyList(schema["allOf"])} {
			for _, part := range node {
				part, _ := part.(object)
				properties, _ := part["properties"].(object)
				for _, name := range slices.Sorted(maps.Keys(properties)) {
					if property, ok := properties[name].(object); ok {
						visit("schema "+owner, name, property)
					}
				}
			}
		}
	}
	for _, op := range d.Operations() {
		for _, p := range d.Parameters(op) {
			if in := text(p, "in"); in != "path" {
				visit(op.Method+" "+op.Path+" in the "+in, text(p, "name"), p)
			}
		}
	}
}

func anyList(v any) []any {
	list, _ := v.([]any)
	return list
}

// nameFields gives every field and parameter the name that the word list gives it, unless it has one of its own.
func (d *Document) nameFields() (err error) {
	if d.names == nil {
		return nil
	}
	made := map[string]string{}
	d.namedNodes(func(owner, name string, node object) {
		if text(node, "x-go-name") != "" {
			return
		}
		if made[name] == "" {
			goName, fault := d.names.GoName(name)
			if fault != nil {
				err = cmp.Or(err, fmt.Errorf("%s: %w", owner, fault))
				return
			}
			made[name] = goName
		}
		node["x-go-name"] = made[name]
	})
	return err
}

// checkGoNames: no two names of one owner may be the same in Go. With a word list every name must be split with certainty, and an
// x-go-name that the list gives anyway says nothing.
func (d *Document) checkGoNames(fault func(string, ...any)) {
	type field struct{ owner, goName string }
	taken := map[field]string{}
	told := map[string]bool{}
	tell := func(format string, args ...any) {
		if said := fmt.Sprintf(format, args...); !told[said] {
			told[said] = true
			fault("%s", said)
		}
	}
	d.namedNodes(func(owner, name string, node object) {
		goName, err := goNameOf(name), error(nil)
		if d.names != nil {
			goName, err = d.names.GoName(name)
		}
		own := text(node, "x-go-name")
		switch {
		case own == "" && err != nil:
			tell("%v", err)
			return
		case own == goName && d.names != nil:
			tell("%s: %s: the word list gives x-go-name %s too: leave it out", owner, name, own)
		case own != "":
			goName = own
		}
		shared, _, _ := strings.Cut(owner, " in the ") // the parameters of an operation are fields of one struct
		at, this := field{shared, strings.ToLower(goName)}, name
		if in := text(node, "in"); shared != owner {
			this = "the " + in + " parameter " + name
		}
		if other, clash := taken[at]; clash && other != this {
			tell("%s: %s and %s are both %s in Go: give one an x-go-name", shared, other, this, goName)
		}
		taken[at] = this
	})
}
