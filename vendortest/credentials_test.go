package vendortest_test

import (
	"net/http"
	"testing"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// What Credentials gives for a vendor's configuration is let in by the flow that it is for, as it stands.
func TestCredentialsAreWhatConfigurationsTake(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		vendor string
		source func(vendortest.Credentials) (*auth.Source, error)
	}{
		"Halo, an application by itself": {"halo", func(c vendortest.Credentials) (*auth.Source, error) { return auth.HaloClientCredentials(c.Halo()) }},
		"Halo, by password":              {"halo", func(c vendortest.Credentials) (*auth.Source, error) { return auth.HaloPassword(c.Halo()) }},
		"Halo, by the login page": {"halo", func(c vendortest.Credentials) (*auth.Source, error) {
			cfg, pkce := c.Halo(), auth.NewPKCE()
			page, err := auth.HaloAuthorizeURL(cfg, auth.NewState(), pkce)
			if err != nil {
				return nil, err
			}
			return auth.HaloAuthorizationCode(t.Context(), cfg, codeFrom(t, page), pkce.Verifier)
		}},
		"Holaspirit, by password": {"holaspirit", func(c vendortest.Credentials) (*auth.Source, error) { return auth.HolaspiritPassword(c.Holaspirit()) }},
		"Humanity, by password":   {"humanity", func(c vendortest.Credentials) (*auth.Source, error) { return auth.HumanityPassword(c.Humanity()) }},
		"Spiro, by refresh token": {"spiro", func(c vendortest.Credentials) (*auth.Source, error) { return auth.SpiroRefresh(c.Spiro()) }},
		"Spiro, by the login page": {"spiro", func(c vendortest.Credentials) (*auth.Source, error) {
			return auth.SpiroAuthorizationCode(t.Context(), c.Spiro(), c.Code)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv, err := vendortest.Start(test.vendor)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { srv.Close() })
			source, err := test.source(srv.Credentials())
			if err != nil {
				t.Fatal(err)
			}
			if _, err := source.Token(t.Context()); err != nil {
				t.Error(err)
			}
			if seen := srv.Violations(); len(seen) > 0 || srv.Tokens().Issued+srv.Tokens().Refreshed != 1 {
				t.Errorf("%v, %+v", seen, srv.Tokens())
			}
		})
	}
}

// codeFrom opens a login page as a browser does, and returns the code that the vendor sends it back with.
func codeFrom(t *testing.T, page string) string {
	t.Helper()
	browser := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := browser.Get(page)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	back, err := response.Location()
	if err != nil {
		t.Fatal(err)
	}
	return back.Query().Get("code")
}
