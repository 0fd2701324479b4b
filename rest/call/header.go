package call

import (
	"encoding"
	"fmt"
	"reflect"
	"strconv"
)

// HeaderValue sets a header of this call to a value, written as in JSON but without quotes: 7, 0.5, true, a word, or a Time in its
// own spelling. Nil sets none. Generated code uses it for headers of other types than string.
//
//go:noinline
func HeaderValue[T any](c *Call, name string, value *T) {
	if value == nil {
		return
	}
	text, err := headerText(*value)
	if err != nil {
		c.fail("header %s: %w", name, err)
		return
	}
	c.Header(name, text)
}

func headerText(value any) (string, error) {
	if marshaler, ok := value.(encoding.TextMarshaler); ok {
		text, err := marshaler.MarshalText()
		return string(text), err
	}
	switch v := reflect.ValueOf(value); v.Kind() {
	case reflect.String:
		return v.String(), nil
	case reflect.Bool:
		return strconv.FormatBool(v.Bool()), nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return strconv.FormatInt(v.Int(), 10), nil
	case reflect.Float32, reflect.Float64:
		return strconv.FormatFloat(v.Float(), 'f', -1, v.Type().Bits()), nil
	}
	return "", fmt.Errorf("a %T can't be a header", value)
}
