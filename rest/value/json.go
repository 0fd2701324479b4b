package value

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
)

// JSON is a JSON value, as received, whose schema no public source gives. Its methods look into it; Decode decodes it into a type of
// the caller's own.
type JSON []byte

// Lazy is the JSON of a T, decoded only when Decode is called. Fields that hold large records, or that lead back to the record they
// are in, are lazy, so that reading a record doesn't cost the time to decode what is nested in it, nor link the types of half an API
// into the program.
type Lazy[T any] = JSON

// Decode reads the value into out.
func (j JSON) Decode(out any) error {
	if len(j) == 0 {
		return fmt.Errorf("there is no value to decode into %T", out)
	}
	return readExactly(j, out, json.Unmarshal)
}

// IsZero reports whether the field was absent.
func (j JSON) IsZero() bool { return len(j) == 0 }

// IsNull reports whether the value is null or absent.
func (j JSON) IsNull() bool {
	trimmed := bytes.TrimSpace(j)
	return len(trimmed) == 0 || string(trimmed) == "null"
}

// Text returns a JSON string's content; false for any other kind.
func (j JSON) Text() (string, bool) {
	if jsonscan.Kind(j) != jsonscan.String {
		return "", false
	}
	var s string
	err := json.Unmarshal(j, &s)
	return s, err == nil
}

// Int returns a whole number, also one written as a string; false for anything else.
func (j JSON) Int() (int64, bool) {
	if j.IsNull() || jsonscan.Kind(j) != jsonscan.String && jsonscan.Kind(j) != jsonscan.Number {
		return 0, false
	}
	var i Int
	if text, _ := j.Text(); jsonscan.Kind(j) == jsonscan.String && text == "" {
		return 0, false
	}
	err := i.UnmarshalJSON(j)
	return int64(i), err == nil
}

// Float returns a number, also one written as a string, with or without thousands commas; false for anything else.
func (j JSON) Float() (float64, bool) {
	if j.IsNull() || jsonscan.Kind(j) != jsonscan.String && jsonscan.Kind(j) != jsonscan.Number {
		return 0, false
	}
	var f Float
	if text, _ := j.Text(); jsonscan.Kind(j) == jsonscan.String && text == "" {
		return 0, false
	}
	err := f.UnmarshalJSON(j)
	return float64(f), err == nil
}

// Bool returns a JSON boolean; false, false for any other kind.
func (j JSON) Bool() (value, ok bool) {
	value, err := strconv.ParseBool(string(bytes.TrimSpace(j)))
	return value, err == nil && jsonscan.Kind(j) == jsonscan.Boolean
}

// Field returns a field of an object; nil when the value is no object or has no such field.
func (j JSON) Field(name string) JSON {
	var fields map[string]JSON
	if jsonscan.Kind(j) != jsonscan.Object || json.Unmarshal(j, &fields) != nil {
		return nil
	}
	return fields[name]
}

// Fields returns the fields of an object; nil when the value is no object.
func (j JSON) Fields() map[string]JSON {
	var fields map[string]JSON
	if jsonscan.Kind(j) != jsonscan.Object || json.Unmarshal(j, &fields) != nil {
		return nil
	}
	return fields
}

// Items returns the items of a list; nil when the value is no list.
func (j JSON) Items() []JSON {
	var items []JSON
	if jsonscan.Kind(j) != jsonscan.List || json.Unmarshal(j, &items) != nil {
		return nil
	}
	return items
}

// String returns the value's JSON text.
func (j JSON) String() string { return string(j) }

// MarshalJSON returns the value as it is; null when absent.
func (j JSON) MarshalJSON() ([]byte, error) {
	if len(j) == 0 {
		return []byte("null"), nil
	}
	return j, nil
}

// UnmarshalJSON keeps a copy of the value.
func (j *JSON) UnmarshalJSON(raw []byte) error {
	*j = bytes.Clone(raw)
	return nil
}

// ToJSON writes v as JSON, for a request whose schema no public source gives.
func ToJSON(v any) (JSON, error) {
	data, err := json.Marshal(v)
	return data, err
}
