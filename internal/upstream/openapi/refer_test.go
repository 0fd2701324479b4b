package openapi

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

const shedDocument = `openapi: 3.0.3
info: {title: Shed, version: v1}
servers: [{url: https://shed.example}]
x-evidence: {level: documented, source: The shed's document}
tags: [{name: Tools, description: What is in the shed.}]
paths:
  /tools:
    get:
      operationId: listTools
      tags: [Tools]
      summary: List the tools.
      x-page: {style: none}
      responses:
        "200":
          description: The rows.
          content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Tool'}}}}
components:
  schemas:
    Tool:
      type: object
      properties:
        id: {type: integer, readOnly: true}
        name: {type: string}
`

// shedTheirs has one schema for what is read and what is sent, as most documents that are made from code.
const shedTheirs = `{"openapi": "3.0.3", "info": {"title": "Shed", "version": "v1"}, "servers": [{"url": "/"}], "paths": {
  "/tools": {
    "get": {"responses": {"200": {"description": "", "content": {"application/json": {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/Tool"}}}}}}},
    "post": {"requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Tool"}}}}, "responses": {"204": {"description": ""}}},
    "put": {"requestBody": {"content": {"application/json": {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/Tool"}}}}}, "responses": {"204": {"description": ""}}}
  },
  "/nails": {
    "post": {"requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Nail"}}}},
      "responses": {"200": {"description": "", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Nail"}}}}}}
  },
  "/boxes": {
    "post": {"requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Box"}}}}, "responses": {"204": {"description": ""}}},
    "put": {"requestBody": {"content": {"application/json": {"schema": {"type": "object", "properties": {
      "tool": {"$ref": "#/components/schemas/Tool"}, "nails": {"type": "array", "items": {"$ref": "#/components/schemas/Nail"}}}}}}}, "responses": {"204": {"description": ""}}}
  }},
"components": {"schemas": {
  "Tool": {"type": "object", "properties": {"id": {"type": "integer"}, "name": {"type": "string"}}},
  "Nail": {"type": "object", "properties": {"length": {"type": "number"}, "head": {"$ref": "#/components/schemas/Head"}}},
  "Head": {"type": "object", "properties": {"width": {"type": "number"}}},
  "Box": {"type": "object", "properties": {"label": {"type": "string"}, "tools": {"type": "array", "items": {"$ref": "#/components/schemas/Tool"}}}}
}}}`

// TestProposedBodiesAreWritten: a body refers to what is written, at any depth of what is drafted, and a response to what is read, with the
// document deriving nested writes itself or not.
func TestProposedBodiesAreWritten(t *testing.T) {
	t.Parallel()
	for _, nested := range []string{"", "x-nested-writes: Input\n"} {
		folder := t.TempDir()
		file := filepath.Join(folder, "shed/openapi.yaml")
		if err := os.MkdirAll(filepath.Join(folder, "shed/resources"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(strings.Replace(shedDocument, "tags:", nested+"tags:", 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		_, after, proposal := appliedText(t, os.DirFS(folder), "shed", []byte(shedTheirs))
		if proposal.Operations != 5 || len(proposal.Skipped) > 0 {
			t.Errorf("%s: %d operations, skipped %q", nested, proposal.Operations, proposal.Skipped)
		}
		doc, err := source.Load(after, "shed")
		if err != nil {
			t.Fatal(err)
		}
		bodies := 0
		for _, op := range doc.Operations() {
			body := doc.Follow(op.Spec["requestBody"])
			if _, schema := source.FirstContent(body); schema != nil {
				bodies++
				for _, name := range reachable(doc, schema, map[string]bool{}) {
					if target, _ := doc.Schemas()[name].(tree.Object); target[source.XWrite] != true && (nested != "" || !derivedNested(name)) {
						t.Errorf("%s: the body of %s %s leads to %s, which is read", nested, op.Method, op.Path, name)
					}
				}
			}
			for status, response := range tree.Child(op.Spec, "responses") {
				_, schema := source.FirstContent(doc.Follow(response))
				for _, name := range reachable(doc, schema, map[string]bool{}) {
					if target, _ := doc.Schemas()[name].(tree.Object); target[source.XWrite] == true {
						t.Errorf("%s: the response %s of %s %s leads to %s, which is only written", nested, status, op.Method, op.Path, name)
					}
				}
			}
		}
		if bodies != 5 {
			t.Errorf("%s: %d bodies, want 5", nested, bodies)
		}
		if nested == "" && strings.Count(string(proposal.Patch), "x-write-of: Tool") != 1 {
			t.Errorf("what is written of Tool isn't derived once:\n%s", proposal.Patch)
		}
	}
}

// derivedNested: what is derived by x-write-of alone has the fields of the read, and so refers to what they refer to.
func derivedNested(name string) bool { return name == "Head" }

// reachable lists the schemas that one refers to, and those that they refer to.
func reachable(doc *source.Document, v any, seen map[string]bool) (names []string) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			names = append(names, reachable(doc, item, seen)...)
		}
	case tree.Object:
		for key, value := range v {
			if key != "$ref" {
				names = append(names, reachable(doc, value, seen)...)
				continue
			}
			ref, _ := value.(string)
			name := ref[strings.LastIndexByte(ref, '/')+1:]
			if !seen[name] {
				seen[name] = true
				names = append(append(names, name), reachable(doc, doc.Schemas()[name], seen)...)
			}
		}
	}
	return names
}
