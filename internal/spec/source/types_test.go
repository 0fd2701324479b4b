package source

import (
	"strings"
	"testing"
)

// TestTypesThatOpenAPIHasNot are refused wherever a schema stands, with what would do.
func TestTypesThatOpenAPIHasNot(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]string{
		`[string, "null"]`: "is a list: OpenAPI 3.0 has one type, with nullable: true",
		"[string]":         "is a list",
		"[]":               "is a list",
		`"null"`:           "write the other type, and nullable: true",
		"null":             "type is empty",
		"strng":            `type "strng": it is one of array, boolean, integer, number, object, string; did you mean "string"?`,
		"String":           `did you mean "string"?`,
		"int":              `did you mean "integer"?`,
		"any":              `type "any": it is one of`,
		"file":             `type "file": it is one of`,
		`""`:               `type "": it is one of`,
		"7":                "type 7: it is one of",
		"true":             "type true: it is one of",
	} {
		typed := "{type: " + written + "}"
		for where, test := range map[string]struct{ old, new, at string }{
			"a property":             {"note: {type: string}", "note: " + typed, "ThingUpdate.properties.note"},
			"a schema":               {"    ThingUpdate:", "    Loose: " + typed + "\n    ThingUpdate:", "components.schemas.Loose"},
			"items":                  {"note: {type: string}", "note: {type: array, items: " + typed + "}", "note.items"},
			"the values of a map":    {"note: {type: string}", "note: {type: object, additionalProperties: " + typed + "}", "note.additionalProperties"},
			"an alternative":         {"note: {type: string}", "note: {x-lenient: text, oneOf: [{type: integer}, " + typed + "]}", "note.oneOf[1]"},
			"a parameter":            {"schema: {type: integer}, description: From 1.", "schema: " + typed + ", description: From 1.", "parameters[0].schema"},
			"a property called type": {"note: {type: string}", "type: " + typed, "ThingUpdate.properties.type"},
		} {
			_, err := replaced(t, test.old, test.new, "")
			if err == nil || !strings.Contains(err.Error(), test.at+": ") || !strings.Contains(err.Error(), want) {
				t.Errorf("%s with type %s: %v, want %q at %s", where, written, err, want, test.at)
			}
		}
	}
	if _, err := replaced(t, "note: {type: string}", "type: {type: string}, note: {type: string}", ""); err != nil {
		t.Errorf("a property called type: %v", err)
	}
}
