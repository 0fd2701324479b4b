package probe

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
)

const document = `
openapi: 3.0.3
info: {title: Small, version: "1", x-product: Small}
servers: [{url: "https://small.example.com"}]
x-evidence: {level: documented, source: "the edition of {edition}", edition: "2026-07", responses: inferred}
x-envelope: {data: data}
tags: [{name: Things}]
paths:
  /sure: {get: {operationId: getSure, tags: [Things], responses: {"200": {description: A, x-evidence: documented, content: &thing {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}}}}
  /guessed: {get: {operationId: getGuessed, tags: [Things], responses: {"200": {description: A, content: *thing}}}}
  /open: {get: {operationId: getOpen, tags: [Things], responses: {"200": {description: A, content: {application/json: {schema: {}}}}}}}
  /wrapped: {get: {operationId: getWrapped, tags: [Things], responses: {"200": {description: A, content: {application/json: {schema: {type: object, properties: {data: {}}}}}}}}}
  /file: {get: {operationId: getFile, tags: [Things], responses: {"200": {description: A, content: {text/csv: {}}}}}}
  /publish: {get: {operationId: publish, tags: [Things], x-retry-safe: false, responses: {"204": {description: A}}}}
  /things: {post: {operationId: createThing, tags: [Things], responses: {"204": {description: A}}}}
components: {schemas: {Thing: {type: object, properties: {id: {type: integer}}}}}
`

// TestWhatTheDocumentKnowsLeastComesFirst: the reads whose responses are unknown or inferred settle the most.
func TestWhatTheDocumentKnowsLeastComesFirst(t *testing.T) {
	t.Parallel()
	doc, err := spec.Open(fstest.MapFS{"small/openapi.yaml": {Data: []byte(document)}}, "small")
	if err != nil {
		t.Fatal(err)
	}
	reads, refused := plan(doc)
	var got []string
	for _, r := range reads {
		got = append(got, r.id+": "+r.level)
	}
	want := []string{
		"getOpen: documented, the response inferred", "getWrapped: documented, the response inferred",
		"getGuessed: documented, the response inferred", "getSure: documented",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("reads (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]Refusal{{"getFile", Streams}, {"publish", Writes}, {"createThing", Writes}}, refused); diff != "" {
		t.Errorf("refused (-want +got):\n%s", diff)
	}
}
