package auth

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/oauth2"
)

const (
	// HolaspiritBaseURL is where Holaspirit's API and its token endpoint are.
	HolaspiritBaseURL = "https://app.holaspirit.com"

	// HolaspiritPublicClientID is the client id that Holaspirit publishes for everybody. It has no secret.
	HolaspiritPublicClientID = "54cb79d0279871e1248b4567_400tdzqbdcowsskk08gws0wkwogck00w084w4s8w8gok08s0o8"

	holaspirit         = "holaspirit"
	holaspiritAPIToken = "api:"
	holaspiritLife     = time.Hour
)

// HolaspiritConfig is a login to Holaspirit. Only what the chosen flow needs must be set.
type HolaspiritConfig struct {
	BaseURL      string // default HolaspiritBaseURL
	ClientID     string // default HolaspiritPublicClientID
	ClientSecret Secret // only with a client id of your own

	Username string // the e-mail address
	Password Secret
	Timezone string // optional, like "+02:00"

	// RefreshToken starts a login that has no password. It works once: from then on the Store has its successor, so it
	// may stay in the configuration across restarts if the Store outlives them. It belongs to the client id (and
	// secret) that it was issued to, and ends a month after that or when the password changes.
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
func (cfg HolaspiritConfig) Format(f fmt.State, verb rune) {
	type bare HolaspiritConfig // without this method
	formatMasked(f, verb, bare(cfg))
}

// HolaspiritPassword returns a source that logs in with e-mail address and password. A login in the Store is used first;
// it is renewed with its refresh token, and the password is sent only when there is none or Holaspirit refuses it.
func HolaspiritPassword(cfg HolaspiritConfig) (*Source, error) {
	if cfg.Username == "" || cfg.Password.IsZero() {
		return nil, configError(holaspirit, "HolaspiritPassword needs Username and Password")
	}
	return cfg.source()
}

// HolaspiritRefresh returns a source that renews a login: the one in the Store or, where there is none, the one that
// RefreshToken belongs to. If Username and Password are set as well, they are the fallback.
func HolaspiritRefresh(cfg HolaspiritConfig) (*Source, error) {
	if cfg.RefreshToken.IsZero() && cfg.Store == nil {
		return nil, configError(holaspirit, "HolaspiritRefresh needs RefreshToken or a Store that holds a login")
	}
	return cfg.source()
}

func (cfg HolaspiritConfig) source() (*Source, error) {
	if cfg.BaseURL == "" {
		cfg.BaseURL = HolaspiritBaseURL
	}
	account := accountName(cfg.Account, cfg.Username, cfg.ClientID) // the public client id names nobody
	if cfg.ClientID == "" {
		cfg.ClientID = HolaspiritPublicClientID
	}
	base, err := parseBase(holaspirit, "BaseURL", cfg.BaseURL)
	if err != nil {
		return nil, err
	}
	client := []formField{plainField("client_id", cfg.ClientID), secretField("client_secret", cfg.ClientSecret)}
	p := plan{
		vendor:              holaspirit,
		store:               cfg.Store,
		apiHost:             base.Scheme + "://" + base.Host,
		life:                holaspiritLife,
		initialRefreshToken: cfg.RefreshToken,
		wire: &wire{
			vendor:   holaspirit,
			tokenURL: base.JoinPath("oauth/v2/token").String(),
			client:   newHTTPClient(cfg.HTTPClient),
			hint:     holaspiritHint,

			resetHeader: "X-Ratelimit-Reset",
		},
		refresh: func(token Secret) grant {
			g := newGrant(grantRefreshToken, client...).with(secretField("refresh_token", token))
			g.spends = true
			return g
		},
		revokeURL: base.JoinPath("oauth/v2/revoke").String(),
		onError:   cfg.OnError,
	}
	if cfg.Username != "" && !cfg.Password.IsZero() {
		again := newGrant(grantPassword, client...).with(plainField("username", cfg.Username),
			secretField("password", cfg.Password), plainField("timezone", cfg.Timezone))
		p.relogin = &again
	}
	return newSource(p, account, cfg.Timeout, cfg.Skew), nil
}

// HolaspiritToken returns a source for an organization's API token, which an administrator makes and which begins with "api:". It
// doesn't expire, only reads, and works only for paths below /api/organizations/{organization_id}. White space around it is removed;
// if the prefix, which is part of it, is missing, the source's Token returns an error. The token itself doesn't say which server it
// belongs to: for another than HolaspiritBaseURL, such as a simulator, the editor needs [ForBaseURL].
func HolaspiritToken(token Secret) TokenSource {
	text := strings.TrimSpace(token.Reveal())
	s := &staticToken{vendor: holaspirit}
	switch {
	case text == "":
		s.err = configError(holaspirit, "the API token is empty")
	case !strings.HasPrefix(text, holaspiritAPIToken):
		err := configError(holaspirit, `an API token begins with "api:"`)
		err.Hint = "Copy it whole, prefix included, from Administration > API. For an access token of OAuth use FromOAuth2(oauth2.StaticTokenSource(...))"
		s.err = err
	case !sendable(text) || text == holaspiritAPIToken:
		s.err = configError(holaspirit, "the API token is cut short or has characters that no token has")
	default:
		s.token = &oauth2.Token{AccessToken: text, TokenType: "Bearer"}
	}
	return s
}

// Holaspirit returns the request editor for Holaspirit's API: Bearer, bound to the host of src's configuration. For a
// token source that isn't from this package it is bound to HolaspiritBaseURL, or to ForBaseURL.
//
// What an organization's API token (HolaspiritToken) can't do is refused before it is sent: any method but GET and HEAD
// (ErrReadOnlyToken), and /api/me.
func Holaspirit(src TokenSource, options ...EditorOption) func(ctx context.Context, req *http.Request) error {
	e := providerEditor(holaspirit, src, HolaspiritBaseURL, options)
	e.check = holaspiritCheck
	return e.edit
}

// holaspiritCheck knows the limits of an organization's API token. The vendor responds with 403 without saying why.
func holaspiritCheck(req *http.Request, token string) error {
	if !strings.HasPrefix(token, holaspiritAPIToken) {
		return nil
	}
	if req.Method != "" && req.Method != http.MethodGet && req.Method != http.MethodHead {
		return &TokenError{Provider: holaspirit, Code: CodeReadOnlyToken,
			Description: "an api: token only reads, and the request is a " + secrets(nil).clean(req.Method, 20),
			Hint:        "Log in by HolaspiritPassword or HolaspiritRefresh to write"}
	}
	if isMe(req.URL) {
		return &TokenError{Provider: holaspirit, Code: CodeOrganizationToken,
			Description: "an api: token belongs to an organization, not to a member, and can't read /api/me",
			Hint:        "The organization's id can't be looked up with it: take it from the web address of Holaspirit (/o/{id}/...)"}
	}
	return nil
}

func isMe(u *url.URL) bool { return strings.HasSuffix(strings.TrimSuffix(u.Path, "/"), "/api/me") }

func holaspiritHint(grant, code string, _ int) string {
	switch code {
	case CodeInvalidClient:
		return "Check ClientID and ClientSecret: the public client id has no secret; one of your own comes from Holaspirit's support"
	case CodeInvalidGrant:
		if grant == grantPassword {
			return "Check Username and Password. Where single sign-on is enforced, only administrators have a password"
		}
		return "The refresh token was used before, is older than a month, was issued to another client id, or the password has changed. Log in again"
	case CodeAccessDenied:
		return "The plan must be Scale or Enterprise to use the API, and the token must be one that still works"
	case CodeBadRequest, CodeInvalidRequest:
		return "Check that ClientID, Username, Password and Timezone (like +02:00) are what Holaspirit expects"
	}
	return commonHint(code)
}
