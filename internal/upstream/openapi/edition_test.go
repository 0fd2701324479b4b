package openapi

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
)

const yardEvidence = `x-evidence: {level: documented, source: "The yard's document of {edition}", edition: "2025-01", responses: inferred}` + "\n"

// yard writes a small document that was made from the edition of 2025-01.
func yard(t *testing.T, evidence string) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range map[string]string{
		"yard/names.yaml": "words: {b: built, g: gone, i: id, m: machine, n: name, o: old, p: power, w: who}\nspellings: {id: ID}\n",
		"yard/openapi.yaml": "openapi: 3.0.3\n" + evidence + `info: {title: Yard, version: v1}
servers: [{url: https://yard.example/api}]
x-nested-writes: Input
tags: []
paths: {}
components: {}
`,
		"yard/resources/machines.yaml": `tags:
  - {name: Machines, description: What stands in the yard.}
paths:
  /Machine:
    get:
      operationId: listMachines
      tags: [Machines]
      summary: List the machines.
      x-page: {style: none}
      parameters:
        - {name: oldgone, in: query, schema: {type: boolean}}
        - {name: who, in: query, schema: {type: string}, x-evidence: {level: observed, source: somebody's client}}
      responses:
        "200":
          description: The rows.
          content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Machine'}}}}
    post:
      operationId: saveMachines
      tags: [Machines]
      summary: Create or change machines.
      x-upsert: {create: MachineCreate, update: MachineUpdate}
      responses:
        "200":
          description: Done.
          content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Machine'}}}}
  /Machine/gone:
    get:
      operationId: getGoneMachines
      tags: [Machines]
      summary: Get what is gone.
      responses:
        "200": {description: Done.}

components:
  schemas:
    Machine:
      type: object
      properties:
        id: {type: integer}
        machinename: {type: string}
        oldname: {type: string}
        part: {$ref: '#/components/schemas/Part', x-go-name: Piece}
        whobuilt: {type: string, x-evidence: {level: observed, source: somebody's client}}
    Part:
      type: object
      additionalProperties: true
    MachineCreate: {x-write-of: Machine, x-omit: [id]}
    MachineUpdate: {x-write-of: Machine, required: [id]}
`,
	} {
		file := filepath.Join(folder, "specs", name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

const nextEdition = `{"openapi": "3.0.1", "info": {"title": "Yard", "version": "v1"}, "servers": [{"url": "/api"}],
"paths": {
  "/Machine": {
    "get": {"responses": {"200": {"description": "", "content": {"application/json": {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/Machine"}}}}}}},
    "post": {"requestBody": {"content": {"application/json": {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/Machine"}}}}}, "responses": {"200": {"description": ""}}}
  },
  "/Power": {
    "get": {"responses": {"200": {"description": ""}}},
    "post": {"requestBody": {"content": {"application/json": {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/Power"}}}}}, "responses": {"200": {"description": ""}}}
  },
  "/Power/{id}": {"get": {"parameters": [{"name": "id", "in": "path", "schema": {"type": "integer"}}], "responses": {"200": {"description": ""}}}}
},
"components": {"schemas": {
  "Machine": {"type": "object", "properties": {"id": {"type": "integer"}, "machinename": {"type": "string"}, "machinepower": {"type": "number"},
    "part": {"$ref": "#/components/schemas/Part"}}},
  "Part": {"type": "object", "properties": {"name": {"type": "string"}, "id": {"type": "integer"},
    "who": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "integer"}}}}},
  "Power": {"type": "object", "properties": {"_built": {"type": "boolean"}, "name": {"type": "string"}, "id": {"type": "integer"}}}
}}}`

func proposeEdition(t *testing.T, folder, theirs, edition string) (*Proposal, error) {
	t.Helper()
	foreign, err := Read([]byte(theirs))
	if err != nil {
		t.Fatal(err)
	}
	files := os.DirFS(filepath.Join(folder, "specs"))
	report, err := Compare(files, "yard", foreign)
	if err != nil {
		t.Fatal(err)
	}
	return report.Propose(files, Origin{Edition: edition})
}

// A newer edition goes in by one patch: what it adds stands among its neighbours without evidence of its own, what it hasn't got any
// more is marked, and what rests on something else stays as it is.
func TestProposalOfANewEdition(t *testing.T) {
	t.Parallel()
	folder := yard(t, yardEvidence)
	proposal, err := proposeEdition(t, folder, nextEdition, "2026-02")
	if err != nil {
		t.Fatal(err)
	}
	got := Proposal{Operations: proposal.Operations, Parameters: proposal.Parameters, Fields: proposal.Fields, Schemas: proposal.Schemas, Gone: proposal.Gone}
	if diff := cmp.Diff(Proposal{Operations: 3, Fields: 4, Schemas: 1, Gone: 3}, got); diff != "" || len(proposal.Skipped) > 0 {
		t.Errorf("(-want +got):\n%s%q", diff, proposal.Skipped)
	}
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("a patch is applied by git, which isn't here")
	}
	patch := filepath.Join(folder, "yard.patch")
	if err := os.WriteFile(patch, proposal.Patch, 0o600); err != nil {
		t.Fatal(err)
	}
	apply := exec.Command("git", "apply", "--whitespace=error-all", patch)
	apply.Dir = folder
	apply.Env = append(os.Environ(), "GIT_CEILING_DIRECTORIES="+filepath.Dir(folder))
	if out, err := apply.CombinedOutput(); err != nil {
		t.Fatalf("git apply: %v\n%s\n%s", err, out, proposal.Patch)
	}
	read := func(name string) string {
		data, err := os.ReadFile(filepath.Join(folder, "specs/yard", name))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	if main := read("openapi.yaml"); !strings.Contains(main, `edition: "2026-02", responses: inferred}`) {
		t.Errorf("openapi.yaml doesn't name the new edition:\n%s", main)
	}
	machines := read("resources/machines.yaml")
	for _, want := range []string{
		`        - {name: oldgone, in: query, schema: {type: boolean}, x-last-edition: "2025-01"}`,
		"      summary: Get what is gone.\n      x-last-edition: \"2025-01\"\n",
		"        machinename: {type: string}\n        machinepower: {type: number}\n        oldname: {type: string, x-last-edition: \"2025-01\"}\n",
		"    Part:\n      type: object\n      properties:\n        id: {type: integer}\n        name: {type: string}\n" +
			"        who: {type: object, additionalProperties: {type: array, items: {type: integer}}}\n",
		"        whobuilt: {type: string, x-evidence: {level: observed, source: somebody's client}}\n",
	} {
		if !strings.Contains(machines, want) {
			t.Errorf("machines.yaml lacks\n%s\nit is\n%s", want, machines)
		}
	}
	powers := read("resources/powers.yaml")
	for _, want := range []string{
		"      x-page: {style: none}\n",
		"        \"200\":\n          description: The rows.\n          content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Power'}}}}\n",
		"        id: {type: integer}\n        name: {type: string}\n        _built: {type: boolean}\n",
	} {
		if !strings.Contains(powers, want) {
			t.Errorf("powers.yaml lacks\n%s\nit is\n%s", want, powers)
		}
	}
	if strings.Contains(powers, "x-evidence") || strings.Contains(powers, "description: Power") {
		t.Errorf("powers.yaml has evidence or descriptions of its own:\n%s", powers)
	}
	doc, err := source.Load(os.DirFS(filepath.Join(folder, "specs")), "yard")
	if err != nil {
		t.Fatal(err)
	}
	evidence := map[string]any{}
	for _, op := range doc.Operations() {
		evidence[op.ID()] = op.Spec["x-evidence"]
	}
	want := map[string]any{
		"getGoneMachines": map[string]any{"level": "documented", "source": "The yard's document of 2025-01", "note": "the edition of 2026-02 hasn't got it"},
		"listMachines":    map[string]any{"level": "documented", "source": "The yard's document of 2026-02", "note": "the response's schema is inferred"},
		"saveMachines":    map[string]any{"level": "documented", "source": "The yard's document of 2026-02", "note": "the response's schema is inferred"},
		"listPowers":      map[string]any{"level": "documented", "source": "The yard's document of 2026-02", "note": "the response's schema is inferred"},
		"savePowers":      map[string]any{"level": "documented", "source": "The yard's document of 2026-02", "note": "the response's schema is inferred"},
		"getPower":        map[string]any{"level": "documented", "source": "The yard's document of 2026-02", "note": "the response's schema is inferred"},
	}
	if diff := cmp.Diff(want, evidence); diff != "" {
		t.Errorf("evidence (-want +got):\n%s", diff)
	}
	if _, err := proposeEdition(t, folder, nextEdition, "2026-02"); err == nil || !strings.Contains(err.Error(), "from the edition of 2026-02 already") {
		t.Errorf("the same edition again: %v", err)
	}
	again, err := proposeEdition(t, folder, nextEdition, "2026-03")
	if err != nil {
		t.Fatal(err)
	}
	if again.Operations+again.Fields+again.Schemas+again.Gone != 0 {
		t.Errorf("an edition that is the same proposes %+v", again)
	}
}

func TestProposalOfANewEditionFaults(t *testing.T) {
	t.Parallel()
	if _, err := proposeEdition(t, yard(t, "x-evidence: {level: documented, source: The yard's document}\n"), nextEdition, "2026-02"); err == nil || !strings.Contains(err.Error(), "needs an x-evidence in openapi.yaml that names the edition before") {
		t.Errorf("without an edition before: %v", err)
	}
	unknown := strings.ReplaceAll(nextEdition, "machinepower", "machinespeed")
	_, err := proposeEdition(t, yard(t, yardEvidence), unknown, "2026-02")
	if err == nil || !strings.Contains(err.Error(), "the word list must know 1 new names first") || !strings.Contains(err.Error(), `don't make up "machinespeed"`) {
		t.Errorf("with a name that the word list doesn't split: %v", err)
	}
	if !json.Valid([]byte(unknown)) {
		t.Error("the test's document isn't JSON")
	}
}

// The edition is found however it is written, and what can't be replaced is told.
func TestAnEditionIsReplacedHoweverItIsWritten(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]string{
		`"March 2025", responses: inferred}`:               `edition: "2026-02", responses: inferred}`,
		`'2025, the first', responses: inferred}`:          `edition: "2026-02", responses: inferred}`,
		`March 2025, responses: inferred}`:                 `edition: "2026-02", responses: inferred}`,
		`2025-01 }`:                                        `edition: "2026-02" }`,
		`"2025-01"} # the edition of January`:              `edition: "2026-02"} # the edition of January`,
		`"2025\u002d01"}`:                                  "",
		`&first 2025-01}`:                                  "",
		`"2025-\` + "\n" + `    01", responses: inferred}`: "",
	} {
		folder := yard(t, `x-evidence: {level: documented, source: "The yard's document of {edition}", edition: `+written+"\n")
		proposal, err := proposeEdition(t, folder, nextEdition, "2026-02")
		switch {
		case want == "" && (err == nil || !strings.Contains(err.Error(), "x-evidence")):
			t.Errorf("%s: %v", written, err)
		case want != "" && err != nil:
			t.Errorf("%s: %v", written, err)
		case want != "" && !strings.Contains(string(proposal.Patch), want+"\n"):
			t.Errorf("%s:\n%s", written, proposal.Patch)
		}
	}
}

// What shares its line with others is left for a person: a mark at the end of the line would be one of something else.
func TestNothingElseInALineIsMarked(t *testing.T) {
	t.Parallel()
	folder := yard(t, yardEvidence)
	file := filepath.Join(folder, "specs/yard/resources/machines.yaml")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	const block = "      properties:\n        id: {type: integer}\n        machinename: {type: string}\n        oldname: {type: string}\n"
	if !strings.Contains(string(text), block) {
		t.Fatal("the yard's machine has other fields")
	}
	line := "      properties: {id: {type: integer}, oldname: {type: string}, machinename: {type: string}}\n"
	part := strings.Replace(string(text), block, line, 1)
	part = part[:strings.Index(part, "        part: {$ref")] + part[strings.Index(part, "    Part:\n"):]
	if err := os.WriteFile(file, []byte(part), 0o600); err != nil {
		t.Fatal(err)
	}
	proposal, err := proposeEdition(t, folder, nextEdition, "2026-02")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(proposal.Patch), `machinename: {type: string}, x-last-edition`) || !strings.Contains(strings.Join(proposal.Skipped, "\n"), "oldname") {
		t.Errorf("%q\n%s", proposal.Skipped, proposal.Patch)
	}
}

