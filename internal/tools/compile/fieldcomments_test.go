package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCommentsOfFieldsHaveColons(t *testing.T) {
	t.Parallel()
	code := "type T struct {\n" +
		"\t// ID Numeric text.\n\tID string\n\n" +
		"\t// Sum (inferred)\n\t//\n\t// Deprecated: use Total.\n\tSum *int64 `json:\"sum\"`\n\n" +
		"\t// Kind is a value of T's field kind.\n\tKind Kind\n\n" +
		"\t// Other A comment of no field of its name.\n\tAnother string\n}\n\n" +
		"// T Is not a field.\nfunc f() {\n\t// ID Is not one either.\n\treturn\n}\n"
	want := "type T struct {\n" +
		"\t// ID: Numeric text.\n\tID string\n\n" +
		"\t// Sum: (inferred)\n\t//\n\t// Deprecated: use Total.\n\tSum *int64 `json:\"sum\"`\n\n" +
		"\t// Kind is a value of T's field kind.\n\tKind Kind\n\n" +
		"\t// Other A comment of no field of its name.\n\tAnother string\n}\n\n" +
		"// T Is not a field.\nfunc f() {\n\t// ID Is not one either.\n\treturn\n}\n"
	if diff := cmp.Diff(want, string(colonsInComments([]byte(code)))); diff != "" {
		t.Error(diff)
	}
}
