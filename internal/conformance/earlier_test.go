package conformance

import (
	"reflect"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
)

// earlier is what the snapshots of a vendor's operations made before: many operations respond with the same schema, and to make its
// example, and to compare what became of that field by field, takes longer than the call.
type earlier struct {
	examples map[exampleOf]response
	decoded  map[decodedFrom]any
}

type exampleOf struct {
	schema  *spec.Schema
	deepest int
}

type decodedFrom struct {
	body *byte // the first byte of a response in examples
	as   reflect.Type
}

// decodedAlike reports whether a value is equal, in all that it holds, to the one that the same response became before, and which was
// compared field by field. The first of its type is remembered.
func (e *earlier) decodedAlike(a response, value any) bool {
	if len(a.body) == 0 {
		return false
	}
	from := decodedFrom{&a.body[0], reflect.TypeOf(value)}
	first, known := e.decoded[from]
	if !known {
		e.decoded[from] = value
	}
	return known && reflect.DeepEqual(first, value)
}
