package emit

import (
	"strings"
	"testing"
)

// TestADashIsBetweenAFieldsNameAndItsComment: once, also where operations share a parameter, and not where the comment goes on from the name.
func TestADashIsBetweenAFieldsNameAndItsComment(t *testing.T) {
	t.Parallel()
	packages, err := GeneratorInput(loaded(t, boxes+`paths:
  /boxes:
    get:
      operationId: listBoxes
      tags: [Boxes]
      summary: List the boxes.
      x-evidence: {level: documented, source: s}
      parameters: [{$ref: '#/components/parameters/Depth'}]
      responses: {"200": {description: d, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Box'}}}}}}
  /crates:
    get:
      operationId: listCrates
      tags: [Boxes]
      summary: List the crates.
      x-evidence: {level: documented, source: s}
      parameters: [{$ref: '#/components/parameters/Depth'}]
      responses: {"200": {description: d, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Box'}}}}}}
components:
  parameters:
    Depth: {name: depth, in: query, description: In centimetres., schema: {type: integer}}
  schemas:
    Box:
      type: object
      properties:
        width: {type: integer, description: In millimetres.}
        seen: {type: string, x-evidence: {level: inferred, note: in one sample}}
        colour: {type: string, description: is that of the lid.}
        plain: {type: string}
`))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"- In millimetres."`, `"- In centimetres."`, `"(inferred: in one sample)"`, `"is that of the lid."`} {
		if input := string(packages[0].Models); !strings.Contains(input, `"description":`+want) {
			t.Errorf("no description %s is in %s", want, input)
		}
	}
}
