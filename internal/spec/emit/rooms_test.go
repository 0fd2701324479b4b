package emit

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// A yard whose everyday service is Machines; Gates and Guards stand in packages below.
var yard = map[string]string{
	"openapi.yaml": `
openapi: 3.0.3
info: {title: T, version: "1", x-product: T}
servers: [{url: https://t.example.com}]
x-groups:
  - {name: Machines, about: machines}
  - {name: Gates, package: gates, about: ways in}
  - {name: Guards, package: guards, about: who watches}
x-nested-writes: Input
tags: []
paths: {}
components: {}
`,
	"resources/machines.yaml": `
tags: [{name: Machines, x-group: Machines, x-everyday: true, description: What stands in the yard.}]
paths:
  /machines: {get: {operationId: listMachines, tags: [Machines], summary: List machines., x-evidence: {level: documented, source: s}, RESPONSE Machine}}}}}}}}
components:
  schemas:
    Machine:
      type: object
      properties:
        id: {type: integer}
        part: {$ref: '#/components/schemas/Part'}
        gate: {$ref: '#/components/schemas/Gate', description: Where it came in, x-lazy: true}
        guards: {type: array, items: {$ref: '#/components/schemas/Guard'}, x-lazy: true}
        twin: {$ref: '#/components/schemas/Machine', x-lazy: true}
    Part: {type: object, properties: {name: {type: string}}}
`,
	"resources/gates.yaml": `
tags: [{name: Gates, x-group: Gates, description: Ways into the yard.}]
paths:
  /gates:
    get: {operationId: listGates, tags: [Gates], summary: List gates., x-evidence: {level: documented, source: s}, RESPONSE Gate}}}}}}}
    post: {operationId: saveGates, tags: [Gates], summary: Create or change gates., x-evidence: {level: documented, source: s}, x-upsert: {create: GateCreate, update: GateUpdate}, RESPONSE Gate}}}}}}}
components:
  schemas:
    Gate:
      type: object
      properties:
        id: {type: integer}
        first: {$ref: '#/components/schemas/Machine'}
        all: {type: array, items: {$ref: '#/components/schemas/Machine'}}
        lock: {$ref: '#/components/schemas/Lock'}
        colour: {$ref: '#/components/schemas/Colour'}
        guard: {$ref: '#/components/schemas/Guard'}
        kind: {type: string, enum: [wide, narrow]}
    GateCreate: {x-write-of: Gate, x-omit: [id]}
    GateUpdate: {x-write-of: Gate, required: [id]}
    Lock: {type: object, properties: {key: {type: string}}}
    GateNews: {type: object, description: What the vendor sends of a gate., properties: {gate: {$ref: '#/components/schemas/Gate'}}}
`,
	"resources/guards.yaml": `
tags: [{name: Guards, x-group: Guards, description: Who watches it.}]
paths:
  /guards: {get: {operationId: listGuards, tags: [Guards], summary: List guards., x-evidence: {level: documented, source: s}, RESPONSE Guard}}}}}}}}
components:
  schemas:
    Guard: {type: object, properties: {id: {type: integer}, colour: {$ref: '#/components/schemas/Colour'}, gates: {type: array, items: {$ref: '#/components/schemas/Gate'}}}}
`,
	"resources/shared.yaml": `
components: {schemas: {Colour: {type: object, properties: {name: {type: string}}}}}
`,
}

