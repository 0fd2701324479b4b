package value

import (
	"encoding/json"

	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
)

// List is a list that a vendor also sends as a single value, or as null.
type List[T any] []T

// UnmarshalJSON takes a list, one value or null.
func (l *List[T]) UnmarshalJSON(raw []byte) error {
	switch jsonscan.Kind(raw) {
	case jsonscan.Null:
		*l = nil
		return nil
	case jsonscan.List:
		var items []T
		err := json.Unmarshal(raw, &items)
		*l = items
		return err
	}
	var one T
	if err := json.Unmarshal(raw, &one); err != nil {
		return err
	}
	*l = List[T]{one}
	return nil
}

// Map is an object of like values that a vendor sends as [] when it is empty.
type Map[T any] map[string]T

// UnmarshalJSON takes an object, an empty list or null.
func (m *Map[T]) UnmarshalJSON(raw []byte) error {
	switch jsonscan.Kind(raw) {
	case jsonscan.Null:
		*m = nil
		return nil
	case jsonscan.List:
		var none []json.RawMessage
		if err := json.Unmarshal(raw, &none); err != nil || len(none) > 0 {
			return &ScalarError{Want: "an object", Found: "a list"}
		}
		*m = Map[T]{}
		return nil
	}
	var entries map[string]T
	err := json.Unmarshal(raw, &entries)
	*m = entries
	return err
}
