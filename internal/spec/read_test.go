package spec

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

const small = `
openapi: 3.0.3
info: {title: Small, version: "1", x-product: Small Shop}
servers: [{url: "https://{shop}.example.com/v1/"}]
security: [{bearer: []}]
x-evidence: {level: documented, source: there, responses: inferred}
x-page: {style: number, page: page, items: data, total: [meta, total], loose: true}
x-envelope: {data: data, success: {field: status, equals: 1}}
x-rate-limit: {requests: 5, window: 60, remaining: X-Left}
x-headers: {X-Version: 2}
tags: [{name: Things, x-everyday: true}, {name: Rest}]
paths:
  /things/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    get:
      operationId: getThing
      tags: [Things]
      summary: Get a thing.
      security: []
      x-evidence: {level: observed, source: here}
      responses:
        "404": {$ref: '#/components/responses/Gone'}
        "200": {description: It., x-evidence: observed, content: {text/csv: {}, application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
  /things:
    get:
      operationId: listThings
      tags: [Things]
      summary: List things.
      x-page: {cap: 10}
      x-evidence: {level: documented, source: there}
      parameters:
        - $ref: '#/components/parameters/Sort'
        PARAMETER
      responses: {"200": {description: All., content: {application/json: {schema: {type: object, properties: {data: {type: array, items: {$ref: '#/components/schemas/Thing'}}}}}}}}
      OPERATION
components:
  parameters:
    Sort: {name: sort, in: query, schema: {type: string, enum: [up, down], default: up}}
  responses:
    Gone: {description: It isn't there., content: {application/json: {schema: {type: object, properties: {why: {type: string}}}}}}
  schemas:
    Thing:
      type: object
      required: [id]
      properties:
        id: {type: integer, minimum: 1}
        name: {type: string, description: What it is called.}
        other: {type: string, description: What else it is called.}
        parent: {$ref: '#/components/schemas/Thing', x-lazy: true}
        above: {$ref: '#/components/schemas/Alias'}
        SCHEMA
    Alias: {$ref: '#/components/schemas/Thing'}
`

func open(t *testing.T, replace ...string) (*Document, error) {
	t.Helper()
	text := strings.NewReplacer(append(replace, "PARAMETER", "", "OPERATION", "", "SCHEMA", "")...).Replace(small)
	return Open(fstest.MapFS{"small/openapi.yaml": {Data: []byte(text)}}, "small")
}

func TestADocumentIsReadIntoTypes(t *testing.T) {
	t.Parallel()
	d, err := open(t)
	if err != nil {
		t.Fatal(err)
	}
	type facts struct {
		Product, BasePath string
		Public            bool
		Headers           map[string]string
		RateLimit         RateLimit
		Envelope          Envelope
		Everyday          map[string]bool
	}
	want := facts{
		"Small Shop", "/v1", false, map[string]string{"X-Version": "2"}, RateLimit{Requests: 5, Window: 60, Remaining: "X-Left"},
		Envelope{Data: "data", Verdict: &Verdict{"status", int64(1)}}, map[string]bool{"Things": true},
	}
	got := facts{d.Product, d.BasePath, d.Public, d.Headers, d.RateLimit, d.Envelope, d.EverydayTags()}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("of the document (-want +got):\n%s", diff)
	}

	list := d.Operation("listThings")
	if diff := cmp.Diff(&Page{Style: "number", Page: "page", Items: "data", Total: []string{"meta", "total"}, Loose: true, Cap: 10}, list.Page); diff != "" {
		t.Errorf("x-page over the document's (-want +got):\n%s", diff)
	}
	if sort := list.Parameter("query", "sort"); sort == nil || sort.Schema.Default != "up" || list.Parameter("path", "sort") != nil {
		t.Errorf("a shared parameter: %+v", sort)
	}

	get := d.Operation("getThing")
	if content := get.Success().Content(); content.Media != "application/json" || content.Schema != d.Schemas["Thing"] {
		t.Errorf("of two contents: %+v", content)
	}
	if gone := get.Response("404"); gone == nil || gone.Content().Schema.Properties.Get("why") == nil || d.Responses["Gone"].Status != "" {
		t.Errorf("a shared response: %+v", gone)
	}
	if id := get.Parameter("path", "id"); id == nil || !id.Required || !get.Public || list.Public {
		t.Errorf("a path's parameter: %+v; public: %t, %t", id, get.Public, list.Public)
	}
	if get.Evidence != (Evidence{Level: "observed", Source: "here"}) || d.Operation("dropThing") != nil {
		t.Errorf("evidence: %+v", get.Evidence)
	}
	if own, general, failure := get.Success().Level, list.Success().Level, get.Response("404").Level; own != "observed" || general != "inferred" || failure != "" {
		t.Errorf("evidence of responses: %q, %q, of a failure %q", own, general, failure)
	}
}

