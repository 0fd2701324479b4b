package source

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// withParameters is the test's document with other parameters.
func withParameters(t *testing.T, ofPath, own string) (*Document, error) {
	t.Helper()
	const old = "parameters: [{name: page, in: query, schema: {type: integer}, description: From 1.}]"
	if !strings.Contains(list, old) {
		t.Fatal("the test's document has other parameters")
	}
	things := strings.Replace(list, old, "parameters: ["+own+", {name: page, in: query, schema: {type: integer}, description: From 1.}]", 1)
	things = strings.Replace(things, "/things:\n", "/things/{id}:\n    parameters: ["+ofPath+"]\n", 1)
	return load(map[string]string{"openapi.yaml": head, "resources/things.yaml": things})
}

const idInPath = "{name: id, in: path, required: true, schema: {type: string}}"

// TestConstructsThatAClientCannotSend: each is OpenAPI, and none of them has a way through the client template.
func TestConstructsThatAClientCannotSend(t *testing.T) {
	t.Parallel()
	for parameter, want := range map[string]string{
		"{name: a, in: query, style: pipeDelimited, explode: false, schema: {type: array, items: {type: string}}, description: d.}":  "style pipeDelimited of array: a client writes form",
		"{name: a, in: query, style: spaceDelimited, explode: false, schema: {type: array, items: {type: string}}, description: d.}": "style spaceDelimited of array: a client writes form",
		"{name: a, in: query, style: deepObject, schema: {type: array, items: {type: string}}, description: d.}":                     "style deepObject of array",
		"{name: a, in: query, schema: {type: array, items: {type: number}}, description: d.}":                                        "a list of number",
		"{name: a, in: query, schema: {type: array, items: {type: array, items: {type: string}}}, description: d.}":                  "a list of array",
		"{name: a, in: query, schema: {type: object, additionalProperties: {type: string}}, description: d.}":                        "style: deepObject",
		"{name: a, in: query, style: form, schema: {type: object, additionalProperties: {type: string}}, description: d.}":           "style: deepObject",
		"{name: a, in: query, style: deepObject, schema: {type: object, additionalProperties: {type: integer}}, description: d.}":    "maps of strings",
		"{name: a, in: query, schema: {}, description: d.}":                                                                          "type unknown",
		"{name: a, in: query, allowReserved: true, schema: {type: string}, description: d.}":                                         "allowReserved",
		"{name: a, in: query, content: {application/json: {schema: {type: object}}}, description: d.}":                               "content type of its own",
		"{name: a, in: cookie, schema: {type: string}, description: d.}":                                                             "in: cookie",
		"{name: a, in: query, style: [form], schema: {type: string}, description: d.}":                                               "style must be a string",
		"{name: a, in: query, schema: {type: string, oneOf: [{type: integer}]}, description: d.}":                                    "type unknown",
		"{name: a, in: query, schema: {type: string, format: byte}, description: d.}":                                                "format byte",
		"{name: a, in: query, schema: {type: array, items: {type: string, format: date}}, description: d.}":                          "a list of dates",
		"{name: page, in: query, schema: {type: string}}":                                                                            "stands twice",
		"{name: Content-Type, in: header, schema: {type: string}, description: d.}":                                                  "a client sets this header itself",
		"{name: authorization, in: header, schema: {type: string}, description: d.}":                                                 "a client sets this header itself",
		"{name: A B, in: header, schema: {type: string}, description: d.}":                                                           "no header can have this name",
		"{name: A, in: header, schema: {type: array, items: {type: string}}, description: d.}":                                       "header",
	} {
		if _, err := withParameters(t, idInPath, parameter); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "GET /things/{id}: ") {
			t.Errorf("%s: %v, want %q", parameter, err, want)
		}
	}
	for parameter, want := range map[string]string{
		"{name: id, in: path, required: true, style: matrix, schema: {type: string}}":                 "style matrix",
		"{name: id, in: path, required: true, schema: {type: array, items: {type: string}}}":          "type array: a client puts strings and integers",
		"{name: id, in: path, required: true, schema: {type: string, format: date-time}}":             "format date-time",
		"{name: id, in: path, required: true, schema: {type: boolean}}":                               "type boolean: a client puts strings and integers",
		"{name: id, in: path, required: true, schema: {oneOf: [{type: string}], x-lenient: text}}":    "type lenient text",
		"{name: id, in: path, required: true, content: {application/json: {schema: {type: string}}}}": "content type of its own",
	} {
		if _, err := withParameters(t, parameter, "{name: a, in: query, schema: {type: string}, description: d.}"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", parameter, err, want)
		}
	}
	for _, parameter := range []string{
		"{name: A, in: header, schema: {type: integer}, description: d.}",
		"{name: a, in: query, style: form, explode: false, schema: {type: array, items: {type: integer}}, description: d.}",
		"{name: a, in: query, style: deepObject, schema: {type: object, additionalProperties: {type: string}}, description: d.}",
	} {
		if _, err := withParameters(t, idInPath, parameter); err != nil {
			t.Errorf("%s: %v", parameter, err)
		}
	}
}