// packagesOf is what the generator gets of a document, by package.
func packagesOf(t *testing.T, files map[string]string) map[string]Package {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range files {
		text = strings.ReplaceAll(text, "RESPONSE ", "responses: {\"200\": {description: d, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/")
		text = strings.NewReplacer("Machine}}}}", "Machine'}}}}", "Gate}}}}", "Gate'}}}}", "Guard}}}}", "Guard'}}}}").Replace(text)
		fsys["v/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	doc, err := source.Load(fsys, "v")
	if err != nil {
		t.Fatal(err)
	}
	packages, err := GeneratorInput(doc)
	if err != nil {
		t.Fatal(err)
	}
	of := map[string]Package{}
	for _, p := range packages {
		of[p.Name] = p
	}
	return of
}

func parsed(t *testing.T, data []byte) tree.Object {
	t.Helper()
	var doc tree.Object
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

// TestWhereASchemaStands: each in one package, which everybody who has it in a signature or a field can import.
func TestWhereASchemaStands(t *testing.T) {
	t.Parallel()
	got := map[string][]string{}
	paths := map[string][]string{}
	for name, p := range packagesOf(t, yard) {
		models := parsed(t, p.Models)
		got[name] = slices.Sorted(maps.Keys(tree.Child(tree.Child(models, "components"), "schemas")))
		paths[name] = slices.Sorted(maps.Keys(tree.Child(models, "paths")))
	}
	want := map[string][]string{
		// Both others need Colour, and no file of a service has it.
		"": {"Colour", "ColourInput", "Machine", "Part"},
		// Nothing needs GateNews, which is written in the file of gates. Who writes a gate writes what is in it.
		"gates":  {"Gate", "GateCreate", "GateInput", "GateKind", "GateNews", "GateUpdate", "Lock", "LockInput", "MachineInput", "PartInput"},
		"guards": {"Guard", "GuardInput"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("schemas (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string][]string{"": {"/machines"}, "gates": {"/gates"}, "guards": {"/guards"}}, paths); diff != "" {
		t.Errorf("paths (-want +got):\n%s", diff)
	}
}

// TestFieldsThatLeadToAnotherPackage are typed where that can be imported, and else JSON whose comment says of what.
func TestFieldsThatLeadToAnotherPackage(t *testing.T) {
	t.Parallel()
	packages := packagesOf(t, yard)
	field := func(in, schema, name string) tree.Object {
		schemas := tree.Child(tree.Child(parsed(t, packages[in].Models), "components"), "schemas")
		return tree.Child(tree.Child(tree.Child(schemas, schema), "properties"), name)
	}
	for _, test := range []struct{ in, schema, field, goType, items, says string }{
		{"", "Machine", "gate", "value.JSON", "", "- Where it came in. (the JSON of gates.Gate, into which Decode reads it)"},
		{"", "Machine", "guards", "value.JSON", "", "(the JSON of []guards.Guard, into which Decode reads it)"},
		{"", "Machine", "twin", "value.Lazy[Machine]", "", ""},
		{"gates", "Gate", "first", "v.Machine", "", ""},
		{"gates", "Gate", "all", "", "v.Machine", ""},
		{"gates", "Gate", "guard", "value.JSON", "", "(the JSON of guards.Guard, into which Decode reads it)"},
		{"gates", "Gate", "colour", "v.Colour", "", ""},
		{"gates", "GateInput", "guard", "value.JSON", "", "(the JSON of guards.GuardInput, as value.ToJSON writes it)"},
		{"guards", "Guard", "gates", "value.JSON", "", "(the JSON of []gates.Gate, into which Decode reads it)"},
	} {
		got := field(test.in, test.schema, test.field)
		items, _ := got["items"].(tree.Object)
		if tree.String(got, source.XGoType) != test.goType || tree.String(items, source.XGoType) != test.items || tree.String(got, "description") != test.says {
			t.Errorf("%s.%s.%s: %v", test.in, test.schema, test.field, got)
		}
	}
	if first := field("gates", "Gate", "first"); first[source.XGoTypeSkipPointer] != false {
		t.Errorf("an object of another package isn't a pointer: %v", first)
	}
}

// TestTheTypeOfACreateIsOneOverTheUpdates: not another name of it, and its fields once.
func TestTheTypeOfACreateIsOneOverTheUpdates(t *testing.T) {
	t.Parallel()
	schemas := tree.Child(tree.Child(parsed(t, packagesOf(t, yard)["gates"].Models), "components"), "schemas")
	create := tree.Child(schemas, "GateCreate")
	if tree.String(create, source.XGoType) != "GateInput" || create["x-own-type"] != true || create["properties"] != nil {
		t.Errorf("GateCreate is %v", create)
	}
	// A field more, and it is a struct of its own.
	files := maps.Clone(yard)
	files["resources/gates.yaml"] = strings.Replace(files["resources/gates.yaml"], "{x-write-of: Gate, x-omit: [id]}", "{x-write-of: Gate, x-omit: [id, lock]}", 1)
	schemas = tree.Child(tree.Child(parsed(t, packagesOf(t, files)["gates"].Models), "components"), "schemas")
	if create := tree.Child(schemas, "GateCreate"); create["properties"] == nil || create["x-own-type"] != nil {
		t.Errorf("GateCreate without a field of GateInput is %v", create)
	}
}

// TestAPackageSaysHowItIsComeBy, and the vendor's own has what it is made from.
func TestAPackageSaysHowItIsComeBy(t *testing.T) {
	t.Parallel()
	packages := packagesOf(t, yard)
	for _, want := range []string{"// Package gates has the services for ways in that aren't on [v.Client] itself", "//\tservices := gates.New(client)\n"} {
		if !strings.Contains(packages["gates"].Doc, want) {
			t.Errorf("the comment has no %q:\n%s", want, packages["gates"].Doc)
		}
	}
	if packages[""].Doc != "" || !bytes.Contains(packages[""].Client, []byte(`"below":true`)) || bytes.Contains(packages["gates"].Client, []byte(`"below"`)) {
		t.Errorf("the vendor's own package doesn't know of those below it, or another does")
	}
}
