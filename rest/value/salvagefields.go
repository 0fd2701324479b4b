package value

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/jsonfields"
	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
)

// salvagedObject is an object whose fields are decoded one by one.
type salvagedObject struct {
	fields map[string]json.RawMessage
	folded map[string]string // made when a field isn't found by its exact name
	path   string
	first  *DecodeError
}

// into decodes the fields into a struct, and into those embedded in it.
func (o *salvagedObject) into(structure reflect.Value) {
	known := jsonfields.Of(structure.Type())
	for _, field := range known.Fields {
		name, ok := o.spelled(field.Name)
		if !ok || name != field.Name && known.Named[name] { // which is another field's
			continue
		}
		raw := quotedValue(o.fields[name], field.Options, field.Type)
		part, hidden := within(structure, field.Index)
		switch {
		case hidden != "":
			o.note(&DecodeError{Field: join(o.path, hidden), Found: jsonscan.Object, Want: "an exported type behind an embedded pointer"})
		case part.CanSet():
			o.note(salvage(raw, part, join(o.path, name)))
		case part.Kind() == reflect.Struct && jsonscan.Kind(raw) != jsonscan.Null: // of an unexported type, embedded under a name
			o.note(salvageStruct(raw, part, join(o.path, name)))
		}
	}
}

// within returns the field at an index. Pointers on the way are set; hidden is the name of one that can't be.
func within(structure reflect.Value, index []int) (part reflect.Value, hidden string) {
	for _, i := range index[:len(index)-1] {
		at := structure.Field(i)
		if at.Kind() == reflect.Pointer {
			if at.IsNil() {
				if !at.CanSet() {
					return reflect.Value{}, structure.Type().Field(i).Name
				}
				at.Set(reflect.New(at.Type().Elem()))
			}
			at = at.Elem()
		}
		structure = at
	}
	return structure.Field(index[len(index)-1]), ""
}

func (o *salvagedObject) note(mismatch *DecodeError) {
	if o.first == nil {
		o.first = mismatch
	}
}

// spelled returns a field's name as it came: exactly, or else whatever the case.
func (o *salvagedObject) spelled(name string) (string, bool) {
	if _, ok := o.fields[name]; ok {
		return name, true
	}
	if o.folded == nil {
		o.folded = foldedNames(o.fields)
	}
	name, ok := o.folded[jsonscan.Folded(name)]
	return name, ok
}

// foldedNames maps the names of fields, in lower case, to the names as they came: fields are found as encoding/json
// finds them, by their exact name or else whatever the case. It is made once for an object: looking through all fields for
// every field that isn't there takes forever where a vendor sends a million of them.
func foldedNames(fields map[string]json.RawMessage) map[string]string {
	folded := make(map[string]string, len(fields))
	for name := range fields {
		lower := jsonscan.Folded(name)
		if other, ok := folded[lower]; !ok || name < other {
			folded[lower] = name
		}
	}
	return folded
}

// quotedValue returns the JSON that is in a string, where a field's tag has the option string and its type is one that this is for.
func quotedValue(raw json.RawMessage, options string, field reflect.Type) json.RawMessage {
	if !slices.Contains(strings.Split(options, ","), "string") || jsonscan.Kind(raw) != jsonscan.String {
		return raw
	}
	if field.Kind() == reflect.Pointer {
		field = field.Elem()
	}
	scalar := reflect.Zero(field)
	if !scalar.CanInt() && !scalar.CanUint() && !scalar.CanFloat() && field.Kind() != reflect.Bool && field.Kind() != reflect.String {
		return raw
	}
	var inner string
	if json.Unmarshal(raw, &inner) != nil || !json.Valid([]byte(inner)) {
		return raw
	}
	return json.RawMessage(inner)
}
