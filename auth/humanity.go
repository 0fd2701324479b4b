package auth

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"
)

const (
	// HumanityBaseURL is where Humanity's API (below /api/v2) and its token endpoint are, for every account.
	HumanityBaseURL = "https://www.humanity.com"

	humanity     = "humanity"
	humanityLife = time.Hour // what Humanity's sample response says
)

// HumanityConfig is a login to Humanity by an application made under Settings > API v2. Only what the chosen flow needs
// must be set.
type HumanityConfig struct {
	BaseURL      string // default HumanityBaseURL; the API's own base URL, which ends in /api/v2, will do
	ClientID     string // the App ID
	ClientSecret Secret // the App Secret
	RedirectURL  string // optional; Humanity lists it with the password and says that it isn't required

	// Username and Password are those of a user whose rights the tokens then have. One who can only sign in through
	// SSO has no password that works here.
	Username string
	Password Secret

	// RefreshToken starts a login that has no password. Whether it works more than once isn't documented, so it counts
	// as spent with its first use: the Store has its successor, and it may stay in the configuration across restarts if
	// the Store outlives them.
	RefreshToken Secret

	Store   Store  `json:"-"` // default a MemoryStore of its own
	Account string // the account's name in the Store; default Username, or else ClientID, or else DefaultAccount. Needed where a Store holds several logins by code or refresh token

	HTTPClient *http.Client `json:"-"` // default one with time-outs; redirects are never followed
	// Timeout limits one renewal; default 30 s. If waiting for others that share the Store took half of it, it starts anew before
	// anything is sent, at most twice, so that there is time for the response. After a process was killed between saving an intent and
	// saving the refresh token's successor, the others wait for Timeout and 25 s before they send that token again.
	Timeout time.Duration
	Skew    time.Duration // how long before its end a token counts as expired; default 30 s, less for short lifetimes

	// OnError, when set, is called with errors that no caller gets: that a renewal ahead of time failed (the old token still
	// serves), or that a login was refused or lost (ErrLost) and the password used instead. It must return quickly.
	OnError func(error) `json:"-"`
}

// Format prints the fields, Secrets masked, for every verb.
func (cfg HumanityConfig) Format(f fmt.State, verb rune) {
	type bare HumanityConfig // without this method
	formatMasked(f, verb, bare(cfg))
}

// HumanityPassword returns a source that logs in with a user's name and password. A login in the Store is used first; it
// is renewed with its refresh token, and the password is sent only when there is none or Humanity refuses it.
func HumanityPassword(cfg HumanityConfig) (*Source, error) {
	if cfg.Username == "" || cfg.Password.IsZero() {
		return nil, configError(humanity, "HumanityPassword needs Username and Password")
	}
	return cfg.source()
}

// HumanityRefresh returns a source that renews a login: the one in the Store or, where there is none, the one that
// RefreshToken belongs to. The newest refresh token is kept; where a response brings none, the old one stays. If Username
// and Password are set as well, they are the fallback.
func HumanityRefresh(cfg HumanityConfig) (*Source, error) {
	if cfg.RefreshToken.IsZero() && cfg.Store == nil {
		return nil, configError(humanity, "HumanityRefresh needs RefreshToken or a Store that holds a login")
	}
	return cfg.source()
}

func (cfg HumanityConfig) source() (*Source, error) {
	if cfg.BaseURL == "" {
		cfg.BaseURL = HumanityBaseURL
	}
	base, err := parseBase(humanity, "BaseURL", cfg.BaseURL)
	if err != nil {
		return nil, err
	}
	// The token endpoint is beside the API, not below it.
	base.Path, base.RawPath = strings.TrimSuffix(strings.TrimRight(base.Path, "/"), "/api/v2"), ""
	if cfg.ClientID == "" || cfg.ClientSecret.IsZero() {
		return nil, configError(humanity, "Humanity needs ClientID and ClientSecret, the App ID and App Secret under Settings > API v2")
	}
	client := []formField{plainField("client_id", cfg.ClientID), secretField("client_secret", cfg.ClientSecret)}
	p := plan{
		vendor:              humanity,
		store:               cfg.Store,
		apiHost:             base.Scheme + "://" + base.Host,
		life:                humanityLife,
		onError:             cfg.OnError,
		initialRefreshToken: cfg.RefreshToken,
		wire: &wire{
			vendor:   humanity,
			tokenURL: base.JoinPath("oauth2/token.php").String(),
			client:   newHTTPClient(cfg.HTTPClient),
			hint:     humanityHint,
		},
		refresh: func(token Secret) grant {
			g := newGrant(grantRefreshToken, client...).with(secretField("refresh_token", token))
			g.spends = true // not documented; to take it for granted that the old one still works could end the login
			return g
		},
	}
	if cfg.Username != "" && !cfg.Password.IsZero() {
		again := newGrant(grantPassword, client...).with(plainField("username", cfg.Username),
			secretField("password", cfg.Password), plainField("redirect_uri", cfg.RedirectURL))
		p.relogin = &again
	}
	return newSource(p, accountName(cfg.Account, cfg.Username, cfg.ClientID), cfg.Timeout, cfg.Skew), nil
}

// Humanity returns the request editor for Humanity's API. It sends the token as the query parameter access_token, which Humanity has
// always accepted, or in the Authorization header with [HumanityHeader]. It is bound to the host of src's configuration; for a token
// source that isn't from this package, to HumanityBaseURL, or to [ForBaseURL].
//
// Humanity may refuse a token with HTTP status 200 and say so in the body (status 2 or 3). The client of package rest recognises
// that and tells src, as it does after a 401; any other client must call [Source.Invalidate] itself.
func Humanity(src TokenSource, options ...EditorOption) func(ctx context.Context, req *http.Request) error {
	inQuery := func(o *editorOptions) { o.place = query{"access_token"} }
	return providerEditor(humanity, src, HumanityBaseURL, append([]EditorOption{inQuery}, options...)).edit
}

// HumanityHeader makes Humanity send the token as "Authorization: Bearer ...", which Humanity's newer documentation permits as an
// alternative to the query. It keeps the token out of the logs of proxies.
func HumanityHeader() EditorOption {
	return func(o *editorOptions) { o.place = bearer{} }
}

func humanityHint(grant, code string, _ int) string {
	switch code {
	case CodeInvalidClient:
		return "Check ClientID and ClientSecret against the App ID and App Secret under Settings > API v2 in Humanity"
	case CodeInvalidGrant, CodeAccessDenied:
		if grant == grantPassword {
			return "Check Username and Password. A user who can only sign in through SSO can't log in this way: take one with a password of its own"
		}
		return "The refresh token is no longer good: one that came after it was used, or it is too old. Log in again"
	case CodeUnknown:
		return "Check ClientID, ClientSecret and the login; Humanity doesn't document what it responds with here"
	}
	return commonHint(code)
}
