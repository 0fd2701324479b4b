package source

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
	"github.com/seed-8da6be54/vendorkit/specs"
)

const head = `
openapi: 3.0.3
info: {title: T, version: "1", x-product: T}
servers: [{url: https://t.example.com}]
tags: [{name: Things, description: What is kept.}]
x-page: {style: number, page: page, items: data, ceiling: 10}
`

const list = `
paths:
  /things:
    get:
      operationId: listThings
      tags: [Things]
      summary: List the things.
      x-evidence: {level: documented, source: s}
      x-page: {items: rows}
      parameters: [{name: page, in: query, schema: {type: integer}, description: From 1.}]
      responses: {"200": {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/ThingList'}}}}}
components:
  schemas:
    ThingList: {type: object, properties: {rows: {type: array, items: {$ref: '#/components/schemas/Thing'}}}}
    Thing: {type: object, properties: {id: {type: string, readOnly: true}, name: {type: string, nullable: true}, kind: {type: string, enum: [a, b]}}}
    ThingUpdate: {x-write-of: Thing, x-omit: [kind], properties: {note: {type: string}}}
`

func load(files map[string]string) (*Document, error) {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys["v/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	return Load(fsys, "v")
}

func TestLoad(t *testing.T) {
	t.Parallel()
	doc, err := load(map[string]string{"openapi.yaml": head, "resources/things.yaml": list})
	if err != nil {
		t.Fatal(err)
	}
	operations := doc.Operations()
	if len(operations) != 1 || operations[0].GoMethod() != "List" || operations[0].Tag() != "Things" {
		t.Fatalf("operations: %+v", operations)
	}
	want := tree.Object{"style": "number", "page": "page", "items": "rows", "ceiling": int64(10)}
	if diff := cmp.Diff(want, operations[0].Spec["x-page"]); diff != "" {
		t.Errorf("x-page (-want +got):\n%s", diff)
	}
	update, _ := doc.Resolve("#/components/schemas/ThingUpdate")
	wantProperties := tree.Object{"name": tree.Object{"type": "string"}, "note": tree.Object{"type": "string"}}
	if diff := cmp.Diff(wantProperties, update["properties"]); diff != "" {
		t.Errorf("derived write schema (-want +got):\n%s", diff)
	}
}

func TestEverySameSourceGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	vendors, err := Vendors(specs.Files())
	if err != nil || len(vendors) == 0 {
		t.Fatalf("vendors: %v, %v", vendors, err)
	}
	for _, vendor := range vendors {
		var first []byte
		for i := range 2 {
			doc, err := Load(specs.Files(), vendor)
			if err != nil {
				t.Fatal(err)
			}
			data, err := doc.JSON()
			if err != nil {
				t.Fatal(err)
			}
			if i > 0 && !bytes.Equal(first, data) {
				t.Errorf("%s: two runs differ", vendor)
			}
			first = data
			if !json.Valid(data) {
				t.Errorf("%s: not JSON", vendor)
			}
		}
	}
}

