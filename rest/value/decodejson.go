package value

import (
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
)

// DecodeError says that JSON isn't what was expected. It quotes no values.
type DecodeError struct {
	_ Incomparable

	// Field is the field of another type than expected: "data[3].timeSpent"; empty when the whole is something else, or no JSON.
	Field string
	// Found and Want name the kinds of value: "a string", "int64".
	Found, Want string
}

// Error names the field, what was found and what was expected.
func (e *DecodeError) Error() string {
	text := fmt.Sprintf("found %s where %s was expected", e.Found, e.Want)
	if e.Field != "" {
		text = e.Field + ": " + text
	}
	return text
}

// Decode decodes JSON into out, which must be a pointer. If a field has another type than expected, the rest is decoded all the
// same: that field keeps its zero value (or the value that an earlier field of the same name set), and the error, a *DecodeError,
// names the first such field. If names differ in case only, the exact one counts; names in another case are accepted if there is no
// exact one. If a name occurs several times, each adds to those before, as in encoding/json. An empty list where an object was
// expected counts as an empty object, because some vendors run PHP, which writes it that way.
func Decode(data []byte, out any) error {
	if !jsonscan.Ambiguous(data) {
		if err := unmarshal(data, out); err == nil {
			return nil
		}
	}
	if !json.Valid(data) {
		want := reflect.TypeOf(out).Elem().String()
		if len(want) > 80 { // of a type without a name, all of it
			want = "JSON"
		}
		return &DecodeError{Found: "broken JSON", Want: want}
	}
	into := reflect.ValueOf(out).Elem()
	into.SetZero()
	if first := salvage(data, into, ""); first != nil {
		return first
	}
	return nil
}

// readExactly decodes data into out, a pointer, by the exact names of fields where some differ in case only.
func readExactly(data []byte, out any, decode func([]byte, any) error) error {
	into := reflect.ValueOf(out)
	if into.Kind() != reflect.Pointer || into.IsNil() || !jsonscan.Ambiguous(data) || !json.Valid(data) {
		return decode(data, out)
	}
	if first := salvage(data, into.Elem(), ""); first != nil {
		return first
	}
	return nil
}
