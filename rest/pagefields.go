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

// progressOf reads the vendor's own figures off a page.
func progressOf(l *call.Listing, list any) progress {
	v := reflect.ValueOf(list).Elem()
	p := progress{rows: rowsIn(l, list).Len()}
	for _, figure := range [...]struct {
		path string
		into *int64
	}{{l.Next, &p.next}, {l.Pages, &p.pages}, {l.Current, &p.current}, {l.Total, &p.total}} {
		if figure.path == "" || l.Items == "" {
			continue
		}
		switch at := memberValue(v, figure.path); at.Kind() {
		case reflect.Int, reflect.Int32, reflect.Int64:
			*figure.into = at.Int()
		case reflect.Float64:
			*figure.into = int64(at.Float())
		}
	}
	if l.Token != "" && l.Items != "" {
		if at := memberValue(v, l.Token); at.Kind() == reflect.String {
			p.token = at.String()
		}
	}
	return p
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