// TestFaults breaks each house rule in turn. The message must name the place.
func TestFaults(t *testing.T) {
	t.Parallel()
	change := func(old, new string) string {
		if !strings.Contains(list, old) {
			t.Fatalf("the test's document has no %q", old)
		}
		return strings.Replace(list, old, new, 1)
	}
	tests := []struct{ name, things, want string }{
		{"no evidence", change("x-evidence: {level: documented, source: s}", "x-evidence: {level: sure}"), "GET /things: x-evidence needs a level"},
		{"level of a field", change("note: {type: string}", "note: {type: string, x-evidence: {level: infered}}"), `components.schemas.ThingUpdate.properties.note: x-evidence: infered is no level: it is one of documented, observed, inferred; did you mean "inferred"?`},
		{"level of a field, in a word", change("note: {type: string}", "note: {type: string, x-evidence: sure}"), "properties.note: x-evidence: sure is no level"},
		{"level of a response", change("{description: d,", "{description: d, x-evidence: sure,"), "responses.200: x-evidence: sure is no level"},
		{"word of evidence", change("note: {type: string}", "note: {type: string, x-evidence: {level: inferred, notes: n}}"), `properties.note: x-evidence has no "notes"; did you mean "note"?`},
		{"evidence that is no sentence", change("note: {type: string}", "note: {type: string, x-evidence: {level: inferred, note: 12}}"), "properties.note: x-evidence: note must be a string"},
		{"required without the field", change("properties: {rows:", "required: [row], properties: {rows:"), `schemas.ThingList: required names "row", which is none of its properties; did you mean "rows"?`},
		{"values of two types", change("enum: [a, b]", "enum: [a, 1]"), "properties.kind: the enum has 1, of type integer, where the type is string: quote it"},
		{"values of another type", change("{type: string, enum: [a, b]}", "{type: integer, enum: [a, b]}"), "properties.kind: the enum has a, of type string, where the type is integer"},
		{"values without a type", change("{type: string, enum: [a, b]}", "{enum: [a, true]}"), "properties.kind: the enum has a value of type boolean, true, beside one of type string, a"},
		{"value twice", change("enum: [a, b]", "enum: [a, b, a]"), "properties.kind: the enum has a twice"},
		{"objects as values", change("{type: string, enum: [a, b]}", "{type: object, enum: [{a: 1}, {a: 1}]}"), "properties.kind: the enum has map[a:1] twice"},
		{"null as a value", change("enum: [a, b]", "enum: [a, null]"), "properties.kind: the enum has null among its values"},
		{"no values", change("enum: [a, b]", "enum: []"), "properties.kind: the enum has no values"},
		{"example of another type", change("note: {type: string}", "note: {type: string, example: 12}"), "properties.note: the example: 12 is of type integer, where the type is string: quote it"},
		{"example that is none of the values", change("enum: [a, b]", "enum: [a, b], example: c"), "properties.kind: the example: c is none of the enum's values, [a b]"},
		{"example within a record", change("Thing: {type: object,", "Thing: {type: object, example: {id: 5},"), "schemas.Thing: the example: id: 5 is of type integer"},
		{"example of rows", change("ThingList: {type: object,", "ThingList: {type: object, example: {rows: [{kind: c}]},"), "schemas.ThingList: the example: rows: kind: c is none of"},
		{"example of a body", change("{application/json: {schema:", "{application/json: {example: {rows: 1}, schema:"), "content.application/json: the example: rows: 1 is of type integer, where the type is array"},
		{"example of null", change("note: {type: string}", "note: {type: string, example: null}"), "properties.note: the example: is null"},
		{"default of another type", change("schema: {type: integer}", "schema: {type: integer, default: one}"), "parameters[0].schema: the default: one is of type string"},
		{"parameter's example of another type", change("schema: {type: integer}", "example: one, schema: {type: integer}"), "parameters[0]: the example: one is of type string"},
		{"reference to another kind", change("parameters: [{name: page, in: query, schema: {type: integer}, description: From 1.}]", "parameters: [{$ref: '#/components/schemas/Thing'}]"), "parameters[0]: $ref #/components/schemas/Thing: here stands one of #/components/parameters/"},
		{"response that is a schema", change(`"200": {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/ThingList'}}}}`, `"200": {$ref: '#/components/schemas/ThingList'}`), "responses.200: $ref #/components/schemas/ThingList: here stands one of #/components/responses/"},
		{"type beside a reference", change("items: {$ref: '#/components/schemas/Thing'}", "items: {$ref: '#/components/schemas/Thing', maxItems: 5}"), "properties.rows.items: maxItems beside $ref isn't read"},
		{"reference in a list", change("items: {$ref: '#/components/schemas/Thing'}", "items: {$ref: ['#/components/schemas/Thing']}"), "properties.rows.items.$ref: must be a string"},
		{"parameter without a name", change("{name: page, in: query,", "{in: query,"), "GET /things: parameter number 1: needs name and in"},
		{"section of components", change("  schemas:\n", "  shemas: {}\n  schemas:\n"), `components.shemas: components have no "shemas"; did you mean "schemas"?`},
		{"reference to a file", strings.Replace(list, "'#/components/schemas/ThingList'", "'things.yaml#/components/schemas/ThingList'", 1), "leads nowhere: all files make one document, and a reference to something in it begins with #/components/"},
		{"content without a schema", change("{schema: {$ref: '#/components/schemas/ThingList'}}", "{}"), "responses.200.content.application/json: has no schema: write schema: {} where any value will do"},
		{"content type that there isn't", change("{application/json: {schema", "{aplication/json: {schema"), `content.aplication/json: is no content type: it begins with one of application, audio, font, image, message, model, multipart, text, video; did you mean "application"?`},
		{"content type with a slip", change("{application/json: {schema", "{application/jsn: {schema"), `content.application/jsn: is no content type; did you mean "application/json"?`},
		{"form with a slip", change("parameters:", "requestBody: {content: {application/x-www-formurlencoded: {schema: {type: string}}}}\n      parameters:"), `content.application/x-www-formurlencoded: is no content type; did you mean "application/x-www-form-urlencoded"?`},
		{"parts with a slip", change("parameters:", "requestBody: {content: {multipart/formdata: {schema: {type: string}}}}\n      parameters:"), `content.multipart/formdata: is no content type; did you mean "multipart/form-data"?`},
		{"read of what is written", strings.Replace(change("note: {type: string}", "note: {type: string, readOnly: true}"), "parameters:", "requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/ThingUpdate'}}}}\n      parameters:", 1), "schema ThingUpdate.note.readOnly: the schema is written (GET /things)"},
		{"bounds the other way round", change("note: {type: string}", "note: {type: integer, minimum: 5, maximum: 4.5}"), "properties.note.minimum: 5 is more than maximum, 4.5: no value is in between"},
		{"lengths the other way round", change("note: {type: string}", "note: {type: string, minLength: 5, maxLength: 4}"), "properties.note.minLength: 5 is more than maxLength, 4"},
		{"nothing behind a key", change("Thing: {type: object, properties:", "Box: {type: object, properties: }\n    Thing: {type: object, properties:"), "components.schemas.Box.properties: is empty: leave it out, or indent what belongs to it below it"},
		{"no login behind a key", change("summary: List the things.", "summary: List the things.\n      security:"), "paths./things.get.security: is empty"},
		{"tags in a word", change("tags: [Things]", "tags: Things"), "GET /things: tags: must be a list: [Things]"},
		{"summary in a list", change("summary: List the things.", "summary: [List the things.]"), "GET /things: summary: must be a string, not array"},
		{"description in a list", change("summary: List the things.", "summary: List the things.\n      description: [d]"), "GET /things: description: must be a string, not array"},
		{"reference to itself", change("  schemas:\n", "  schemas:\n    Loop: {$ref: '#/components/schemas/Loop'}\n"), "schemas.Loop: $ref #/components/schemas/Loop, to #/components/schemas/Loop leads back to itself"},
		{"references in a ring", change("  schemas:\n", "  schemas:\n    A: {$ref: '#/components/schemas/B'}\n    B: {$ref: '#/components/schemas/A'}\n"), "schemas.A: $ref #/components/schemas/B, to #/components/schemas/A, to #/components/schemas/B leads back"},
		{"schema always within itself", change("  schemas:\n", "  schemas:\n    Loop: {type: object, required: [inner], properties: {inner: {$ref: '#/components/schemas/Loop'}}}\n"), "schema Loop: it always has itself within it (Loop → Loop)"},
		{"schemas always within one another", change("  schemas:\n", "  schemas:\n    A: {type: object, required: [b], properties: {b: {$ref: '#/components/schemas/B'}}}\n    B: {type: object, properties: {a: {$ref: '#/components/schemas/A', x-go-type-skip-optional-pointer: true}}}\n"), "schema A: it always has itself within it (A → B → A)"},
		{"list of itself", change("  schemas:\n", "  schemas:\n    Loop: {type: array, items: {$ref: '#/components/schemas/Loop'}}\n"), "schema Loop: it always has itself within it"},
		{"rows in no field", change("x-page: {items: rows}", "x-page: {items: row}"), `GET /things.x-page.items: "row": the response has no such field; did you mean "rows"?`},
		{"paging by no parameter", change("name: page,", "name: pages,"), `GET /things.x-page.page: "page": the operation has no such parameter of the query; did you mean "pages"?`},
		{"path without a slash", change("  /things:", "  things:"), "GET things: a path begins with /"},
		{"optional part of the path", strings.Replace(change("/things:", "/things/{id}:"), "parameters: [", "parameters: [{name: id, in: path, schema: {type: string}}, ", 1), "GET /things/{id}: path parameter id: is in the path, so it needs required: true"},
		{"parameters without dashes", change("parameters: [{name: page, in: query, schema: {type: integer}, description: From 1.}]", "parameters: {name: page}"), "GET /things: parameters are a list"},
		{"path but for a name", change("paths:", "paths:\n  /boxes/{a}: {}\n  /boxes/{b}: {}"), "path /boxes/{b}: it is /boxes/{a} but for the names of parameters"},
		{"no status", change(`{"200":`, `{"20":`), `GET /things: response "20": a status has three digits`},
		{"response without a word", change("{description: d,", "{"), "GET /things: response 200: no description"},
		{"deprecated in part", change("operationId: listThings", "operationId: listThings\n      x-deprecated: {since: '2026', reason: r}"), "GET /things: has x-deprecated, and not deprecated: true"},
		{"unknown login", change("operationId: listThings", "operationId: listThings\n      security: [{bearr: []}]"), `GET /things: security names "bearr", which is none of components.securitySchemes`},
		{"unknown format", change("note: {type: string}", "note: {type: string, format: datetime}"), `properties.note: format "datetime": of a value of type string it is one of byte`},
		{"no pattern", change("note: {type: string}", "note: {type: string, pattern: '([a'}"), "properties.note: pattern: error parsing regexp: missing closing ]"},
		{"list of nothing", change("note: {type: string}", "note: {type: array}"), "properties.note: a list needs items"},
		{"no source", change("source: s", "note: s"), "GET /things: x-evidence needs"},
		{"no summary", change("summary: List the things.", ""), "GET /things: no summary"},
		{"no id", change("operationId: listThings", ""), "GET /things: no operationId"},
		{"unknown tag", change("tags: [Things]", "tags: [Others]"), "GET /things: tags: no tag"},
		{"two tags", change("tags: [Things]", "tags: [Things, Things]"), "GET /things: tags: needs exactly one tag"},
		{"dead reference", change("schemas/ThingList'", "schemas/ThingsList'"), `$ref #/components/schemas/ThingsList leads nowhere; did you mean "ThingList"?`},
		{"anonymous schema", change("note: {type: string}", "note: {type: object, properties: {a: {type: string}}}"), "an object schema needs a name"},
		{"lower-case schema", change("ThingUpdate: {", "thingUpdate: {"), "schema thingUpdate: the name must be"},
		{"write of nothing", change("x-write-of: Thing,", "x-write-of: Ding,"), `schema ThingUpdate.x-write-of: "Ding"`},
		{"omitting nothing", change("x-omit: [kind]", "x-omit: [kin]"), `schema ThingUpdate.x-omit[0]: "kin" is no property of Thing`},
		{"filler", change("description: From 1.", "description: The page."), `page: the description "The page." only repeats the name`},
		{"path parameter", change("/things:", "/things/{id}:"), "GET /things/{id}: path parameter id is not declared"},
		{"unknown leniency", change("note: {type: string}", "note: {type: string, x-lenient: maybe}"), "properties.note.x-lenient: maybe: it is one of"},
		{"unknown paging", change("x-page: {items: rows}", "x-page: {items: rows, style: guess}"), "GET /things.x-page.style: \"guess\": it is one of"},
		{"bare paging", change("x-page: {items: rows}", "x-page: true"), "GET /things: x-page must be a mapping"},
		{"deprecated without a word", change("operationId: listThings", "operationId: listThings\n      deprecated: true"), "GET /things: deprecated needs x-deprecated"},
		{"deprecated field without a word", change("note: {type: string}", "note: {type: string, deprecated: true}"), "note: deprecated needs x-deprecated-reason"},
		{"changing parameter", change("name: page, in: query", "name: clear_all, in: query"), "query parameter clear_all: clear_all sounds as if it changed something: say x-changes"},
		{"no read", change("summary: List the things.", "summary: Call the things."), `GET /things: summary: "Call" is no word of a read, such as Get, List or Search: begin with one, or say x-retry-safe, true or false`},
		{"changing what", change("name: page, in: query", "name: page, in: query, x-changes: perhaps"), "parameter page: x-changes is true or false"},
		{"key twice", change("summary: List the things.", "summary: A.\n      summary: B."), "resources/things.yaml"},
		{"no mapping", "- a\n", "resources/things.yaml: line 1: must hold one mapping"},
		{"empty file", "", "resources/things.yaml: line 1: is empty"},
		{"foreign key", change("paths:", "servers: []\npaths:"), `v/resources/things.yaml: servers: only paths, components and tags may stand here`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := load(map[string]string{"openapi.yaml": head, "resources/things.yaml": test.things})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
	for name, test := range map[string]struct {
		files map[string]string
		want  string
	}{
		"two files, one operation": {map[string]string{"resources/a.yaml": list, "resources/b.yaml": list}, "v/resources/b.yaml: paths./things.get: stands in v/resources/a.yaml too"},
		"two files, one schema":    {map[string]string{"resources/a.yaml": list, "resources/b.yaml": "components: {schemas: {Thing: {type: string}}}"}, "v/resources/b.yaml: components.schemas.Thing: stands in v/resources/a.yaml too"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.files["openapi.yaml"] = head
			if _, err := load(test.files); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
	for name, test := range map[string]struct{ old, new, want string }{
		"another OpenAPI":    {"openapi: 3.0.3", "openapi: 3.1.0", "openapi.yaml: openapi is 3.1.0: the documents are of OpenAPI 3.0"},
		"server without one": {"https://t.example.com", "t.example.com", `openapi.yaml.servers[0]: "t.example.com" is no address`},
		"level of all":       {"x-page: {style", "x-evidence: {level: sure}\nx-page: {style", "openapi.yaml: x-evidence: sure is no level"},
		"login of all":       {"x-page: {style", "security: [{key: []}]\nx-page: {style", `openapi.yaml: security names "key"`},
		"header's number":    {"x-page: {style", "x-headers: {X-Version: 1}\nx-page: {style", "openapi.yaml.x-headers.X-Version: 1: a header is a string"},
		"method's header":    {"x-page: {style", "x-method-headers: {GET: {X-Version: 1}}\nx-page: {style", "openapi.yaml.x-method-headers.GET.X-Version: 1: a header is a string"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if !strings.Contains(head, test.old) {
				t.Fatalf("the test's document has no %q", test.old)
			}
			_, err := load(map[string]string{"openapi.yaml": strings.Replace(head, test.old, test.new, 1), "resources/things.yaml": list})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
	if _, err := load(nil); err == nil || !strings.Contains(err.Error(), "v/openapi.yaml") {
		t.Errorf("a vendor without a document: %v", err)
	}
}

// TestFaultsOfWhatIsShared: what is wrong with a parameter that operations refer to is told once, where it is described.
func TestFaultsOfWhatIsShared(t *testing.T) {
	t.Parallel()
	things := strings.Replace(list, "parameters: [{name: page, in: query, schema: {type: integer}, description: From 1.}]", "parameters: [{$ref: '#/components/parameters/Page'}]", 1)
	things = strings.Replace(things, "components:\n", "  /others:\n    get:\n      operationId: listOthers\n      tags: [Things]\n      summary: List the others.\n      x-evidence: {level: documented, source: s}\n"+
		"      parameters: [{$ref: '#/components/parameters/Page'}]\n      responses: {\"204\": {description: d}}\ncomponents:\n  parameters:\n    Page: {name: page, in: query, allowReserved: true, schema: {type: integer}}\n", 1)
	_, err := load(map[string]string{"openapi.yaml": head, "resources/things.yaml": things})
	if err == nil || err.Error() != "document v:\nparameter Page: allowReserved: a client escapes what is reserved" {
		t.Errorf("%v", err)
	}
}

func TestGoMethod(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ id, tag, want string }{
		{"listCircles", "Circles", "List"},
		{"getCircle", "Circles", "Get"},
		{"listCircleMembers", "Circles", "ListMembers"},
		{"listCirclesTimeSpent", "Circles", "ListTimeSpent"},
		{"deletePolicy", "Policies", "Delete"},
		{"createStatus", "Statuses", "Create"},
		{"getMe", "Me", "Get"},
		{"startSpreadsheetExport", "Exports", "StartSpreadsheet"},
		{"publish", "Shifts", "Publish"},
		{"listOKRs", "OKRs", "List"},
		{"circlesList", "Circles", "CirclesList"},
	} {
		if got := goMethod(test.id, test.tag); got != test.want {
			t.Errorf("%s on %s: got %s, want %s", test.id, test.tag, got, test.want)
		}
	}
}

func TestBareDatesStayText(t *testing.T) {
	t.Parallel()
	doc, err := load(map[string]string{"openapi.yaml": head, "resources/things.yaml": strings.Replace(list, "note: {type: string}", "note: {type: string, example: 2023-08-08}", 1)})
	if err != nil {
		t.Fatal(err)
	}
	note, _ := doc.Resolve("#/components/schemas/ThingUpdate/properties/note")
	if note["example"] != "2023-08-08" {
		t.Errorf("a bare date became %T %v", note["example"], note["example"])
	}
}

// TestSchemasThatComeAgain: a tree of records is no mistake.
func TestSchemasThatComeAgain(t *testing.T) {
	t.Parallel()
	for _, node := range []string{
		"{type: object, properties: {above: {$ref: '#/components/schemas/Node'}}}",
		"{type: object, required: [above], properties: {above: {nullable: true, allOf: [{$ref: '#/components/schemas/Node'}]}}}",
		"{type: object, required: [above], properties: {above: {$ref: '#/components/schemas/Node', nullable: true}}}",
		"{type: object, required: [below], properties: {below: {type: array, items: {$ref: '#/components/schemas/Node'}}}}",
		"{type: object, required: [below], properties: {below: {$ref: '#/components/schemas/Nodes'}}}\n    Nodes: {type: array, items: {$ref: '#/components/schemas/Node'}}",
	} {
		things := strings.Replace(list, "  schemas:\n", "  schemas:\n    Node: "+node+"\n", 1)
		if _, err := load(map[string]string{"openapi.yaml": head, "resources/things.yaml": things}); err != nil {
			t.Errorf("%s: %v", node, err)
		}
	}
}
