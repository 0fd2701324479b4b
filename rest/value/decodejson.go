package value

import (
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
)

// DecodeError says that JSON isn't what was expected. Values aren't quoted.
type DecodeError struct {
	_ Incomparable

	// Field is the field of another type than expected: "data[3].timeSpent"; empty when the whole is something else, or no JSON.
	Field string
	// Found and Want name the kinds of value: "text", "int64".
	Found, Want string
}

func (e *DecodeError) Error() string {
	text := fmt.Sprintf("found %s where %s was expected", e.Found, e.Want)
	if e.Field != "" {
		text = e.Field + ": " + text
	}
	return text
}

// Decode reads JSON into out, which must be a pointer. A field of another type than expected doesn't cost the rest: it
// is left zero, or as an earlier one of its name set it, everything else is filled in, and the error, a *DecodeError, names the first
// such field. Where names differ in case only, the exact one counts; those of another case are taken where there is no exact one. Of several
// of one name each adds to those before, as with encoding/json. An empty list where an object was expected counts as an empty object:
// some vendors run PHP, which writes it so.
func Decode(data []byte, out any) error {
	if !jsonscan.Ambiguous(data) {
		if err := unmarshal(data, out); err == nil {
			return nil
		}
	}
	if !json.Valid(data) {
		return &DecodeError{Found: "broken JSON", Want: reflect.TypeOf(out).Elem().String()}
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
