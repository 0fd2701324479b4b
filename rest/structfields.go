package rest

import (
	"reflect"
	"strings"
)

// jsonField is a field of a struct as it stands in JSON.
type jsonField struct {
	name string
	of   reflect.Type
}

// fieldsOf returns the JSON fields of a struct type, those of embedded structs included, also of such behind pointers.
func fieldsOf(t reflect.Type) []jsonField { return fieldsWithin(nil, t, map[reflect.Type]bool{}) }

func fieldsWithin(fields []jsonField, t reflect.Type, seen map[reflect.Type]bool) []jsonField {
	if seen[t] {
		return fields
	}
	seen[t] = true
	for i := range t.NumField() {
		field := t.Field(i)
		tag := field.Tag.Get("json")
		name, _, _ := strings.Cut(tag, ",")
		inner := field.Type
		if inner.Kind() == reflect.Pointer {
			inner = inner.Elem()
		}
		switch {
		case tag == "-":
		case name == "" && field.Anonymous && inner.Kind() == reflect.Struct:
			fields = fieldsWithin(fields, inner, seen)
		case !field.IsExported():
		default:
			if name == "" {
				name = field.Name
			}
			fields = append(fields, jsonField{name, field.Type})
		}
	}
	return fields
}
