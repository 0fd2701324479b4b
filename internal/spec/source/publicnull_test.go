package source

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

func TestNullIsSaidOnlyBesideAType(t *testing.T) {
	t.Parallel()
	integer, ref := tree.Object{"type": "integer"}, tree.Object{"$ref": "#/components/schemas/Thing"}
	null := tree.Object{"type": "string", "nullable": true, "enum": []any{nil}}
	for name, test := range map[string]struct{ in, want tree.Object }{
		"any type, which null is already": {tree.Object{"nullable": true, "description": "x"}, tree.Object{"description": "x"}},
		"a type":                          {tree.Object{"nullable": true, "type": "string"}, tree.Object{"nullable": true, "type": "string"}},
		"alternatives": {
			tree.Object{"nullable": true, "oneOf": []any{ref, integer, tree.Object{"type": "string"}}},
			tree.Object{"oneOf": []any{ref, tree.Object{"type": "integer", "nullable": true}, tree.Object{"type": "string"}}},
		},
		"alternatives in anyOf": {
			tree.Object{"nullable": true, "anyOf": []any{integer, ref}},
			tree.Object{"anyOf": []any{tree.Object{"type": "integer", "nullable": true}, ref}},
		},
		"alternatives without a type": {tree.Object{"nullable": true, "oneOf": []any{ref}}, tree.Object{"oneOf": []any{ref, null}}},
		"within list, map and properties": {
			tree.Object{"items": tree.Object{"nullable": true}, "additionalProperties": tree.Object{"nullable": true}, "properties": tree.Object{"default": tree.Object{"nullable": true}}},
			tree.Object{"items": tree.Object{}, "additionalProperties": tree.Object{}, "properties": tree.Object{"default": tree.Object{}}},
		},
		"a property of that name": {tree.Object{"properties": tree.Object{"nullable": tree.Object{"type": "boolean"}}}, tree.Object{"properties": tree.Object{"nullable": tree.Object{"type": "boolean"}}}},
		"a record":                {tree.Object{"example": tree.Object{"nullable": true}}, tree.Object{"example": tree.Object{"nullable": true}}},
	} {
		got := tree.Clone(test.in)
		publicNode(got, false)
		if diff := cmp.Diff(any(test.want), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
