package rest

import (
	"reflect"
	"strings"
)

// eachField visits the JSON fields of a struct type, those of embedded structs included, also of such behind pointers.
func eachField(t reflect.Type, visit func(name string, field reflect.Type)) {
	fieldsWithin(t, map[reflect.Type]bool{}, visit)
}

func fieldsWithin(t reflect.Type, seen map[reflect.Type]bool, visit func(name string, field reflect.Type)) {
	if seen[t] {
		return
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
			fieldsWithin(inner, seen, visit)
		case !field.IsExported():
		case name == "":
			visit(field.Name, field.Type)
		default:
			visit(name, field.Type)
		}
	}
}
