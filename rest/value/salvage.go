package value

import (
	"bytes"
	"encoding"
	"encoding/json"
	"reflect"
	"strconv"

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
// and not the response. It returns the first mismatch, nil when there was none. The slow way is taken only here. What is read adds to
// what an earlier field of the same name left, as with encoding/json.
func salvage(raw []byte, into reflect.Value, path string) *DecodeError {
	raw = bytes.TrimSpace(raw)
	if jsonscan.Kind(raw) == jsonscan.Null && (into.Kind() == reflect.Pointer || !jsonscan.ReadsItself(into.Addr().Interface())) {
		switch into.Kind() {
		case reflect.Pointer, reflect.Map, reflect.Slice, reflect.Interface:
			into.SetZero()
		}
		return nil
	}
	// Each level reads all below it once more. What lies deeper than any vendor's records is read as a whole, or not at all.
	shallow := len(path) <= wiretext.MaxBrief
	if shallow && (!readsItself(into) || isOpen(into)) {
		switch into.Kind() {
		case reflect.Pointer:
			if into.IsNil() {
				into.Set(reflect.New(into.Type().Elem()))
			}
			return salvage(raw, into.Elem(), path)
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
	value.Elem().Set(into)
	if err := json.Unmarshal(raw, value.Interface()); err != nil {
		if respell(raw, into) {
			return nil
		}
		return mismatch(path, raw, into.Type().String())
	}
	into.Set(value.Elem())
	return nil
}

// readsItself reports whether a value has its own way of reading JSON, or the text in it.
func readsItself(v reflect.Value) bool {
	pointer := v.Addr().Interface()
	_, text := pointer.(encoding.TextUnmarshaler)
	return text || jsonscan.ReadsItself(pointer)
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

func salvageStruct(raw []byte, into reflect.Value, path string) *DecodeError {
	if !emptyList(raw) && jsonscan.Kind(raw) != jsonscan.Object && jsonscan.Kind(raw) != jsonscan.Null {
		return mismatch(path, raw, "an object")
	}
	if whole := rawOf(into); whole.IsValid() {
		whole.SetBytes(bytes.Clone(raw))
	}
	object := salvagedObject{fields: fieldsOf(raw), path: path}
	object.into(into)
	return object.first
}

func salvageSlice(raw []byte, into reflect.Value, path string) (first *DecodeError) {
	if jsonscan.Kind(raw) != jsonscan.List {
		return mismatch(path, raw, "a list")
	}
	items := jsonscan.Split(raw)
	switch {
	case len(items) == 0 || into.Cap() == 0:
		into.Set(reflect.MakeSlice(into.Type(), len(items), len(items)))
	case len(items) <= into.Cap():
		into.SetLen(len(items))
	default: // encoding/json reads into the items that an earlier list had
		longer := reflect.MakeSlice(into.Type(), len(items), len(items))
		reflect.Copy(longer, into.Slice(0, into.Cap()))
		into.Set(longer)
	}
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
	if jsonscan.Kind(raw) != jsonscan.Object {
		return mismatch(path, raw, "an object")
	}
	fields := fieldsOf(raw)
	keys := make([]reflect.Value, len(fields))
	for i, field := range fields {
		key, ok := mapKey(field.name, into.Type().Key())
		if !ok {
			return mismatch(path, raw, into.Type().String())
		}
		keys[i] = key
	}
	if into.IsNil() {
		into.Set(reflect.MakeMapWithSize(into.Type(), len(fields)))
	}
	of := "" // the field that first is of
	for i, field := range fields {
		value := reflect.New(into.Type().Elem()).Elem() // anew for each: a field doesn't add to what is in a map
		s := salvage(field.raw, value, join(path, wiretext.Brief(field.name)))
		if s != nil && (first == nil || field.name < of) {
			first, of = s, field.name
		}
		into.SetMapIndex(keys[i], value)
	}
	return first
}

// mapKey reads the name of a field as a key of a map, as encoding/json does. It would do that itself into a map of the same keys, but
// who calls reflect.MapOf has all that makes types linked into every program.
func mapKey(name string, of reflect.Type) (reflect.Value, bool) {
	made := reflect.New(of)
	if text, ok := made.Interface().(encoding.TextUnmarshaler); ok {
		return made.Elem(), text.UnmarshalText([]byte(name)) == nil
	}
	key := made.Elem()
	switch {
	case of.Kind() == reflect.String:
		key.SetString(name)
	case key.CanInt():
		n, err := strconv.ParseInt(name, 10, 64)
		if err != nil || key.OverflowInt(n) {
			return key, false
		}
		key.SetInt(n)
	case key.CanUint():
		n, err := strconv.ParseUint(name, 10, 64)
		if err != nil || key.OverflowUint(n) {
			return key, false
		}
		key.SetUint(n)
	default:
		return key, false
	}
	return key, true
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
	switch {
	case into.CanInt():
		var i Int
		if i.UnmarshalJSON(raw) != nil || into.OverflowInt(int64(i)) {
			return false
		}
		into.SetInt(int64(i))
		return true
	case into.CanUint():
		var i Int
		if i.UnmarshalJSON(raw) != nil || i < 0 || into.OverflowUint(uint64(i)) {
			return false
		}
		into.SetUint(uint64(i))
		return true
	case into.CanFloat():
		var f Float
		if f.UnmarshalJSON(raw) != nil || into.OverflowFloat(float64(f)) {
			return false
		}
		into.SetFloat(float64(f))
		return true
	}
	switch into.Kind() {
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
