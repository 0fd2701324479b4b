package value

import (
	"bytes"
	"encoding/json"
	"reflect"
	"unicode/utf8"

	"github.com/seed-8da6be54/vendorkit/internal/jsonfields"
	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// salvagedObject is an object whose fields are decoded one by one.
type salvagedObject struct {
	fields []objectField
	path   string
	first  *DecodeError
}

// objectField is a field of an object as it came.
type objectField struct {
	name string
	raw  []byte
}

// fieldsOf returns the fields of an object, which is valid JSON, in the order in which they came. Several may have one name.
func fieldsOf(object []byte) (fields []objectField) {
	jsonscan.Fields(object, func(name, value []byte) bool {
		field := objectField{string(name), value}
		if !utf8.ValidString(field.name) {
			field.name = string([]rune(field.name)) // as encoding/json reads it
		}
		fields = append(fields, field)
		return true
	})
	return fields
}

// into decodes the fields into a struct, and into those embedded in it. As with encoding/json they come in turn, so that null leaves
// a number as an earlier field of the same name set it.
func (o *salvagedObject) into(structure reflect.Value) {
	known := jsonfields.Of(structure.Type())
	places := make([]*jsonfields.Field, len(o.fields))
	exactly := map[*jsonfields.Field]bool{} // those whose exact name came, so that others don't count for them
	for i, field := range o.fields {
		place, exact := known.Find(field.name)
		places[i] = place
		if exact {
			exactly[place] = true
		}
	}
	for i, field := range o.fields {
		switch place := places[i]; {
		case place != nil && (place.Name == field.name || !exactly[place]):
			o.read(field, structure, place)
		case known.Rest() != nil:
			o.readRest(field, structure, known.Rest())
		}
	}
}

// read reads a field as one of a struct.
func (o *salvagedObject) read(field objectField, structure reflect.Value, place *jsonfields.Field) {
	raw := field.raw
	if place.Quoted {
		raw = quotedValue(raw)
	}
	part, hidden := within(structure, place.Index)
	switch {
	case hidden != "":
		o.note(&DecodeError{Field: join(o.path, hidden), Found: jsonscan.Object, Want: "an exported type behind an embedded pointer"})
	case part.CanSet():
		o.note(salvage(raw, part, join(o.path, field.name)))
	case part.Kind() == reflect.Struct && jsonscan.Kind(raw) != jsonscan.Null: // of an unexported type, embedded under a name
		o.note(salvageStruct(raw, part, join(o.path, field.name)))
	}
}

// readRest reads a field that no other place is for into a map, or adds it to the JSON of an object. Unlike in any other map, a field
// adds to an earlier one of its name.
func (o *salvagedObject) readRest(field objectField, structure reflect.Value, place *jsonfields.Field) {
	rest, hidden := within(structure, place.Index)
	if hidden != "" {
		o.note(&DecodeError{Field: join(o.path, hidden), Found: jsonscan.Object, Want: "an exported type behind an embedded pointer"})
		return
	}
	if rest.Kind() == reflect.Pointer {
		if rest.IsNil() {
			rest.Set(reflect.New(rest.Type().Elem()))
		}
		rest = rest.Elem()
	}
	if rest.Kind() == reflect.Slice {
		name, _ := json.Marshal(field.name)
		object := append(bytes.TrimSuffix(rest.Bytes(), []byte("}")), ',')
		if rest.Len() == 0 {
			object = []byte("{")
		}
		rest.SetBytes(append(append(append(append(object, name...), ':'), field.raw...), '}'))
		return
	}
	if rest.IsNil() {
		rest.Set(reflect.MakeMap(rest.Type()))
	}
	key, _ := mapKey(field.name, rest.Type().Key())
	value := reflect.New(rest.Type().Elem()).Elem()
	if before := rest.MapIndex(key); before.IsValid() {
		value.Set(before)
	}
	o.note(salvage(field.raw, value, join(o.path, wiretext.Brief(field.name))))
	rest.SetMapIndex(key, value)
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

// quotedValue returns the JSON that is in a string.
func quotedValue(raw []byte) []byte {
	var inner string
	if jsonscan.Kind(raw) != jsonscan.String || json.Unmarshal(raw, &inner) != nil || !json.Valid([]byte(inner)) {
		return raw
	}
	return []byte(inner)
}
