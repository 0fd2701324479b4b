package emit

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
	"github.com/seed-8da6be54/vendorkit/specs"
)

// TestTheSameDocumentGivesTheSameInput, and isn't changed by that.
func TestTheSameDocumentGivesTheSameInput(t *testing.T) {
	t.Parallel()
	vendors, err := source.Vendors(specs.Files())
	if err != nil || len(vendors) == 0 {
		t.Fatalf("vendors: %v, %v", vendors, err)
	}
	for _, vendor := range vendors {
		doc, err := source.Load(specs.Files(), vendor)
		if err != nil {
			t.Fatal(err)
		}
		before, err := doc.JSON()
		if err != nil {
			t.Fatal(err)
		}
		var first []Package
		for i := range 2 {
			packages, err := GeneratorInput(doc)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range packages {
				if !json.Valid(p.Models) || !json.Valid(p.Client) {
					t.Errorf("%s, package %q: not JSON", vendor, p.Name)
				}
			}
			if i > 0 && !reflect.DeepEqual(first, packages) {
				t.Errorf("%s: two runs differ", vendor)
			}
			first = packages
		}
		if after, _ := doc.JSON(); !bytes.Equal(before, after) {
			t.Errorf("%s: making the generator's input changed the document", vendor)
		}
	}
}

const things = `
openapi: 3.0.3
info: {title: T, version: "1", x-product: T}
servers: [{url: https://t.example.com}]
tags: [{name: Things, description: What is kept.}]
paths:
  /things:
    post:
      operationId: makeThing
      tags: [Things]
      summary: Make a thing.
      x-evidence: {level: documented, source: s}
      BODY
      responses: RESPONSES
components:
  schemas:
    Thing: {type: object, properties: {name: {type: string}}}
    ThingInput: {type: object, x-write: true, properties: {name: {type: string}, file: {type: string, format: binary}}}
`

// boxes begins a document with one service: paths and components come after.
const boxes = `openapi: 3.0.3
info: {title: T, version: "1", x-product: T}
servers: [{url: https://t.example.com}]
tags: [{name: Boxes, description: What is kept.}]
`

// loaded is a document of one file, the test's.
func loaded(t *testing.T, text string) *source.Document {
	t.Helper()
	doc, err := source.Load(fstest.MapFS{"v/openapi.yaml": {Data: []byte(text)}}, "v")
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return doc
}

func thing(t *testing.T, body, responses string) (*document, source.Operation) {
	t.Helper()
	text := strings.NewReplacer("BODY", body, "RESPONSES", responses).Replace(things)
	doc := loaded(t, text)
	return &document{doc}, doc.Operations()[0]
}

// TestHowABodyIsSent: by its content type, JSON where that may be sent.
func TestHowABodyIsSent(t *testing.T) {
	t.Parallel()
	const schema = "{schema: {$ref: '#/components/schemas/ThingInput'}}"
	for content, want := range map[string]string{
		"application/json: " + schema:                                        "json",
		"multipart/form-data: " + schema:                                     "multipart",
		"application/octet-stream: {schema: {type: string, format: binary}}": "stream",
		"application/xml: " + schema:                                         "stream",
		"application/atom+xml: " + schema + ", application/json: " + schema:  "json",
	} {
		doc, op := thing(t, "requestBody: {content: {"+content+"}}", `{"204": {description: d}}`)
		if got := doc.bodyOf(op); got["kind"] != want {
			t.Errorf("%s: %v, want %s", content, got, want)
		}
	}
}

// TestWhatASuccessGives: the first that has a content, whatever its status.
func TestWhatASuccessGives(t *testing.T) {
	t.Parallel()
	const one = "{description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}"
	typed := tree.Object{"kind": "json", "type": "Thing"}
	for responses, want := range map[string]tree.Object{
		"{'200': {description: d}, '201': " + one + "}":                                                                typed,
		"{2XX: " + one + ", '204': {description: d}}":                                                                  typed,
		"{'200': " + strings.Replace(one, "application/json", "'application/json; charset=utf-8'", 1) + "}":            typed,
		"{'200': " + strings.Replace(one, "application/json:", "application/atom+xml: {}, application/json:", 1) + "}": typed,
		"{'204': {description: d}}":                                                                              {"kind": "none"},
		"{'200': {description: d, content: {text/csv: {}}}}":                                                     {"kind": "stream"},
		"{'200': {description: d, content: {application/json: {schema: {}}}}}":                                   {"kind": "unknown"},
		"{'200': {description: d, content: {application/json: {schema: {type: array, items: {type: string}}}}}}": {"kind": "list", "type": "string"},
	} {
		doc, op := thing(t, "", responses)
		got := doc.responseOf(op)
		delete(got, "schema")
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", responses, diff)
		}
	}
}

func TestThirdPerson(t *testing.T) {
	t.Parallel()
	for summary, want := range map[string]string{
		"List the things.": "lists the things.", "Get one.": "gets one.", "Search all.": "searches all.", "Copy it.": "copies it.",
		"Deploy it.": "deploys it.", "Publish it.": "publishes it.", "Fix it.": "fixes it.", "Pass it.": "passes it.",
	} {
		if got := thirdPerson(summary); got != want {
			t.Errorf("%q: got %q, want %q", summary, got, want)
		}
	}
}
