package source

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestNullIsSaidOnlyBesideAType(t *testing.T) {
	t.Parallel()
	integer, ref := object{"type": "integer"}, object{"$ref": "#/components/schemas/Thing"}
	null := object{"type": "string", "nullable": true, "enum": []any{nil}}
	for name, test := range map[string]struct{ in, want object }{
		"any type, which null is already": {object{"nullable": true, "description": "x"}, object{"description": "x"}},
		"a type":                          {object{"nullable": true, "type": "string"}, object{"nullable": true, "type": "string"}},
		"alternatives": {
			object{"nullable": true, "oneOf": []any{ref, integer, object{"type": "string"}}},
			object{"oneOf": []any{ref, object{"type": "integer", "nullable": true}, object{"type": "string"}}},
		},
		"alternatives in anyOf": {
			object{"nullable": true, "anyOf": []any{integer, ref}},
			object{"anyOf": []any{object{"type": "integer", "nullable": true}, ref}},
		},
		"alternatives without a type": {object{"nullable": true, "oneOf": []any{ref}}, object{"oneOf": []any{ref, null}}},
		"within list, map and properties": {
			object{"items": object{"nullable": true}, "additionalProperties": object{"nullable": true}, "properties": object{"default": object{"nullable": true}}},
			object{"items": object{}, "additionalProperties": object{}, "properties": object{"default": object{}}},
		},
		"a property of that name": {object{"properties": object{"nullable": object{"type": "boolean"}}}, object{"properties": object{"nullable": object{"type": "boolean"}}}},
		"a record":                {object{"example": object{"nullable": true}}, object{"example": object{"nullable": true}}},
	} {
		got := clone(test.in)
		publicNode(got, false)
		if diff := cmp.Diff(any(test.want), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
