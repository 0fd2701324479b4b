package rest

import (
	"reflect"
	"strings"

	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// rowsIn returns the list of rows within a page.
func rowsIn(l *call.Listing, list any) reflect.Value {
	v := reflect.ValueOf(list).Elem()
	if l.Items == "" {
		return v
	}
	return memberValue(v, l.Items)
}

// memberValue finds the field of a struct that a JSON field is read into; an invalid Value when a part of the path is
// absent.
func memberValue(v reflect.Value, path string) reflect.Value {
	for _, name := range strings.Split(path, ".") {
		if v.Kind() == reflect.Pointer {
			v = v.Elem()
		}
		if v.Kind() != reflect.Struct {
			return reflect.Value{}
		}
		found := -1
		for i := range v.NumField() {
			if tag, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ","); tag == name {
				found = i
				break
			}
		}
		if found < 0 {
			return reflect.Value{}
		}
		v = v.Field(found)
	}
	return v
}
