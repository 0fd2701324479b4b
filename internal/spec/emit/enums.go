package emit

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// hoistEnums gives the enums that stand in a read schema's properties names of their own, which the write schemas derived
// from it then share. Two enums of different values that would take one name are an error.
func (d *document) hoistEnums() error {
	schemas := d.Schemas()
	taken := enumNames{schemas: schemas, places: map[string]string{}}
	for _, name := range slices.Sorted(maps.Keys(schemas)) {
		schema, _ := schemas[name].(tree.Object)
		properties, _ := schema["properties"].(tree.Object)
		for _, field := range slices.Sorted(maps.Keys(properties)) {
			property, _ := properties[field].(tree.Object)
			if property["enum"] == nil {
				continue
			}
			of := name
			if read := tree.String(property, source.XEnumOf); read != "" {
				of = read
			}
			enum := of + source.GoNameOf(field)
			if named := tree.String(property, source.XGoName); named != "" {
				enum = of + named
			}
			made := tree.Object{
				"type": property["type"], "enum": withoutNull(property["enum"]),
				"description": "is a value of " + of + "'s field " + field + "; values that aren't named here occur too.",
			}
			if named := property[source.XEnumNames]; named != nil {
				made[source.XEnumNames] = named
			}
			d.nameValues(made)
			taken.take(enum, "schema "+name+": the enum of "+field, made)
			properties[field] = tree.Object{"$ref": "#/components/schemas/" + enum}
			for _, keep := range [...]string{"description", source.XGoName, source.XEvidence, source.XLastEdition, "deprecated", "nullable"} {
				if v, ok := property[keep]; ok {
					properties[field].(tree.Object)[keep] = v
				}
			}
		}
	}
	return errors.Join(taken.faults...)
}

// hoistParameterEnums gives the values of a parameter a type that is named as its field of the parameters' struct is.
func (d *document) hoistParameterEnums() error {
	schemas := d.Schemas()
	taken := enumNames{schemas: schemas, places: map[string]string{}}
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
			values["description"] = "is a value of the parameter " + tree.String(p, "name") + " of " + op.ID() + "; values that aren't named here occur too."
			d.nameValues(values)
			taken.take(named, op.Method+" "+op.Path+": the enum of the parameter "+tree.String(p, "name"), values)
			clear(schema)
			schema["$ref"] = "#/components/schemas/" + named
		}
	}
	return errors.Join(taken.faults...)
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
		n.faults = append(n.faults, fmt.Errorf("%s: its Go type would be %s, which is a schema of the document: give the field an x-go-name", at, name))
	case !reflect.DeepEqual(there["enum"], made["enum"]) || there["type"] != made["type"] || !reflect.DeepEqual(there[source.XEnumNames], made[source.XEnumNames]):
		n.faults = append(n.faults, fmt.Errorf("%s: its Go type would be %s, which %s is too, with other values: give one of the fields an x-go-name", at, name, first))
	}
}

// nameValues names the constants of an enumeration by the word list, where that splits every value.
func (d *document) nameValues(s tree.Object) {
	if d.Words() == nil || s[source.XEnumNames] != nil || tree.String(s, "type") != "string" {
		return
	}
	var names []any
	taken := map[string]bool{}
	for _, value := range tree.List(s["enum"]) {
		value, _ := value.(string)
		name, err := d.Words().GoName(value)
		if err != nil || taken[strings.ToLower(name)] {
			return
		}
		taken[strings.ToLower(name)] = true
		names = append(names, name)
	}
	s[source.XEnumNames] = names
}

func withoutNull(v any) []any {
	list, _ := v.([]any)
	return slices.DeleteFunc(slices.Clone(list), func(v any) bool { return v == nil })
}
