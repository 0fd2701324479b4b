package strict

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// misplaced finds the values of a document that are of another type than OpenAPI has there: those that can't be decoded although
// everything within them can.
func misplaced(root tree.Object) (faults []fault) {
	decode(rootPlace, root, reflect.TypeFor[openapi3.T](), &faults)
	return faults
}

// decode tries a value as a type of kin-openapi's, and what is within it where that fails.
func decode(at string, value any, as reflect.Type, faults *[]fault) {
	text, err := json.Marshal(value)
	if err != nil || json.Unmarshal(text, reflect.New(as).Interface()) == nil {
		return
	}
	known := len(*faults)
	switch value := value.(type) {
	case tree.Object:
		for _, key := range slices.Sorted(maps.Keys(value)) {
			if within := typeBelow(as, key); within != nil {
				decode(below(at, key), value[key], within, faults)
			}
		}
	case []any:
		if as.Kind() == reflect.Slice {
			for i, item := range value {
				decode(at+"["+strconv.Itoa(i)+"]", item, as.Elem(), faults)
			}
		}
	}
	if len(*faults) == known {
		*faults = append(*faults, fault{at, fmt.Sprintf("is of type %s: OpenAPI has %s here", source.KindOf(value), inWordsOf(as))})
	}
}

func below(at, key string) string {
	if at == rootPlace {
		return key
	}
	return at + "." + key
}

// typeBelow is the type of what stands under a key; nil where there is none.
func typeBelow(of reflect.Type, key string) reflect.Type {
	for of.Kind() == reflect.Pointer {
		of = of.Elem()
	}
	switch of.Kind() {
	case reflect.Map:
		return of.Elem()
	case reflect.Struct:
		if value, ok := of.FieldByName("Value"); ok && strings.HasSuffix(of.Name(), "Ref") {
			return typeBelow(value.Type, key)
		}
		for i := range of.NumField() {
			if name, _, _ := strings.Cut(of.Field(i).Tag.Get("json"), ","); name == key && key != "-" {
				return of.Field(i).Type
			}
		}
		if all, ok := reflect.PointerTo(of).MethodByName("Map"); ok && all.Type.NumIn() == 1 && all.Type.NumOut() == 1 { // paths, responses
			return all.Type.Out(0).Elem()
		}
	}
	return nil
}

func inWordsOf(as reflect.Type) string {
	for as.Kind() == reflect.Pointer {
		as = as.Elem()
	}
	switch as.Kind() {
	case reflect.Slice:
		return "a list"
	case reflect.String:
		return "a string"
	case reflect.Bool:
		return "true or false"
	case reflect.Uint64:
		return "a whole number, 0 at least"
	case reflect.Int64, reflect.Int:
		return "a whole number"
	case reflect.Float64:
		return "a number"
	}
	if as == reflect.TypeFor[openapi3.BoolSchema]() {
		return "a schema, or true or false,"
	}
	return "an object"
}

// referring finds the references of which kin-openapi says that they lead nowhere, or to something else than belongs there.
func referring(root tree.Object, err error) (faults []fault) {
	said := inWords(err)
	var visit func(at string, value any)
	visit = func(at string, value any) {
		switch value := value.(type) {
		case tree.Object:
			if ref, _ := value["$ref"].(string); ref != "" && strings.Contains(said, strconv.Quote(ref)) {
				faults = append(faults, fault{at + ".$ref", said})
			}
			for _, key := range slices.Sorted(maps.Keys(value)) {
				visit(below(at, key), value[key])
			}
		case []any:
			for i, item := range value {
				visit(at+"["+strconv.Itoa(i)+"]", item)
			}
		}
	}
	visit(rootPlace, root)
	return faults
}
