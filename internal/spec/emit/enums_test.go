package emit

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
)

// TestEnumsThatWouldShareAGoType are refused, with both places; the same enum in what is read and what is written is one.
func TestEnumsThatWouldShareAGoType(t *testing.T) {
	t.Parallel()
	const kind, other = "{type: string, enum: [big, small]}", "{type: string, enum: [red, blue]}"
	for name, test := range map[string]struct{ schemas, parameters, want string }{
		"two fields": {"Box: {type: object, properties: {open_kind: " + kind + "}}\n    BoxOpen: {type: object, properties: {kind: " + other + "}}", "",
			"schema BoxOpen: the enum of kind: its Go type would be BoxOpenKind, which schema Box: the enum of open_kind is too, with other values"},
		"two fields with other names of constants": {"Box: {type: object, properties: {open_kind: {type: string, enum: [big, small], x-enum-varnames: [Large, Little]}}}\n    BoxOpen: {type: object, properties: {kind: " + kind + "}}", "",
			"its Go type would be BoxOpenKind"},
		"two fields of other types": {"Box: {type: object, properties: {open_kind: {type: integer, enum: [1, 2]}}}\n    BoxOpen: {type: object, properties: {kind: {type: number, enum: [1, 2]}}}", "",
			"its Go type would be BoxOpenKind"},
		"a field and a schema": {"Box: {type: object, properties: {kind: " + kind + "}}\n    BoxKind: " + other, "",
			"schema Box: the enum of kind: its Go type would be BoxKind, which is a schema of the document"},
		"a field and a schema of an object": {"Box: {type: object, properties: {kind: " + kind + "}}\n    BoxKind: {type: object, properties: {name: {type: string}}}", "",
			"its Go type would be BoxKind, which is a schema of the document"},
		"a parameter and a schema": {"ListBoxesParamsKind: " + other, "{name: kind, in: query, schema: " + kind + "}",
			"GET /boxes: the enum of the parameter kind: its Go type would be ListBoxesParamsKind, which is a schema of the document"},
		"a parameter and a field": {"ListBoxesParams: {type: object, properties: {kind: " + other + "}}", "{name: kind, in: query, schema: " + kind + "}",
			"its Go type would be ListBoxesParamsKind"},
		"the same values": {"Box: {type: object, properties: {open_kind: " + kind + "}}\n    BoxOpen: {type: object, properties: {kind: " + kind + "}}", "", ""},
		"a write":         {"Box: {type: object, properties: {kind: " + kind + "}}\n    BoxUpdate: {x-write-of: Box}", "", ""},
		"a Go name":       {"Box: {type: object, properties: {open_kind: " + kind + "}}\n    BoxOpen: {type: object, properties: {kind: {type: string, x-go-name: Sort, enum: [red, blue]}}}", "", ""},
	} {
		text := `openapi: 3.0.3
info: {title: T, version: "1", x-product: T}
servers: [{url: https://t.example.com}]
tags: [{name: Boxes, description: What is kept.}]
paths:
  /boxes:
    get:
      operationId: listBoxes
      tags: [Boxes]
      summary: List the boxes.
      x-evidence: {level: documented, source: s}
      parameters: [` + test.parameters + `]
      responses: {"204": {description: Done.}}
components:
  schemas:
    ` + test.schemas + "\n"
		doc, err := source.Load(fstest.MapFS{"v/openapi.yaml": {Data: []byte(text)}}, "v")
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		_, err = GeneratorInput(doc)
		switch {
		case test.want == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
			t.Errorf("%s: %v, want %q", name, err, test.want)
		}
	}
}
