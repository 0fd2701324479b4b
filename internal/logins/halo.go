package logins

import (
	"context"
	"net/http"
	"strings"

	"golang.org/x/oauth2"

	"github.com/seed-8da6be54/vendorkit/auth"
	api "github.com/seed-8da6be54/vendorkit/gen/halo"
	"github.com/seed-8da6be54/vendorkit/rest"
)

func halo() Vendor {
	return Vendor{
		Name: "halo",
		Resume: func(s Settings, store auth.Store, account string) (*auth.Source, error) {
			cfg := HaloConfig(s)
			cfg.Store, cfg.Account = store, account
			if s.Flow == FlowClient { // an application's login by itself is simply made again
				return auth.HaloClientCredentials(cfg)
			}
			return auth.HaloRefresh(cfg)
		},
		Static: func(s Settings, key auth.Secret) auth.TokenSource { return haloKey{s.BaseURL, key} },
		Client: func(s Settings, source auth.TokenSource, opts ...rest.ClientOption) (Client, error) {
			base := apiBase(s.BaseURL, "", "/api")
			credential := auth.Halo(source, auth.ForBaseURL(base))
			if key, static := source.(haloKey); static {
				credential = auth.HaloAPIKey(key.key, base)
			}
			return api.NewClient(base, with(credential, opts)...)
		},
	}
}

// HaloConfig is the configuration of a login to Halo with these settings.
func HaloConfig(s Settings) auth.HaloConfig {
	return auth.HaloConfig{
		BaseURL: s.BaseURL, AuthURL: s.OAuthURL, Tenant: s.Tenant, ClientID: s.ClientID, ClientSecret: s.ClientSecret,
		RedirectURL: s.RedirectURL, Scopes: strings.Fields(s.Scopes),
	}
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
