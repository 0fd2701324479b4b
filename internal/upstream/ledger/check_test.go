package ledger_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
	"github.com/seed-8da6be54/vendorkit/internal/upstream/ledger"
	"github.com/seed-8da6be54/vendorkit/specs"
)

// TestLedgersAgreeWithTheDocuments checks the ledger of every vendor against its document.
func TestLedgersAgreeWithTheDocuments(t *testing.T) {
	t.Parallel()
	vendors, err := spec.Vendors(specs.Files())
	if err != nil {
		t.Fatal(err)
	}
	for _, vendor := range vendors {
		t.Run(vendor, func(t *testing.T) {
			t.Parallel()
			l, err := ledger.Load(specs.Files(), vendor)
			if err != nil {
				t.Fatal(err)
			}
			doc, err := spec.Open(specs.Files(), vendor)
			if err != nil {
				t.Fatal(err)
			}
			if err := l.Check(doc); err != nil {
				t.Error(err)
			}
		})
	}
}

const shopDocument = `
openapi: 3.0.3
info: {title: Shop, version: "1", x-product: Shop}
tags: [{name: Widgets, description: Widgets.}]
x-evidence: {level: documented, source: nobody}
paths:
  /widgets/{id}:
    get: {operationId: getWidget, tags: [Widgets], summary: Get., responses: {"200": {description: One.}}}
    put: {operationId: putWidget, tags: [Widgets], summary: Put., deprecated: true, responses: {"200": {description: One.}}}
  /widgets/{id}/parts:
    get: {operationId: listParts, tags: [Widgets], summary: Parts., responses: {"200": {description: All.}}}
components:
  schemas:
    Base: {type: object, properties: {inherited: {type: string}}}
    Widget:
      allOf:
        - {$ref: '#/components/schemas/Base'}
        - {type: object, properties: {name: {type: string}, old: {type: string, deprecated: true}}}
`

func TestCheckFindsContradictions(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{"shop/openapi.yaml": {Data: []byte(shopDocument)}}
	doc, err := spec.Open(files, "shop")
	if err != nil {
		t.Fatal(err)
	}
	const newer = `date: "2025-02-02", title: T, source: s, document: d, `
	const older = `date: "2025-01-01", title: T, source: s, document: d, `
	tests := []struct{ name, entries, want string }{
		{"all is well", `[{` + newer + `change: added, added: {operations: ["GET /widgets/{widget_id}"], fields: [Widget.name, Widget.inherited]}, touches: [getWidget]}]`, ""},
		{"added operation absent", `[{` + newer + `change: added, added: {operations: [POST /widgets]}}]`, "added: POST /widgets isn't in the document"},
		{"added field absent", `[{` + newer + `change: added, added: {fields: [Widget.size]}}]`, "added: Widget.size isn't in the document"},
		{"removed operation present", `[{` + newer + `change: removed, removed: {operations: ["GET /widgets/{id}"]}}]`, "removed: GET /widgets/{id} is in the document"},
		{"removed path present", `[{` + newer + `change: removed, removed: {operations: ["* /widgets/{x}"]}}]`, "removed: * /widgets/{x} is in"},
		{"removed branch present", `[{` + newer + `change: removed, removed: {operations: ["* /widgets (and everything below)"]}}]`, "is in the document"},
		{"removed branch absent", `[{` + newer + `change: removed, removed: {operations: ["* /widget (and everything below)"]}}]`, ""},
		{"removed field present", `[{` + newer + `change: removed, removed: {fields: [Widget.inherited]}}]`, "removed: Widget.inherited is in the document"},
		{"removed and deprecated", `[{` + newer + `change: removed, removed: {operations: ["PUT /widgets/{id}"], fields: [Widget.old]}}]`, ""},
		{"removed and kept", `[{` + newer + `change: removed, removed: {fields: [Widget.name]}, kept: {fields: [Widget.name]}}]`, ""},
		{"kept in vain", `[{` + newer + `change: removed, removed: {fields: [Widget.size]}, kept: {fields: [Widget.size]}}]`, "kept: Widget.size isn't in the document"},
		{"kept and never removed", `[{` + newer + `change: removed, kept: {fields: [Widget.name]}}]`, "kept: Widget.name isn't among what the entry removed"},
		{"added, then removed", `[{` + newer + `change: removed, removed: {fields: [Widget.size]}}, {` + older + `change: added, added: {fields: [Widget.size]}}]`, ""},
		{"removed, then added", `[{` + newer + `change: added, added: {fields: [Widget.name]}}, {` + older + `change: removed, removed: {fields: [Widget.name]}}]`, ""},
		{"deprecated, not marked", `[{` + newer + `change: deprecated, deprecated: {operations: ["GET /widgets/{id}"]}}]`, "deprecated: GET /widgets/{id} isn't marked"},
		{"deprecated", `[{` + newer + `change: deprecated, deprecated: {operations: ["PUT /widgets/{id}"]}}]`, ""},
		{"touches nothing", `[{` + newer + `change: none, touches: [getWidgets]}]`, "touches: the document has no operation getWidgets"},
		{"unknown schema", `[{` + newer + `change: removed, removed: {fields: [Wigdet.name]}}]`, "the document has no schema Wigdet"},
		{"unshaped", `[{` + newer + `change: removed, removed: {fields: [Ghost.name]}}]`, ""},
		{"not an operation", `[{` + newer + `change: removed, removed: {operations: ["GET /widgets (of old)"]}}]`, "is no operation"},
		{"not in order", `[{` + older + `change: none}, {` + newer + `change: none}]`, "stands above one of 2025-02-02"},
		{"not read until", `[{date: "2025-03-03", title: T, source: s, document: d, change: none}]`, `changelog.read-until is "2025-02-02"`},
		{"open says nothing yet", `[{date: "2025-03-03", title: T, source: s, document: TODO, change: unknown, status: open, touches: [x]}]`, ""},
		{"edited is checked against the document", `[{` + newer + `change: none, status: edited, touches: [x]}]`, "has no operation x"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			l, err := ledger.Parse([]byte("vendor: shop\nchangelog: {url: x, read-until: \"2025-02-02\"}\nunshaped: [Ghost]\nentries: " + test.entries + "\n"))
			if err != nil {
				t.Fatal(err)
			}
			switch err := l.Check(doc); {
			case test.want == "" && err != nil:
				t.Errorf("error %v", err)
			case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
				t.Errorf("error %v, want %q", err, test.want)
			}
		})
	}
	l, err := ledger.Parse([]byte("vendor: shop\nunshaped: [Widget]\n"))
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Check(doc); err == nil || !strings.Contains(err.Error(), "the document has Widget") {
		t.Errorf("unshaped: %v", err)
	}
}

