package conformance_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/seed-8da6be54/vendorkit/gen/halo"
	"github.com/seed-8da6be54/vendorkit/gen/holaspirit"
	"github.com/seed-8da6be54/vendorkit/gen/humanity"
	"github.com/seed-8da6be54/vendorkit/gen/spiro"
	"github.com/seed-8da6be54/vendorkit/rest"
)

// TestNoVendorsOwnResponseIsRefused has the vendors' responses as they, or clients that run against them, show them, and such as differ from
// the documents as far as a vendor's newer version may: none is taken for something else than the API's. Failures under a status of success are.
func TestNoVendorsOwnResponseIsRefused(t *testing.T) {
	t.Parallel()
	const (
		get    = "get"
		list   = "list"
		write  = "write"
		remove = "remove"
	)
	calls := map[string]map[string]func(ctx context.Context, url string) error{
		"halo": {
			get: func(ctx context.Context, url string) error {
				_, err := client(t, halo.NewClient, url).Tickets.Get(ctx, 7, nil)
				return err
			},
			list: func(ctx context.Context, url string) error {
				_, err := client(t, halo.NewClient, url).Tickets.List(ctx, nil)
				return err
			},
			write: func(ctx context.Context, url string) error {
				_, err := client(t, halo.NewClient, url).Tickets.Create(ctx, []halo.TicketCreate{{}})
				return err
			},
			remove: func(ctx context.Context, url string) error {
				return client(t, halo.NewClient, url).Tickets.Delete(ctx, 7, nil)
			},
		},
		"halo agents": { // whose list is a bare one or not
			list: func(ctx context.Context, url string) error {
				_, err := client(t, halo.NewClient, url).Agents.List(ctx, nil)
				return err
			},
		},
		"holaspirit": {
			get: func(ctx context.Context, url string) error {
				_, err := client(t, holaspirit.NewClient, url).Circles.Get(ctx, "o", "c")
				return err
			},
			list: func(ctx context.Context, url string) error {
				_, err := client(t, holaspirit.NewClient, url).Circles.List(ctx, "o", nil)
				return err
			},
			write: func(ctx context.Context, url string) error {
				_, err := client(t, holaspirit.NewClient, url).Circles.AddMember(ctx, "o", "c", holaspirit.CircleMemberCreate{})
				return err
			},
			remove: func(ctx context.Context, url string) error {
				return client(t, holaspirit.NewClient, url).Tensions.Delete(ctx, "o", "t")
			},
		},
		"humanity": {
			get: func(ctx context.Context, url string) error {
				_, err := client(t, humanity.NewClient, url).Employees.Get(ctx, 7)
				return err
			},
			list: func(ctx context.Context, url string) error {
				_, err := client(t, humanity.NewClient, url).Employees.List(ctx, nil)
				return err
			},
			write: func(ctx context.Context, url string) error {
				_, err := client(t, humanity.NewClient, url).Employees.Create(ctx, humanity.EmployeeCreate{})
				return err
			},
			remove: func(ctx context.Context, url string) error {
				_, err := client(t, humanity.NewClient, url).Employees.Delete(ctx, 7)
				return err
			},
		},
		"humanity, of which there may be none": { // what comes then hasn't been published
			get: func(ctx context.Context, url string) error {
				_, err := client(t, humanity.NewClient, url).PreClockIns.Get(ctx, 7)
				return err
			},
		},
		"spiro": {
			get: func(ctx context.Context, url string) error {
				_, err := client(t, spiro.NewClient, url).Companies.Get(ctx, "7")
				return err
			},
			list: func(ctx context.Context, url string) error {
				_, err := client(t, spiro.NewClient, url).Companies.List(ctx, nil)
				return err
			},
			write: func(ctx context.Context, url string) error {
				return client(t, spiro.NewClient, url).Opportunities.SetCustomOf(ctx, &spiro.Opportunity{ID: "7", Type: "opportunity"}, map[string]any{"a": 1})
			},
		},
	}
	for _, test := range []struct {
		vendor, what string
		refused      bool
		bodies       []string
	}{
		{"halo", get, false, []string{`{"id":7}`, `{"ID":7}`, `{"summary":"Printer down","new_field":1}`, `{}`}},
		{"halo", get, true, []string{`{"ClassName":"System.NullReferenceException","Message":"Object reference not set"}`, `{"error":"x","error_description":"y"}`, `null`}},
		{"halo", list, false, []string{
			`{"record_count":0,"tickets":[]}`, `{"page_no":1,"page_size":50,"record_count":0}`, `{"tickets":null}`, `{"tickets":[{"id":7}],"new_field":1}`, `[{"id":7}]`, `[]`, `{}`,
		}},
		{"halo", list, true, []string{`{"Message":"An error has occurred."}`, `{"resultCode":5,"errorMessage":"no"}`}},
		{"halo", write, false, []string{`{"id":7}`, `[{"id":7}]`, `[]`, `{"id":7,"_warning":"The SLA is unknown."}`, `{"success":true}`}},
		{"halo", write, true, []string{`{"Message":"An error has occurred."}`}},
		{"halo", remove, false, []string{``, `{}`, `{"id":7}`, `[{"id":7,"error":"x"}]`, `true`, `"Deleted"`, `{"message":"Deleted"}`, `null`}},
		{"halo", remove, true, []string{`{"Message":"An error has occurred.","error":"x"}`}},
		{"halo agents", list, false, []string{`[{"id":1}]`, `[]`, `{"agents":[{"id":1}]}`, `{"results":[{"id":1}],"record_count":1}`}},
		{"holaspirit", get, false, []string{`{"data":{"id":"c"},"linked":{}}`, `{"data":{}}`}},
		{"holaspirit", get, true, []string{`{"errors":[{"status":500,"title":"no"}]}`, `{"data":null}`, `{"linked":{"roles":[]}}`}},
		{"holaspirit", list, false, []string{
			`{"data":[],"linked":{},"pagination":{"currentPage":1,"pagesCount":1,"nextPage":null}}`, `{"data":[{"id":"c"}]}`, `{"data":null}`, `{"data":[],"meta":{}}`,
		}},
		{"holaspirit", write, false, []string{``, `{"data":{"id":"c"}}`, `{"data":null}`, `[]`}},
		{"holaspirit", remove, false, []string{``, `{}`, `{"data":null}`, `{"data":null,"errors":[]}`, `{"data":{"id":"t"},"errors":["a note"]}`}},
		{"holaspirit", remove, true, []string{`{"errors":[{"status":"500","code":"not_found"}]}`}},
		{"humanity", get, false, []string{
			`{"status":1,"data":{"id":"7"},"token":"t","error":null}`, `{"status":"1","data":{"id":7}}`, `{"data":{"id":7}}`, `{"status":1,"data":{}}`,
		}},
		{"humanity", get, true, []string{`{"status":1}`, `{"status":1,"data":null,"error":"a note"}`, `{"status":1,"data":[],"token":"t","error":null}`}},
		{"humanity, of which there may be none", get, false, []string{`{"status":1,"data":null}`, `{"status":1}`, `{"status":1,"data":{"id":"7"}}`}},
		{"humanity", list, false, []string{`{"status":1,"data":[],"token":"t","error":""}`, `{"status":1,"data":[],"metadata":[]}`, `{"status":1,"data":null}`}},
		{"humanity", list, true, []string{`{"status":3,"error":"bad token"}`, `{"error":"invalid_token"}`}},
		{"humanity", write, false, []string{`{"status":1,"data":{"id":"7"}}`, `{"status":1,"data":{}}`, `{"status":1,"data":null}`, `{"status":1}`}},
		{"humanity", remove, false, []string{`{"status":1,"data":"The employee was deleted.","error":null}`, `{"status":1,"data":null}`, `{"status":1,"error":"Deleted"}`, `{"success":"1","data":1}`}},
		{"humanity", remove, true, []string{`{"status":14,"error":"delete failed"}`, `{"success":false,"error":"no"}`}},
		{"spiro", get, false, []string{`{"data":{"id":"7","type":"company","attributes":{}}}`, `{"data":{},"included":[]}`}},
		{"spiro", get, true, []string{`{"data":null}`, `{"included":[]}`, `{"errors":[{"detail":"no"}]}`, `{"status":500,"error":"Internal Server Error"}`}},
		{"spiro", list, false, []string{`{"data":[]}`, `{"data":null}`, `{"data":[],"meta":{"pagination":{"current_page":1,"total_pages":0}}}`, `{"meta":{}}`}},
		{"spiro", write, false, []string{``, `{"data":{"id":"7"}}`, `{"id":"7"}`, `{"message":"Updated"}`, `{"success":true}`, `{"opportunity":{"id":7,"error":"x"}}`}},
		{"spiro", write, true, []string{`{"status":500,"error":"Internal Server Error"}`, `{"errors":[{"detail":"no"}]}`}},
	} {
		for _, body := range test.bodies {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				io.WriteString(w, body)
			}))
			err := calls[test.vendor][test.what](t.Context(), server.URL)
			if failure, ok := errors.AsType[*rest.Error](err); (err != nil) != test.refused || test.refused && (!ok || failure.Field != "") {
				t.Errorf("%s, %s: %s: %v", test.vendor, test.what, body, err)
			}
			server.Close()
		}
	}
}

func client[C any](t *testing.T, make func(string, ...rest.ClientOption) (*C, error), url string) *C {
	t.Helper()
	made, err := make(url, rest.WithoutRetries())
	if err != nil {
		t.Fatal(err)
	}
	return made
}
