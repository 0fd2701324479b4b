package vendortest

import "github.com/seed-8da6be54/vendorkit/auth"

// Credentials are what a simulator was seeded with. Fields that a vendor has no use for are empty.
//
// The methods named after the vendors give them as the vendors' constructors in package auth take them, with the simulator's own
// addresses:
//
//	source, err := auth.HolaspiritPassword(srv.Credentials().Holaspirit())
//
// What else a test wants, such as a Store or a short Timeout, is set on what they return.
type Credentials struct {
	// BaseURL and OAuthURL are the simulator's own, as [Server.URL] and [Server.OAuthURL] have them.
	BaseURL, OAuthURL string
	// ClientID and ClientSecret are those of a registered application. Holaspirit's public client id, which has no
	// secret, is let in too.
	ClientID, ClientSecret string
	// RedirectURL is the registered one. Nothing listens there; any other is refused.
	RedirectURL string
	// Username and Password are those of a person.
	Username, Password string
	// AccessToken and RefreshToken belong to a login that has been made already, with ClientID.
	AccessToken, RefreshToken string
	// Code is an authorization code that has been given out and not been used.
	Code string
	// APIToken is a static token. Holaspirit's begins with "api:" and only reads; Halo's is an API key, which goes along as
	// X-Halo-Api-Key.
	APIToken string
	// Tenant is the name that Halo's login takes in its query. Any other gets a 500; none at all is let through.
	Tenant string
	// OrganizationID names the organization that the records belong to, and OrganizationSlug its public pages.
	OrganizationID, OrganizationSlug string
}

// Halo is the application of a simulated Halo, for every flow: by itself, by the login page, or with the person's name and password.
func (c Credentials) Halo() auth.HaloConfig {
	return auth.HaloConfig{
		BaseURL: c.BaseURL, AuthURL: c.OAuthURL + "/auth", Tenant: c.Tenant,
		ClientID: c.ClientID, ClientSecret: auth.NewSecret(c.ClientSecret), RedirectURL: c.RedirectURL,
		Username: c.Username, Password: auth.NewSecret(c.Password),
	}
}

// Holaspirit is a person's login to a simulated Holaspirit. The RefreshToken, which works once, isn't in it.
func (c Credentials) Holaspirit() auth.HolaspiritConfig {
	return auth.HolaspiritConfig{
		BaseURL: c.BaseURL, ClientID: c.ClientID, ClientSecret: auth.NewSecret(c.ClientSecret),
		Username: c.Username, Password: auth.NewSecret(c.Password),
	}
}

// Humanity is a person's login to a simulated Humanity. The RefreshToken, which works once, isn't in it.
func (c Credentials) Humanity() auth.HumanityConfig {
	return auth.HumanityConfig{
		BaseURL: c.BaseURL, ClientID: c.ClientID, ClientSecret: auth.NewSecret(c.ClientSecret),
		RedirectURL: c.RedirectURL, Username: c.Username, Password: auth.NewSecret(c.Password),
	}
}

// Spiro is the authorization of a simulated Spiro, with the RefreshToken of a login that has been made: Spiro has no password, so a
// person's login page is the only other way in.
func (c Credentials) Spiro() auth.SpiroConfig {
	return auth.SpiroConfig{
		APIURL: c.BaseURL, OAuthURL: c.OAuthURL, ClientID: c.ClientID, ClientSecret: auth.NewSecret(c.ClientSecret),
		RedirectURL: c.RedirectURL, RefreshToken: auth.NewSecret(c.RefreshToken),
	}
}
