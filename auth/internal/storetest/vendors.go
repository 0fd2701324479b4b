package storetest

import (
	"context"
	"net/http"
	"strings"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/gen/holaspirit"
	"github.com/seed-8da6be54/vendorkit/gen/humanity"
	"github.com/seed-8da6be54/vendorkit/gen/spiro"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// byItself, after a vendor's name, is its logins by client credentials.
const byItself = " by itself"

// Vendors lists those that the drills know.
func Vendors() []string {
	return []string{"halo", "halo" + byItself, "holaspirit", "humanity", "spiro"}
}

// vendor is a simulated vendor, as a process needs it that doesn't run it.
type vendor struct {
	Name, URL, OAuthURL                                     string
	ByItself                                                bool // an application logs in, by its id and secret alone
	ClientID, ClientSecret, RedirectURL, Username, Password string
	Organization, Tenant                                    string
}

// start starts one of Vendors.
func start(name string, opts ...vendortest.Option) (*vendortest.Server, vendor, error) {
	name, alone := strings.CutSuffix(name, byItself)
	s, err := vendortest.Start(name, opts...)
	if err != nil {
		return nil, vendor{}, err
	}
	given := s.Credentials()
	return s, vendor{name, s.URL, s.OAuthURL, alone, given.ClientID, given.ClientSecret, given.RedirectURL, given.Username, given.Password,
		given.OrganizationID, given.Tenant}, nil
}

// recoverable reports whether nothing is lost with a process: a refresh token stays good until its successor's access token
// is used, or there is none.
func (v vendor) recoverable() bool { return v.Name == "spiro" || v.ByItself }

// renewals counts the tokens that came after the first of one login.
func (v vendor) renewals(stats vendortest.TokenStats) int {
	if v.ByItself { // each is a login of its own
		return stats.Issued - 1
	}
	return stats.Refreshed
}

// source makes the vendor's token source; with the password as a fallback, where there is one, if that is wanted.
func (v vendor) source(store auth.Store, account string, fallback bool, onError func(error)) (*auth.Source, error) {
	secret := auth.NewSecret(v.ClientSecret)
	var username string
	var password auth.Secret
	if fallback {
		username, password = v.Username, auth.NewSecret(v.Password)
	}
	switch v.Name {
	case "halo":
		cfg := auth.HaloConfig{BaseURL: v.URL, AuthURL: v.OAuthURL + "/auth", Tenant: v.Tenant, ClientID: v.ClientID, ClientSecret: secret,
			Scopes: []string{auth.HaloScopeAll, auth.HaloScopeOfflineAccess}, Username: username, Password: password, Store: store, Account: account, OnError: onError}
		if v.ByItself {
			return auth.HaloClientCredentials(cfg)
		}
		return auth.HaloRefresh(cfg)
	case "spiro":
		return auth.SpiroRefresh(v.spiro(store, account))
	case "humanity":
		return auth.HumanityRefresh(auth.HumanityConfig{BaseURL: v.URL, ClientID: v.ClientID, ClientSecret: secret, Username: username, Password: password,
			Store: store, Account: account, OnError: onError})
	}
	return auth.HolaspiritRefresh(auth.HolaspiritConfig{BaseURL: v.OAuthURL, ClientID: v.ClientID, ClientSecret: secret, Username: username, Password: password,
		Store: store, Account: account, OnError: onError})
}

func (v vendor) spiro(store auth.Store, account string) auth.SpiroConfig {
	return auth.SpiroConfig{OAuthURL: v.OAuthURL, APIURL: v.URL, ClientID: v.ClientID, ClientSecret: auth.NewSecret(v.ClientSecret),
		RedirectURL: v.RedirectURL, Store: store, Account: account}
}

// logIn puts a new login into the store.
func (v vendor) logIn(ctx context.Context, store auth.Store, account string) error {
	if v.Name != "spiro" {
		src, err := v.source(store, account, true, nil)
		if err == nil {
			_, err = src.Token(ctx)
		}
		return err
	}
	page, err := auth.SpiroAuthorizeURL(v.spiro(store, account), "")
	if err != nil {
		return err
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Get(page)
	if err != nil {
		return err
	}
	response.Body.Close()
	where, err := response.Location()
	if err != nil {
		return err
	}
	_, err = auth.SpiroAuthorizationCode(ctx, v.spiro(store, account), where.Query().Get("code"))
	return err
}

// caller makes a client of the vendor's API, whose credential is src, and returns what makes one call with it. Sent is
// told of every token that is sent.
func (v vendor) caller(src auth.TokenSource, sent func(token string)) (func(ctx context.Context) error, error) {
	watched := func(edit func(context.Context, *http.Request) error) func(context.Context, *http.Request) error {
		return func(ctx context.Context, req *http.Request) error {
			err := edit(ctx, req)
			if err == nil && sent != nil {
				sent(strings.TrimPrefix(req.Header.Get("Authorization"), "Bearer ") + req.URL.Query().Get("access_token"))
			}
			return err
		}
	}
	switch v.Name {
	case "halo":
		c, err := rest.NewClient(rest.Vendor{Name: "halo"}, v.URL, rest.WithRequestEditorFn(watched(auth.Halo(src))))
		// Its response is small, where a page of tickets would keep the simulator busy.
		return func(ctx context.Context) error { return c.Call(ctx, http.MethodGet, "/VersionInfo", nil, nil, nil) }, err
	case "spiro":
		c, err := spiro.NewClient(v.URL, spiro.WithRequestEditorFn(watched(auth.Spiro(src))))
		return func(ctx context.Context) error { _, err := c.Pipelines.List(ctx, nil); return err }, err
	case "humanity":
		c, err := humanity.NewClient(v.URL, humanity.WithRequestEditorFn(watched(auth.Humanity(src))))
		return func(ctx context.Context) error { _, err := c.Me.Get(ctx); return err }, err
	}
	c, err := holaspirit.NewClient(v.URL, holaspirit.WithRequestEditorFn(watched(auth.Holaspirit(src))))
	return func(ctx context.Context) error { _, err := c.Webhooks.List(ctx, v.Organization, nil); return err }, err
}
