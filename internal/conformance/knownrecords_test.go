package conformance

import (
	"reflect"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
)

// TestRecordsAreKnownByTheirType proves that a record is filled unless one like it, in the same Go type and as deep, was filled in a call
// that went well.
func TestRecordsAreKnownByTheirType(t *testing.T) {
	t.Parallel()
	type person struct {
		ID   int64  `json:"id"`
		Name string `json:"name"`
	}
	type ticket struct {
		Owner  *person   `json:"owner"`
		Agents []*person `json:"agents"`
		Team   struct {
			ID int64 `json:"id"`
		} `json:"team"`
	}
	scalar := func(name, kind string) spec.Property {
		return spec.Property{Name: name, Schema: spec.NewSchema(spec.Schema{Scalar: spec.Scalar{Type: kind}})}
	}
	personSchema := spec.NewSchema(spec.Schema{Scalar: spec.Scalar{Type: "object"}, Properties: spec.Properties{scalar("id", "integer"), scalar("name", "string")}})
	ticketSchema := spec.NewSchema(spec.Schema{Scalar: spec.Scalar{Type: "object"}, Properties: spec.Properties{
		{Name: "owner", Schema: personSchema}, {Name: "agents", Schema: spec.NewSchema(spec.Schema{Scalar: spec.Scalar{Type: "array"}, Items: personSchema})},
		{Name: "team", Schema: personSchema}, {Name: "elsewhere", Schema: personSchema},
	}})
	known := newKnownRecords()
	value := func(deepest int, as any) any {
		known.begin()
		return generic(t, exampler{deepest: deepest, known: known, as: reflect.TypeOf(as)}.value(ticketSchema, "ticket", 0))
	}
	full, mentioned := map[string]any{"id": 7.0, "name": "name & 7/é"}, map[string]any{"id": 7.0}
	everything := map[string]any{"owner": full, "agents": []any{mentioned}, "team": full, "elsewhere": full}
	for _, test := range []struct {
		name    string
		deepest int
		as      any
		keep    bool
		want    any
	}{
		{"the first", 3, ticket{}, false, everything},
		{"after one that didn't go well", 3, []*ticket{}, true, everything},
		{"after one that did", 3, &ticket{}, true, map[string]any{"owner": mentioned}},
		{"deeper", 4, ticket{}, true, everything},
		{"less deep", 2, ticket{}, true, map[string]any{"owner": mentioned}},
		{"in another type", 4, map[string]*person{}, true, map[string]any{"owner": mentioned, "agents": []any{mentioned}, "team": mentioned, "elsewhere": mentioned}},
		{"in no type", 4, nil, true, map[string]any{"owner": full, "agents": []any{mentioned}, "team": mentioned, "elsewhere": mentioned}},
	} {
		if diff := gocmp.Diff(test.want, value(test.deepest, test.as)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
		if test.keep {
			known.keep()
		}
	}
}
