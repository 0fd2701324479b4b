package logins

import (
	"github.com/seed-8da6be54/vendorkit/auth"
	api "github.com/seed-8da6be54/vendorkit/gen/spiro"
	"github.com/seed-8da6be54/vendorkit/rest"
)

func spiro() Vendor {
	return Vendor{
		Name: "spiro",
		Home: auth.SpiroOAuthURL,
		Resume: func(s Settings, store auth.Store, account string) (*auth.Source, error) {
			cfg := SpiroConfig(s)
			cfg.Store, cfg.Account = store, account
			return auth.SpiroRefresh(cfg)
		},
		Client: func(s Settings, source auth.TokenSource, opts ...rest.ClientOption) (Client, error) {
			base := apiBase(s.BaseURL, api.DefaultBaseURL, "/api/v1")
			return api.NewClient(base, with(auth.Spiro(source, auth.ForBaseURL(base)), opts)...)
		},
	}
}

// SpiroConfig is the configuration of a login to Spiro with these settings.
func SpiroConfig(s Settings) auth.SpiroConfig {
	return auth.SpiroConfig{
		OAuthURL: s.OAuthURL, APIURL: s.BaseURL, ClientID: s.ClientID, ClientSecret: s.ClientSecret, RedirectURL: s.RedirectURL,
	}
}
