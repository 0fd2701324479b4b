package drift

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestNamesBesideDataAreMasked(t *testing.T) {
	t.Parallel()
	unknown := func(operation, schema, field, where, found string, responses int) Finding {
		return Finding{Kind: KindUnknownField, Operation: operation, Schema: schema, Field: field, Where: where, Found: found, Responses: responses}
	}
	missing := Finding{Kind: KindMissingField, Operation: "getThing", Schema: "Thing", Field: "owners.name", Where: "owners.name", Responses: 1}
	got := maskNeighbours([]Finding{
		unknown("getThing", "Thing", "colour", "colour", "a string", 1),
		unknown("getThing", "Thing", "owners.ann", "data[].owners.ann", "a string", 2),
		unknown("getThing", "Thing", "owners.(masked name)", "data[].owners.(masked name)", "a string", 5),
		unknown("getThing", "Thing", "owners.bob", "data[].owners.bob", "a number", 1),
		unknown("getThing", "Thing", "owners2.bob", "owners2.bob", "a number", 1),
		missing,
		unknown("getOdd", "", "", "(masked name)", "a string", 1),
		unknown("getOdd", "", "", "carol", "a string", 3),
		unknown("getEven", "", "", "carol", "a string", 3),
	})
	want := []Finding{
		unknown("getThing", "Thing", "colour", "colour", "a string", 1),
		unknown("getThing", "Thing", "owners.(masked name)", "data[].owners.(masked name)", "a string", 5),
		unknown("getThing", "Thing", "owners.(masked name)", "data[].owners.(masked name)", "a number", 1),
		unknown("getThing", "Thing", "owners2.bob", "owners2.bob", "a number", 1),
		missing,
		unknown("getOdd", "", "", "(masked name)", "a string", 3),
		unknown("getEven", "", "", "carol", "a string", 3),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}
