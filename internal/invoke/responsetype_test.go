package invoke

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/rest"
)

// What comes under a status of success and has nothing of what was promised is a failure, as it is for the generated clients.
func TestAResponseThatHasNothingOfWhatWasPromised(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		vendor, operation string
		params            []string
		body              string // that is sent
		good, bad         []string
	}{
		{"halo", "getTicket", []string{"id=7"}, "", []string{`{"id":7}`, `{}`, `{"summary":[7],"id":"x"}`}, []string{`{"error":"upstream timed out"}`, `null`, `[1]`, `{"id":`, `<html>`}},
		{"halo", "listTickets", nil, "", []string{`{"record_count":0}`, `[{"id":7}]`, `{"tickets":[{"id":[]}]}`, `{"tickets":null}`}, []string{`{"Message":"An error has occurred."}`}},
		{"halo", "saveTickets", nil, `{"summary":"Printer down"}`, []string{`{"id":7}`, `[{"id":7}]`, `[]`, `{"success":true}`}, []string{`{"error":"quota"}`}},
		{"holaspirit", "getMe", nil, "", []string{`{"data":{"id":"u"}}`, `{"data":{}}`, `{"data":{"id":5,"email":[]}}`}, []string{`{"data":null}`, `{"linked":{}}`, `{"errors":[{"title":"no"}]}`}},
		{"humanity", "getEmployee", []string{"employee_id=7"}, "", []string{`{"status":1,"data":{"id":"7"}}`}, []string{`{"status":1,"data":null}`, `{"status":1,"data":[]}`, `{"status":3,"error":"no"}`}},
		{"humanity", "getPreClockIn", []string{"employee_id=7"}, "", []string{`{"status":1,"data":null}`}, nil},
		{"humanity", "listEmployees", nil, "", []string{`{"status":1,"data":null}`, `{"status":1,"data":[]}`}, []string{`{"error":"invalid_token"}`}},
		{"humanity", "updateLeave", []string{"leave_id=7"}, `{}`, []string{`{"status":1,"data":"Saved."}`, `{"status":1,"data":null}`}, nil},
		{"humanity", "getTimeclockStatus", []string{"employee_id=7"}, "", []string{`{"status":1,"data":"out"}`}, nil},
		{"spiro", "getCompany", []string{"id=7"}, "", []string{`{"data":{"id":"7","type":"company"}}`}, []string{`{"data":null}`}},
	} {
		for i, body := range append(test.good[:len(test.good):len(test.good)], test.bad...) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				io.WriteString(w, body)
			}))
			client, err := plainClient(test.vendor, server.URL, rest.WithoutRetries())
			if err != nil {
				t.Fatal(err)
			}
			c := offers(t, test.vendor)
			in := Input{Params: params(t, test.params...)}
			if test.body != "" {
				in.Body = []byte(test.body)
			}
			made, err := New(c, client).Prepare(operation(t, c, test.operation), in)
			if err != nil {
				t.Fatal(err)
			}
			got, err := made.Do(t.Context())
			server.Close()
			if i < len(test.good) {
				if err != nil || got.JSON == nil {
					t.Errorf("%s %s: %v", test.operation, body, err)
				}
				continue
			}
			if _, ok := errors.AsType[*rest.Error](err); !ok || strings.Contains(err.Error(), "struct {") {
				t.Errorf("%s %s: %v", test.operation, body, err)
			}
		}
	}
}
