package logins

import (
	"context"
	"net/url"
	"strings"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/rest"
)

// Vendor is how logins of a vendor are gone on with.
type Vendor struct {
	Name string
	Home string // the usual token server; empty where every customer has one

	// Resume gives the tokens of a login in the store, and renews them.
	Resume func(s Settings, store auth.Store, account string) (*auth.Source, error)
	// Static gives a token that is never renewed; nil where there is none.
	Static func(s Settings, token auth.Secret) auth.TokenSource
	// Client makes the vendor's client, which carries the login's tokens to the login's server alone.
	Client func(s Settings, source auth.TokenSource, opts ...rest.ClientOption) (Client, error)
}

// Client is any vendor's client.
type Client interface {
	// Call makes a call that no method covers.
	Call(ctx context.Context, method, path string, query url.Values, in, out any, opts ...rest.CallOption) error
	// Core is what the client's calls go through.
	Core() *rest.Client
}

// Vendors lists the vendors whose logins are known, by name.
func Vendors() []Vendor { return []Vendor{halo(), holaspirit(), humanity(), spiro()} }

// VendorOf returns a vendor by its name; false for one whose logins aren't known.
func VendorOf(name string) (Vendor, bool) {
	for _, vendor := range Vendors() {
		if vendor.Name == name {
			return vendor, true
		}
	}
	return Vendor{}, false
}

// apiBase is where the API stands at the server of a login: its usual path goes behind an address that doesn't have it.
func apiBase(server, usual, path string) string {
	if server == "" {
		return usual
	}
	server = strings.TrimRight(server, "/")
	if u, err := url.Parse(server); err == nil && !strings.HasSuffix(u.Path, path) {
		return server + path
	}
	return server
}

// with puts the credential before the options of a client, so that an editor among these sees it.
func with(credential rest.RequestEditorFn, opts []rest.ClientOption) []rest.ClientOption {
	return append([]rest.ClientOption{rest.WithRequestEditorFn(credential)}, opts...)
}
