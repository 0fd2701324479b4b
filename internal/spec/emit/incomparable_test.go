package emit

import (
	"fmt"
	"testing"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// TestIncomparable: large read schemas lose ==, unless a field takes it from them anyhow; small ones and those that are sent keep it.
func TestIncomparable(t *testing.T) {
	scalars := func(n int) tree.Object {
		properties := tree.Object{}
		for i := range n {
			properties[fmt.Sprintf("field%d", i)] = tree.Object{"type": "string"}
		}
		return tree.Object{"type": "object", "properties": properties}
	}
	with := func(schema tree.Object, property tree.Object) tree.Object {
		schema["properties"].(tree.Object)["more"] = property
		return schema
	}
	sent := scalars(8)
	sent[source.XWrite] = true
	for name, test := range map[string]struct {
		schema tree.Object
		want   bool
	}{
		"seven fields":         {scalars(7), false},
		"eight fields":         {scalars(8), true},
		"eight that are sent":  {sent, false},
		"a list among them":    {with(scalars(8), tree.Object{"type": "array"}), false},
		"an object of any":     {with(scalars(8), tree.Object{"type": "object"}), false},
		"a Go type of JSON":    {with(scalars(8), tree.Object{source.XGoType: "value.JSON"}), false},
		"a Go type of a time":  {with(scalars(8), tree.Object{source.XGoType: "value.Time"}), true},
		"a lenient list among": {with(scalars(8), tree.Object{source.XGoType: "value.List[string]"}), false},
	} {
		(&document{}).incomparable(test.schema)
		if got := test.schema["x-incomparable"] == true; got != test.want {
			t.Errorf("%s: %v, expected %v", name, got, test.want)
		}
	}
}
