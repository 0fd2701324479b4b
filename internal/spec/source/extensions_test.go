package source

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

const shop = `
openapi: 3.0.3
info: {title: T, version: "1", x-product: T}
servers: [{url: https://t.example.com}]
tags: [{name: Orders, description: What is bought.}]
x-evidence: {level: documented, source: "the document of {edition}", edition: "2026-07"}
x-envelope: {success: {field: status, equals: 1}, data: data, error: error, code: status}
x-error-codes:
  - {code: 3, name: bad_token, kind: unauthorized, meaning: The token isn't valid.}
  - {code: 9, name: gone}
x-error-fields: {code: [reason]}
x-rate-limit: {requests: 10, window: 60, limit: x-limit}
x-method-headers: {DELETE: {Content-Type: application/json}}
x-nested-writes: Input
paths:
  /orders/{id}:
    get:
      operationId: getOrder
      tags: [Orders]
      summary: Get an order.
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: &responses
        "200": {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/OrderItem'}}}}
        default: {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Failure'}}}}
    delete:
      operationId: deleteOrder
      tags: [Orders]
      summary: Delete an order.
      deprecated: true
      x-deprecated: {since: "2024-01-01", use: getOrder}
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {"204": {description: d}}
components:
  schemas:
    OrderItem: {type: object, properties: {status: {type: integer}, data: {$ref: '#/components/schemas/Order'}}}
    Failure: {type: object, properties: {status: {type: integer}, error: {type: string}, reason: {type: string}}}
    Order:
      type: object
      properties:
        id: {type: string, x-last-edition: "2026-01"}
        size: {type: number, x-lenient: integer}
        note: {type: string, x-go-type: value.Text}
        old: {type: string, deprecated: true, x-deprecated-reason: Use note.}
        key: {type: string, x-secret: true}
        next: {$ref: '#/components/schemas/Order', x-lazy: true}
    OrderCreate: {x-write-of: Order, x-omit: [id]}
`

