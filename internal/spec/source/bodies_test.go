package source

import (
	"strings"
	"testing"
)

// replaced is the test's document with one thing of it written otherwise, and schemas added.
func replaced(t *testing.T, old, new, schemas string) (*Document, error) {
	t.Helper()
	if !strings.Contains(list, old) {
		t.Fatalf("the test's document has no %q", old)
	}
	return load(map[string]string{"openapi.yaml": head, "resources/things.yaml": strings.Replace(list, old, new, 1) + schemas})
}

const response = "responses: {\"200\": {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/ThingList'}}}}}"

// TestBodiesThatAClientCannotSend: each is OpenAPI, and a client would send something else.
func TestBodiesThatAClientCannotSend(t *testing.T) {
	t.Parallel()
	const schemas = `    Form:
      type: object
      x-write: true
      properties: {text: {type: string}, list: {type: array, items: {type: string}}, map: {type: object, additionalProperties: {type: string}}}
    Files: {type: object, x-write: true, properties: {file: {type: string, format: binary}}}
    Bytes: {type: object, x-write: true, properties: {bytes: {type: string, format: byte}}}
    Records: {type: object, x-write: true, properties: {records: {type: array, items: {$ref: '#/components/schemas/Form'}}}}
`
	ref := func(name string) string { return "{schema: {$ref: '#/components/schemas/" + name + "'}}" }
	for content, want := range map[string]string{
		"text/json: " + ref("Form"):                                                         "as application/json",
		"application/merge-patch+json: " + ref("Form"):                                      "as application/json",
		"'application/json; charset=utf-8': " + ref("Form"):                                 "without a wildcard or parameters",
		"'*/*': " + ref("Form"):                                                             "without a wildcard or parameters",
		"Application/JSON: " + ref("Form"):                                                  "in lower case",
		"multipart/mixed: " + ref("Form"):                                                   "as multipart/form-data",
		"application/xml: " + ref("Form") + ", text/csv: {schema: {type: string}}":          "several content types",
		"application/json: " + ref("Thing"):                                                 "has the field id, which is only read",
		"application/json: {schema: {type: array, items: " + ref("Thing")[9:] + "}":         "has the field id, which is only read",
		"multipart/form-data: " + ref("Bytes"):                                              "format byte",
		"application/x-www-form-urlencoded: " + ref("Bytes"):                                "format byte",
		"application/x-www-form-urlencoded: " + ref("Files"):                                "only multipart/form-data",
		"application/x-www-form-urlencoded: " + ref("Records"):                              "say how a client writes a list",
		"multipart/form-data: " + ref("Records"):                                            "say how a client writes a list",
		"application/x-www-form-urlencoded: {schema: {type: array, items: {type: string}}}": "is an object, not array",
		"": "no content",
	} {
		_, err := replaced(t, response, "requestBody: {content: {"+content+"}}\n      "+response, schemas)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "GET /things: ") {
			t.Errorf("%s: %v, want %q", content, err, want)
		}
	}
	for content, want := range map[string]string{
		"application/json: " + ref("Form"):     "application/json",
		"multipart/form-data: " + ref("Files"): "multipart/form-data",
		"application/x-www-form-urlencoded: " + strings.TrimSuffix(ref("Form"), "}") + ", encoding: {list: {style: form}, map: {style: deepObject, explode: true}}}": "application/x-www-form-urlencoded",
		"application/octet-stream: {schema: {type: string, format: binary}}":                                                                                         "application/octet-stream",
		"application/xml: " + ref("Thing"): "application/xml",
		// Of several a client sends JSON, whatever stands before it in the alphabet.
		"application/atom+xml: " + ref("Form") + ", application/json: " + ref("Form"): "application/json",
	} {
		doc, err := replaced(t, response, "requestBody: {content: {"+content+"}}\n      "+response, schemas)
		if err != nil {
			t.Errorf("%s: %v", content, err)
		} else if got, _ := FirstContent(doc.Follow(doc.Operations()[0].Spec["requestBody"])); got != want {
			t.Errorf("%s: a client sends %s, want %s", content, got, want)
		}
	}
}

// TestSuccessesThatAClientCannotTellApart, and those of which it takes the one with content.
func TestSuccessesThatAClientCannotTellApart(t *testing.T) {
	t.Parallel()
	const rows = "{description: d, content: {application/json: {schema: {$ref: '#/components/schemas/ThingList'}}}}"
	one := strings.Replace(rows, "ThingList", "Thing", 1)
	for responses, want := range map[string]string{
		"{'200': " + rows + ", '201': " + one + "}":                               "200 and 201",
		"{'200': " + rows + ", 2XX: " + one + "}":                                 "200 and 2XX",
		"{default: " + rows + "}":                                                 "no response is a success",
		"{'302': {description: d}}":                                               "no response is a success",
		"{'200': {description: d, content: {'*/*': {schema: {}}}}}":               "content type */*",
		"{'200': {description: d, content: {text/csv: {}, application/pdf: {}}}}": "several content types",
	} {
		if _, err := replaced(t, response, "responses: "+responses, ""); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", responses, err, want)
		}
	}
	for _, responses := range []string{
		"{'200': {description: d}, '201': " + rows + "}",
		"{'200': " + rows + ", '201': " + rows + "}",
		"{2XX: " + rows + ", '204': {description: d}}",
		"{'200': " + strings.Replace(rows, "application/json", "'application/json; charset=utf-8'", 1) + "}",
		"{'200': " + strings.Replace(rows, "application/json:", "application/atom+xml: {}, application/json:", 1) + "}",
	} {
		if _, err := replaced(t, response, "responses: "+responses, ""); err != nil {
			t.Errorf("%s: %v", responses, err)
		}
	}
}

// TestNamesThatAreOneInGo are told where they stand, with a word list or without.
func TestNamesThatAreOneInGo(t *testing.T) {
	t.Parallel()
	for _, fields := range []string{"a-b: {type: string}, a.b: {type: string}", "id: {type: string}, Id: {type: string}", "'@id': {type: string}, id: {type: string}"} {
		if _, err := replaced(t, "note: {type: string}", fields, ""); err == nil || !strings.Contains(err.Error(), "in Go: give one an x-go-name") {
			t.Errorf("%s: %v", fields, err)
		}
	}
	if _, err := replaced(t, "note: {type: string}", "a-b: {type: string}, a.b: {type: string, x-go-name: Other}", ""); err != nil {
		t.Error(err)
	}
	for _, parameter := range []string{"{name: Page, in: query, schema: {type: string}}", "{name: page, in: header, schema: {type: string}}"} {
		if _, err := withParameters(t, idInPath, parameter); err == nil || !strings.Contains(err.Error(), "in Go: give one an x-go-name") {
			t.Errorf("%s: %v", parameter, err)
		}
	}
	if _, err := withParameters(t, idInPath, "{name: id, in: query, schema: {type: string}}"); err != nil {
		t.Errorf("a path's parameter is no field: %v", err)
	}
}
