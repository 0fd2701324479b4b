package source

import (
	"bytes"
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

const yardDocument = `openapi: 3.0.3
info: {title: Yard, version: v1}
servers: [{url: https://yard.example}]
x-nested-writes: Input
tags: [{name: Machines, description: What stands in the yard.}]
paths:
  /machines:
    parameters:
      - {name: tenant, in: query, schema: {type: string}}
    post:
      operationId: saveMachines
      tags: [Machines]
      summary: Create or change machines.
      x-evidence: {level: documented, source: s}
      x-upsert: {create: MachineCreate, update: MachineUpdate}
      responses: {"200": {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/Machine'}}}}}
  /machines/{id}:
    delete:
      operationId: deleteMachine
      tags: [Machines]
      summary: Delete a machine.
      x-evidence: {level: documented, source: s}
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Reason'}}}}
      responses: {"200": {description: Done.}}
components:
  schemas:
    Machine:
      type: object
      properties:
        id: {type: integer, x-go-name: Number}
        maker: {$ref: '#/components/schemas/Maker', description: Who built it., x-lazy: true}
        kind: {type: string, nullable: true, enum: [big, small]}
        state: {oneOf: [{type: string}, {type: integer}], nullable: true, x-lenient: text}
        note: {nullable: true, description: Anything.}
        properties: {type: string, x-go-type: string}
    Maker: {type: object, properties: {name: {type: string}}}
    Reason: {type: object, x-write: true, properties: {why: {type: string}}}
    MachineCreate: {x-write-of: Machine, x-omit: [id]}
    MachineUpdate: {x-write-of: Machine, required: [id]}
`

func yardPublic(t *testing.T) *Document {
	t.Helper()
	doc, err := Load(fstest.MapFS{"yard/openapi.yaml": {Data: []byte(yardDocument)}}, "yard")
	if err != nil {
		t.Fatal(err)
	}
	before, err := doc.JSON()
	if err != nil {
		t.Fatal(err)
	}
	public := doc.Public()
	if after, err := doc.JSON(); err != nil || string(after) != string(before) {
		t.Fatalf("the document was changed by what was made of it: %v", err)
	}
	return public
}

func TestPublic(t *testing.T) {
	data, err := yardPublic(t).JSON()
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Paths      map[string]map[string]any
		Components struct{ Schemas map[string]map[string]any }
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	type dict = map[string]any
	want := dict{
		"id":         dict{"type": "integer"},
		"maker":      dict{"allOf": []any{dict{"$ref": "#/components/schemas/Maker"}}, "description": "Who built it."},
		"kind":       dict{"type": "string", "nullable": true, "enum": []any{"big", "small", nil}},
		"state":      dict{"oneOf": []any{dict{"type": "string", "nullable": true}, dict{"type": "integer"}}, "x-lenient": "text"},
		"note":       dict{"description": "Anything."},
		"properties": dict{"type": "string"},
	}
	if diff := cmp.Diff(want, doc.Components.Schemas["Machine"]["properties"]); diff != "" {
		t.Errorf("properties (-want +got):\n%s", diff)
	}
	post := doc.Paths["/machines"]["post"].(dict)
	body := dict{"required": true, "content": dict{"application/json": dict{"schema": dict{"type": "array", "items": dict{"anyOf": []any{
		dict{"$ref": "#/components/schemas/MachineCreate"}, dict{"$ref": "#/components/schemas/MachineUpdate"},
	}}}}}}
	if diff := cmp.Diff(body, post["requestBody"]); diff != "" {
		t.Errorf("the body of an upsert (-want +got):\n%s", diff)
	}
	remove := doc.Paths["/machines/{id}"]["delete"].(dict)
	if remove["requestBody"] != nil || remove["x-request-body"] == nil || !strings.Contains(remove["description"].(string), "x-request-body has it") {
		t.Errorf("a DELETE with a body is %v", remove)
	}
}

// No document that is printed has extensions that only Go's code is made from, nor text beside a reference. An x-go-name is left where
// two properties would have one Go name without it.
func TestPublicDocuments(t *testing.T) {
	files := os.DirFS("../../../specs")
	vendors, err := Vendors(files)
	if err != nil {
		t.Fatal(err)
	}
	beside := regexp.MustCompile(`"\$ref": "#/components/schemas/[^"]*",`)
	for _, vendor := range vendors {
		doc, err := Load(files, vendor)
		if err != nil {
			t.Fatal(err)
		}
		data, err := doc.Public().JSON()
		if err != nil {
			t.Fatal(err)
		}
		names := map[string]int{"halo": 2} // Control has a field in two spellings, and so has what is written of it
		if got := bytes.Count(data, []byte(`"x-go-name":`)); got != names[vendor] {
			t.Errorf("%s: %d fields have an x-go-name, want %d", vendor, got, names[vendor])
		}
		if found := regexp.MustCompile(`"x-(go-type[a-z-]*|write|write-of|nested|lazy|method|everyday|groups?)":`).Find(data); found != nil {
			t.Errorf("%s: %s is in the document", vendor, found)
		}
		if found := beside.Find(data); found != nil {
			t.Errorf("%s: something stands beside %s", vendor, found)
		}
	}
}

func TestOnly(t *testing.T) {
	public := yardPublic(t)
	one, err := public.Only("DELETEMACHINE")
	if err != nil {
		t.Fatal(err)
	}
	reason := one.Tree()
	if diff := cmp.Diff([]string{"/machines/{id}"}, keysOf(reason["paths"])); diff != "" {
		t.Errorf("paths (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"Reason"}, keysOf(tree.Child(reason, "components")["schemas"])); diff != "" {
		t.Errorf("schemas (-want +got):\n%s", diff)
	}
	if one, err = public.Only("saveMachines"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"Machine", "MachineCreate", "MachineUpdate", "Maker", "MakerInput"}, keysOf(tree.Child(one.Tree(), "components")["schemas"])); diff != "" {
		t.Errorf("schemas (-want +got):\n%s", diff)
	}
	if tree.Child(tree.Child(one.Tree(), "paths"), "/machines")["parameters"] == nil {
		t.Error("the parameters of its path are missing")
	}
	if _, err := public.Only("saveMachine"); err == nil || !strings.Contains(err.Error(), `"saveMachine" is no operation of yard; did you mean "saveMachines"?`) {
		t.Errorf("an unknown operation: %v", err)
	}
}

func keysOf(v any) (keys []string) {
	in, _ := v.(tree.Object)
	for key := range in {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

func TestYAML(t *testing.T) {
	public := yardPublic(t)
	data, err := public.YAML()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(data), "openapi: 3.0.3\ninfo:\n") {
		t.Errorf("it begins with\n%.80s", data)
	}
	var fromYAML, fromJSON any
	if err := yaml.Unmarshal(data, &fromYAML); err != nil {
		t.Fatal(err)
	}
	encoded, err := json.Marshal(fromYAML)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := public.JSON()
	if err != nil {
		t.Fatal(err)
	}
	var again any
	if err := json.Unmarshal(encoded, &again); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(plain, &fromJSON); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(fromJSON, again); diff != "" {
		t.Errorf("YAML says something else than JSON (-JSON +YAML):\n%s", diff)
	}
}

// TestGoNamesThatTellFieldsApart stay in what other people's generators get; every other x-go-name is ours alone.
func TestGoNamesThatTellFieldsApart(t *testing.T) {
	t.Parallel()
	doc, err := replaced(t, "note: {type: string}", "is_open: {type: string}, isOpen: {type: string, x-go-name: OpenOneWord}, IsOpen2: {type: string, x-go-name: Second}, "+
		"isopen: {type: string, x-go-name: Flat}, _is_open: {type: string, x-go-name: Steer}", "")
	if err != nil {
		t.Fatal(err)
	}
	schema, _ := doc.Public().Schemas()["ThingUpdate"].(tree.Object)
	got := map[string]any{}
	for name := range below(schema, "properties") {
		if goName := below(below(schema, "properties"), name)[XGoName]; goName != nil {
			got[name] = goName
		}
	}
	if diff := cmp.Diff(map[string]any{"isOpen": "OpenOneWord"}, got); diff != "" {
		t.Errorf("x-go-name (-want +got):\n%s", diff)
	}
}
