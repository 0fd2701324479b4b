package main

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const serializedDocument = `{
	"openapi": "3.0.3", "info": {"title": "Acme", "version": "1"},
	"paths": {"/things": {
		"parameters": [{"name": "ids", "in": "query", "schema": {"type": "array", "items": {"type": "integer"}}}],
		"get": {
			"operationId": "listThings",
			"parameters": [
				{"name": "labels", "in": "query", "style": "form", "explode": true, "schema": {"type": "array", "items": {"type": "string"}}},
				{"name": "word", "in": "query", "schema": {"type": "string"}}],
			"responses": {"204": {"description": "d"}}},
		"post": {
			"operationId": "saveThing",
			"requestBody": {"content": {
				"application/x-www-form-urlencoded": {"schema": {"$ref": "#/components/schemas/Thing"}, "encoding": {"tags": {"style": "form", "explode": true}}},
				"multipart/form-data": {"schema": {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}}, "encoding": {"file": {"contentType": "image/png"}}}}},
			"responses": {"204": {"description": "d"}}}}},
	"components": {"schemas": {
		"Named": {"type": "object", "properties": {"name": {"type": "string"}, "codes": {"type": "array", "items": {"type": "integer"}}}},
		"Thing": {"allOf": [{"$ref": "#/components/schemas/Named"}, {"type": "object", "properties": {"tags": {"type": "array", "items": {"type": "string"}}}}]}}}}`

// TestChangedSerialization changes at a time how one parameter or field is written, and checks that it is reported, and nothing where
// what goes over the wire stays as it is.
func TestChangedSerialization(t *testing.T) {
	t.Parallel()
	const list, save = "`GET /things`: ", "`POST /things`: "
	for name, test := range map[string]struct {
		old, new string
		want     []string
	}{
		"explode": {`"style": "form", "explode": true, "schema"`, `"style": "form", "explode": false, "schema"`,
			[]string{"changed " + list + "the query parameter `labels` is written by style `form`, explode `false`; it was style `form`, explode `true`"}},
		"style": {`"style": "form", "explode": true, "schema"`, `"style": "pipeDelimited", "schema"`,
			[]string{"changed " + list + "the query parameter `labels` is written by style `pipeDelimited`, explode `false`; it was style `form`, explode `true`"}},
		"the default said": {`"style": "form", "explode": true, "schema"`, `"schema"`, nil},
		"of a path's parameter": {`"in": "query", "schema": {"type": "array", "items": {"type": "integer"}}}`, `"in": "query", "explode": false, "schema": {"type": "array", "items": {"type": "integer"}}}`,
			[]string{"changed " + list[:len(list)-2] + ", " + save + "the query parameter `ids` is written by style `form`, explode `false`; it was style `form`, explode `true`"}},
		"explode of a string": {`{"name": "word", "in": "query", `, `{"name": "word", "in": "query", "explode": false, `, nil},
		"reserved characters": {`{"name": "word", "in": "query", `, `{"name": "word", "in": "query", "allowReserved": true, `,
			[]string{"changed " + list + "the query parameter `word` is written by style `form`, explode `false`, reserved characters as they are; it was style `form`, explode `false`"}},
		"a form's list": {`{"tags": {"style": "form", "explode": true}}`, `{"tags": {"style": "form", "explode": false}}`,
			[]string{"changed " + save + "the field `tags` of `application/x-www-form-urlencoded` is written by style `form`, explode `false`; it was style `form`, explode `true`"}},
		"a form's list that had the default": {`{"tags": {"style": "form", "explode": true}}`, `{"codes": {"style": "form", "explode": false}}`,
			[]string{"changed " + save + "the field `codes` of `application/x-www-form-urlencoded` is written by style `form`, explode `false`; it was style `form`, explode `true`"}},
		"a part's type": {`{"file": {"contentType": "image/png"}}`, `{"file": {"contentType": "image/gif"}}`,
			[]string{"changed " + save + "the field `file` of `multipart/form-data` is written by style `form`, explode `true`, as `image/gif`; it was style `form`, explode `true`, as `image/png`"}},
		"a new field with an encoding": {`{"file": {"type": "string", "format": "binary"}}}, "encoding": {"file"`,
			`{"file": {"type": "string", "format": "binary"}, "more": {"type": "array", "items": {"type": "string"}}}}, "encoding": {"more": {"style": "form", "explode": false}, "file"`,
			[]string{"added " + save + "new field `more` to send"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if strings.Count(serializedDocument, test.old) != 1 {
				t.Fatalf("%s isn't there once", test.old)
			}
			changes, err := documentChanges("acme", documentOf(t, serializedDocument), documentOf(t, strings.Replace(serializedDocument, test.old, test.new, 1)))
			if err != nil {
				t.Fatal(err)
			}
			var lines []string
			for _, c := range changes {
				lines = append(lines, string(c.Kind)+" "+c.line())
			}
			slices.Sort(lines)
			if diff := cmp.Diff(test.want, lines); diff != "" {
				t.Errorf("changes (-want +got):\n%s", diff)
			}
		})
	}
}

func documentOf(t *testing.T, text string) *vendorDocument {
	t.Helper()
	d := &vendorDocument{title: "Acme"}
	if err := json.Unmarshal([]byte(text), &d.root); err != nil {
		t.Fatal(err)
	}
	return d
}
