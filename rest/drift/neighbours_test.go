package drift

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestNamesBesideDataAreMasked(t *testing.T) {
	t.Parallel()
	unknown := func(operation, shape, member, where, found string, answers int) Finding {
		return Finding{Kind: UnknownField, Operation: operation, Shape: shape, Member: member, Where: where, Found: found, Answers: answers}
	}
	missing := Finding{Kind: MissingField, Operation: "getThing", Shape: "Thing", Member: "owners.name", Where: "owners.name", Answers: 1}
	got := maskNeighbours([]Finding{
		unknown("getThing", "Thing", "colour", "colour", "a text", 1),
		unknown("getThing", "Thing", "owners.ann", "data[].owners.ann", "a text", 2),
		unknown("getThing", "Thing", "owners.(masked name)", "data[].owners.(masked name)", "a text", 5),
		unknown("getThing", "Thing", "owners.bob", "data[].owners.bob", "a number", 1),
		unknown("getThing", "Thing", "owners2.bob", "owners2.bob", "a number", 1),
		missing,
		unknown("getOdd", "", "", "(masked name)", "a text", 1),
		unknown("getOdd", "", "", "carol", "a text", 3),
		unknown("getEven", "", "", "carol", "a text", 3),
	})
	want := []Finding{
		unknown("getThing", "Thing", "colour", "colour", "a text", 1),
		unknown("getThing", "Thing", "owners.(masked name)", "data[].owners.(masked name)", "a text", 5),
		unknown("getThing", "Thing", "owners.(masked name)", "data[].owners.(masked name)", "a number", 1),
		unknown("getThing", "Thing", "owners2.bob", "owners2.bob", "a number", 1),
		missing,
		unknown("getOdd", "", "", "(masked name)", "a text", 3),
		unknown("getEven", "", "", "carol", "a text", 3),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}
