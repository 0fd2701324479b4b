package value

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
)

// salvagedObject is an object whose fields are decoded one by one.
type salvagedObject struct {
	fields map[string]json.RawMessage
	folded map[string]string // made when a field isn't found by its exact name
	path   string
	within []reflect.Type // the structs that the one at hand is embedded in
	first  *DecodeError
}

// into decodes the fields into a struct and those embedded in it. It reports whether the object has any of them.
func (o *salvagedObject) into(structure reflect.Value) (found bool) {
	o.within = append(o.within, structure.Type())
	for i := range structure.NumField() {
		field := structure.Type().Field(i)
		tag := field.Tag.Get("json")
		name, options, _ := strings.Cut(tag, ",")
		if name == "" && field.Anonymous && tag != "-" {
			if part := field.Type; part.Kind() == reflect.Struct || part.Kind() == reflect.Pointer && part.Elem().Kind() == reflect.Struct {
				found = o.embedded(structure.Field(i), field) || found
				continue
			}
		}
		if tag == "-" || !field.IsExported() {
			continue
		}
		if name == "" {
			name = field.Name
		}
		name, ok := o.spelled(name)
		if !ok {
			continue
		}
		found = true
		o.note(salvage(quotedValue(o.fields[name], options, field.Type), structure.Field(i), join(o.path, name)))
	}
	o.within = o.within[:len(o.within)-1]
	return found
}

// embedded decodes into a struct that is embedded, or behind a pointer that is: that is set when the object has any of its fields.
func (o *salvagedObject) embedded(into reflect.Value, field reflect.StructField) bool {
	if into.Kind() == reflect.Struct {
		return o.into(into)
	}
	if slices.Contains(o.within, field.Type.Elem()) { // the outer ones have its fields
		return false
	}
	part := reflect.New(field.Type.Elem())
	before := o.first
	found := o.into(part.Elem())
	switch {
	case found && into.CanSet():
		into.Set(part)
	case found:
		o.first = before
		o.note(&DecodeError{Field: join(o.path, field.Name), Found: jsonscan.Object, Want: "an exported type behind an embedded pointer"})
	}
	return found
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
	name, ok := o.folded[strings.ToLower(name)]
	return name, ok
}

// foldedNames maps the names of fields, in lower case, to the names as they came: fields are found as encoding/json
// finds them, by their exact name or else whatever the case. It is made once for an object: looking through all fields for
// every field that isn't there takes forever where a vendor sends a million of them.
func foldedNames(fields map[string]json.RawMessage) map[string]string {
	folded := make(map[string]string, len(fields))
	for name := range fields {
		lower := strings.ToLower(name)
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
