package main

import (
	"cmp"
	"context"
	"net/url"
	"strings"

	"github.com/seed-8da6be54/vendorkit/auth"
)

// How a login is made.
const (
	flowCode     = "code"     // on the vendor's page, which sends the browser back with a code
	flowPassword = "password" // by user name and password
	flowClient   = "client"   // by the application's id and secret alone
	flowToken    = "token"    // by a token that the vendor's administrator made
)

// loginVendor is what the commands know of a vendor's logins. The flows that a vendor hasn't are nil.
type loginVendor struct {
	name  string
	about string // how to log in, for the help
	home  string // the usual token server

	publicClient string // the client id that anybody may use, without a secret; empty: there is none
	loginHost    bool   // the token server and the API's may be two
	instances    bool   // every customer has a server of its own, so there is no home
	secretless   bool   // an application may have no secret

	code     *codeFlow
	password func(s settings, store auth.Store, account string, password auth.Secret) (*auth.Source, error)
	client   func(s settings, store auth.Store, account string) (*auth.Source, error)
	token    func(s settings, token auth.Secret) auth.TokenSource

	// discover fills in the login server and the tenant of an instance.
	discover func(ctx context.Context, s settings) (settings, error)

	// resume gives the tokens of a login in the store, and renews them.
	resume func(s settings, store auth.Store, account string) (*auth.Source, error)

	revokes   bool   // the vendor can end a login
	toEnd     string // what a person does to end a login that the vendor can't; empty when nothing is known
	toEndKey  string // the same of a static token
	clientsAt string // where the vendor keeps applications and their redirect URLs
}

func loginVendors() []loginVendor {
	return []loginVendor{
		halo(),
		{
			name:         "holaspirit",
			about:        "user name and password, or an organization's read-only token (--token-file)",
			home:         auth.HolaspiritBaseURL,
			publicClient: auth.HolaspiritPublicClientID,
			password: func(s settings, store auth.Store, account string, password auth.Secret) (*auth.Source, error) {
				return auth.HolaspiritPassword(auth.HolaspiritConfig{
					BaseURL: s.baseURL, ClientID: s.clientID, ClientSecret: s.clientSecret,
					Username: s.username, Password: password, Store: store, Account: account,
				})
			},
			token: func(_ settings, token auth.Secret) auth.TokenSource { return auth.HolaspiritToken(token) },
			resume: func(s settings, store auth.Store, account string) (*auth.Source, error) {
				return auth.HolaspiritRefresh(auth.HolaspiritConfig{
					BaseURL: s.baseURL, ClientID: s.clientID, ClientSecret: s.clientSecret, Store: store, Account: account,
				})
			},
			revokes:  true,
			toEndKey: "an administrator ends it by deleting it in Holaspirit, under Administration > API",
		},
		{
			name:      "humanity",
			about:     "user name and password, with an application's --client-id and secret",
			home:      auth.HumanityBaseURL,
			clientsAt: "Settings > API v2",
			password: func(s settings, store auth.Store, account string, password auth.Secret) (*auth.Source, error) {
				return auth.HumanityPassword(auth.HumanityConfig{
					BaseURL: s.baseURL, ClientID: s.clientID, ClientSecret: s.clientSecret,
					Username: s.username, Password: password, Store: store, Account: account,
				})
			},
			resume: func(s settings, store auth.Store, account string) (*auth.Source, error) {
				return auth.HumanityRefresh(auth.HumanityConfig{
					BaseURL: s.baseURL, ClientID: s.clientID, ClientSecret: s.clientSecret, Store: store, Account: account,
				})
			},
		},
		{
			name:      "spiro",
			about:     "the vendor's login page in a browser, with an authorization's --client-id and secret",
			home:      auth.SpiroOAuthURL,
			loginHost: true,
			clientsAt: "Settings > API Tokens",
			code: &codeFlow{
				page: func(s settings, try attempt) (string, error) { return auth.SpiroAuthorizeURL(spiroLogin(s), try.state) },
				exchange: func(ctx context.Context, s settings, store auth.Store, account string, try attempt) (*auth.Source, error) {
					cfg := spiroLogin(s)
					cfg.Store, cfg.Account = store, account
					return auth.SpiroAuthorizationCode(ctx, cfg, try.code)
				},
			},
			resume: func(s settings, store auth.Store, account string) (*auth.Source, error) {
				cfg := spiroLogin(s)
				cfg.Store, cfg.Account = store, account
				return auth.SpiroRefresh(cfg)
			},
			toEnd: "removing the authorization in Spiro, under Settings > API Tokens, should end it sooner",
		},
	}
}

func spiroLogin(s settings) auth.SpiroConfig {
	return auth.SpiroConfig{
		OAuthURL: s.oauthURL, APIURL: s.baseURL, ClientID: s.clientID, ClientSecret: s.clientSecret, RedirectURL: s.redirectURL,
	}
}

func loginVendorNames(vendors []loginVendor) []string {
	var names []string
	for _, vendor := range vendors {
		names = append(names, vendor.name)
	}
	return names
}

// flows lists the ways to log in to a vendor.
func (v loginVendor) flows() []string {
	var flows []string
	for _, way := range []struct {
		name string
		has  bool
	}{{flowCode, v.code != nil}, {flowClient, v.client != nil}, {flowPassword, v.password != nil}, {flowToken, v.token != nil}} {
		if way.has {
			flows = append(flows, way.name)
		}
	}
	return flows
}

// loginVendorOf returns the vendor of an argument that oneVendor let through.
func loginVendorOf(vendors []loginVendor, name string) loginVendor {
	for _, vendor := range vendors {
		if vendor.name == name {
			return vendor
		}
	}
	return loginVendor{}
}

// tokenServer is the base URL of the server that a login gets its tokens from.
func (v loginVendor) tokenServer(s settings) string {
	if v.loginHost && s.oauthURL != "" {
		return s.oauthURL
	}
	return cmp.Or(s.baseURL, v.home)
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
