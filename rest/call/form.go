package call

import (
	"encoding"
	"encoding/json"
	"fmt"
	"net/url"
	"reflect"
	"sort"
	"strconv"
	"strings"

	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// sortedKeys and object sort by package sort, which is compiled once for all; what slices has is compiled for each package and type.
func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}

// EncodeForm writes a value as a form: url.Values as they are, a map[string]string, or a struct by its json tags. Nil
// pointers, lists and maps are left out; anything else is sent, zero values too, an empty list and null as an empty string.
//
// A field is written as OpenAPI has it where a document says nothing: a list repeats the name, the keys of a map and the fields of
// a struct are fields of the form, booleans are true and false. A form tag says otherwise, in words with commas between them:
//
//	list=comma   name=a,b. A value that has a comma itself is an error
//	map=deep     name[key]=value; object=deep is the same for a struct
//	map=comma    name=key,value,key,value; object=comma too
//	list=json    JSON text, also of a map or an object
//	any=json     JSON as it is
//	bool=number  booleans are 1 and 0
//	file=TYPE    the content type of a file that has none of its own
//
// A field Extra without a json name, a map[string]any, holds fields beside those of the struct. They are written by its form tag,
// and win over fields of the same name.
func EncodeForm(v any) (url.Values, error) {
	switch v := v.(type) {
	case nil:
		return url.Values{}, nil
	case url.Values:
		return v, nil
	case map[string]string:
		out := make(url.Values, len(v))
		for key, value := range v {
			out.Set(key, value)
		}
		return out, nil
	}
	fields := reflect.ValueOf(v)
	for fields.Kind() == reflect.Pointer {
		if fields.IsNil() {
			return url.Values{}, nil
		}
		fields = fields.Elem()
	}
	if fields.Kind() != reflect.Struct {
		return nil, fmt.Errorf("a form is made from a struct, a map or url.Values, not from %T", v)
	}
	f := formWriter{values: url.Values{}}
	err := f.fields(fields, "", "", nil)
	return f.values, err
}

// formWriter is a form in the making.
type formWriter struct {
	values url.Values
	json   map[string]bool // fields that are JSON
	extra  bool            // what is written wins over what is there
}

// fields writes the fields of a struct, but those that taken takes. Their names stand between before and after.
func (f *formWriter) fields(of reflect.Value, before, after string, taken func(name string, v reflect.Value, ways formWays) bool) error {
	more, moreWays := map[string]any(nil), formWays{}
	for i := range of.NumField() {
		field := of.Type().Field(i)
		if !field.IsExported() {
			continue
		}
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		extra, isExtra := of.Field(i).Interface().(map[string]any)
		isExtra = isExtra && name == "-" && field.Name == "Extra"
		if name == "-" && !isExtra {
			continue
		}
		if name == "" {
			name = field.Name
		}
		ways, err := formWaysOf(field.Tag.Get("form"))
		if err != nil {
			return fmt.Errorf("field %s: %w", name, err)
		}
		switch {
		case isExtra:
			more, moreWays = extra, ways
			continue
		case taken != nil && taken(name, of.Field(i), ways):
			continue
		}
		optional := strings.Contains(options, "omitempty") || strings.Contains(options, "omitzero")
		if err := f.field(before+name+after, of.Field(i), ways, optional); err != nil {
			return err
		}
	}
	was := f.extra
	f.extra = true
	defer func() { f.extra = was }()
	for _, key := range sortedKeys(more) {
		if err := f.field(before+key+after, reflect.ValueOf(more[key]), moreWays, false); err != nil {
			return err
		}
	}
	return nil
}

// field writes a field, unless it isn't set.
func (f *formWriter) field(name string, v reflect.Value, ways formWays, optional bool) error {
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		if v.IsNil() {
			return nil
		}
		v, optional = v.Elem(), false
	}
	if isNil(v) {
		return nil
	}
	if zeroer, ok := v.Interface().(interface{ IsZero() bool }); ok && optional && zeroer.IsZero() {
		return nil
	}
	return f.value(name, v, ways)
}

// value writes a field that is set; nil is null.
func (f *formWriter) value(name string, v reflect.Value, ways formWays) error {
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	if isNil(v) {
		return f.set(name, ways.null == "null", ways.null)
	}
	if nullable, ok := v.Interface().(interface{ FormValue() any }); ok {
		return f.value(name, reflect.ValueOf(nullable.FormValue()), ways)
	}
	if text, ok, err := formText(v, ways); err != nil {
		return fmt.Errorf("field %s: %w", name, err)
	} else if ok {
		return f.set(name, ways.json, text)
	}
	way := ways.object
	switch v.Kind() {
	case reflect.Slice, reflect.Array:
		if way = ways.list; way != jsonText {
			return f.list(name, v, ways)
		}
	case reflect.Map:
		if v.Type().Key().Kind() != reflect.String {
			return fmt.Errorf("field %s: the keys of a map are strings, not of type %s", name, v.Type().Key())
		}
		way = ways.keyed
	case reflect.Struct:
		if _, file := v.Interface().(value.File); file || !hasFields(v.Type()) {
			return fmt.Errorf("field %s: a %s can't be written there", name, v.Type())
		}
	default:
		return fmt.Errorf("field %s: a %s can't be written in a form", name, v.Kind())
	}
	if way == exploded && strings.HasSuffix(name, "]") {
		way = deep // what is within name[key] doesn't leave it
	}
	switch way {
	case jsonText:
		data, err := json.Marshal(v.Interface())
		if err != nil {
			return fmt.Errorf("field %s: %w", name, err)
		}
		return f.set(name, true, string(data))
	case commas:
		within := formWriter{values: url.Values{}}
		if err := within.object(v, "", "", ways); err != nil {
			return fmt.Errorf("field %s: %w", name, err)
		}
		return f.pairs(name, within.values)
	case deep:
		return f.object(v, name+"[", "]", ways)
	}
	return f.object(v, "", "", ways)
}

