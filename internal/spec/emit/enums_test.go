package emit

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestEnumsThatWouldShareAGoType are refused, with both places; the same enum in what is read and what is written is one.
func TestEnumsThatWouldShareAGoType(t *testing.T) {
	t.Parallel()
	const kind, other = "{type: string, enum: [big, small]}", "{type: string, enum: [red, blue]}"
	for name, test := range map[string]struct{ schemas, parameters, want string }{
		"two fields": {"Box: {type: object, properties: {open_kind: " + kind + "}}\n    BoxOpen: {type: object, properties: {kind: " + other + "}}", "",
			"schema BoxOpen.kind: the Go type of its enum would be BoxOpenKind, which that of schema Box.open_kind is too, with other values"},
		"two fields with other names of constants": {"Box: {type: object, properties: {open_kind: {type: string, enum: [big, small], x-enum-varnames: [Large, Little]}}}\n    BoxOpen: {type: object, properties: {kind: " + kind + "}}", "",
			"the Go type of its enum would be BoxOpenKind"},
		"two fields of other types": {"Box: {type: object, properties: {open_kind: {type: integer, enum: [1, 2]}}}\n    BoxOpen: {type: object, properties: {kind: {type: number, enum: [1, 2]}}}", "",
			"the Go type of its enum would be BoxOpenKind"},
		"a field and a schema": {"Box: {type: object, properties: {kind: " + kind + "}}\n    BoxKind: " + other, "",
			"schema Box.kind: the Go type of its enum would be BoxKind, which is a schema of the document"},
		"a field and a schema of an object": {"Box: {type: object, properties: {kind: " + kind + "}}\n    BoxKind: {type: object, properties: {name: {type: string}}}", "",
			"the Go type of its enum would be BoxKind, which is a schema of the document"},
		"a parameter and a schema": {"ListBoxesParamsKind: " + other, "{name: kind, in: query, schema: " + kind + "}",
			"GET /boxes: parameter kind: the Go type of its enum would be ListBoxesParamsKind, which is a schema of the document"},
		"a parameter and a field": {"ListBoxesParams: {type: object, properties: {kind: " + other + "}}", "{name: kind, in: query, schema: " + kind + "}",
			"the Go type of its enum would be ListBoxesParamsKind"},
		"two fields whose constants run together": {"Box: {type: object, properties: {open: {type: string, enum: [kind_big]}, open_kind: " + kind + "}}", "",
			"schema Box.open_kind: the constant of the enum's big would be BoxOpenKindBig in Go, as that of kind_big of schema Box.open is called too: give the enum x-enum-varnames, or the field an x-go-name"},
		"a constant and a schema": {"Box: {type: object, properties: {kind: " + kind + "}}\n    BoxKindBig: {type: object, properties: {name: {type: string}}}", "",
			"schema Box.kind: the constant of the enum's big would be BoxKindBig in Go, as the schema BoxKindBig is called too"},
		"a named enum and a schema": {"Kind: " + kind + "\n    KindBig: {type: object, properties: {name: {type: string}}}", "",
			"schema Kind: the constant of the enum's big would be KindBig in Go, as the schema KindBig is called too"},
		"a parameter's constant and a schema": {"ListBoxesParamsKindBig: {type: object, properties: {name: {type: string}}}", "{name: kind, in: query, schema: " + kind + "}",
			"GET /boxes: parameter kind: the constant of the enum's big would be ListBoxesParamsKindBig in Go"},
		"a list and a field": {"Box: {type: object, properties: {open_kind: {type: array, items: " + kind + "}}}\n    BoxOpen: {type: object, properties: {kind: " + other + "}}", "",
			"schema BoxOpen.kind: the Go type of its enum would be BoxOpenKind, which that of schema Box.open_kind is too, with other values"},
		"a map and a schema": {"Box: {type: object, properties: {kind: {type: object, additionalProperties: " + kind + "}}}\n    BoxKind: " + other, "",
			"schema Box.kind: the Go type of its enum would be BoxKind, which is a schema of the document"},
		"a list that is written": {"Box: {type: object, properties: {kinds: {type: array, items: " + kind + "}}}\n    BoxUpdate: {x-write-of: Box}", "", ""},
		"the same values":        {"Box: {type: object, properties: {open_kind: " + kind + "}}\n    BoxOpen: {type: object, properties: {kind: " + kind + "}}", "", ""},
		"a write":                {"Box: {type: object, properties: {kind: " + kind + "}}\n    BoxUpdate: {x-write-of: Box}", "", ""},
		"a Go name":              {"Box: {type: object, properties: {open_kind: " + kind + "}}\n    BoxOpen: {type: object, properties: {kind: {type: string, x-go-name: Sort, enum: [red, blue]}}}", "", ""},
	} {
		_, err := GeneratorInput(loaded(t, boxes+`paths:
  /boxes:
    get:
      operationId: listBoxes
      tags: [Boxes]
      summary: List the boxes.
      x-evidence: {level: documented, source: s}
      parameters: [`+test.parameters+`]
      responses: {"204": {description: Done.}}
components:
  schemas:
    `+test.schemas+"\n"))
		switch {
		case test.want == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
			t.Errorf("%s: %v, want %q", name, err, test.want)
		}
	}
}

// TestConstantsAreNamed: every enum goes to the generator with the names of its constants, and a value's own doesn't depend on the others.
func TestConstantsAreNamed(t *testing.T) {
	t.Parallel()
	packages, err := GeneratorInput(loaded(t, boxes+`paths:
  /boxes:
    get:
      operationId: listBoxes
      tags: [Boxes]
      summary: List the boxes.
      x-evidence: {level: documented, source: s}
      parameters: [{name: sizes, in: query, schema: {type: array, items: {type: string, enum: [big_one]}}}]
      responses: {"200": {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Box'}}}}}
components:
  schemas:
    Kind: {type: string, enum: [sent-back, ""]}
    Box:
      type: object
      properties:
        kind: {$ref: '#/components/schemas/Kind'}
        state: {type: integer, enum: [-1, 2], deprecated: true, x-deprecated-reason: Nobody sets it.}
        colours: {type: array, items: {type: string, enum: [red, blue], x-enum-varnames: [Rot, Blau]}}
        tags: {type: object, additionalProperties: {type: string, enum: [open]}}
`))
	if err != nil {
		t.Fatal(err)
	}
	var models struct {
		Components struct {
			Schemas map[string]struct {
				Names      []string                  `json:"x-enum-varnames"`
				Properties map[string]map[string]any `json:"properties"`
			} `json:"schemas"`
		} `json:"components"`
	}
	if err := json.Unmarshal(packages[0].Models, &models); err != nil {
		t.Fatal(err)
	}
	names := map[string][]string{}
	for schema, enum := range models.Components.Schemas {
		if enum.Names != nil {
			names[schema] = enum.Names
		}
	}
	want := map[string][]string{
		"Kind": {"SentBack", "Empty"}, "BoxState": {"Minus1", "N2"}, "BoxColours": {"Rot", "Blau"}, "BoxTags": {"Open"}, "ListBoxesParamsSizes": {"BigOne"},
	}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("names of constants (-want +got):\n%s", diff)
	}
	if said := models.Components.Schemas["Box"].Properties["state"]["x-deprecated-reason"]; said != "Nobody sets it." {
		t.Errorf("the field's reason is %v", said)
	}
}