// What an edition hasn't got any more is marked, or told: nothing goes by in silence because it is written in another place.
func TestWhatIsGoneAndCannotBeMarkedIsTold(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ old, new, want string }{
		"a field of what the schema is put together of": {
			"        oldname: {type: string}\n",
			"      allOf: [{$ref: '#/components/schemas/Named'}]\n    Named: {type: object, properties: {oldname: {type: string}}}\n    Rest:\n      type: object\n      properties:\n",
			"Machine.oldname",
		},
		"a parameter of the whole path": {
			"    get:\n      operationId: listMachines\n",
			"    parameters: [{name: olduse, in: query, schema: {type: boolean}}]\n    get:\n      operationId: listMachines\n",
			"olduse",
		},
		"a parameter that is referred to": {
			"        - {name: oldgone, in: query, schema: {type: boolean}}\n",
			"        - {$ref: '#/components/parameters/Gone'}\n",
			"oldgone",
		},
		"an operation in one line": {
			"    get:\n      operationId: getGoneMachines\n      tags: [Machines]\n      summary: Get what is gone.\n      responses:\n        \"200\": {description: Done.}\n",
			"    get: {operationId: getGoneMachines, tags: [Machines], summary: Get what is gone., responses: {\"200\": {description: Done.}}}\n",
			"GET /Machine/gone",
		},
	} {
		folder := yard(t, yardEvidence)
		file := filepath.Join(folder, "specs/yard/resources/machines.yaml")
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), test.old) {
			t.Fatalf("%s: the yard has no %q", name, test.old)
		}
		changed := strings.Replace(string(text), test.old, test.new, 1)
		changed = strings.Replace(changed, "components:\n", "components:\n  parameters:\n    Gone: {name: oldgone, in: query, schema: {type: boolean}}\n", 1)
		if err := os.WriteFile(file, []byte(changed), 0o600); err != nil {
			t.Fatal(err)
		}
		words := filepath.Join(folder, "specs/yard/names.yaml")
		if err := os.WriteFile(words, []byte("words: {b: built, g: gone, i: id, m: machine, n: name, o: old, p: power part, u: use, w: who}\nspellings: {id: ID}\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		proposal, err := proposeEdition(t, folder, nextEdition, "2026-02")
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		told := strings.Join(proposal.Skipped, "\n")
		if !strings.Contains(told, test.want) || !strings.Contains(told, `x-last-edition: "2025-01"`) {
			t.Errorf("%s: it tells %q, want %q and the mark\n%s", name, proposal.Skipped, test.want, proposal.Patch)
		}
	}
}
