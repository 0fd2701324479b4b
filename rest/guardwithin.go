package rest

import (
	"net/http"
	"reflect"
)

// guardWithin guards the HTTP clients in a doer's exported fields: many a doer is a struct that embeds an *http.Client and logs
// or counts around it. A struct is copied; behind a pointer the field is set, because a copy would keep the doer's counts to
// itself.
func guardWithin(doer HttpRequestDoer) HttpRequestDoer {
	value := reflect.ValueOf(doer)
	if value.Kind() == reflect.Pointer && !value.IsNil() {
		guardFields(value.Elem(), 3)
		return doer
	}
	if value.Kind() != reflect.Struct {
		return doer
	}
	own := reflect.New(value.Type()).Elem()
	own.Set(value)
	guardFields(own, 3)
	guarded, _ := own.Interface().(HttpRequestDoer)
	return guarded
}

// guardFields guards the clients in a struct's fields, and in structs within it down to a depth.
func guardFields(value reflect.Value, depth int) {
	if value.Kind() != reflect.Struct || depth == 0 {
		return
	}
	for i := range value.NumField() {
		field := value.Field(i)
		if !field.CanSet() { // an embedded type without an exported name may have exported fields
			if value.Type().Field(i).Anonymous {
				guardFields(field, depth-1)
			}
			continue
		}
		if client, ok := field.Addr().Interface().(*http.Client); ok {
			*client = *GuardRedirects(client)
			continue
		}
		switch field.Kind() {
		case reflect.Pointer, reflect.Interface:
			if client, ok := field.Interface().(*http.Client); ok && client != nil {
				field.Set(reflect.ValueOf(GuardRedirects(client)))
			} else if field.Kind() == reflect.Pointer && !field.IsNil() {
				guardFields(field.Elem(), depth-1)
			}
		case reflect.Struct:
			guardFields(field, depth-1)
		}
	}
}
