package auth

import (
	"context"
	"net/http"
	"time"
)

const (
	// AcmeURL is where Acme's API and its token endpoint are.
	AcmeURL = "https://api.acme.example"

	acme     = "acme"
	acmeLife = time.Hour
)

// AcmeConfig is an application that was registered with Acme.
type AcmeConfig struct {
	BaseURL string // default AcmeURL; the tokens go to its host and no other

	ClientID     string
	ClientSecret Secret

	Store      Store        `json:"-"` // default a MemoryStore of its own
	Account    string       // the account's name in the Store; default "default"
	HTTPClient *http.Client `json:"-"` // default one with time-outs
}

// AcmeClientCredentials returns a source for an application that acts by itself. Nothing is asked until a token is needed.
func AcmeClientCredentials(cfg AcmeConfig) (*Source, error) {
	if cfg.BaseURL == "" {
		cfg.BaseURL = AcmeURL
	}
	base, err := parseBase(acme, "BaseURL", cfg.BaseURL)
	if err != nil {
		return nil, err
	}
	if cfg.ClientID == "" || cfg.ClientSecret.IsZero() {
		return nil, configError(acme, "AcmeClientCredentials needs ClientID and ClientSecret")
	}
	again := newGrant(grantClient, plain("client_id", cfg.ClientID), hidden("client_secret", cfg.ClientSecret))
	return newSource(plan{
		vendor:  acme,
		store:   cfg.Store,
		apiHost: base.Scheme + "://" + base.Host,
		life:    acmeLife,
		again:   &again,
		wire: &wire{
			vendor:   acme,
			tokenURL: base.Scheme + "://" + base.Host + "/oauth/token",
			client:   newHTTPClient(cfg.HTTPClient),
			hint:     func(_, code string, _ int) string { return commonHint(code) },
		},
	}, cfg.Account, 0, 0), nil
}

// Acme returns the request editor for Acme's API: Bearer, bound to the host of src's configuration.
func Acme(src TokenSource, options ...EditorOption) func(ctx context.Context, req *http.Request) error {
	return providerEditor(acme, src, AcmeURL, options).edit
}
