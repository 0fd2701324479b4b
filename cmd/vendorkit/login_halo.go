package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"golang.org/x/oauth2"

	"github.com/seed-8da6be54/vendorkit/auth"
)

// halo is what the commands know of logins to Halo.
func halo() loginVendor {
	return loginVendor{
		name: "halo",
		about: "your instance's login page in a browser (--base-url, --client-id); an application's id and secret alone when\n" +
			"               a client secret is given; user name and password with --username; an API key from --token-file",
		instances:  true,
		loginHost:  true,
		secretless: true,
		clientsAt:  "Configuration > Integrations > Halo API",
		code: &codeFlow{
			page: func(s settings, try attempt) (string, error) {
				return auth.HaloAuthorizeURL(haloLogin(s), try.state, try.pkce)
			},
			exchange: func(ctx context.Context, s settings, store auth.Store, account string, try attempt) (*auth.Source, error) {
				cfg := haloLogin(s)
				cfg.Store, cfg.Account = store, account
				return auth.HaloAuthorizationCode(ctx, cfg, try.code, try.pkce.Verifier)
			},
		},
		client: haloResume,
		password: func(s settings, store auth.Store, account string, password auth.Secret) (*auth.Source, error) {
			cfg := haloLogin(s)
			cfg.Username, cfg.Password, cfg.Store, cfg.Account = s.username, password, store, account
			if len(cfg.Scopes) == 0 { // the password isn't kept, so the login should bring what it can be renewed with
				cfg.Scopes = []string{auth.HaloScopeAll, auth.HaloScopeOfflineAccess}
			}
			return auth.HaloPassword(cfg)
		},
		token:    func(s settings, key auth.Secret) auth.TokenSource { return haloKey{s.baseURL, key} },
		discover: haloDiscovered,
		resume:   haloResume,
		toEndKey: "removing it in Halo, under Configuration > Integrations > Halo API, should end it",
	}
}

func haloLogin(s settings) auth.HaloConfig {
	return auth.HaloConfig{
		BaseURL: s.baseURL, AuthURL: s.oauthURL, Tenant: s.tenant, ClientID: s.clientID, ClientSecret: s.clientSecret,
		RedirectURL: s.redirectURL, Scopes: strings.Fields(s.scopes),
	}
}

// haloResume goes on with a login; that of an application by itself is simply made again.
func haloResume(s settings, store auth.Store, account string) (*auth.Source, error) {
	cfg := haloLogin(s)
	cfg.Store, cfg.Account = store, account
	if s.flow == flowClient {
		return auth.HaloClientCredentials(cfg)
	}
	return auth.HaloRefresh(cfg)
}

func haloDiscovered(ctx context.Context, s settings) (settings, error) {
	found, err := auth.DiscoverHalo(ctx, s.baseURL, nil)
	if err != nil {
		return s, fmt.Errorf("%w. On this command line: --oauth-url and --tenant", err)
	}
	s.oauthURL, s.tenant = found.AuthURL, found.Tenant
	return s, nil
}

// haloKey is an API key of an instance, as it is sent. It is printed and kept like a token.
type haloKey struct {
	baseURL string
	key     auth.Secret
}

// Token implements auth.TokenSource. It finds out what the request editor would refuse.
func (k haloKey) Token(ctx context.Context) (*oauth2.Token, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, k.baseURL, nil)
	if err != nil {
		req = &http.Request{} // the editor says it without quoting the URL
	}
	if err := auth.HaloAPIKey(k.key, k.baseURL)(ctx, req); err != nil {
		return nil, err
	}
	return &oauth2.Token{AccessToken: req.Header.Get("X-Halo-Api-Key")}, nil
}
