package invoke

import (
	"errors"
	"testing"

	"github.com/seed-8da6be54/vendorkit/internal/catalog"
	"github.com/seed-8da6be54/vendorkit/rest"
)

// FuzzInput gives whatever to what reads parameters, bodies and cursors: it is refused by an InputError, or can be sent.
func FuzzInput(f *testing.F) {
	for _, seed := range []struct{ param, body, from string }{
		{"agent_id=7", `[{"id":1}]`, "number:3"}, {"agent=1,2", `{"a":{"b":[null,1e400,"\u0000"]}}`, "number:2:100:t5"},
		{"custom[7]=x", `{"custom":{"7":"x"},"skills":[1],"positions":null}`, ""}, {"=", "\xef\xbb\xbf{}", "time:"}, {"id=../..", "[[[", ":"},
	} {
		f.Add(seed.param, []byte(seed.body), seed.from)
	}
	type tried struct {
		catalog *catalog.Catalog
		names   []string
	}
	var all []tried
	for vendor, names := range map[string][]string{
		"halo": {"listTickets", "getTicket", "saveTickets", "uploadImageAttachments"}, "humanity": {"createEmployee", "listShifts", "updateShift"},
		"holaspirit": {"createMember", "listMembers"}, "spiro": {"updateOpportunity", "listCompanies"},
	} {
		c, err := catalog.Open(vendor)
		if err != nil {
			f.Fatal(err)
		}
		all = append(all, tried{c, names})
	}
	f.Fuzz(func(t *testing.T, text string, body []byte, from string) {
		given, err := ParseParam(text)
		if _, ok := errors.AsType[*InputError](err); err != nil && !ok {
			t.Fatalf("%q: %v", text, err)
		}
		var in Input
		if err == nil {
			in.Params = append(in.Params, given)
		}
		in.Body = body
		client, err := plainClient("halo", "https://api.example.com", rest.WithHTTPClient(&recorder{}), rest.WithoutRetries(), rest.WithoutPacing())
		if err != nil {
			t.Fatal(err)
		}
		for _, of := range all {
			for _, name := range of.names {
				op, err := of.catalog.Operation(name)
				if err != nil {
					t.Fatal(err)
				}
				call, err := New(of.catalog, client).Prepare(op, in)
				if _, ok := errors.AsType[*InputError](err); err != nil && !ok {
					t.Errorf("%s: %v", name, err)
				}
				if err != nil {
					continue
				}
				_, err = call.Do(t.Context())
				if failure, ok := errors.AsType[*rest.Error](err); !ok || errors.Is(failure, rest.ErrRequest) {
					t.Errorf("%s was prepared and can't be sent: %v", name, err)
				}
				if op.List != nil {
					for _, err := range call.Pages(t.Context(), rest.Cursor(from)) {
						if err == nil {
							t.Errorf("%s: a page of nothing", name)
						}
					}
				}
			}
		}
	})
}
