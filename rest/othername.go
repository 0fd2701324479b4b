package rest

import (
	"bytes"
	"reflect"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// rowsElsewhere looks for rows in a response that has none where they belong: a list of objects in a field that its type
// doesn't declare, or in an object in such a field. It returns the field's path; empty when there is none, or when the rows
// have their field and it is an empty list.
func rowsElsewhere(body []byte, items string, list reflect.Type) string {
	if items == "" || jsonscan.Kind(rawAt(body, items)) == jsonscan.List {
		return ""
	}
	return strayList(body, list, 2)
}

func strayList(object []byte, declared reflect.Type, depth int) (path string) {
	jsonscan.Fields(object, func(name, value []byte) bool {
		if declares(declared, string(name)) {
			return true
		}
		switch {
		case value[0] == '[':
			if inner := bytes.TrimSpace(value[1:]); len(inner) > 0 && inner[0] == '{' {
				path = wiretext.Brief(string(name))
			}
		case value[0] == '{' && depth > 1:
			if inner := strayList(value, nil, depth-1); inner != "" {
				path = wiretext.Brief(string(name)) + "." + inner
			}
		}
		return path == ""
	})
	return path
}

// declares reports whether a type has a field for a JSON field of this name.
func declares(t reflect.Type, name string) bool {
	if t == nil || t.Kind() != reflect.Struct {
		return false
	}
	for i := range t.NumField() {
		if tag, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ","); strings.EqualFold(tag, name) {
			return true
		}
	}
	return false
}
