package value

import (
	"encoding/json"

	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
)

// Nullable is a field of a write for which null means something, usually "clear it". Its zero value is absent and isn't
// sent.
type Nullable[T any] struct {
	value T
	state nullableState
}

type nullableState int8

const (
	absent nullableState = iota
	null
	set
)

// Of is a Nullable that sends v.
func Of[T any](v T) Nullable[T] { return Nullable[T]{v, set} }

// Null is a Nullable that sends null.
func Null[T any]() Nullable[T] { return Nullable[T]{state: null} }

// Get returns the value; false when it is absent or null.
func (n Nullable[T]) Get() (T, bool) { return n.value, n.state == set }

// IsNull reports whether null will be sent.
func (n Nullable[T]) IsNull() bool { return n.state == null }

// IsZero reports whether nothing will be sent.
func (n Nullable[T]) IsZero() bool { return n.state == absent }

// MarshalJSON writes the value or null.
func (n Nullable[T]) MarshalJSON() ([]byte, error) {
	if n.state != set {
		return []byte("null"), nil
	}
	return json.Marshal(n.value)
}

// UnmarshalJSON reads the value or null.
func (n *Nullable[T]) UnmarshalJSON(raw []byte) error {
	if jsonscan.Kind(raw) == jsonscan.Null {
		*n = Null[T]()
		return nil
	}
	n.state = set
	return json.Unmarshal(raw, &n.value)
}

// FormValue returns what a form sends, for package call: the value, or nil for null, which a form writes as an empty field.
func (n Nullable[T]) FormValue() any {
	if n.state != set {
		return nil
	}
	return n.value
}