func TestParseSaysWhereAndWhat(t *testing.T) {
	t.Parallel()
	const good = `date: "2025-02-02", title: T, source: s, document: d, change: none`
	tests := []struct{ text, want string }{
		{"", "one mapping"},
		{"- a\n", "one mapping"},
		{"vendor: [", "yaml"},
		{"entries: {a: b}\n", "entries: must be a list"},
		{"entries: [a]\n", "line 1: an entry must be a mapping"},
		{"\nentries:\n  - {" + good + ", tuoches: []}\n", `line 3: an entry has no "tuoches"`},
		{"entries: [{" + good + ", touches: some}]\n", "cannot unmarshal"},
		{"entries: [{date: 11 July 2025, title: T, source: s, document: d, change: none}]\n", `"11 July 2025" is no date`},
		{"entries: [{date: 2025-02-30, title: T, source: s, document: d, change: none}]\n", "a day that no calendar has"},
		{"entries: [{date: unknown, source: s, document: d, change: none}]\n", "title, source and document must be there"},
		{"entries: [{date: unknown, title: T, source: s, document: d, change: gone}]\n", `change: "gone" is none of`},
		{"entries: [{" + good + ", status: done}]\n", `status: "done"`},
		{"entries: [{" + good + ", fingerprint: abc}]\n", `fingerprint: "abc" is none`},
		{"entries: [{date: unknown, title: T, source: s, document: TODO, change: none}]\n", "no status: open"},
		{"unshaped: a\n", "unshaped"},
		{"entries: [{" + good + ", removed: [GET /a]}]\n", `it must be a mapping: write {operations: ["GET /path"], fields: [Schema.field]}`},
		{"entries: [{" + good + ", added: {operation: [GET /a]}}]\n", `it has no "operation": write {operations:`},
		{"entries:\n  - {" + good + ", fingerprint: 23deff9c-7122144fb2c6851026972294e1123685}\n  - {" + good + ", fingerprint: 23deff9c-7122144fb2c6851026972294e1123685}\n", "line 3: entry 2025-02-02 \"T\": the entry of line 2 has the fingerprint 23deff9c-7122144fb2c6851026972294e1123685 too"},
		{"entries:\n  - {" + good + ", fingerprint: 23deff9c-7122144fb2c6851026972294e1123685}\n  - {" + good + ", merged: [23deff9c-7122144fb2c6851026972294e1123685]}\n", "line 3: entry 2025-02-02 \"T\": the entry of line 2 has the fingerprint 23deff9c-7122144fb2c6851026972294e1123685 too"},
		{"vendor: shop\n---\nentries: []\n", "line 2: a second document begins after ---"},
	}
	for _, test := range tests {
		if _, err := ledger.Parse([]byte(test.text)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q: error %v, want %q", test.text, err, test.want)
		}
	}
	files := fstest.MapFS{"shop/ledger.yaml": {Data: []byte("vendor: stall\n")}}
	if _, err := ledger.Load(files, "shop"); err == nil || !strings.Contains(err.Error(), `vendor: is "stall"`) {
		t.Errorf("another vendor's: %v", err)
	}
}
