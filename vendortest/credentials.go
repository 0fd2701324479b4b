package vendortest

import (
	"net/http"

	"github.com/seed-8da6be54/vendorkit/auth"
)

// Credentials are what a simulator accepts. Fields that a vendor has no use for are empty.
//
// The methods named after the vendors return them as configurations for the vendors' constructors in package auth, with the simulator's own
// addresses, and with its HTTPClient if it is [InMemory]:
//
//	source, err := auth.HolaspiritPassword(srv.Credentials().Holaspirit())
//
// A test sets whatever else it wants, such as a Store or a short Timeout, on what they return.
type Credentials struct {
	// BaseURL and OAuthURL are the simulator's own, as [Server.URL] and [Server.OAuthURL] have them.
	BaseURL, OAuthURL string
	// ClientID and ClientSecret are those of a registered application. Holaspirit's public client id, which has no
	// secret, is accepted too.
	ClientID, ClientSecret string
	// RedirectURL is the registered one. Nothing listens there; any other is refused.
	RedirectURL string
	// Username and Password are those of a person.
	Username, Password string
	// AccessToken and RefreshToken belong to a login that has been made already, by ClientID.
	AccessToken, RefreshToken string
	// Code is an authorization code that has been given out and not been used.
	Code string
	// APIToken is a static token. Holaspirit's begins with "api:" and only reads; Halo's is an API key, which is sent as
	// X-Halo-Api-Key.
	APIToken string
	// Tenant is the name that Halo's login takes in its query. Any other gets status 500; none at all is accepted.
	Tenant string
	// OrganizationID names the organization that the records belong to, and OrganizationSlug its public pages.
	OrganizationID, OrganizationSlug string

	client *http.Client // the simulator's, where no other reaches it
}

// Halo returns the application of a simulated Halo, for every flow: client credentials, the login page, and user name and password.
func (c Credentials) Halo() auth.HaloConfig {
	return auth.HaloConfig{
		HTTPClient: c.client, BaseURL: c.BaseURL, AuthURL: c.OAuthURL + "/auth", Tenant: c.Tenant,
		ClientID: c.ClientID, ClientSecret: auth.NewSecret(c.ClientSecret), RedirectURL: c.RedirectURL,
		Username: c.Username, Password: auth.NewSecret(c.Password),
	}
}

// Holaspirit returns a person's login to a simulated Holaspirit. It lacks the RefreshToken, which works once.
func (c Credentials) Holaspirit() auth.HolaspiritConfig {
	return auth.HolaspiritConfig{
		HTTPClient: c.client, BaseURL: c.BaseURL, ClientID: c.ClientID, ClientSecret: auth.NewSecret(c.ClientSecret),
		Username: c.Username, Password: auth.NewSecret(c.Password),
	}
}

// Humanity returns a person's login to a simulated Humanity. It lacks the RefreshToken, which works once.
func (c Credentials) Humanity() auth.HumanityConfig {
	return auth.HumanityConfig{
		HTTPClient: c.client, BaseURL: c.BaseURL, ClientID: c.ClientID, ClientSecret: auth.NewSecret(c.ClientSecret),
		RedirectURL: c.RedirectURL, Username: c.Username, Password: auth.NewSecret(c.Password),
	}
}

// Spiro returns the authorization of a simulated Spiro, with the RefreshToken of a login that has been made already. Spiro has no password
// grant, so the login page is the only other way in.
func (c Credentials) Spiro() auth.SpiroConfig {
	return auth.SpiroConfig{
		HTTPClient: c.client, APIURL: c.BaseURL, OAuthURL: c.OAuthURL, ClientID: c.ClientID, ClientSecret: auth.NewSecret(c.ClientSecret),
		RedirectURL: c.RedirectURL, RefreshToken: auth.NewSecret(c.RefreshToken),
	}
}
