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
	halo          = "halo"
	haloLife      = time.Hour // what every response that was seen says
	haloKeyHeader = "X-Halo-Api-Key"
	haloAPIPath   = "/api"
	haloAppsAt    = "Configuration > Integrations > Halo API"
)

// HaloConfig is an API application of a Halo (HaloPSA, HaloITSM, Halo Service Desk), as it stands in Halo under
// Configuration > Integrations > Halo API; that page also shows the three addresses. Only what the chosen flow needs must
// be set, which is always BaseURL and ClientID.
//
//	layout                     BaseURL                             AuthURL                              Tenant
//	hosted                     https://acme.halopsa.com            (https://acme.halopsa.com/auth)      acme, or nothing
//	hosted, one login server   https://acme.haloservicedesk.com    https://auth.haloservicedesk.com     acme
//	self-hosted                https://halo.example.com            (https://halo.example.com/auth)      nothing
//
// What stands in brackets is the default. DiscoverHalo asks the instance for all three.
type HaloConfig struct {
	BaseURL string // of the resource server, with or without its /api; the tokens go to its host and no other
	AuthURL string // of the authorisation server, without /token; default BaseURL's host and path, then /auth
	Tenant  string // goes along with every request to the authorisation server; empty: isn't sent

	ClientID     string
	ClientSecret Secret // for HaloClientCredentials; with other flows where the application has one
	RedirectURL  string // for the login page: exactly as it stands in Halo

	// Scopes are what the token is asked for, HaloScope constants. The default is all, and on the login page all and
	// offline_access. A token in the Store keeps those that it was asked with until it expires.
	Scopes []string

	// Username and Password are those of an agent or user, for HaloPassword.
	Username string
	Password Secret

	// RefreshToken starts a login without the login page. Whether Halo replaces it when it is used isn't documented, so
	// it counts as spent with its first use: the Store has its successor, or keeps it where a response brings none. It
	// may stay in the configuration across restarts if the Store outlives them.
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
func (cfg HaloConfig) Format(f fmt.State, verb rune) {
	type bare HaloConfig // without this method
	formatMasked(f, verb, bare(cfg))
}

// HaloClientCredentials returns a source for an application that acts on its own (in Halo: Client ID and Secret (Services)), as the
// agent that it is set up with. There is no refresh token: a new token is simply requested when the old one expires.
func HaloClientCredentials(cfg HaloConfig) (*Source, error) {
	if cfg.ClientSecret.IsZero() {
		return nil, configError(halo, "HaloClientCredentials needs ClientID and ClientSecret")
	}
	p, err := cfg.plan()
	if err != nil {
		return nil, err
	}
	again := newGrant(grantClient, cfg.client()...).with(cfg.scope(HaloScopeAll))
	p.relogin = &again
	cfg.Username = "" // nobody's but the application's login
	return cfg.source(p), nil
}

// HaloPassword returns a source that logs in with the name and password of an agent or user (in Halo: Username & Password). If
// Scopes includes HaloScopeOfflineAccess and Halo issues a refresh token, that is used first, and the password only if there is none
// or Halo refuses it.
func HaloPassword(cfg HaloConfig) (*Source, error) {
	if cfg.Username == "" || cfg.Password.IsZero() {
		return nil, configError(halo, "HaloPassword needs Username and Password")
	}
	return cfg.renewing()
}

// HaloRefresh returns a source that renews a login: the one in the Store or, where there is none, the one that
// RefreshToken belongs to. The newest refresh token is kept; where a response brings none, the old one stays. If Username
// and Password are set as well, they are the fallback.
func HaloRefresh(cfg HaloConfig) (*Source, error) {
	if cfg.RefreshToken.IsZero() && cfg.Store == nil {
		return nil, configError(halo, "HaloRefresh needs RefreshToken or a Store that holds a login")
	}
	return cfg.renewing()
}

// HaloAuthorizeURL returns the address of the page where the user signs in and authorizes the application (in Halo: Authorisation
// Code (Native Application)). Halo then sends the browser to RedirectURL, with state and a code for [HaloAuthorizationCode]. Make
// state by [NewState] and pkce by [NewPKCE], new ones for every attempt.
func HaloAuthorizeURL(cfg HaloConfig, state string, pkce PKCE) (string, error) {
	_, login, err := cfg.servers()
	if err != nil {
		return "", err
	}
	switch {
	case cfg.ClientID == "" || cfg.RedirectURL == "":
		return "", configError(halo, "HaloAuthorizeURL needs ClientID and RedirectURL")
	case state == "":
		return "", configError(halo, "HaloAuthorizeURL needs a state, by which the response is told from another login's: NewState makes one")
	case !pkce.fits():
		return "", configError(halo, "HaloAuthorizeURL needs a pair that NewPKCE has made")
	}
	page := login.JoinPath("authorize")
	values := url.Values{
		"response_type": {"code"}, "client_id": {cfg.ClientID}, "redirect_uri": {cfg.RedirectURL},
		"scope": {cfg.scope(HaloScopeAll, HaloScopeOfflineAccess).value}, "state": {state},
		"code_challenge": {pkce.Challenge}, "code_challenge_method": {"S256"},
	}
	if cfg.Tenant != "" {
		values.Set("tenant", cfg.Tenant)
	}
	page.RawQuery = values.Encode()
	return page.String(), nil
}

// HaloAuthorizationCode exchanges the code of a login at once, with the Verifier that the login page's address was made with, and
// returns the source of its tokens. By then they are in the Store, in place of any earlier login of the account. If ctx ends first,
// the exchange, which uses the code up, still runs to its end: a login that it yields is in the Store for [HaloRefresh].
func HaloAuthorizationCode(ctx context.Context, cfg HaloConfig, code string, verifier Secret) (*Source, error) {
	code = strings.TrimSpace(code)
	if code == "" || cfg.RedirectURL == "" || verifier.IsZero() {
		return nil, configError(halo, "HaloAuthorizationCode needs the code, the Verifier and RedirectURL")
	}
	s, err := cfg.renewing()
	if err != nil {
		return nil, err
	}
	g := newGrant(grantCode, cfg.client()...).with(plainField("redirect_uri", cfg.RedirectURL), secretField("code", NewSecret(code)),
		secretField("code_verifier", verifier), cfg.scope(HaloScopeAll, HaloScopeOfflineAccess))
	g.spends = true
	if err := s.logIn(ctx, g); err != nil {
		return nil, err
	}
	return s, nil
}

// HaloAPIKey returns the request editor for an API key (Halo 2.212.1 and later), which needs no token: the key is sent in the header
// X-Halo-Api-Key. BaseURL is the one that the client is made with; it binds the key to its host, as with [Bearer]. Halo advises to
// use a key only where no other flow is possible. That the header works this way is known from a single client.
func HaloAPIKey(key Secret, baseURL string) func(ctx context.Context, req *http.Request) error {
	return headerKey(halo, haloKeyHeader, key, baseURL)
}

// Halo returns the request editor for Halo's API: Bearer, bound to the host of src's configuration. Halo has no usual
// host, so a token source that isn't from this package needs ForBaseURL.
//
// A call that Halo refuses with 403 lacks a scope (HaloConfig.Scopes, and the application's own) or a right of the agent
// that the application acts for: rest.ErrForbidden. Without HaloScopeAdminWebhooks /Webhook was seen to respond with 401.
func Halo(src TokenSource, options ...EditorOption) func(ctx context.Context, req *http.Request) error {
	return providerEditor(halo, src, "", options).edit
}

// haloInstance is the root of an instance, given with or without its /api.
func haloInstance(baseURL string) (*url.URL, error) {
	base, err := parseBase(halo, "BaseURL", baseURL)
	if err != nil {
		return nil, err
	}
	path := strings.TrimRight(base.Path, "/")
	if rest := len(path) - len(haloAPIPath); rest >= 0 && strings.EqualFold(path[rest:], haloAPIPath) {
		path = path[:rest]
	}
	base.Path, base.RawPath = path, ""
	return base, nil
}

// servers returns the instance's root and the authorisation server.
func (cfg HaloConfig) servers() (instance, login *url.URL, err error) {
	if cfg.BaseURL == "" {
		return nil, nil, configError(halo, "Halo needs BaseURL, the address of your instance, like https://acme.halopsa.com")
	}
	if instance, err = haloInstance(cfg.BaseURL); err != nil {
		return nil, nil, err
	}
	login = instance.JoinPath("auth")
	if cfg.AuthURL != "" {
		login, err = parseBase(halo, "AuthURL", cfg.AuthURL)
	}
	return instance, login, err
}

// client leaves the secret out where there is none: an application that can't keep one has none.
func (cfg HaloConfig) client() []formField {
	return []formField{plainField("client_id", cfg.ClientID), secretField("client_secret", cfg.ClientSecret)}
}

func (cfg HaloConfig) scope(usual ...string) formField {
	if len(cfg.Scopes) > 0 {
		usual = cfg.Scopes
	}
	return plainField("scope", strings.Join(usual, " "))
}

// plan is what all flows have in common.
func (cfg HaloConfig) plan() (plan, error) {
	instance, login, err := cfg.servers()
	if err != nil {
		return plan{}, err
	}
	if cfg.ClientID == "" {
		return plan{}, configError(halo, "Halo needs ClientID, the id of an application under "+haloAppsAt)
	}
	endpoint := login.JoinPath("token")
	if cfg.Tenant != "" {
		endpoint.RawQuery = url.Values{"tenant": {cfg.Tenant}}.Encode()
	}
	return plan{
		vendor:  halo,
		store:   cfg.Store,
		apiHost: instance.Scheme + "://" + instance.Host,
		life:    haloLife,
		onError: cfg.OnError,
		wire: &wire{
			vendor:   halo,
			tokenURL: endpoint.String(),
			client:   newHTTPClient(cfg.HTTPClient),
			hint:     haloHint,
		},
	}, nil
}

// renewing makes the source of the flows that have a refresh token.
func (cfg HaloConfig) renewing() (*Source, error) {
	p, err := cfg.plan()
	if err != nil {
		return nil, err
	}
	p.initialRefreshToken = cfg.RefreshToken
	p.refresh = func(token Secret) grant {
		g := newGrant(grantRefreshToken, cfg.client()...).with(secretField("refresh_token", token))
		g.spends = true // not documented; to take it for granted that the old one still works could end the login
		return g
	}
	if cfg.Username != "" && !cfg.Password.IsZero() {
		again := newGrant(grantPassword, cfg.client()...).with(plainField("username", cfg.Username),
			secretField("password", cfg.Password), cfg.scope(HaloScopeAll))
		p.relogin = &again
	}
	return cfg.source(p), nil
}

func (cfg HaloConfig) source(p plan) *Source {
	return newSource(p, accountName(cfg.Account, cfg.Username, cfg.ClientID), cfg.Timeout, cfg.Skew)
}

// haloMethod names a way to log in as Halo's form for an application does.
func haloMethod(grant string) string {
	switch grant {
	case grantClient:
		return "Client ID and Secret (Services)"
	case grantPassword:
		return "Username & Password"
	case grantCode:
		return "Authorisation Code (Native Application)"
	}
	return ""
}

func haloHint(grant, code string, status int) string {
	switch code {
	case CodeServer:
		if status == http.StatusInternalServerError {
			return "Check Tenant: Halo responds to a wrong one with this status. " + haloAppsAt + " in Halo shows it, and DiscoverHalo asks for it"
		}
	case CodeInvalidClient:
		hint := "Check ClientID and ClientSecret against the application in Halo (" + haloAppsAt + ")"
		if grant == grantClient {
			hint += ". Its login type must be " + haloMethod(grantClient)
		}
		return hint
	case CodeInvalidScope:
		return "Ask in Scopes for no more than the application has in Halo (" + haloAppsAt + "). There is no read:users and no read:agents"
	case CodeUnauthorizedClient, CodeUnsupportedGrant:
		if method := haloMethod(grant); method != "" {
			return "The application's login type in Halo (" + haloAppsAt + ") must be " + method
		}
		return "The application isn't allowed to renew its tokens: check it in Halo (" + haloAppsAt + ")"
	case CodeInvalidGrant, CodeAccessDenied:
		switch grant {
		case grantPassword:
			return "Check Username and Password, and that the application's login type in Halo (" + haloAppsAt + ") is " + haloMethod(grantPassword)
		case grantCode:
			return "A code works once and not for long, with the RedirectURL and the Verifier of the login page's address. Log in again"
		case grantClient:
			return "The application may not log in by itself: check it and the agent that it acts for in Halo (" + haloAppsAt + ")"
		}
		return "The refresh token is no longer good: it may have been used before, be too old, or belong to another application. Log in again"
	case CodeRateLimited:
		return "Halo limits requests (300 in 5 minutes, where it was seen), those for tokens too: wait before the next try, and share tokens by a Store"
	case CodeInvalidResponse, CodeHTTP, CodeRedirected:
		return "Check BaseURL and AuthURL: the token endpoint is AuthURL's /token. DiscoverHalo asks the instance for AuthURL"
	}
	return commonHint(code)
}
