package source

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

const formSchemas = `    Form:
      type: object
      x-write: true
      properties:
        text: {type: string}
        list: {type: array, items: {type: string}}
        flag: {type: boolean}
        map: {type: object, additionalProperties: {type: string}}
        place: {$ref: '#/components/schemas/Place'}
        rows: {type: array, items: {$ref: '#/components/schemas/Place'}}
        any: {description: What only its sender knows.}
    Place: {type: object, x-write: true, properties: {name: {type: string}, open: {type: boolean}}}
`

// formSaid are encodings of all fields that need one.
var formSaid = map[string]string{
	"list": "{style: form, explode: false}", "flag": "{x-form-boolean: number}", "map": "{style: deepObject, explode: true}",
	"place": "{contentType: application/json}", "rows": "{contentType: application/json}", "any": "{contentType: application/json}",
}

// withForm is the test's document with a form as a body, one of its encodings written otherwise, or left out.
func withForm(t *testing.T, field, encoding, top string) (*Document, error) {
	t.Helper()
	var said []string
	for name, usual := range formSaid {
		if name != field {
			said = append(said, name+": "+usual)
		}
	}
	if encoding != "" {
		said = append(said, field+": "+encoding)
	}
	body := "requestBody: {content: {application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/Form'}, encoding: {" + strings.Join(said, ", ") + "}}}}"
	things := strings.Replace(list, response, body+"\n      "+response, 1) + formSchemas
	return load(map[string]string{"openapi.yaml": head + top, "resources/things.yaml": things})
}

// TestEncodingsThatAClientCannotWrite name the operation, the field and what would do.
func TestEncodingsThatAClientCannotWrite(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ field, encoding, want string }{
		{"list", "", "field list of the form: the document doesn't say how a client writes a list"},
		{"flag", "", "field flag of the form: the document doesn't say how a client writes a boolean"},
		{"map", "", "field map of the form: the document doesn't say how a client writes a map"},
		{"place", "", "field place of the form: the document doesn't say how a client writes an object"},
		{"any", "", "field any of the form: its type isn't known"},
		{"rows", "{style: form}", "field rows of the form: it is a list of objects"},
		{"list", "{style: pipeDelimited}", "style pipeDelimited: a client writes form"},
		{"list", "{style: 7}", "style 7: a client writes form"},
		{"list", "{style: deepObject, explode: true}", "style deepObject is for objects, and this is a list"},
		{"map", "{style: deepObject}", "needs explode: true"},
		{"list", "{explode: 1}", "explode must be true or false"},
		{"list", "{style: form, contentType: application/json}", "style and contentType"},
		{"list", "{explode: false, contentType: application/json}", "explode and contentType"},
		{"list", "{contentType: text/csv}", "contentType text/csv: a client writes a list as application/json"},
		{"text", "{contentType: text/html}", "field text of the form: encoding: contentType text/html"},
		{"text", "{x-form-boolean: number}", "x-form-boolean is for booleans"},
		{"flag", "{x-form-boolean: words}", "must be number"},
		{"text", "{allowReserved: true}", "allowReserved"},
		{"text", "{headers: {}}", "headers"},
		{"text", "{type: a}", "encoding: type: it has style"},
		{"lisst", "{style: form}", "encoding of lisst: the form has no such field; did you mean \"list\""},
	} {
		_, err := withForm(t, test.field, test.encoding, "")
		if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "GET /things: ") {
			t.Errorf("%s: %s: %v, want %q", test.field, test.encoding, err, test.want)
		}
	}
	for top, want := range map[string]string{
		"x-form-encoding: {}\n":                                   "must say how forms write",
		"x-form-encoding: {lists: {style: form}}\n":               "x-form-encoding.lists: it has array, map, object, boolean",
		"x-form-encoding: {array: {style: deepObject}}\n":         "x-form-encoding.array: style deepObject is for objects",
		"x-form-encoding: {boolean: number}\n":                    "x-form-encoding.boolean: must be an encoding",
		"x-form-encoding: {boolean: {x-form-boolean: integer}}\n": "x-form-encoding.boolean: x-form-boolean must be number",
	} {
		if _, err := withForm(t, "", "", top); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", top, err, want)
		}
	}
}

// TestFormEncodingThatIsWrong is told once, and not of every field that has it.
func TestFormEncodingThatIsWrong(t *testing.T) {
	t.Parallel()
	_, err := withForm(t, "flag", "", "x-form-encoding: {array: {style: form}, map: {style: deepObject, explode: true}, boolean: {x-form-boolean: integer}}\n")
	if err == nil || strings.Count(err.Error(), "x-form-boolean must be number") != 1 {
		t.Errorf("%v", err)
	}
}

// TestFormEncodingOfADocument stands for every field that says nothing itself, and other tools see it written out.
func TestFormEncodingOfADocument(t *testing.T) {
	t.Parallel()
	doc, err := withForm(t, "list", "", "x-form-encoding: {array: {style: form, explode: false}, map: {style: form}, boolean: {style: form}}\n")
	if err != nil {
		t.Fatal(err)
	}
	_, described := doc.formOf(doc.Operations()[0])
	got, _ := json.Marshal(described["encoding"])
	const want = `{"any":{"contentType":"application/json"},"flag":{"x-form-boolean":"number"},"list":{"explode":false,"style":"form"},` +
		`"map":{"explode":true,"style":"deepObject"},"place":{"contentType":"application/json"},"rows":{"contentType":"application/json"}}`
	if string(got) != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	public := doc.Public()
	_, described = public.formOf(public.Operations()[0])
	encoding, _ := described["encoding"].(tree.Object)
	schema, _ := public.Schemas()["Form"].(tree.Object)
	flag, _ := json.Marshal(below(schema, "properties")["flag"])
	if string(flag) != `{"enum":[0,1],"type":"integer","x-form-boolean":"number"}` || encoding["flag"] != nil || len(encoding) != 5 || public.root[XFormEncoding] != nil {
		t.Errorf("flag %s, encoding %v", flag, encoding)
	}
}
