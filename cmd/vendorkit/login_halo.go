package main

import (
	"context"
	"fmt"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/internal/logins"
)

// halo is what the commands know of logins to Halo.
func halo() loginVendor {
	return loginVendor{
		Vendor: known("halo"),
		about: "your instance's login page in a browser (--base-url, --client-id); an application's id and secret alone when\n" +
			"               a client secret is given; user name and password with --username; an API key from --token-file",
		instances:  true,
		loginHost:  true,
		secretless: true,
		clientsAt:  "Configuration > Integrations > Halo API",
		code: &codeFlow{
			page: func(s logins.Settings, try attempt) (string, error) {
				return auth.HaloAuthorizeURL(logins.HaloConfig(s), try.state, try.pkce)
			},
			exchange: func(ctx context.Context, s logins.Settings, store auth.Store, account string, try attempt) (*auth.Source, error) {
				cfg := logins.HaloConfig(s)
				cfg.Store, cfg.Account = store, account
				return auth.HaloAuthorizationCode(ctx, cfg, try.code, try.pkce.Verifier)
			},
		},
		client: known("halo").Resume,
		password: func(s logins.Settings, store auth.Store, account string, password auth.Secret) (*auth.Source, error) {
			cfg := logins.HaloConfig(s)
			cfg.Username, cfg.Password, cfg.Store, cfg.Account = s.Username, password, store, account
			if len(cfg.Scopes) == 0 { // the password isn't kept, so the login should bring what it can be renewed with
				cfg.Scopes = []string{auth.HaloScopeAll, auth.HaloScopeOfflineAccess}
			}
			return auth.HaloPassword(cfg)
		},
		discover: haloDiscovered,
		toEndKey: "removing it in Halo, under Configuration > Integrations > Halo API, should end it",
	}
}

func haloDiscovered(ctx context.Context, s logins.Settings) (logins.Settings, error) {
	found, err := auth.DiscoverHalo(ctx, s.BaseURL, nil)
	if err != nil {
		return s, fmt.Errorf("%w. On this command line: --oauth-url and --tenant", err)
	}
	s.OAuthURL, s.Tenant = found.AuthURL, found.Tenant
	return s, nil
}
