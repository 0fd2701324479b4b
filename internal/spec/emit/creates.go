package emit

import (
	"reflect"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// shareCreates makes the type of a Create a type of its own over the struct of the same record's Update, where the two differ in
// nothing but the id: a struct of a thousand fields stands in the package once. A record with an id is refused by Create before
// anything is sent, as one without by Update.
func (d *document) shareCreates() {
	schemas := d.Schemas()
	for _, op := range d.Operations() {
		upsert, ok := op.Spec[source.XUpsert].(tree.Object)
		if !ok {
			continue
		}
		name, of := tree.String(upsert, "create"), tree.String(upsert, "update")
		create, _ := schemas[name].(tree.Object)
		update, _ := schemas[of].(tree.Object)
		if nested := tree.String(update, source.XGoType); nested != "" {
			of = nested
			update, _ = schemas[nested].(tree.Object)
		}
		if create["properties"] == nil || !reflect.DeepEqual(withoutID(create), withoutID(update)) {
			continue
		}
		comment := append(tree.List(create["x-doc"]), anyLines(append([]string{""}, wrap("It has the fields of "+of+". Its id stays empty: with one the record would be one that there is, and Create refuses it.")...))...)
		shared := tree.Object{source.XGoType: of, "x-own-type": true, source.XWrite: true, "x-doc": comment}
		if open, said := create[source.XOpen]; said {
			shared[source.XOpen] = open
		}
		schemas[name] = shared
	}
}

// withoutID are the fields of a record that is written, but for its id, and whether it is open.
func withoutID(schema tree.Object) []any {
	fields := tree.Object{}
	for name, field := range tree.Child(schema, "properties") {
		if name != "id" {
			fields[name] = field
		}
	}
	return []any{fields, schema[source.XOpen]}
}
