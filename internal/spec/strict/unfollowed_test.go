package strict

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// TestPartsAreValidatedAsAWholeDocumentIs breaks a document in every place that kin-openapi looks at, and asks both.
func TestPartsAreValidatedAsAWholeDocumentIs(t *testing.T) {
	t.Parallel()
	const whole = `{
		"openapi": "3.0.3", "info": {"title": "Acme", "version": "1"},
		"paths": {"/doors/{id}": {"get": {
			"parameters": [{"name": "id", "in": "path", "required": true, "schema": {"$ref": "#/components/schemas/ID"}, "example": PARAMETER},
				{"$ref": "#/components/parameters/Colour"}],
			"requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Door"}, "example": {"id": BODY}}}},
			"responses": {"200": {"description": "It is a door.", "headers": {"X-Count": {"schema": {"type": "integer", "default": HEADER}}},
				"content": {"application/json": {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/Door"}},
				"examples": {"one": {"value": [{"id": 1, "lock": {"door": {"id": RESPONSE}}}]}}}}}}
		}}},
		"components": {
			"parameters": {"Colour": {"name": "colour", "in": "query", "schema": {"type": "string", "enum": ["red", "blue"], "default": COLOUR}}},
			"schemas": {
				"ID": {"type": "integer", "minimum": 1},
				"Door": {"type": "object", "properties": {
					"id": {"$ref": "#/components/schemas/ID"}, "lock": {"$ref": "#/components/schemas/Lock"},
					"width": {"type": "number", "format": "FORMAT"}}},
				"Lock": {"type": "object", "properties": {"door": {"$ref": "#/components/schemas/Door"}, "code": {"type": "string", "pattern": "PATTERN"}},
					"additionalProperties": {"$ref": "#/components/schemas/Deep"}, "example": {"door": {"id": SCHEMA}}},
				"Deep": {"allOf": [{"type": "object", "properties": {"list": {"type": "array", "items": {"type": "object", "properties": {"n": {"type": "TYPE"}}}}}}]},
				"Unused": {"type": "UNUSED"}
			}
		}
	}`
	good := map[string]string{
		"PARAMETER": "1", "BODY": "1", "HEADER": "1", "RESPONSE": "1", "COLOUR": `"red"`, "FORMAT": "double", "PATTERN": "^a+$", "SCHEMA": "1", "TYPE": "string", "UNUSED": "string",
	}
	bad := map[string]string{
		"PARAMETER": "0", "BODY": `"one"`, "HEADER": `"many"`, "RESPONSE": "0", "COLOUR": `"green"`, "FORMAT": "wide", "PATTERN": "(", "SCHEMA": "0", "TYPE": "text", "UNUSED": "text",
		"nothing": "",
	}
	for place, value := range bad {
		text := whole
		for other, fine := range good {
			if other == place {
				fine = value
			}
			text = strings.Replace(text, other, fine, 1)
		}
		document := &openapi3.T{}
		if err := json.Unmarshal([]byte(text), document); err != nil {
			t.Fatal(err)
		}
		if err := openapi3.NewLoader().ResolveRefsIn(document, nil); err != nil {
			t.Fatal(err)
		}
		got := validate(t.Context(), document)
		want := document.Validate(t.Context(), everything[:]...)
		if (got != nil) != (want != nil) || (want != nil) != (place != "nothing") {
			t.Errorf("broken in %s: %v; a whole document: %v", place, got, want)
		}
	}
}
