package source

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// TestLocate: what is wrong is told with the line to go to, whatever words the fault has for the place.
func TestLocate(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{
		"v/openapi.yaml":          {Data: []byte(head)},
		"v/resources/things.yaml": {Data: []byte(list)},
		"v/resources/gates.yaml":  {Data: []byte("paths:\n  /gates.json:\n    get:\n      x-page:\n        itmes: rows\n        items: rows\n      parameters: [{$ref: '#/components/parameters/Page'}]\ncomponents:\n  parameters:\n    Page: {name: page}\n")},
	}
	for fault, want := range map[string]string{
		"GET /things: no summary":                                        "v/resources/things.yaml:4",
		"GET /things: query parameter page: style form":                  "v/resources/things.yaml:10",
		"GET /things: parameter pages: there is none":                    "v/resources/things.yaml:4",
		"GET /things: response 200: no description":                      "v/resources/things.yaml:11",
		"GET /things: Go method Things.List is also that of":             "v/resources/things.yaml:5",
		"GET /things: the request body has no content":                   "v/resources/things.yaml:4",
		"GET /gates.json: parameter page: is named by a reference":       "v/resources/gates.yaml:7",
		"GET /gates.json: no summary":                                    "v/resources/gates.yaml:3",
		"GET /gates.json.x-page: x-page has no \"itmes\"":                "v/resources/gates.yaml:5",
		"path /gates.json: a path has no \"GTE\"":                        "v/resources/gates.yaml:2",
		"paths./gates.json.get.x-page: wrong":                            "v/resources/gates.yaml:4",
		"paths./things.get.parameters[0].schema: wrong":                  "v/resources/things.yaml:10",
		"components.schemas.Thing.properties.name: type \"strng\"":       "v/resources/things.yaml:15",
		"components.schemas.ThingUpdate.x-omit[0]: wrong":                "v/resources/things.yaml:16",
		"schema Thing.name: a schema has no \"nulable\"":                 "v/resources/things.yaml:15",
		"schema ThingList: rows: the description \"Rows.\" only repeats": "v/resources/things.yaml:14",
		"parameter Page: a parameter has no \"requred\"":                 "v/resources/gates.yaml:10",
		"tag Things: the description \"Things.\" only repeats the name":  "v/openapi.yaml:5",
		"openapi.yaml: servers[0]: \"t\" is no address":                  "v/openapi.yaml:4",
		"openapi.yaml.x-page.style: wrong":                               "v/openapi.yaml:6",
		"openapi.yaml: the document has no \"x-page\"":                   "v/openapi.yaml:6",
		"info.version: must be a string":                                 "v/openapi.yaml:3",
		"document v: v/resources/things.yaml: line 7: is wrong":          "v/resources/things.yaml:7",
		"v/resources/things.yaml: yaml: line 7: is wrong":                "v/resources/things.yaml:7",
		"schema ThingNested.name: derived, so that it stands in no file": "",
		"DELETE /things: no such operation":                              "",
		"components: said of what two files have":                        "",
		"document v:": "",
		"the words of names.yaml don't make up \"piece\": say which it is": "",
	} {
		got := Locate(fsys, "v", "specs", errors.New("document v:\n"+fault))
		line := strings.Split(got.Error(), "\n")[1]
		place, _, _ := strings.Cut(strings.TrimPrefix(line, "specs/"), ": ")
		if want == "" {
			place, want = line, fault
		}
		if diff := cmp.Diff(want, place); diff != "" {
			t.Errorf("%s (-want +got):\n%s", fault, diff)
		}
	}
	if err := Locate(fsys, "v", "specs", nil); err != nil {
		t.Errorf("nothing is wrong: %v", err)
	}
}

// TestFaultsHaveLines: a fault has its line, for a maintainer who has thousands of lines before him.
func TestFaultsHaveLines(t *testing.T) {
	t.Parallel()
	for _, change := range [][2]string{
		{"summary: List the things.", ""},
		{"schemas/ThingList'", "schemas/ThingsList'"},
		{"note: {type: string}", "note: {type: strng}"},
		{"description: From 1.", "description: The page."},
		{"tags: [Things]", "tags: [Others]"},
		{"x-omit: [kind]", "x-omit: [kin]"},
		{"x-page: {items: rows}", "x-page: {items: row}"},
		{"enum: [a, b]", "enum: [a, 1]"},
		{"ThingUpdate: {", "thingUpdate: {"},
	} {
		fsys := fstest.MapFS{"v/openapi.yaml": {Data: []byte(head)}, "v/resources/things.yaml": {Data: []byte(strings.Replace(list, change[0], change[1], 1))}}
		_, err := Load(fsys, "v")
		if err == nil {
			t.Errorf("%s: no fault", change[1])
			continue
		}
		for _, line := range strings.Split(Locate(fsys, "v", "specs", err).Error(), "\n") {
			if line != "document v:" && !strings.HasPrefix(line, "specs/v/resources/things.yaml:") {
				t.Errorf("%s: %s", change[1], line)
			}
		}
	}
}
