package vendortest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRefusesWhatTheDocumentDoesNotKnow(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		request
		want []string // what the response must name
		rest int      // status when it isn't 400
	}{
		{name: "unknown query parameter", request: get("/tickets?bogus=1"), want: []string{"bogus", "no such query parameter"}},
		{name: "query parameter of the wrong case", request: get("/tickets?Open_only=true"), want: []string{"Open_only"}},
		{name: "number that is none", request: get("/tickets?page_no=two"), want: []string{"page_no"}},
		{name: "query parameter that comes twice", request: get("/tickets?page_no=1&page_no=2"), want: []string{"page_no", "comes 2 times"}},
		{name: "list with commas that comes twice", request: get("/tickets?status_ids=1&status_ids=2"), want: []string{"status_ids", "comes 2 times"}},
		{name: "boolean that is none", request: get("/tickets?open_only=maybe"), want: []string{"open_only"}},
		{name: "enum", request: get("/tickets?order=sideways"), want: []string{"order"}},
		{name: "list of numbers", request: get("/tickets?status_ids=1,x"), want: []string{"status_ids"}},
		{name: "missing query parameter", request: get("/tickets/search"), want: []string{"q", "missing"}},
		{name: "path parameter", request: get("/tickets/abc"), want: []string{"ticket_id", `\"abc\" is an invalid integer`}},
		{name: "missing header", request: request{method: "GET", path: "/tickets", bare: true}, want: []string{"X-Lab"}},
		{name: "wrong header", request: request{method: "GET", path: "/tickets", header: map[string]string{"X-Lab": "8"}}, want: []string{"X-Lab", "8"}},
		{name: "body where there is none", request: request{method: "GET", path: "/tickets", body: "{}"}, want: []string{"takes no body"}},
		{name: "missing body", request: request{method: "POST", path: "/tickets"}, want: []string{"body is missing"}},
		{name: "missing field", request: request{method: "POST", path: "/tickets", body: `{"cost":1}`}, want: []string{"summary"}},
		{name: "unknown field", request: request{method: "POST", path: "/tickets/bulk", body: `[{"id":1,"sumary":"y"}]`}, want: []string{"0.sumary", `no such field; did you mean \"summary\"?`}},
		{name: "unknown field further down", request: request{method: "POST", path: "/tickets", body: `{"summary":"x","agent":{"name":"a","boss":[]}}`}, want: []string{"agent.boss"}},
		{name: "field of the wrong type", request: request{method: "POST", path: "/tickets", body: `{"summary":7}`}, want: []string{"summary"}},
		{name: "wrong content type", request: request{method: "POST", path: "/tickets", media: "text/plain", body: "x"}, want: []string{"Content-Type", "text/plain"}},
		{name: "broken JSON", request: request{method: "POST", path: "/tickets", body: `{"summary":`}, want: []string{"can't be read"}},
		{name: "two JSON values", request: request{method: "POST", path: "/tickets", body: `{"summary":"x"}{}`}, want: []string{"can't be read"}},
		{name: "unknown form field", request: request{method: "PATCH", path: "/tickets/1", media: "application/x-www-form-urlencoded", body: "id=1&nope=1"}, want: []string{"nope"}},
		{name: "form field of the wrong type", request: request{method: "PATCH", path: "/tickets/1", media: "application/x-www-form-urlencoded", body: "id=x"}, want: []string{"id"}},
		{name: "unknown path", request: get("/nowhere"), want: []string{"no such path"}, rest: 404},
		{name: "unknown method", request: request{method: "DELETE", path: "/tickets"}, want: []string{"no such method"}, rest: 405},
	}
	s := startLab(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := len(s.Violations())
			got := do(t, s, tt.request)
			want := 400
			if tt.rest != 0 {
				want = tt.rest
			}
			if got.status != want {
				t.Errorf("status %d, want %d", got.status, want)
			}
			for _, part := range tt.want {
				if !strings.Contains(got.body, part) {
					t.Errorf("the response %q doesn't name %q", got.body, part)
				}
			}
			if after := s.Violations(); len(after) == before {
				t.Error("no violation was kept")
			} else if last := after[len(after)-1]; last.Method != tt.method || last.What == "" || last.Request != len(s.Requests()) {
				t.Errorf("violation %+v doesn't say what happened", last)
			}
		})
	}
}

func TestTakesWhatTheDocumentKnows(t *testing.T) {
	t.Parallel()
	s := startLab(t)
	for _, path := range []string{
		"/tickets?page_no=1&page_size=3&open_only=true&filter%5Bname_cont%5D=a&status_ids=1,2&tag=a&tag=b&order=asc&min_cost=0.5",
		"/tickets?extra%5Ba%5D=1&extra%5Bb%5D=2", "/tickets/search?q=x", "/people/a%2Fb/feed", "/statuses",
	} {
		if got := do(t, s, request{method: "GET", path: path, header: map[string]string{"X-Deep": "true"}}); got.status != 200 {
			t.Errorf("%s: status %d: %s", path, got.status, got.body)
		}
	}
	// The schema says that it is open, so a field that it doesn't name is no violation.
	if got := do(t, s, request{method: "POST", path: "/tickets", body: `{"summary":"x","extra":true}`}); got.status != 201 {
		t.Errorf("open schema: %d %s", got.status, got.body)
	}
	if v := s.Violations(); len(v) > 0 {
		t.Errorf("violations: %+v", v)
	}
}

func TestLenientKeepsViolationsAndGoesOn(t *testing.T) {
	t.Parallel()
	s := startLab(t, AllowViolations())
	if got := do(t, s, get("/tickets?bogus=1")); got.status != 200 {
		t.Errorf("status %d", got.status)
	}
	got := do(t, s, request{method: "POST", path: "/tickets/bulk", body: `[{"id":1,"extra":true}]`})
	if got.status != 200 || !strings.Contains(got.body, `"id":1`) {
		t.Errorf("status %d, body %s", got.status, got.body)
	}
	var kept []string
	for _, v := range s.Violations() {
		kept = append(kept, v.Operation+" "+v.What)
	}
	want := []string{"listTickets bogus: the operation has no such query parameter", "saveTickets 0.extra: the schema has no such field"}
	if d := cmp.Diff(want, kept); d != "" {
		t.Error(d)
	}
}

// A body of which nothing can be read is carried out by no vendor: there would be a new record that nobody has described.
func TestLenientWritesNothingWithoutABody(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, media, body, want string
	}{
		{"missing", "application/json", "", "the body is missing"},
		{"cut", "application/json", `{"summary":"x"`, "the body can't be read: unexpected EOF"},
		{"two values", "application/json", `{"summary":"x"}{}`, "the body can't be read: something follows the JSON value"},
		{"no record", "application/json", `"x"`, "value must be an object"},
		{"null", "application/json", `null`, "Value is not nullable"},
		{"another type", "text/plain", `{"summary":"x"}`, `Content-Type: must be application/json, it is "text/plain"`},
		{"the type that curl gives by itself", "application/x-www-form-urlencoded", `{"summary":"x"}`, `Content-Type: must be application/json, it is "application/x-www-form-urlencoded"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := startLab(t, AllowViolations())
			got := do(t, s, request{method: "POST", path: "/tickets", media: tt.media, body: tt.body})
			if got.status != 400 {
				t.Errorf("status %d, body %s", got.status, got.body)
			}
			if v := s.Violations(); len(v) != 1 || v[0].What != tt.want {
				t.Errorf("violations: %+v", v)
			}
			if changes := s.Changes(); len(changes) > 0 {
				t.Errorf("it was written: %+v", changes)
			}
		})
	}
}
