package logins

import (
	"github.com/seed-8da6be54/vendorkit/auth"
	api "github.com/seed-8da6be54/vendorkit/gen/humanity"
	"github.com/seed-8da6be54/vendorkit/rest"
)

func humanity() Vendor {
	return Vendor{
		Name: "humanity",
		Home: auth.HumanityBaseURL,
		Resume: func(s Settings, store auth.Store, account string) (*auth.Source, error) {
			return auth.HumanityRefresh(auth.HumanityConfig{
				BaseURL: s.BaseURL, ClientID: s.ClientID, ClientSecret: s.ClientSecret, Store: store, Account: account,
			})
		},
		Client: func(s Settings, source auth.TokenSource, opts ...rest.ClientOption) (Client, error) {
			base := apiBase(s.BaseURL, api.DefaultBaseURL, "/api/v2")
			return api.NewClient(base, with(auth.Humanity(source, auth.ForBaseURL(base)), opts)...)
		},
	}
}
