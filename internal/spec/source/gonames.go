package source

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// NamedNodes visits everything that gets a Go name by the vendor's word list: the fields of every schema, and every parameter that
// isn't in the path. Owner is what two of one name would clash in.
func (d *Document) NamedNodes(visit func(owner, name string, node tree.Object)) {
	schemas := d.Schemas()
	for _, owner := range slices.Sorted(maps.Keys(schemas)) {
		schema, _ := schemas[owner].(tree.Object)
		for _, node := range [][]any{{schema}, tree.List(schema["allOf"])} {
			for _, part := range node {
				part, _ := part.(tree.Object)
				properties, _ := part["properties"].(tree.Object)
				for _, name := range slices.Sorted(maps.Keys(properties)) {
					if property, ok := properties[name].(tree.Object); ok {
						visit("schema "+owner, name, property)
					}
				}
			}
		}
	}
	for _, op := range d.Operations() {
		for _, p := range d.Parameters(op) {
			if in := tree.String(p, "in"); in != "path" {
				visit(op.Method+" "+op.Path+" in the "+in, tree.String(p, "name"), p)
			}
		}
	}
}

// checkGoNames: no two names of one owner may be the same in Go. With a word list every name must be split with certainty, and an
// x-go-name that the list gives anyway says nothing.
func (d *Document) checkGoNames(fault func(string, ...any)) {
	type field struct{ owner, goName string }
	taken := map[field]string{}
	reported := map[string]bool{}
	reportOnce := func(format string, args ...any) {
		if said := fmt.Sprintf(format, args...); !reported[said] {
			reported[said] = true
			fault("%s", said)
		}
	}
	d.NamedNodes(func(owner, name string, node tree.Object) {
		var goName string
		var err error
		if d.names != nil {
			goName, err = d.names.GoName(name)
		} else {
			goName = GoNameOf(name)
		}
		own := tree.String(node, XGoName)
		switch {
		case own == "" && err != nil:
			reportOnce("%v", err)
			return
		case own == goName && d.names != nil:
			reportOnce("%s: %s: the word list gives x-go-name %s too: leave it out", owner, name, own)
		case own != "":
			goName = own
		}
		shared, _, _ := strings.Cut(owner, " in the ") // the parameters of an operation are fields of one struct
		at, this := field{shared, strings.ToLower(goName)}, name
		if in := tree.String(node, "in"); shared != owner {
			this = "the " + in + " parameter " + name
		}
		if other, clash := taken[at]; clash && other != this {
			reportOnce("%s: %s and %s are both %s in Go: give one an x-go-name", shared, other, this, goName)
		}
		taken[at] = this
	})
}

// GoNameOf makes a Go name of a field's name, for a type that is named after it, where the vendor has no word list.
func GoNameOf(field string) string {
	var b strings.Builder
	for _, word := range strings.FieldsFunc(field, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		b.WriteString(UpperFirst(word))
	}
	return b.String()
}
