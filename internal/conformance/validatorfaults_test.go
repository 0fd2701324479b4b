package conformance

import (
	"net/http"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
)

// TestValidatorFindsFaults proves that a snapshot's request or response that breaks the document wouldn't pass.
func TestValidatorFindsFaults(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, vendor, operation     string
		method, target, kind        string
		body                        string
		response, wantIn, responded string
	}{
		{name: "a good one", vendor: "holaspirit", operation: "listCircles", method: "GET", target: "/api/organizations/o1/circles?page=2"},
		{name: "a text for a number", vendor: "holaspirit", operation: "listCircles", method: "GET", target: "/api/organizations/o1/circles?page=two", wantIn: "parameter page"},
		{name: "an unknown parameter", vendor: "holaspirit", operation: "listCircles", method: "GET", target: "/api/organizations/o1/circles?pages=2", wantIn: "pages isn't in it"},
		{name: "another path", vendor: "holaspirit", operation: "listCircles", method: "GET", target: "/api/circles", wantIn: "parameter organization_id"},
		{name: "a good body", vendor: "halo", operation: "saveTickets", method: "POST", target: "/Tickets", kind: "application/json", body: `[{"summary":"a"}]`},
		{name: "a wrong field", vendor: "halo", operation: "saveTickets", method: "POST", target: "/Tickets", kind: "application/json", body: `[{"summary":5}]`, wantIn: "summary"},
		{name: "a wrong content type", vendor: "halo", operation: "saveTickets", method: "POST", target: "/Tickets", kind: "text/plain", body: `[]`, wantIn: "content type"},
		{name: "a body where none is taken", vendor: "holaspirit", operation: "listCircles", method: "GET", target: "/api/organizations/o1/circles", body: "{}", wantIn: "no body"},
		{name: "a wrong form", vendor: "humanity", operation: "createShift", method: "POST", target: "/shifts", kind: "application/x-www-form-urlencoded", body: "start_date=2026-01-01&schedule=first", wantIn: "schedule"},
		{name: "a list with commas", vendor: "humanity", operation: "updateShift", method: "PUT", target: "/shifts/1", kind: "application/x-www-form-urlencoded", body: "add=7%2C8&force=1"},
		{name: "a list with a word in it", vendor: "humanity", operation: "updateShift", method: "PUT", target: "/shifts/1", kind: "application/x-www-form-urlencoded", body: "add=7%2Ceight", wantIn: "add"},
		{name: "a list in many fields", vendor: "humanity", operation: "updateShift", method: "PUT", target: "/shifts/1", kind: "application/x-www-form-urlencoded", body: "add=7&add=8", wantIn: "add: it comes 2 times"},
		{name: "a boolean as a word", vendor: "humanity", operation: "updateShift", method: "PUT", target: "/shifts/1", kind: "application/x-www-form-urlencoded", body: "force=true", wantIn: "\"true\" is neither 1 nor 0"},
		{name: "a map by its keys", vendor: "humanity", operation: "updateEmployee", method: "PUT", target: "/employees/1", kind: "application/x-www-form-urlencoded", body: "custom%5B123%5D=x"},
		{name: "a map as one field", vendor: "humanity", operation: "updateEmployee", method: "PUT", target: "/employees/1", kind: "application/x-www-form-urlencoded", body: "custom=%7B%22123%22%3A%22x%22%7D", wantIn: "custom"},
		{name: "keys of what is no map", vendor: "humanity", operation: "updateShift", method: "PUT", target: "/shifts/1", kind: "application/x-www-form-urlencoded", body: "add%5B0%5D=7", wantIn: "add[0]: the document doesn't write it by its keys"},
		{name: "a field of no schema", vendor: "humanity", operation: "createTrade", method: "POST", target: "/trades", kind: "application/x-www-form-urlencoded", body: "shift=7&tradewith=8&reson=x", wantIn: "reson isn't in it"},
		{name: "a good response", vendor: "holaspirit", operation: "getCircle", method: "GET", target: "/api/organizations/o1/circles/c1", response: `{"data":{"id":"c1","name":"General"}}`},
		{name: "a wrong response", vendor: "holaspirit", operation: "getCircle", method: "GET", target: "/api/organizations/o1/circles/c1", response: `{"data":{"id":"c1","name":5}}`, responded: "name"},
	} {
		t.Run(test.name, func(t *testing.T) {
			valid, err := validators(test.vendor)
			must(t, err)
			op := operationNamed(t, openDocument(t, test.vendor), test.operation)
			request, err := http.NewRequestWithContext(t.Context(), test.method, test.target, strings.NewReader(test.body))
			must(t, err)
			request.Header.Set("Content-Type", test.kind)
			sent := &sentRequest{Request: request, body: []byte(test.body)}
			expectFault(t, "request", valid.request(op, sent), test.wantIn)
			if test.response != "" {
				expectFault(t, "response", valid.response(op, sent, response{status: 200, media: "application/json", body: []byte(test.response)}), test.responded)
			}
		})
	}
}

func expectFault(t *testing.T, what string, faults []string, wantIn string) {
	t.Helper()
	found := strings.Join(faults, "\n")
	if (wantIn == "") != (found == "") || !strings.Contains(found, wantIn) {
		t.Errorf("faults of the %s: %q, want one with %q", what, found, wantIn)
	}
}

func operationNamed(t *testing.T, doc *spec.Document, id string) *spec.Operation {
	t.Helper()
	op := doc.Operation(id)
	if op == nil {
		t.Fatalf("no operation %s", id)
	}
	return op
}

// TestUnsentIsFound proves that a request which leaves something out wouldn't pass for one with everything.
func TestUnsentIsFound(t *testing.T) {
	t.Parallel()
	doc := openDocument(t, "humanity")
	for _, test := range []struct {
		name, operation, target, kind, sent string
		body                                any
		want                                string
	}{
		{"a parameter", "listTrades", "/trades?mode=x", "", "", nil, ""},
		{"one of many parameters", "listShifts", "/shifts?start_date=2026-01-01", "", "", nil, "parameter end_date"},
		{"a field of a form", "createTrade", "/trades", "application/x-www-form-urlencoded", "shift=7&tradewith=8", map[string]any{"shift": 7.0, "reason": "r", "tradewith": []any{8.0}}, "field reason"},
		{"a map in a form", "createTrade", "/trades", "application/x-www-form-urlencoded", "custom%5B1%5D=a", map[string]any{"custom": map[string]any{"1": "a"}}, ""},
		{"a field of JSON", "createTrade", "/trades", "application/json", `{"a":{"b":1}}`, map[string]any{"a": map[string]any{"b": 1.0, "c": 2.0}}, "field a.c"},
		{"a part", "createTrade", "/trades", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x--\r\n", map[string]any{"a": "1", "b": "2"}, "part b"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			request, err := http.NewRequestWithContext(t.Context(), "POST", test.target, nil)
			must(t, err)
			request.Header.Set("Content-Type", test.kind)
			expectFault(t, "request", unsent(operationNamed(t, doc, test.operation), &sentRequest{Request: request, body: []byte(test.sent)}, test.body), test.want)
		})
	}
}
