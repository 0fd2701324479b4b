package main

import (
	"cmp"
	"context"
	"net/url"
	"strings"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/internal/logins"
)

// loginVendor is what the commands know of a vendor's logins. The flows that a vendor hasn't are nil.
type loginVendor struct {
	logins.Vendor
	about string // how to log in, for the help

	publicClient string // the client id that anybody may use, without a secret; empty: there is none
	loginHost    bool   // the token server and the API's may be two
	instances    bool   // every customer has a server of its own, so there is no home
	secretless   bool   // an application may have no secret

	code     *codeFlow
	password func(s logins.Settings, store auth.Store, account string, password auth.Secret) (*auth.Source, error)
	client   func(s logins.Settings, store auth.Store, account string) (*auth.Source, error)

	// discover fills in the login server and the tenant of an instance.
	discover func(ctx context.Context, s logins.Settings) (logins.Settings, error)

	revokes   bool   // the vendor can end a login
	toEnd     string // what a person does to end a login that the vendor can't; empty when nothing is known
	toEndKey  string // the same of a static token
	clientsAt string // where the vendor keeps applications and their redirect URLs
}

func loginVendors() []loginVendor {
	return []loginVendor{
		halo(),
		{
			Vendor:       known("holaspirit"),
			about:        "user name and password, or an organization's read-only token (--token-file)",
			publicClient: auth.HolaspiritPublicClientID,
			password: func(s logins.Settings, store auth.Store, account string, password auth.Secret) (*auth.Source, error) {
				return auth.HolaspiritPassword(auth.HolaspiritConfig{
					BaseURL: s.BaseURL, ClientID: s.ClientID, ClientSecret: s.ClientSecret,
					Username: s.Username, Password: password, Store: store, Account: account,
				})
			},
			revokes:  true,
			toEndKey: "an administrator ends it by deleting it in Holaspirit, under Administration > API",
		},
		{
			Vendor:    known("humanity"),
			about:     "user name and password, with an application's --client-id and secret",
			clientsAt: "Settings > API v2",
			password: func(s logins.Settings, store auth.Store, account string, password auth.Secret) (*auth.Source, error) {
				return auth.HumanityPassword(auth.HumanityConfig{
					BaseURL: s.BaseURL, ClientID: s.ClientID, ClientSecret: s.ClientSecret,
					Username: s.Username, Password: password, Store: store, Account: account,
				})
			},
		},
		{
			Vendor:    known("spiro"),
			about:     "the vendor's login page in a browser, with an authorization's --client-id and secret",
			loginHost: true,
			clientsAt: "Settings > API Tokens",
			code: &codeFlow{
				page: func(s logins.Settings, try attempt) (string, error) {
					return auth.SpiroAuthorizeURL(logins.SpiroConfig(s), try.state)
				},
				exchange: func(ctx context.Context, s logins.Settings, store auth.Store, account string, try attempt) (*auth.Source, error) {
					cfg := logins.SpiroConfig(s)
					cfg.Store, cfg.Account = store, account
					return auth.SpiroAuthorizationCode(ctx, cfg, try.code)
				},
			},
			toEnd: "removing the authorization in Spiro, under Settings > API Tokens, should end it sooner",
		},
	}
}

// known is what is kept of a vendor's logins.
func known(name string) logins.Vendor {
	vendor, _ := logins.VendorOf(name)
	return vendor
}

func loginVendorNames(vendors []loginVendor) []string {
	var names []string
	for _, vendor := range vendors {
		names = append(names, vendor.Name)
	}
	return names
}

// flows lists the ways to log in to a vendor.
func (v loginVendor) flows() []string {
	var flows []string
	for _, way := range []struct {
		name string
		has  bool
	}{{logins.FlowCode, v.code != nil}, {logins.FlowClient, v.client != nil}, {logins.FlowPassword, v.password != nil}, {logins.FlowToken, v.Static != nil}} {
		if way.has {
			flows = append(flows, way.name)
		}
	}
	return flows
}

// loginVendorOf returns the vendor of an argument that oneVendor let through.
func loginVendorOf(vendors []loginVendor, name string) loginVendor {
	for _, vendor := range vendors {
		if vendor.Name == name {
			return vendor
		}
	}
	return loginVendor{}
}

// tokenServer is the base URL of the server that a login gets its tokens from.
func (v loginVendor) tokenServer(s logins.Settings) string {
	if v.loginHost && s.OAuthURL != "" {
		return s.OAuthURL
	}
	return cmp.Or(s.BaseURL, v.Home)
}

// hostOf is the host of a URL, in lower case; "" of what is none.
func hostOf(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return ""
	}
	return strings.Map(func(r rune) rune { // of ASCII alone: letters of other alphabets become ASCII's in lower case
		if r >= 'A' && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}, u.Host)
}
