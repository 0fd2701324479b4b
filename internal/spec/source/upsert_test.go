package source

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

const machines = `
tags: [{name: Machines, x-group: Yard, description: What stands in the yard.}]
paths:
  /machines:
    get:
      operationId: listMachines
      tags: [Machines]
      summary: List machines.
      x-evidence: {level: documented, source: s}
      x-page: {style: none}
      responses: {"200": {description: d, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Machine'}}}}}}
    post:
      operationId: saveMachines
      tags: [Machines]
      summary: Create or change machines.
      x-evidence: {level: inferred, source: s}
      x-upsert: {create: MachineCreate, update: MachineUpdate}
      responses: {"200": {description: d, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Machine'}}}}}}
components:
  schemas:
    Machine:
      type: object
      properties:
        id: {type: integer}
        parts: {type: array, items: {$ref: '#/components/schemas/Part'}}
        twin: {$ref: '#/components/schemas/Machine'}
        made: {type: string, readOnly: true}
        properties: {type: string}
    Part: {type: object, description: Screwed on., properties: {name: {type: string, nullable: true}, of: {$ref: '#/components/schemas/Maker'}}}
    Maker: {type: object, description: Who built it., properties: {name: {type: string}}}
    MachineCreate: {x-write-of: Machine, x-omit: [id], description: For the yard.}
    MachineUpdate: {x-write-of: Machine, required: [id], description: Set or kept.}
`

const yard = head + `
x-groups: [{name: Yard, package: yards, about: the yard}]
x-nested-writes: Input
`

// TestNestedWritesAreDerived: a written schema refers to written schemas only, however deep, and the document names none of
// them.
func TestNestedWritesAreDerived(t *testing.T) {
	t.Parallel()
	doc, err := load(map[string]string{"openapi.yaml": yard, "resources/machines.yaml": machines})
	if err != nil {
		t.Fatal(err)
	}
	ref := func(name string) tree.Object { return tree.Object{"$ref": "#/components/schemas/" + name} }
	for name, want := range map[string]tree.Object{
		"MachineCreate": {"parts": tree.Object{"type": "array", "items": ref("PartInput")}, "twin": ref("MachineInput"), "properties": tree.Object{"type": "string"}},
		"MachineUpdate": {"id": tree.Object{"type": "integer"}, "parts": tree.Object{"type": "array", "items": ref("PartInput")}, "twin": ref("MachineInput"), "properties": tree.Object{"type": "string"}},
		"MachineInput":  {"id": tree.Object{"type": "integer"}, "parts": tree.Object{"type": "array", "items": ref("PartInput")}, "twin": ref("MachineInput"), "properties": tree.Object{"type": "string"}},
		"PartInput":     {"name": tree.Object{"type": "string"}, "of": ref("MakerInput")},
		"MakerInput":    {"name": tree.Object{"type": "string"}},
		"Part":          {"name": tree.Object{"type": "string", "nullable": true}, "of": ref("Maker")},
	} {
		schema, ok := doc.Resolve("#/components/schemas/" + name)
		if !ok {
			t.Errorf("there is no %s", name)
			continue
		}
		if diff := cmp.Diff(want, schema["properties"]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	for _, op := range doc.Operations() {
		if op.Method == "POST" {
			want := tree.Object{"required": true, "content": tree.Object{"application/json": tree.Object{"schema": tree.Object{"type": "array", "items": ref("MachineInput")}}}}
			if diff := cmp.Diff(want, op.Spec["requestBody"]); diff != "" {
				t.Errorf("body (-want +got):\n%s", diff)
			}
		}
	}
}

func TestFaultsOfUpserts(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ head, things, old, new string }{
		`x-upsert needs create and update`:                                                        {yard, machines, "create: MachineCreate, ", ""},
		`x-upsert: update is Machine, which has no x-write-of`:                                    {yard, machines, "update: MachineUpdate}", "update: Machine}"},
		`x-upsert: create is "MachineCrate", which isn't a schema; did you mean "MachineCreate"?`: {yard, machines, "create: MachineCreate,", "create: MachineCrate,"},
		`x-upsert: create is derived from Machine and update from Part`:                           {yard, machines, "MachineUpdate: {x-write-of: Machine,", "MachineUpdate: {x-write-of: Part,"},
		`POST /machines.x-upsert.update: MachineUpdate has no id`:                                 {yard, machines, "required: [id], description", "x-omit: [id], description"},
		`POST /machines.x-upsert: needs a response with a schema`:                                 {yard, machines, "schema: {type: array, items: {$ref: '#/components/schemas/Machine'}}}}}}\ncomponents", "schema: {}}}}}\ncomponents"},
		`POST /machines.responses.200: the records come back as JSON, not text/csv`:               {yard, machines, "{application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Machine'}}}}}}\ncomponents", "{text/csv: {schema: {type: string}}}}}\ncomponents"},
		`x-upsert needs x-nested-writes`:                                                          {strings.Replace(yard, "x-nested-writes: Input", "", 1), machines, "", ""},
		`x-upsert stands in place of a requestBody`:                                               {yard, machines, "      x-upsert:", "      requestBody: {content: {}}\n      x-upsert:"},
		`Go method Machines.Update is also that of`:                                               {yard, machines, "operationId: listMachines", "operationId: updateMachines"},
		`x-page.items: is missing: the field that holds the rows, unless`:                         {yard, machines, "{type: array, items: {$ref: '#/components/schemas/Machine'}}}}}}\n    post", "{$ref: '#/components/schemas/Machine'}}}}}\n    post"},
	}
	for want, test := range tests {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			if !strings.Contains(test.things, test.old) {
				t.Fatalf("the test's document has no %q", test.old)
			}
			_, err := load(map[string]string{"openapi.yaml": test.head, "resources/machines.yaml": strings.Replace(test.things, test.old, test.new, 1)})
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("got %v, want %q", err, want)
			}
		})
	}
}
