package vendortest

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestPathsWithTwoParametersInOnePart(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		template, part string
		want           map[string]string // nil: doesn't match
	}{
		{"id", "7", map[string]string{"id": "7"}},
		{"id", "a%2Fb", map[string]string{"id": "a/b"}},
		{"id", "", nil},
		{"id}&{seq", "7&2", map[string]string{"id": "7", "seq": "2"}},
		{"id}&{seq", "7", nil},
		{"id}&{seq", "&2", nil},
		{"a}-{b}.{c", "1-2.3", map[string]string{"a": "1", "b": "2", "c": "3"}},
	} {
		got := map[string]string{}
		if ok := (segment{test.template, true}).read(test.part, got); !ok {
			got = nil
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("{%s} of %q (-want +got):\n%s", test.template, test.part, diff)
		}
	}
}

// TestADocumentIsReadWholeOrNotAtAll sees to it that a word of OpenAPI which the simulators don't know isn't passed over.
func TestADocumentIsReadWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	const document = `
openapi: 3.0.3
info: {title: Small, version: "1", x-product: Small}
servers: [{url: "https://small.example.com/v1"}]
tags: []
paths:
  /things:
    get:
      operationId: listThings
      tags: [Things]
      summary: List things.
      responses: {"200": {description: All., content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Thing'}}}}}}
components:
  schemas:
    Thing: {type: object, properties: {id: {type: integer}, parent: {$ref: '#/components/schemas/Thing', x-lazy: true}, MORE}}
`
	for more, fault := range map[string]string{
		"name: {type: string}":                                "",
		"name: {type: string, minLenght: 3}":                  "minLenght",
		"other: {$ref: '#/components/schemas/Nothing'}":       "Nothing",
		"many: {type: array, items: {type: string, not: {}}}": "not",
	} {
		m, err := newModel(fstest.MapFS{"small/openapi.yaml": {Data: []byte(strings.ReplaceAll(document, "MORE", more))}}, "small")
		switch {
		case fault == "" && err != nil:
			t.Errorf("%s: %v", more, err)
		case fault != "" && (err == nil || !strings.Contains(err.Error(), fault)):
			t.Errorf("%s: %v", more, err)
		case fault == "":
			thing := m.spec.Components.Schemas["Thing"].Value
			parent := thing.Properties["parent"]
			if parent.Value != thing || parent.Extensions["x-lazy"] != true || m.base != "/v1" {
				t.Errorf("a shape that leads back: %v, %v", parent.Value == thing, parent.Extensions)
			}
		}
	}
}
