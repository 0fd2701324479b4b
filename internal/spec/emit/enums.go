package emit

import (
	"cmp"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// hoistEnums gives the enums that stand in a read schema's properties, or in a list or a map there, names of their own, which the write
// schemas derived from it then share, and every enum the names of its constants. Two enums of different values that would take one name
// are an error.
func (d *document) hoistEnums(taken *enumNames) {
	schemas := d.Schemas()
	for _, name := range slices.Sorted(maps.Keys(schemas)) {
		schema, _ := schemas[name].(tree.Object)
		d.nameValues(schema)
		for _, part := range append([]any{schema}, tree.List(schema["allOf"])...) {
			part, _ := part.(tree.Object)
			properties, _ := part["properties"].(tree.Object)
			for _, field := range slices.Sorted(maps.Keys(properties)) {
				property, _ := properties[field].(tree.Object)
				d.hoistEnum(taken, name, field, tree.String(property, source.XGoName), properties, field)
				d.hoistEnum(taken, name, field, tree.String(property, source.XGoName), property, "items")
				d.hoistEnum(taken, name, field, tree.String(property, source.XGoName), property, "additionalProperties")
			}
		}
	}
}

// hoistEnum hoists the enum under a key, that of a field itself or of what is in it.
func (d *document) hoistEnum(taken *enumNames, name, field, goName string, in tree.Object, key string) {
	property, _ := in[key].(tree.Object)
	if property["enum"] == nil {
		return
	}
	of := cmp.Or(tree.String(property, source.XEnumOf), name)
	made := tree.Object{
		"type": property["type"], "enum": withoutNull(property["enum"]),
		"description": "is a value of " + of + "'s field " + field + "; values other than those named here may occur.",
	}
	if named := property[source.XEnumNames]; named != nil {
		made[source.XEnumNames] = named
	}
	d.nameValues(made)
	enum := of + cmp.Or(goName, source.GoNameOf(field))
	taken.take(enum, "schema "+name+"."+field, made)
	reference := tree.Object{"$ref": source.SchemaRef + enum}
	for _, keep := range [...]string{
		"description", source.XGoName, source.XEvidence, source.XLastEdition, "deprecated", source.XDeprecatedReason, "nullable",
	} {
		if v, ok := property[keep]; ok {
			reference[keep] = v
		}
	}
	in[key] = reference
}

// hoistParameterEnums gives the values of a parameter a type that is named as its field of the parameters' struct is.
func (d *document) hoistParameterEnums(taken *enumNames) {
	for _, op := range d.Operations() {
		for _, p := range d.Parameters(op) {
			schema, _ := p["schema"].(tree.Object)
			if items, ok := schema["items"].(tree.Object); ok {
				schema = items
			}
			if schema["enum"] == nil || schema[source.XGoType] != nil {
				continue
			}
			named := source.UpperFirst(op.ID()) + "Params" + cmp.Or(tree.String(p, source.XGoName), source.GoNameOf(tree.String(p, "name")))
			values := tree.Clone(schema).(tree.Object)
			values["enum"] = withoutNull(schema["enum"])
			values["description"] = "is a value of the parameter " + tree.String(p, "name") + " of " + op.ID() + "; values other than those named here may occur."
			d.nameValues(values)
			taken.take(named, op.Method+" "+op.Path+": parameter "+tree.String(p, "name"), values)
			clear(schema)
			schema["$ref"] = source.SchemaRef + named
		}
	}
}

// enumNames are the types that enums are given names of.
type enumNames struct {
	schemas tree.Object
	places  map[string]string // by name: where the first enum of it stands
	faults  []error
}

// take makes a schema of an enum. The same enum may come again, in a write schema; another one, or a schema of the document's that has
// the name already, may not.
func (n *enumNames) take(name, at string, made tree.Object) {
	there, taken := n.schemas[name].(tree.Object)
	if !taken {
		n.schemas[name], n.places[name] = made, at
		return
	}
	first, enum := n.places[name]
	switch {
	case !enum:
		n.faults = append(n.faults, fmt.Errorf("%s: the Go type of its enum would be %s, which is a schema of the document: give the field an x-go-name", at, name))
	case !reflect.DeepEqual(there["enum"], made["enum"]) || there["type"] != made["type"] || !reflect.DeepEqual(there[source.XEnumNames], made[source.XEnumNames]):
		n.faults = append(n.faults, fmt.Errorf("%s: the Go type of its enum would be %s, which that of %s is too, with other values: give one of the two an x-go-name", at, name, first))
	}
}

// nameValues names the constants of an enumeration, so that the generator doesn't: it numbers those that are alike, and the number of one
// depends on the others.
func (d *document) nameValues(s tree.Object) {
	if s["enum"] == nil {
		return
	}
	names, err := d.ConstantNames(s)
	if err != nil {
		return // the check of the document has said so
	}
	list := make([]any, len(names))
	for i, name := range names {
		list[i] = name
	}
	s[source.XEnumNames] = list
}

// checkConstants refuses a constant that a type, or a constant of another enumeration, of its package is called too: the name of its type
// and that of its value run into one another.
func (n *enumNames) checkConstants(r *rooms) {
	type declared struct{ at, name string }
	first := map[declared]string{}
	for schema := range n.schemas {
		first[declared{r.ofSchema[schema], schema}] = "the schema " + schema
	}
	for _, schema := range slices.Sorted(maps.Keys(n.schemas)) {
		enum, _ := n.schemas[schema].(tree.Object)
		values := tree.List(enum["enum"])
		for i, name := range tree.Strings(enum[source.XEnumNames]) {
			place := cmp.Or(n.places[schema], "schema "+schema)
			constant := declared{r.ofSchema[schema], schema + name}
			if other, twice := first[constant]; twice {
				n.faults = append(n.faults, fmt.Errorf("%s: the constant of the enum's %v would be %s in Go, as %s is called too: give the enum %s, or the field an %s",
					place, values[i], constant.name, other, source.XEnumNames, source.XGoName))
				continue
			}
			first[constant] = fmt.Sprintf("that of %v of %s", values[i], place)
		}
	}
}

func withoutNull(v any) []any {
	list, _ := v.([]any)
	return slices.DeleteFunc(slices.Clone(list), func(v any) bool { return v == nil })
}
