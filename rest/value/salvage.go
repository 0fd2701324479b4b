package value

import (
	"bytes"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// mismatch says that a value is of another kind. It is kept out of line, as it is called from everywhere here.
//
//go:noinline
func mismatch(path string, raw []byte, want string) *DecodeError {
	return &DecodeError{Field: path, Found: jsonscan.Kind(raw), Want: want}
}

// salvage decodes a response field by field, after decoding it whole has failed, so that one mismatch costs one field
// and not the response. It returns the first mismatch, nil when there was none. The slow way is taken only here.
func salvage(raw []byte, into reflect.Value, path string) *DecodeError {
	raw = bytes.TrimSpace(raw)
	if jsonscan.Kind(raw) == jsonscan.Null {
		return nil
	}
	// Each level reads all below it once more. What lies deeper than any vendor's records is read as a whole, or not at all.
	shallow := len(path) <= wiretext.MaxBrief
	if _, own := into.Addr().Interface().(json.Unmarshaler); shallow && (!own || isOpen(into)) {
		switch into.Kind() {
		case reflect.Pointer:
			target := reflect.New(into.Type().Elem())
			first := salvage(raw, target.Elem(), path)
			into.Set(target)
			return first
		case reflect.Struct:
			return salvageStruct(raw, into, path)
		case reflect.Slice:
			if into.Type().Elem().Kind() != reflect.Uint8 {
				return salvageSlice(raw, into, path)
			}
		case reflect.Map:
			return salvageMap(raw, into, path)
		}
	}
	value := reflect.New(into.Type())
	if err := json.Unmarshal(raw, value.Interface()); err != nil {
		if respell(raw, into) {
			return nil
		}
		return mismatch(path, raw, into.Type().String())
	}
	into.Set(value.Elem())
	return nil
}

// isOpen reports whether a value is of a generated type that keeps its whole object in Raw (UnmarshalOpen). Its own decoder
// gives up at the first mismatch, so it is taken apart like any other struct.
func isOpen(v reflect.Value) bool {
	return rawOf(v).IsValid()
}

// rawOf returns that Raw; an invalid Value where there is none.
func rawOf(v reflect.Value) reflect.Value {
	if v.Kind() != reflect.Struct {
		return reflect.Value{}
	}
	for i := range v.NumField() {
		if field := v.Type().Field(i); field.Name == "Raw" && field.Type == reflect.TypeFor[JSON]() && field.Tag.Get("json") == "-" {
			return v.Field(i)
		}
	}
	return reflect.Value{}
}

// emptyList reports whether raw is [], which is how PHP writes an empty object.
func emptyList(raw []byte) bool {
	return raw[0] == '[' && len(bytes.TrimSpace(raw[1:len(raw)-1])) == 0
}

func salvageStruct(raw []byte, into reflect.Value, path string) (first *DecodeError) {
	var fields map[string]json.RawMessage
	if !emptyList(raw) && json.Unmarshal(raw, &fields) != nil {
		return mismatch(path, raw, "an object")
	}
	if whole := rawOf(into); whole.IsValid() {
		whole.SetBytes(bytes.Clone(raw))
	}
	var folded map[string]string
	for i := range into.NumField() {
		field := into.Type().Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name == "" && field.Anonymous && field.Type.Kind() == reflect.Struct {
			if s := salvageStruct(raw, into.Field(i), path); s != nil && first == nil {
				first = s
			}
			continue
		}
		if name == "-" || !field.IsExported() {
			continue
		}
		if name == "" {
			name = field.Name
		}
		value, ok := fields[name]
		if !ok {
			if folded == nil {
				folded = foldedNames(fields)
			}
			if name, ok = folded[strings.ToLower(name)]; !ok {
				continue
			}
			value = fields[name]
		}
		if s := salvage(value, into.Field(i), join(path, name)); s != nil && first == nil {
			first = s
		}
	}
	return first
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

func salvageSlice(raw []byte, into reflect.Value, path string) (first *DecodeError) {
	var items []json.RawMessage
	if json.Unmarshal(raw, &items) != nil {
		return mismatch(path, raw, "a list")
	}
	into.Set(reflect.MakeSlice(into.Type(), len(items), len(items)))
	for i, item := range items {
		if s := salvage(item, into.Index(i), path+"["+strconv.Itoa(i)+"]"); s != nil && first == nil {
			first = s
		}
	}
	return first
}

func salvageMap(raw []byte, into reflect.Value, path string) (first *DecodeError) {
	if emptyList(raw) {
		return nil
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil || into.Type().Key().Kind() != reflect.String {
		return mismatch(path, raw, "an object")
	}
	into.Set(reflect.MakeMapWithSize(into.Type(), len(fields)))
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		value := reflect.New(into.Type().Elem()).Elem()
		if s := salvage(fields[name], value, join(path, wiretext.Brief(name))); s != nil && first == nil {
			first = s
		}
		into.SetMapIndex(reflect.ValueOf(name).Convert(into.Type().Key()), value)
	}
	return first
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// respell reads a scalar that is only spelled in another way than declared, without any loss: 12.0 or "12" for a whole
// number, "1.5" for a number, 0, 1, -1 or "true" for a boolean, a number or a boolean for a string, "" for nothing.
func respell(raw []byte, into reflect.Value) bool {
	switch into.Kind() {
	case reflect.Int64:
		var i Int
		if i.UnmarshalJSON(raw) != nil {
			return false
		}
		into.SetInt(int64(i))
	case reflect.Float64:
		var f Float
		if f.UnmarshalJSON(raw) != nil {
			return false
		}
		into.SetFloat(float64(f))
	case reflect.Bool:
		var b Bool
		if b.UnmarshalJSON(raw) != nil {
			return false
		}
		into.SetBool(bool(b))
	case reflect.String:
		if kind := jsonscan.Kind(raw); kind != jsonscan.Number && kind != jsonscan.Boolean {
			return false
		}
		into.SetString(string(bytes.TrimSpace(raw)))
	default:
		return false
	}
	return true
}
