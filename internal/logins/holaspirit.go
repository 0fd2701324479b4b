package logins

import (
	"github.com/seed-8da6be54/vendorkit/auth"
	api "github.com/seed-8da6be54/vendorkit/gen/holaspirit"
	"github.com/seed-8da6be54/vendorkit/rest"
)

func holaspirit() Vendor {
	return Vendor{
		Name: "holaspirit",
		Home: auth.HolaspiritBaseURL,
		Resume: func(s Settings, store auth.Store, account string) (*auth.Source, error) {
			return auth.HolaspiritRefresh(auth.HolaspiritConfig{
				BaseURL: s.BaseURL, ClientID: s.ClientID, ClientSecret: s.ClientSecret, Store: store, Account: account,
			})
		},
		Static: func(_ Settings, token auth.Secret) auth.TokenSource { return auth.HolaspiritToken(token) },
		Client: func(s Settings, source auth.TokenSource, opts ...rest.ClientOption) (Client, error) {
			base := apiBase(s.BaseURL, api.DefaultBaseURL, "")
			return api.NewClient(base, with(auth.Holaspirit(source, auth.ForBaseURL(base)), opts)...)
		},
	}
}
