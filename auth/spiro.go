package auth

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	// SpiroOAuthURL is where Spiro's login page and token endpoint are.
	SpiroOAuthURL = "https://engine.spiro.ai"

	// SpiroAPIURL is the host of Spiro's API.
	SpiroAPIURL = "https://api.spiro.ai"

	spiro     = "spiro"
	spiroLife = 24 * time.Hour // what Spiro says an access token lives by default
)

// SpiroConfig is an authorization made in Spiro under Settings > API Tokens. Only what the chosen flow needs must be set.
type SpiroConfig struct {
	OAuthURL string // default SpiroOAuthURL
	APIURL   string // default SpiroAPIURL; the tokens go to its host and no other

	ClientID     string
	ClientSecret Secret
	RedirectURL  string // exactly as it stands in Spiro

	// RefreshToken starts a login without the login page. Each renewal brings another, which the Store keeps, so it may
	// stay in the configuration across restarts if the Store outlives them.
	RefreshToken Secret

	Store   Store  `json:"-"` // default a MemoryStore of its own
	Account string // the account's name in the Store; default ClientID, or else DefaultAccount. Needed where a Store holds several logins by code or refresh token

	HTTPClient *http.Client `json:"-"` // default one with time-outs; redirects are never followed
	// Timeout limits one renewal; default 30 s. If waiting for others that share the Store took half of it, it starts anew before
	// anything is sent, at most twice, so that there is time for the response. After a process was killed between saving an intent and
	// saving the refresh token's successor, the others wait for Timeout and 25 s before they send that token again.
	Timeout time.Duration
	Skew    time.Duration // how long before its end a token counts as expired; default 30 s, less for short lifetimes

	// OnError, when set, is called with errors that no caller gets: that a renewal ahead of time failed (the old token still
	// serves). It must return quickly.
	OnError func(error) `json:"-"`
}

// Format prints the fields, Secrets masked, for every verb.
func (cfg SpiroConfig) Format(f fmt.State, verb rune) {
	type bare SpiroConfig // without this method
	formatMasked(f, verb, bare(cfg))
}

// SpiroAuthorizeURL returns the address of the page where the user authorizes the application. Spiro then sends the browser to
// RedirectURL with a code for [SpiroAuthorizationCode]. Spiro documents no state parameter: it is sent only if it isn't empty, and
// whether Spiro returns it isn't known.
func SpiroAuthorizeURL(cfg SpiroConfig, state string) (string, error) {
	if cfg.OAuthURL == "" {
		cfg.OAuthURL = SpiroOAuthURL
	}
	base, err := parseBase(spiro, "OAuthURL", cfg.OAuthURL)
	if err != nil {
		return "", err
	}
	if cfg.ClientID == "" || cfg.RedirectURL == "" {
		return "", configError(spiro, "SpiroAuthorizeURL needs ClientID and RedirectURL")
	}
	values := url.Values{"client_id": {cfg.ClientID}, "redirect_uri": {cfg.RedirectURL}, "response_type": {"code"}}
	if state != "" {
		values.Set("state", state)
	}
	page := base.JoinPath("oauth/authorize")
	page.RawQuery = values.Encode()
	return page.String(), nil
}

// SpiroAuthorizationCode exchanges the code of a login at once and returns the source of its tokens. By then they are in the Store,
// in place of any earlier login of the account. If ctx ends first, the exchange, which uses the code up, still runs to its end: a
// login that it yields is in the Store for [SpiroRefresh].
func SpiroAuthorizationCode(ctx context.Context, cfg SpiroConfig, code string) (*Source, error) {
	code = strings.TrimSpace(code)
	if code == "" || cfg.RedirectURL == "" {
		return nil, configError(spiro, "SpiroAuthorizationCode needs the code and RedirectURL")
	}
	s, err := cfg.source()
	if err != nil {
		return nil, err
	}
	g := newGrant(grantCode, cfg.client()...).with(secretField("code", NewSecret(code)), plainField("redirect_uri", cfg.RedirectURL))
	g.spends = true
	if err := s.logIn(ctx, g); err != nil {
		return nil, err
	}
	return s, nil
}

// SpiroRefresh returns a source that renews a login: the one in the Store or, where there is none, the one that
// RefreshToken belongs to.
func SpiroRefresh(cfg SpiroConfig) (*Source, error) {
	if cfg.RefreshToken.IsZero() && cfg.Store == nil {
		return nil, configError(spiro, "SpiroRefresh needs RefreshToken or a Store that holds a login")
	}
	return cfg.source()
}

func (cfg SpiroConfig) client() []formField {
	return []formField{plainField("client_id", cfg.ClientID), secretField("client_secret", cfg.ClientSecret)}
}

func (cfg SpiroConfig) source() (*Source, error) {
	if cfg.OAuthURL == "" {
		cfg.OAuthURL = SpiroOAuthURL
	}
	if cfg.APIURL == "" {
		cfg.APIURL = SpiroAPIURL
	}
	base, err := parseBase(spiro, "OAuthURL", cfg.OAuthURL)
	if err != nil {
		return nil, err
	}
	api, err := parseBase(spiro, "APIURL", cfg.APIURL)
	if err != nil {
		return nil, err
	}
	if cfg.ClientID == "" || cfg.ClientSecret.IsZero() {
		return nil, configError(spiro, "Spiro needs ClientID and ClientSecret")
	}
	return newSource(plan{
		vendor:              spiro,
		store:               cfg.Store,
		apiHost:             api.Scheme + "://" + api.Host,
		life:                spiroLife,
		onError:             cfg.OnError,
		initialRefreshToken: cfg.RefreshToken,
		wire: &wire{
			vendor:   spiro,
			tokenURL: base.JoinPath("oauth/token").String(),
			json:     true,
			client:   newHTTPClient(cfg.HTTPClient),
			hint:     spiroHint,
		},
		refresh: func(token Secret) grant {
			return newGrant(grantRefreshToken, cfg.client()...).with(secretField("refresh_token", token))
		},
	}, accountName(cfg.Account, "", cfg.ClientID), cfg.Timeout, cfg.Skew), nil
}

// Spiro returns the request editor for Spiro's API: Bearer, bound to the host of src's configuration. For a token source
// that isn't from this package it is bound to SpiroAPIURL, or to ForBaseURL.
func Spiro(src TokenSource, options ...EditorOption) func(ctx context.Context, req *http.Request) error {
	return providerEditor(spiro, src, SpiroAPIURL, options).edit
}

func spiroHint(grant, code string, _ int) string {
	switch code {
	case CodeInvalidClient:
		return "Check ClientID and ClientSecret against the authorization under Settings > API Tokens in Spiro"
	case CodeInvalidGrant:
		if grant == grantCode {
			return "A code works once and not for long, with the same RedirectURL as the login page was given. Log in again"
		}
		return "The refresh token is no longer good: one that came after it was used, or the authorization was removed. Log in again"
	case "invalid_redirect_uri", "redirect_uri_mismatch":
		return "RedirectURL must be exactly the one that stands under Settings > API Tokens in Spiro"
	}
	return commonHint(code)
}