func TestReferencesAreFollowedOnce(t *testing.T) {
	t.Parallel()
	d, err := open(t)
	if err != nil {
		t.Fatal(err)
	}
	thing := d.Schemas["Thing"]
	parent, above := thing.Properties.Get("parent"), thing.Properties.Get("above")
	if parent.Ref != thing || !parent.Lazy || thing.Lazy || parent.RefName() != "Thing" || parent.Target() != thing {
		t.Errorf("what stands beside a reference: %+v", parent)
	}
	if above != d.Schemas["Alias"] || above.Target() != thing || above.RefName() != "Alias" {
		t.Errorf("a reference to a second name: %+v", above)
	}
	if thing.Properties.Get("name") != thing.Properties.Get("other") {
		t.Error("two plain strings have a schema each")
	}
	round := NewSchema(Schema{})
	round.Ref = round
	if round.Target() != nil || (*Schema)(nil).Target() != nil || !round.Unknown() || thing.Unknown() {
		t.Error("a reference that never ends")
	}
}

// TestNothingIsPassedOver: a slip in a document is a fault of the document, not a fact that's missing.
func TestNothingIsPassedOver(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ where, what, fault string }{
		{"SCHEMA", "more: {type: string, minLenght: 3}", `schema Thing.more: a schema has no "minLenght"`},
		{"SCHEMA", "more: {type: string, x-lenint: text}", `a schema has no "x-lenint"`},
		{"SCHEMA", "more: {type: array, items: {type: string, not: {}}}", `schema Thing.more.items: a schema has no "not"`},
		{"SCHEMA", "more: {$ref: '#/components/schemas/Nothing'}", `there is no schema "Nothing"`},
		{"SCHEMA", "more: {$ref: 'other.yaml#/Thing'}", `other.yaml#/Thing is no reference to a schema`},
		{"SCHEMA", "more: {type: [string]}", "schema Thing.more.type: must be a string, not array"},
		{"SCHEMA", "more: {type: string, nullable: yes-and-no}", "schema Thing.more.nullable: must be true or false, not string"},
		{"SCHEMA", "more:", "schema Thing.more: is empty: {} says that any value will do"},
		{"SCHEMA", "more: {type: integer, minimum: low}", "schema Thing.more.minimum: must be a number, not string"},
		{"PARAMETER", "- {name: a, in: query, schema: {type: string}, requierd: true}", `a parameter has no "requierd"`},
		{"PARAMETER", "- {$ref: '#/components/parameters/Nothing'}", `there is no parameter "Nothing"`},
		{"OPERATION", "x-scoop: a", `GET /things: an operation has no "x-scoop"`},
		{"OPERATION", "x-upsert: {creates: A}", `x-upsert`},
		{"x-page: {cap: 10}", "x-page: {caps: 10}", `GET /things.x-page: x-page has no "caps"`},
		{"x-page: {cap: 10}", "x-page: {cap: ten}", `GET /things.x-page.cap: must be a whole number, not string`},
		{"x-headers:", "x-header:", `the document has no "x-header"`},
		{"remaining:", "remain:", `x-rate-limit has no "remain"`},
		{"success: {field: status, equals: 1}", "succes: 1", `x-envelope has no "succes"`},
	} {
		_, err := open(t, tt.where, tt.what)
		if err == nil || !strings.Contains(err.Error(), tt.fault) {
			t.Errorf("%s: %v, want %s", tt.what, err, tt.fault)
		}
	}
}

func TestEveryDocumentIsRead(t *testing.T) {
	t.Parallel()
	files := os.DirFS("../../specs")
	vendors, err := Vendors(files)
	if err != nil || len(vendors) == 0 {
		t.Fatal(err)
	}
	for _, vendor := range vendors {
		if d, err := Load(files, vendor); err != nil || len(d.Operations) == 0 {
			t.Error(err)
		}
	}
}