// TestExtensionsFitTheDocument makes one slip after the other in what a document's extensions name. Each is told at its line.
func TestExtensionsFitTheDocument(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ old, new, want string }{
		"the envelope's data":             {"data: data, error", "data: dta, error", `openapi.yaml.x-envelope.data: no response has a field "dta"; did you mean "data"?`},
		"the envelope's error":            {"error: error", "error: err", `openapi.yaml.x-envelope.error: no response has a field "err"`},
		"the envelope's code":             {"code: status}", "code: stats}", `openapi.yaml.x-envelope.code: no response has a field "stats"; did you mean "status"?`},
		"the verdict's field":             {"field: status", "field: state", `openapi.yaml.x-envelope.success.field: no response has a field "state"`},
		"the verdict's value":             {"equals: 1", `equals: "1"`, `openapi.yaml.x-envelope.success.equals: the field status: 1 is of type string, where the type is integer`},
		"no value of the verdict":         {", equals: 1", "", `openapi.yaml.x-envelope.success: needs field`},
		"an envelope in a word":           {"x-envelope: {success: {field: status, equals: 1}, data: data, error: error, code: status}", "x-envelope: data", `openapi.yaml.x-envelope: must be an object`},
		"codes without a verdict":         {"success: {field: status, equals: 1}, ", "", `openapi.yaml.x-error-codes: nobody reads a code`},
		"a code twice":                    {"code: 9", "code: 3", `openapi.yaml.x-error-codes[1].code: 3 is that of x-error-codes[0] too`},
		"a code that is a success":        {"code: 9", "code: 1", `openapi.yaml.x-error-codes[1].code: 1 is what the field status says of a success`},
		"a code of another type":          {"code: 9", "code: nine", `openapi.yaml.x-error-codes[1].code: the field status: nine is of type string`},
		"a code's kind":                   {"kind: unauthorized", "kind: unauthorised", `openapi.yaml.x-error-codes[0].kind: "unauthorised": it is one of conflict, forbidden`},
		"a code's word":                   {"name: gone", "nme: gone", `openapi.yaml.x-error-codes[1]: a code has no "nme"; did you mean "name"?`},
		"no list of codes":                {"x-error-fields: {code: [reason]}", "x-error-fields: {code: reason}", `openapi.yaml.x-error-fields: must be an object with code, a list of fields`},
		"a field of codes":                {"[reason]", "[reson]", `openapi.yaml.x-error-fields.code[0]: no response has a field "reson"; did you mean "reason"?`},
		"a limit of nothing":              {"requests: 10", "requests: 0", `openapi.yaml.x-rate-limit: needs requests`},
		"a window of half a second":       {"window: 60", "window: 0.5", `openapi.yaml.x-rate-limit: needs window`},
		"a header of the limit":           {"limit: x-limit", "limit: x limit", `openapi.yaml.x-rate-limit.limit: "x limit": no header can have this name`},
		"a method":                        {"{DELETE: {", "{DELTE: {", `openapi.yaml.x-method-headers.DELTE: is no method of HTTP in capitals; did you mean "DELETE"?`},
		"a method in small letters":       {"{DELETE: {", "{delete: {", `openapi.yaml.x-method-headers.delete: is no method of HTTP in capitals; did you mean "DELETE"?`},
		"a method's header":               {"Content-Type: application/json}", `"Content Type": application/json}`, `"Content Type": no header can have this name`},
		"the end of a name":               {"x-nested-writes: Input", "x-nested-writes: input", `openapi.yaml.x-nested-writes: input: it is the end of a Go name`},
		"a product that is a number":      {"x-product: T", "x-product: 5", `openapi.yaml.info.x-product: 5: it is what people call the product`},
		"services without dashes":         {"tags: [{name: Orders, description: What is bought.}]", "tags: {name: Orders}", `openapi.yaml.tags: must be a list`},
		"fields of work without dashes":   {"x-nested-writes:", "x-groups: {name: Yard}\nx-nested-writes:", `openapi.yaml.x-groups: must be a list`},
		"what to use instead":             {"use: getOrder", "use: getOder", `DELETE /orders/{id}.x-deprecated.use: "getOder" is no operationId; did you mean "getOrder"?`},
		"itself instead":                  {"use: getOrder", "use: deleteOrder", `DELETE /orders/{id}.x-deprecated.use: "deleteOrder" is the operation itself`},
		"a sentence instead":              {"use: getOrder", "use: another way", ""},
		"a method's name":                 {"summary: Get an order.", "summary: Get an order.\n      x-method: fetch it", `GET /orders/{id}.x-method: "fetch it" must be an exported Go name`},
		"a guess in a word":               {"summary: Get an order.", "summary: Get an order.\n      x-guess: no", `GET /orders/{id}.x-guess: must be true or false`},
		"a guess of nothing":              {"summary: Delete an order.", "summary: Delete an order.\n      x-guess: true", `DELETE /orders/{id}.x-guess: is for an operation whose response is JSON`},
		"a builder of nothing":            {"summary: Delete an order.", "summary: Delete an order.\n      x-builder: true", `DELETE /orders/{id}.x-builder: is for an operation whose response is JSON`},
		"a newer edition than the newest": {`"2026-01"`, `"2026-08"`, `components.schemas.Order.properties.id.x-last-edition: "2026-08" is not before "2026-07"`},
		"an edition that is a number":     {`x-last-edition: "2026-01"`, `x-last-edition: 2026`, `properties.id.x-last-edition: must be a string: quote it`},
		"an edition of no editions":       {`, edition: "2026-07"`, ``, `properties.id.x-last-edition: the x-evidence of openapi.yaml names no edition`},
		"a spelling of another type":      {"type: number, x-lenient: integer", "type: boolean, x-lenient: integer", `properties.size.x-lenient: integer, and the type beside it is boolean`},
		"a spelling":                      {"x-lenient: integer", "x-lenient: integr", `properties.size.x-lenient: integr: it is one of number, integer, boolean, text, list, map; did you mean "integer"?`},
		"a Go type":                       {"value.Text", "value.Txt", `properties.note.x-go-type: "value.Txt" is no type: it has`},
		"a Go type within another":        {"value.Text", "'map[strng]any'", `properties.note.x-go-type: "strng" is no type`},
		"a Go type by hand":               {"value.Text", "'map[string]OwnNote'", ""},
		"a secret that is a number":       {"key: {type: string,", "key: {type: integer,", `properties.key.x-secret: is for a string, and the type is integer`},
		"a lazy text":                     {"key: {type: string, x-secret: true}", "key: {type: string, x-lazy: true}", `properties.key.x-lazy: is for a record or a list of them, and the type is string`},
		"a reason without deprecation":    {"old: {type: string, deprecated: true,", "old: {type: string,", `properties.old.x-deprecated-reason: and not deprecated: true`},
		"what is left out, in a word":     {"x-omit: [id]", "x-omit: id", `schema OrderCreate.x-omit: must be a list of fields, such as [id]`},
		"what is left out":                {"x-omit: [id]", "x-omit: [idd]", `schema OrderCreate.x-omit[0]: "idd" is no property of Order; did you mean "id"?`},
		"all but what is left out":        {"x-omit: [id]", "x-omit: [id], x-only: [note]", `schema OrderCreate.x-omit: beside x-only`},
		"what is written of nothing":      {"x-write-of: Order", "x-write-of: Ordr", `schema OrderCreate.x-write-of: "Ordr" isn't a schema; did you mean "Order"?`},
		"what is written of a list":       {"x-write-of: Order", "x-write-of: [Order]", `schema OrderCreate.x-write-of: must be the name of a schema`},
	} {
		if !strings.Contains(shop, test.old) {
			t.Fatalf("the test's document has no %q", test.old)
		}
		fsys := fstest.MapFS{"v/openapi.yaml": {Data: []byte(strings.Replace(shop, test.old, test.new, 1))}}
		_, err := Load(fsys, "v")
		if test.want == "" || err == nil {
			if err != nil || test.want != "" {
				t.Errorf("%s: %v, want %q", name, err, test.want)
			}
			continue
		}
		lines := strings.Split(Locate(fsys, "v", "specs", err).Error(), "\n")
		if !strings.Contains(strings.Join(lines, "\n"), test.want) {
			t.Errorf("%s: %v, want %s", name, strings.Join(lines, "\n"), test.want)
		}
		for _, line := range lines[1:] {
			if !strings.HasPrefix(line, "specs/v/openapi.yaml:") {
				t.Errorf("%s: no line: %s", name, line)
			}
		}
	}
}

// TestFaultsOfCopies: what is wrong with a field is told where it is written, and not of every schema that is derived from its.
func TestFaultsOfCopies(t *testing.T) {
	t.Parallel()
	_, err := Load(fstest.MapFS{"v/openapi.yaml": {Data: []byte(strings.Replace(shop, "x-lenient: integer", "format: nothing", 1))}}, "v")
	if err == nil || strings.Count(err.Error(), "\n") != 1 {
		t.Errorf("%v, want one line", err)
	}
}

// TestValueTypes: the Go types that a document may name are there.
func TestValueTypes(t *testing.T) {
	t.Parallel()
	files, err := os.ReadDir("../../../rest/value")
	if err != nil {
		t.Fatal(err)
	}
	var declared []string
	for _, file := range files {
		if !strings.HasSuffix(file.Name(), ".go") || strings.HasSuffix(file.Name(), "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), "../../../rest/value/"+file.Name(), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(node ast.Node) bool {
			if of, ok := node.(*ast.TypeSpec); ok {
				declared = append(declared, "value."+of.Name.Name)
			}
			return true
		})
	}
	for _, name := range valueTypes {
		if !slices.Contains(declared, name) {
			t.Errorf("there is no %s", name)
		}
	}
}
