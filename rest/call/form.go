package call

import (
	"encoding"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-8da6be54/vendorkit/rest/value"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// EncodeForm writes a value as a form: url.Values as they are, a map[string]string, or a struct by its json tags. Nil
// pointers and nil lists are left out; anything set is sent, zero values too. A list becomes one comma-separated field, a
// map becomes name[key] fields, a struct within becomes JSON text; booleans are sent as 1 and 0, which is what form-taking
// APIs of this module's vendors read.
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
	value := reflect.ValueOf(v)
	for value.Kind() == reflect.Pointer {
		if value.IsNil() {
			return url.Values{}, nil
		}
		value = value.Elem()
	}
	if value.Kind() != reflect.Struct {
		return nil, fmt.Errorf("a form is made from a struct, a map or url.Values, not from %T", v)
	}
	return formStruct(value, func(string, reflect.Value) bool { return false })
}

// formStruct writes the fields of a struct as a form, but those that taken takes.
func formStruct(value reflect.Value, taken func(name string, v reflect.Value) bool) (url.Values, error) {
	out := url.Values{}
	for i := range value.NumField() {
		field := value.Type().Field(i)
		if !field.IsExported() {
			continue
		}
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		if extra, ok := value.Field(i).Interface().(map[string]any); ok && name == "-" && field.Name == "Extra" {
			for _, key := range sortedKeys(extra) {
				if err := formField(out, key, reflect.ValueOf(&extra).Elem().MapIndex(reflect.ValueOf(key)), false); err != nil {
					return nil, fmt.Errorf("field %s: %w", key, err)
				}
			}
			continue
		}
		if name == "-" {
			continue
		}
		if name == "" {
			name = field.Name
		}
		if taken(name, value.Field(i)) {
			continue
		}
		optional := strings.Contains(options, "omitempty") || strings.Contains(options, "omitzero")
		if err := formField(out, name, value.Field(i), optional); err != nil {
			return nil, fmt.Errorf("field %s: %w", name, err)
		}
	}
	return out, nil
}

func formField(out url.Values, name string, v reflect.Value, optional bool) error {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return nil
		}
		return formField(out, name, v.Elem(), false)
	case reflect.Map:
		if v.IsNil() || v.Type().Key().Kind() != reflect.String {
			return nil
		}
		for _, key := range v.MapKeys() {
			text, err := formText(v.MapIndex(key))
			if err != nil {
				return err
			}
			out.Set(name+"["+key.String()+"]", text)
		}
		return nil
	case reflect.Slice:
		if v.IsNil() {
			return nil
		}
	}
	if zeroer, ok := v.Interface().(interface{ IsZero() bool }); ok && optional && zeroer.IsZero() {
		return nil
	}
	text, err := formText(v)
	if err != nil {
		return err
	}
	out.Set(name, text)
	return nil
}

func formText(v reflect.Value) (string, error) {
	if secret, ok := v.Interface().(value.Secret); ok {
		return secret.Reveal(), nil
	}
	if nullable, ok := v.Interface().(interface{ FormValue() any }); ok {
		value := nullable.FormValue()
		if value == nil {
			return "", nil // a form's way of saying null
		}
		return formText(reflect.ValueOf(value))
	}
	if marshaler, ok := v.Interface().(encoding.TextMarshaler); ok {
		text, err := marshaler.MarshalText()
		return string(text), err
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return "", nil
		}
		return formText(v.Elem())
	case reflect.String:
		return v.String(), nil
	case reflect.Bool:
		if v.Bool() {
			return "1", nil
		}
		return "0", nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return strconv.FormatInt(v.Int(), 10), nil
	case reflect.Float32, reflect.Float64:
		return strconv.FormatFloat(v.Float(), 'f', -1, 64), nil
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return string(v.Bytes()), nil
		}
		parts := make([]string, v.Len())
		for i := range v.Len() {
			text, err := formText(v.Index(i))
			if err != nil {
				return "", err
			}
			if strings.Contains(text, ",") {
				return "", fmt.Errorf("value %d holds a comma, which separates values there", i+1)
			}
			parts[i] = text
		}
		return strings.Join(parts, ","), nil
	case reflect.Struct, reflect.Map:
		data, err := json.Marshal(v.Interface())
		return string(data), err
	}
	return "", fmt.Errorf("a %s can't be a form value", v.Kind())
}
