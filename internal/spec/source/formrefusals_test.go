package source

import (
	"strings"
	"testing"
)

// TestFormsThatAClientCannotWrite, whatever is said of their fields: the error names the operation and what would do.
func TestFormsThatAClientCannotWrite(t *testing.T) {
	t.Parallel()
	const schemas = `    Plain: {type: object, x-write: true, properties: {text: {type: string}}}
    Both: {x-write: true, allOf: [{$ref: '#/components/schemas/Plain'}, {type: object, additionalProperties: true}]}
    Either: {x-write: true, oneOf: [{$ref: '#/components/schemas/Plain'}, {$ref: '#/components/schemas/Blank'}]}
    Some: {x-write: true, anyOf: [{$ref: '#/components/schemas/Plain'}, {$ref: '#/components/schemas/Blank'}]}
    Blank: {type: object, x-write: true}
    Loose: {type: object, x-write: true, additionalProperties: true}
    Numbers: {type: object, x-write: true, additionalProperties: {type: integer}}
    Texts: {type: object, x-write: true, additionalProperties: {type: string}}
    Upload:
      type: object
      x-write: true
      properties:
        file: {type: string, format: binary}
        files: {type: array, items: {type: string, format: binary}}
        bytes: {type: array, items: {type: string, format: byte}}
        lists: {type: array, items: {type: array, items: {type: string}}}
        maps: {type: object, additionalProperties: {type: array, items: {type: string}}}
        outer: {$ref: '#/components/schemas/Outer'}
    Outer: {type: object, x-write: true, properties: {inner: {$ref: '#/components/schemas/Plain'}}}
`
	// Only what the test is about may be wrong with the upload.
	const upload = "bytes: {style: form}, lists: {contentType: application/json}, maps: {contentType: application/json}, outer: {contentType: application/json}"
	uploading := func(field, encoding string) string {
		said := upload
		for part := range strings.SplitSeq(upload, ", ") {
			if strings.HasPrefix(part, field+": ") {
				said = strings.Replace(said, part, field+": "+encoding, 1)
			}
		}
		if !strings.Contains(said, field+": ") {
			said += ", " + field + ": " + encoding
		}
		return said
	}
	for _, test := range []struct{ schema, encoding, want string }{
		{"Both", "", "is put together of other schemas: a client writes the fields of one"},
		{"Either", "", "is put together of other schemas"},
		{"Some", "", "is put together of other schemas"},
		{"Blank", "", "has fields, or is a map of strings"},
		{"Loose", "", "has fields, or is a map of strings"},
		{"Numbers", "", "has fields, or is a map of strings"},
		{"Upload", upload, "field bytes of the form: format byte"},
		{"Upload", uploading("lists", "{style: form, explode: true}"), "field lists of the form: it is a list of arrays: a client writes lists of strings, numbers, booleans and files"},
		{"Upload", uploading("maps", "{style: deepObject, explode: true}"), "field maps of the form: it is a map whose values are of type array"},
		{"Upload", uploading("outer", "{style: deepObject, explode: true}"), "field outer of the form: it is an object with the field inner of type object"},
		{"Upload", uploading("outer", "{contentType: application/xml}"), "field outer of the form: encoding: contentType application/xml"},
		{"Upload", uploading("file", "{headers: {}}"), "field file of the form: encoding: headers"},
		{"Upload", uploading("files", "{style: form, explode: false}"), "field files of the form: encoding: style and explode aren't for a list of files"},
		{"Upload", uploading("file", "{style: form}"), "field file of the form: encoding: style and explode aren't for a file"},
		{"Upload", upload, "field lists of the form: encoding: contentType application/json of a list: each value is a part of its own"},
		{"Upload", uploading("nothing", "{style: form}"), "encoding of nothing: the form has no such field"},
	} {
		for _, media := range []string{urlEncoded, multipart} {
			if test.schema == "Upload" && media != multipart {
				continue
			}
			body := "requestBody: {content: {" + media + ": {schema: {$ref: '#/components/schemas/" + test.schema + "'}, encoding: {" + test.encoding + "}}}}"
			_, err := replaced(t, response, body+"\n      "+response, schemas)
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "GET /things: ") {
				t.Errorf("%s of %s, %s: %v, want %q", media, test.schema, test.encoding, err, test.want)
			}
		}
	}
	if _, err := replaced(t, response, "requestBody: {content: {"+urlEncoded+": {schema: {$ref: '#/components/schemas/Texts'}}}}\n      "+response, schemas); err != nil {
		t.Errorf("a map of strings: %v", err)
	}
}

// TestASchemaIsSentInOneWay: its Go type has one tag a field, so that two operations can't write it in two ways.
func TestASchemaIsSentInOneWay(t *testing.T) {
	t.Parallel()
	const path = `  /others:
    post:
      operationId: createOther
      tags: [Things]
      summary: Create another.
      x-evidence: {level: documented, source: s}
      requestBody: {content: {CONTENT}}
      responses: {"204": {description: d}}
components:
`
	form := func(media, encoding string) string {
		return media + ": {schema: {$ref: '#/components/schemas/Form'}, encoding: {" + encoding + "}}"
	}
	const commas, words, numbers = "list: {style: form, explode: false}", "flag: {style: form}", "flag: {x-form-boolean: number}"
	const schema = "    Form: {type: object, x-write: true, properties: {list: {type: array, items: {type: string}}, flag: {type: boolean}}}\n"
	for _, test := range []struct{ first, second, want string }{
		{form(urlEncoded, commas+", "+words), form(urlEncoded, "list: {style: form, explode: true}, "+words), "field list of the form: it has another encoding than for"},
		{form(urlEncoded, commas+", "+words), form(multipart, commas+", "+numbers), "field flag of the form: it has another encoding than for"},
		{form(urlEncoded, commas+", "+numbers), "application/json: {schema: {$ref: '#/components/schemas/Form'}}", "is sent as a form by GET /things, with booleans as numbers"},
		{form(urlEncoded, commas+", "+numbers), "application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Form'}}}", "is sent as a form by GET /things, with booleans as numbers"},
		{form(urlEncoded, commas+", "+words), "application/json: {schema: {$ref: '#/components/schemas/Form'}}", ""},
		{form(urlEncoded, commas+", "+numbers), form(multipart, commas+", "+numbers), ""},
	} {
		things := strings.Replace(list, response, "requestBody: {content: {"+test.first+"}}\n      "+response, 1)
		things = strings.Replace(things, "components:\n", strings.Replace(path, "CONTENT", test.second, 1), 1) + schema
		_, err := load(map[string]string{"openapi.yaml": head, "resources/things.yaml": things})
		if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "Form")) {
			t.Errorf("%s, then %s: %v, want %q", test.first, test.second, err, test.want)
		}
	}
}
