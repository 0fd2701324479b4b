package value_test

import (
	"errors"
	"testing"

	"github.com/seed-8da6be54/vendorkit/rest/value"
)

func TestDecodeIntoPlainStructs(t *testing.T) {
	t.Parallel()
	type outer struct {
		Embedded
		Name  string
		Count int
	}
	var got outer
	err := value.Decode([]byte(`{"id":"7","name":"n","count":"three"}`), &got)
	surprise, ok := errors.AsType[*value.DecodeError](err)
	if !ok || surprise.Field != "count" || got.ID != "7" || got.Name != "n" {
		t.Errorf("got %+v, %v, want everything but count", got, err)
	}
}

// Embedded is part of a caller's own type.
type Embedded struct{ ID string }
