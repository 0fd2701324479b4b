package conformance

import (
	"reflect"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
)

// earlier is what the snapshots of a vendor's operations made before: many operations respond with the same schema, and to make its
// example, and to compare what became of that field by field, takes longer than the call.
type earlier struct {
	examples map[exampleOf]response
	decoded  map[decodedFrom]decoded
}

func newEarlier() *earlier { return &earlier{map[exampleOf]response{}, map[decodedFrom]decoded{}} }

type exampleOf struct {
	schema  *spec.Schema
	deepest int
	least   bool
}

type decodedFrom struct {
	body *byte // the first byte of a response in examples
	as   reflect.Type
}

// decoded is what a client made of a response, and its JSON, which was compared with the response field by field.
type decoded struct {
	value any
	data  []byte
}

// decodedAlike returns the JSON of a value that is equal, in all that it holds, to the one that the same response became before.
func (e *earlier) decodedAlike(a response, value any) (data []byte, alike bool) {
	if len(a.body) == 0 {
		return nil, false
	}
	first, known := e.decoded[decodedFrom{&a.body[0], reflect.TypeOf(value)}]
	return first.data, known && reflect.DeepEqual(first.value, value)
}

// compared remembers what the first response of its type became.
func (e *earlier) compared(a response, value any, data []byte) {
	if len(a.body) == 0 {
		return
	}
	if from := (decodedFrom{&a.body[0], reflect.TypeOf(value)}); e.decoded[from].data == nil {
		e.decoded[from] = decoded{value, data}
	}
}
