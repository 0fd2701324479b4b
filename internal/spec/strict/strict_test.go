package strict

import (
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
)

const house = `openapi: 3.0.3
info:
  title: T
  version: "1"
servers:
  - url: https://t.example.com
tags:
  - {name: Doors, description: What opens.}
paths:
  /doors:
    get:
      operationId: listDoors
      tags: [Doors]
      summary: List the doors.
      parameters:
        - name: colour
          in: query
          schema: {type: string}
      responses:
        "200":
          description: d
          headers:
            X-Count:
              schema: {type: integer}
          content:
            application/json:
              schema: {type: array, items: {$ref: '#/components/schemas/Door'}}
components:
  securitySchemes:
    bearer:
      type: http
      scheme: bearer
  parameters:
    Size:
      name: size
      in: query
      schema: {type: integer, minimum: 1}
  schemas:
    Door:
      type: object
      properties:
        id: {type: integer}
        lock:
          $ref: '#/components/schemas/Lock'
    Lock:
      type: object
      properties:
        code: {type: string}
    DoorCreate:
      x-write-of: Door
`

// TestPlaces breaks one thing after the other that kin-openapi looks at. Each is told in one line, by its place and its line.
func TestPlaces(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ old, new, line, want string }{
		"default":                  {"id: {type: integer}", "id: {type: integer, minimum: 5, default: 1}", "id: {", "components.schemas.Door.properties.id.default: invalid default: number must be at least 5"},
		"example":                  {"code: {type: string}", "code: {type: string, maxLength: 1, example: abc}", "code: {", "components.schemas.Lock.properties.code.example: invalid example: maximum string length is 1"},
		"alternatives":             {"code: {type: string}", "code: {oneOf: [{type: integer}, {type: boolean}], example: abc}", "code: {", "example: invalid example: doesn't match schema due to: value must be an integer Or value must be a boolean"},
		"example of a record":      {"    Door:\n", "    Door:\n      required: [id]\n      example:\n        lock: {code: c}\n", "example:", `components.schemas.Door.example: invalid example: Error at "/id": property "id" is missing`},
		"example through a ref":    {"    Door:\n", "    Door:\n      example: {lock: {code: 5}}\n", "example:", `components.schemas.Door.example: invalid example: Error at "/lock/code": value must be a string`},
		"example of a parameter":   {"      in: query\n      schema: {type: integer, minimum: 1}", "      in: query\n      example: 0\n      schema: {type: integer, minimum: 1}", "example: 0", "components.parameters.Size.example: invalid example: number must be at least 1"},
		"examples of a parameter":  {"          in: query\n", "          in: query\n          examples:\n            one: {value: 5}\n", "one: {", "parameters[0].examples.one: invalid example: one: value must be a string"},
		"examples of a response":   {"            application/json:\n", "            application/json:\n              examples:\n                two: {value: {}}\n", "two: {", "content.application/json.examples.two: invalid example: example two: value must be an array"},
		"read and written only":    {"code: {type: string}", "code: {type: string, readOnly: true, writeOnly: true}", "code: {", "components.schemas.Lock.properties.code: a property MUST NOT be marked as both readOnly and writeOnly"},
		"two things at once":       {"code: {type: string}", "code: {type: string, minLength: 3, example: a, default: b}", "code: {", "components.schemas.Lock.properties.code.default: invalid default"},
		"a header":                 {"              schema: {type: integer}", "              description: d", "X-Count:", "responses.200.headers.X-Count: header schema is invalid"},
		"a description of a list":  {"          description: d\n", "          description: [d]\n", "description: [d]", "responses.200.description: is of type array: OpenAPI has a string here"},
		"an address of a word":     {"      summary: List the doors.\n", "      summary: List the doors.\n      externalDocs: here\n", "externalDocs: here", "paths./doors.get.externalDocs: is of type string: OpenAPI has an object here"},
		"no address":               {"      summary: List the doors.\n", "      summary: List the doors.\n      externalDocs: {description: d}\n", "externalDocs: {", "paths./doors.get.externalDocs: url is required"},
		"a length below nothing":   {"code: {type: string}", "code: {type: string, minLength: -1}", "code: {", "properties.code.minLength: is of type integer: OpenAPI has a whole number, 0 at least here"},
		"a bound of text":          {"code: {type: string}", "code: {type: number, maximum: much}", "code: {", "properties.code.maximum: is of type string: OpenAPI has a number here"},
		"a schema of a word":       {"code: {type: string}", "code: {type: object, additionalProperties: string}", "code: {", "properties.code.additionalProperties: is of type string: OpenAPI has a schema, or true or false, here"},
		"headers in a list":        {"          headers:\n            X-Count:\n              schema: {type: integer}\n", "          headers: [X-Count]\n", "headers: [", "responses.200.headers: is of type array: OpenAPI has an object here"},
		"a word of the document's": {"  version: \"1\"\n", "  version: \"1\"\n  autor: me\n", "autor: me", "info.autor: OpenAPI has no such field here"},
		"a licence":                {"  version: \"1\"\n", "  version: \"1\"\n  license: {url: 'https://l.example.com'}\n", "license: {", "info.license: value of license name"},
		"a variable":               {"url: https://t.", "url: https://{where}.", "url: https://{where}", "servers[0]: server has undeclared variables"},
		"a login":                  {"      type: http\n", "      type: htp\n", "bearer:", "components.securitySchemes.bearer: security scheme 'type' can't be \"htp\""},
		"a service twice":          {"  - {name: Doors, description: What opens.}\n", "  - {name: Doors, description: What opens.}\n  - {name: Doors}\n", "tags:", `tags: more than one tag has name "Doors"`},
		"a reference to nothing":   {"schemas/Lock'", "schemas/Lok'", "$ref: '#/components/schemas/Lok'", `components.schemas.Door.properties.lock.$ref: `},
		"a reference to another":   {"        - name: colour\n          in: query\n          schema: {type: string}\n", "        - {$ref: '#/components/schemas/Lock'}\n", "- {$ref: '#/components/schemas/Lock'}", `paths./doors.get.parameters[0].$ref: bad data in "#/components/schemas/Lock"`},
		"nothing":                  {"T", "T", "", ""},
	} {
		text := strings.Replace(house, test.old, test.new, 1)
		if !strings.Contains(house, test.old) {
			t.Fatalf("the test's document has no %q", test.old)
		}
		fsys := fstest.MapFS{"v/openapi.yaml": {Data: []byte(text)}}
		doc, err := source.Open(fsys, "v")
		if err != nil {
			t.Fatal(err)
		}
		err = Check(t.Context(), doc.Public())
		if err == nil || test.want == "" {
			if err != nil || test.want != "" {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if name == "default" && strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: it is told of a copy too: %v", name, err)
		}
		lines := strings.Split(text, "\n")
		found := false
		for _, said := range strings.Split(source.Locate(fsys, "v", "specs", err).Error(), "\n") {
			file, rest, _ := strings.Cut(said, ":")
			number, rest, _ := strings.Cut(rest, ": ")
			at, _ := strconv.Atoi(number)
			if file != "specs/v/openapi.yaml" || at < 1 || at > len(lines) {
				t.Errorf("%s: no line: %s", name, said)
			} else if strings.Contains(rest, test.want) && strings.Contains(lines[at-1], test.line) {
				found = true
			}
		}
		if !found {
			t.Errorf("%s: %v, want %s at %q", name, source.Locate(fsys, "v", "specs", err), test.want, test.line)
		}
	}
}
