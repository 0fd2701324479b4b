package openapi

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func read(t *testing.T, name string) *Foreign {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	foreign, err := Read(data)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return foreign
}

func compared(t *testing.T, files fs.FS, vendor, name string) *Report {
	t.Helper()
	report, err := Compare(files, vendor, read(t, name))
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func lines(r *Report) []string {
	var out []string
	for _, d := range r.Differences {
		out = append(out, d.Resource+": "+d.String())
	}
	return out
}

// The two files are made after the documents that Halo's servers gave in 2024 and 2025, with their defects.
func TestDifferencesAreTheTrueOnes(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		vendor, file                     string
		differences, defects, unresolved []string
	}{
		{"halo", "halo-2024.json", []string{
			"BookingTypes: ~ parameter GET /BookingType type: integer here, string there (known: its filter is a text on the wire)",
			"CRMNotes: + parameter GET /CRMNote/{id} includedetails: boolean",
			"CRMNotes: - field CRMNote.who: string",
		}, []string{
			"/components/schemas/AreaNote/properties/datetime stands twice",
			"GET /CRMNote/{id} and /crmnote/{crmnote_id}/ are one operation",
			"GET /CRMNote/{id}: path parameter id isn't declared",
			"GET /CRMNote: parameter client_id stands twice",
			"operations have no operationId",
			"the file begins with a byte order mark",
			`type "System.Int32" is none of OpenAPI's`,
			`type "bool" is none of OpenAPI's`,
			`type "int" is none of OpenAPI's`,
		}, []string{}},
		{"halo", "halo-2025.json", []string{
			"BookingTypes: + operation DELETE /BookingType/{id}",
			"BookingTypes: + operation GET /BookingType/Free",
			"BookingTypes: + parameter GET /BookingType/{id} includedetails: boolean",
			"BookingTypes: ~ response GET /BookingType 200: unknown here, array of BookingType there",
			"CRMNotes: - operation DELETE /CRMNote/{id}",
			"CRMNotes: + parameter GET /CRMNote client-id: integer",
			"CRMNotes: ~ parameter GET /CRMNote client_id: integer here, string there",
			"CRMNotes: + parameter GET /CRMNote order: string",
			"CRMNotes: - response POST /CRMNote 200",
			"CRMNotes: + response POST /CRMNote 201: AreaNote",
			"CRMNotes: + field CRMNote.2fa: boolean",
			"CRMNotes: + field CRMNote._warning: string",
			"CRMNotes: ~ field CRMNote.client_id: integer here, string there",
			"CRMNotes: + field CRMNote.facebookid: string",
			"CRMNotes: + field CRMNote.mood: string",
			"CRMNotes: + field CRMNote.odata.error: unknown",
			"CRMNotes: + field CRMNote.parent: AreaNote",
			"CRMNotes: + field CRMNote.rooms: array of BookingType",
			"IncomingWebhooks: + operation GET /IncomingWebhook",
			"IncomingWebhooks: + operation GET /IncomingWebhook/{id}",
			"IncomingWebhooks: + operation POST /IncomingWebhook",
		}, []string{
			"DELETE /BookingType/{id}: no responses",
			"operations have no operationId",
			`type "List<int>" is none of OpenAPI's`,
			`type "int" is none of OpenAPI's`,
		}, []string{
			"$ref #/components/schemas/Missing leads nowhere",
		}},
		// A page of a viewer with the document in it; schemas in parts, fields that may be null, a schema that holds itself.
		{"holaspirit", "holaspirit.html", []string{
			"Authorities: + operation GET /api/organizations/{organization_id}/authorities",
			"Authorities: + operation POST /api/organizations/{organization_id}/authorities",
			"Circles: + parameter GET /api/organizations/{organization_id}/circles view: string",
			"Circles: ~ response POST /api/organizations/{organization_id}/circles/{circle_id}/members 201: unknown here, object there",
			"Circles: + field Circle.children: array of Circle",
			"Circles: + field Circle.purpose: string",
			"Circles: ~ field Circle.settings: unknown here, CircleSettings there",
			"Circles: ~ field CircleList.data: required here, optional there",
			"Circles: + field CircleMemberCreate.member: string",
			"Members: - operation GET /api/organizations/{organization_id}/members",
			"Policies: - operation GET /api/organizations/{organization_id}/policies",
			"Policies: ~ field Policy.id: required here, optional there",
			"Policies: + field Policy.scope: string",
			"Policies: ~ field Policy.settings: unknown here, string there",
			"Policies: + field PolicyCreate.reason: string",
			"Roles: - operation GET /api/organizations/{organization_id}/roles",
		}, []string{
			"operations have no operationId",
			"something follows the document",
		}, []string{}},
	} {
		t.Run(test.file, func(t *testing.T) {
			t.Parallel()
			report := compared(t, os.DirFS("testdata/specs"), test.vendor, test.file)
			if diff := cmp.Diff(test.differences, lines(report)); diff != "" {
				t.Errorf("differences (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.defects, report.Defects); diff != "" {
				t.Errorf("defects (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.unresolved, report.Unresolved); diff != "" {
				t.Errorf("not compared (-want +got):\n%s", diff)
			}
			if !report.Differ() {
				t.Error("the report says that nothing differs")
			}
			again := compared(t, os.DirFS("testdata/specs"), test.vendor, test.file)
			var first, second bytes.Buffer
			report.Text(&first)
			again.Text(&second)
			if first.String() != second.String() {
				t.Error("two runs give two reports")
			}
		})
	}
}

func TestBothFormsSayTheSame(t *testing.T) {
	t.Parallel()
	report := compared(t, os.DirFS("testdata/specs"), "halo", "halo-2024.json")
	var text, data bytes.Buffer
	if err := report.Text(&text); err != nil {
		t.Fatal(err)
	}
	if err := report.JSON(&data); err != nil {
		t.Fatal(err)
	}
	const want = `halo compared with "Halo API", version "v2"
operations: 6 in both, 0 only theirs, 0 only ours
differences: 3, of which 1 are known; defects of theirs, read past: 9

+ only theirs, - only ours, ~ in both and not the same; known ones left out
RESOURCE   OPERATIONS   PARAMETERS   BODIES, RESPONSES   FIELDS
CRMNotes   .            +1 -0 ~0     .                   +0 -1 ~0
all        .            +1 -0 ~0     .                   +0 -1 ~0

BookingTypes
  ~ parameter GET /BookingType type: integer here, string there (known: its filter is a text on the wire)

CRMNotes
  + parameter GET /CRMNote/{id} includedetails: boolean
  - field CRMNote.who: string
`
	if got, _, _ := strings.Cut(text.String(), "\ndefects of theirs"); got != want {
		t.Errorf("text (-want +got):\n%s", cmp.Diff(want, got))
	}
	var got struct {
		Vendor string `json:"vendor"`
		Ours   int    `json:"operations_ours"`
		Theirs int    `json:"operations_theirs"`
		Both   int    `json:"operations_both"`
		List   []struct {
			Resource, What, How, At, Name, Ours, Theirs, Known string
		} `json:"differences"`
		Defects []string `json:"defects"`
	}
	if err := json.Unmarshal(data.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Vendor != "halo" || got.Ours != 6 || got.Theirs != 6 || got.Both != 6 || len(got.Defects) != 9 {
		t.Errorf("%+v", got)
	}
	var machine []string
	for _, d := range got.List {
		machine = append(machine, d.Resource+": "+Difference{What: d.What, How: d.How, At: d.At, Name: d.Name, Ours: d.Ours, Theirs: d.Theirs, Known: d.Known}.String())
	}
	if diff := cmp.Diff(lines(report), machine); diff != "" {
		t.Errorf("the machine's form (-text +JSON):\n%s", diff)
	}
}

// Swagger 2.0 says the same in other words.
func TestSwagger2(t *testing.T) {
	t.Parallel()
	const document = `
swagger: "2.0"
info: {title: Halo API, version: v2}
host: acme.halopsa.com
basePath: /api/
paths:
  /crmnote:
    get:
      parameters:
        - {name: client_id, in: query, type: integer, format: int32}
        - {name: count, in: query, type: integer}
        - {name: include_ids, in: query, type: array, items: {type: integer}}
      responses: {200: {description: OK, schema: {type: array, items: {$ref: '#/definitions/AreaNote'}}}}
    post:
      parameters:
        - {name: body, in: body, schema: {type: array, items: {$ref: '#/definitions/AreaNote'}}}
      responses: {200: {description: OK}}
definitions:
  AreaNote:
    type: object
    properties: {id: {type: integer}, client_id: {type: integer}, customfields: {type: array}, datetime: {type: string},
      facebook_id: {type: string}, kind: {type: integer}, note: {type: string}, timetaken: {type: number}, who: {type: string}}
`
	foreign, err := Read([]byte(document))
	if err != nil {
		t.Fatal(err)
	}
	report, err := Compare(os.DirFS("testdata/specs"), "halo", foreign)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"BookingTypes: - operation GET /BookingType",
		"BookingTypes: - operation GET /BookingType/{id}",
		"CRMNotes: - operation DELETE /CRMNote/{id}",
		"CRMNotes: - operation GET /CRMNote/{id}",
		"CRMNotes: ~ field CRMNote.datetime: string (date-time) here, string there",
	}
	if diff := cmp.Diff(want, lines(report)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSameDocumentDoesNotDiffer(t *testing.T) {
	t.Parallel()
	for _, vendor := range []string{"halo", "holaspirit", "humanity", "spiro"} {
		t.Run(vendor, func(t *testing.T) {
			t.Parallel()
			same(t, vendor)
		})
	}
}