// TestParametersOfAPathAreReplaced by an operation's of the same name and place.
func TestParametersOfAPathAreReplaced(t *testing.T) {
	t.Parallel()
	doc, err := withParameters(t, idInPath+", {name: a, in: query, schema: {type: boolean}, description: d.}, {name: b, in: query, schema: {type: boolean}, description: d.}",
		"{name: a, in: query, schema: {type: string}, description: d.}")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range doc.Parameters(doc.Operations()[0]) {
		got = append(got, tree.String(p, "name")+" "+tree.String(p["schema"].(tree.Object), "type"))
	}
	if diff := cmp.Diff([]string{"id string", "b boolean", "a string", "page integer"}, got); diff != "" {
		t.Errorf("parameters (-want +got):\n%s", diff)
	}
}

// TestNamesThatWouldWriteCode are refused wherever they stand, before a template or a generator sees them.
func TestNamesThatWouldWriteCode(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{`a"b`, "a`b", `a'b`, `a\b`, "a\nb", "a\u2028b", "a\u202eb", "a\u200bb", "\x07"} {
		quoted := quote(bad)
		for where, test := range map[string]struct{ old, new string }{
			"property":     {"name: {type: string, nullable: true}", quoted + ": {type: string}"},
			"enum":         {"enum: [a, b]", "enum: [a, " + quoted + "]"},
			"parameter":    {"{name: page, in: query", "{name: " + quoted + ", in: query, schema: {type: string}, description: d.}, {name: page, in: query"},
			"path":         {"/things:", quote("/things"+bad) + ":"},
			"operationId":  {"operationId: listThings", "operationId: " + quoted},
			"x-go-name":    {"id: {type: string,", "id: {x-go-name: " + quoted + ", type: string,"},
			"a schema":     {"Thing: {type", quoted + ": {type"},
			"its property": {"note: {type: string}", quoted + ": {type: string}"},
		} {
			if !strings.Contains(list, test.old) {
				t.Fatalf("the test's document has no %q", test.old)
			}
			_, err := load(map[string]string{"openapi.yaml": head, "resources/things.yaml": strings.Replace(list, test.old, test.new, 1)})
			if err == nil {
				t.Errorf("%s %q was taken", where, bad)
			}
		}
	}
	_, err := load(map[string]string{"openapi.yaml": head, "resources/things.yaml": strings.Replace(list, "note: {type: string}", `"note,string": {type: string}`, 1)})
	if err == nil || !strings.Contains(err.Error(), "takes what follows the comma for an option") {
		t.Errorf("a comma: %v", err)
	}
}

// quote writes a string of YAML in double quotes.
func quote(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\u2028", `\u2028`, "\u202e", `\u202e`, "\u200b", `\u200b`, "\x07", `\a`).Replace(text) + `"`
}