// object writes the keys of a map or the fields of a struct, their names between before and after.
func (f *formWriter) object(v reflect.Value, before, after string, ways formWays) error {
	if v.Kind() == reflect.Struct {
		return f.fields(v, before, after, nil)
	}
	keys := v.MapKeys()
	sort.Slice(keys, func(i, j int) bool { return keys[i].String() < keys[j].String() })
	for _, key := range keys {
		if before != "" && strings.ContainsAny(key.String(), "[]") {
			return fmt.Errorf("field %s%s%s: the key contains a bracket, which name[key] can't hold", before, key, after)
		}
		if err := f.value(before+key.String()+after, v.MapIndex(key), ways); err != nil {
			return err
		}
	}
	return nil
}

// list writes a list of strings, numbers and booleans. An empty one is an empty string, which clears what it is about; nothing would
// leave that as it is.
func (f *formWriter) list(name string, v reflect.Value, ways formWays) error {
	written := make([]string, v.Len())
	for i := range written {
		text, ok, err := formText(v.Index(i), ways)
		switch {
		case err != nil:
			return fmt.Errorf("field %s: value %d: %w", name, i+1, err)
		case !ok:
			return fmt.Errorf("field %s: value %d is a %s, and a list in a form has strings, numbers and booleans", name, i+1, kindOfValue(v.Index(i)))
		case ways.list == commas && strings.Contains(text, ","):
			return fmt.Errorf("field %s: value %d holds a comma, which separates values there", name, i+1)
		}
		written[i] = text
	}
	if ways.list == commas || len(written) == 0 {
		return f.set(name, false, strings.Join(written, ","))
	}
	return f.set(name, false, written...)
}

// pairs writes the fields of an object as one string: name,value,name,value.
func (f *formWriter) pairs(name string, of url.Values) error {
	var written []string
	for _, key := range sortedKeys(of) {
		switch value := of[key]; {
		case len(value) > 1:
			return fmt.Errorf("field %s: %s is a list, which can't be written among names and values separated by commas", name, key)
		case strings.Contains(key, ","), strings.Contains(value[0], ","):
			return fmt.Errorf("field %s: %s holds a comma, which separates values there", name, key)
		default:
			written = append(written, key, value[0])
		}
	}
	return f.set(name, false, strings.Join(written, ","))
}

func (f *formWriter) set(name string, json bool, written ...string) error {
	if _, twice := f.values[name]; twice && !f.extra {
		return fmt.Errorf("field %s is set twice in this form; remove one of the two", name)
	}
	f.values[name] = written
	if json && f.json == nil {
		f.json = map[string]bool{}
	}
	if json || f.json != nil {
		f.json[name] = json
	}
	return nil
}

// formText writes a value that is one string; it reports false for one that isn't.
func formText(v reflect.Value, ways formWays) (text string, ok bool, err error) {
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	if !v.IsValid() {
		return "", true, nil
	}
	switch v := v.Interface().(type) {
	case value.Secret:
		return v.Reveal(), true, nil
	case encoding.TextMarshaler:
		text, err := v.MarshalText()
		return string(text), true, err
	case interface{ FormValue() any }:
		return formText(reflect.ValueOf(v.FormValue()), ways)
	}
	switch v.Kind() {
	case reflect.String:
		return v.String(), true, nil
	case reflect.Bool:
		switch {
		case !ways.number:
			return strconv.FormatBool(v.Bool()), true, nil
		case v.Bool():
			return "1", true, nil
		}
		return "0", true, nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return strconv.FormatInt(v.Int(), 10), true, nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return strconv.FormatUint(v.Uint(), 10), true, nil
	case reflect.Float32, reflect.Float64:
		return strconv.FormatFloat(v.Float(), 'f', -1, v.Type().Bits()), true, nil
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return string(v.Bytes()), true, nil
		}
	}
	return "", false, nil
}

func isNil(v reflect.Value) bool {
	return !v.IsValid() || (v.Kind() == reflect.Slice || v.Kind() == reflect.Map) && v.IsNil()
}

// hasFields reports whether a struct has a field that can be written.
func hasFields(t reflect.Type) bool {
	for i := range t.NumField() {
		if t.Field(i).IsExported() {
			return true
		}
	}
	return false
}

func kindOfValue(v reflect.Value) reflect.Kind {
	for (v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface) && !v.IsNil() {
		v = v.Elem()
	}
	return v.Kind()
}
