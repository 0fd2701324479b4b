package value_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
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

// TestTheFirstMismatchInAMapIsByItsName: an error is the same whenever the same response comes, also where long names are cut in it.
func TestTheFirstMismatchInAMapIsByItsName(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("n", 4096)
	body := `{"a-b":{"x":"one"},"a":{"x":[]},"` + long + `1":{"x":[]},"` + long + `0":{"x":{}}}`
	cut := `{"` + long + `1":{"x":[]},"` + long + `0":{"x":{}},"` + long + `2":{"x":[]}}`
	for range 50 {
		var got map[string]struct{ X int }
		mismatch, ok := errors.AsType[*value.DecodeError](value.Decode([]byte(body), &got))
		if !ok || mismatch.Field != "a.x" || len(got) != 4 {
			t.Fatalf("got %+v, %v", got, mismatch)
		}
		if mismatch, ok = errors.AsType[*value.DecodeError](value.Decode([]byte(cut), &got)); !ok || mismatch.Found != jsonscan.Object {
			t.Fatalf("found %v", mismatch)
		}
	}
}
