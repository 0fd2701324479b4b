package halo_test

import (
	"errors"
	"testing"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/gen/halo"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// TestTokenEndpointRecovers: an outage takes the token endpoint with it. The call waits for that too, a write as well.
func TestTokenEndpointRecovers(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault   vendortest.Fault
		options []rest.ClientOption
		good    bool
	}{
		"unavailable":        {vendortest.Fault{Operation: "token", Status: 503, Times: 2}, nil, true},
		"cut off":            {vendortest.Fault{Operation: "token", ResetBeforeResponse: true}, nil, true},
		"without retries":    {vendortest.Fault{Operation: "token", Status: 503}, []rest.ClientOption{rest.WithoutRetries()}, false},
		"a refusal is final": {vendortest.Fault{Operation: "token", Status: 400, Body: `{"error":"invalid_client"}`}, nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := vendortest.NewHalo(t)
			given := srv.Credentials()
			src, err := auth.HaloClientCredentials(auth.HaloConfig{
				BaseURL: srv.URL, AuthURL: srv.OAuthURL + "/auth", ClientID: given.ClientID, ClientSecret: auth.NewSecret(given.ClientSecret),
			})
			if err != nil {
				t.Fatal(err)
			}
			client, err := halo.NewClient(srv.URL, append(test.options, halo.WithRequestEditorFn(auth.Halo(src)))...)
			if err != nil {
				t.Fatal(err)
			}
			srv.Fail(test.fault)
			_, err = client.Tickets.Create(t.Context(), []halo.TicketCreate{{Summary: new("Printer down")}})
			token, isToken := errors.AsType[*auth.TokenError](err)
			if test.good && (err != nil || srv.Count("saveTickets") != 1) {
				t.Errorf("%v, %d tickets", err, srv.Count("saveTickets"))
			}
			if !test.good && (!isToken || token.Status == 0 || srv.Count("saveTickets") != 0) {
				t.Errorf("%v, %d tickets", err, srv.Count("saveTickets"))
			}
		})
	}
}
