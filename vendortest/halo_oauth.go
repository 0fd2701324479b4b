package vendortest

import (
	"crypto/sha256"
	"encoding/base64"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

const (
	haloLife     = time.Hour
	haloCodeLife = 5 * time.Minute // a guess; nothing public says
)

// HaloKeepsRefreshTokens makes a simulated Halo respond to a renewal without a new refresh token, and the one that was sent keeps
// working. By default it is replaced and works once. Which of the two the vendor does isn't documented.
func HaloKeepsRefreshTokens() Option {
	return func(s *settings) {
		s.only("halo", "HaloKeepsRefreshTokens")
		s.keepRefresh = true
	}
}

// haloOAuth is the login side of a simulated Halo: one application that may log in by every method, one agent, one tenant.
//
// The behaviour of the vendor embeds it and wires it like this:
//
//	h := &haloServer{haloOAuth: newHaloOAuth(s)}
//	behaviour{
//		credentials: h.credentials,
//		tokenURL:    haloTokenPath,
//		routes:      h.routes(),
//		authorise:   h.authorise, // leaves operations that the document calls public alone
//		operations:  map[string]func(*call) response{"getAuthInfo": h.authInfo, ...},
//		...
//	}
//
// The scope of the token that a call came with is c.grant.scope; c.grant is nil for an API key. /api/authinfo is a route,
// since clients write it so, and a fault can be set on it by that name; the document has it as /AuthInfo.
type haloOAuth struct {
	*Server
	credentials Credentials
	codes       map[string]*haloCode
}

const (
	haloTokenPath     = "/auth/token"
	haloDiscoveryPath = "/auth/.well-known/openid-configuration"
)

// haloCode is an authorization code.
type haloCode struct {
	redirect, scope string
	challenge       string
	made            time.Time
	used            bool
}

func newHaloOAuth(s *Server) *haloOAuth {
	h := &haloOAuth{Server: s, codes: map[string]*haloCode{}}
	t := s.tokens
	h.credentials = Credentials{
		ClientID: t.secret("client", 32), ClientSecret: t.secret("client secret", 64), RedirectURL: "http://127.0.0.1:53682/callback",
		Username: "ada.abara@example.com", Password: "correct horse battery staple", APIToken: t.secret("key", 64), Tenant: "acme",
	}
	login := h.issue(nil, "all offline_access")
	h.credentials.AccessToken, h.credentials.RefreshToken = login.access, login.refresh
	return h
}

func (h *haloOAuth) routes() map[string]route {
	return map[string]route{
		haloTokenPath:     {routeToken, h.token},
		"/auth/authorize": {routeAuthorize, h.authorize},
		"/api/authinfo":   {routeAuthInfo, h.authInfo},
		haloDiscoveryPath: {routeDiscovery, h.discovery},
	}
}

func (h *haloOAuth) life() time.Duration {
	if h.Server.settings.life > 0 {
		return h.Server.settings.life
	}
	return haloLife
}

// issue makes a pair. When refresh tokens aren't replaced, that of the parent leads to the new pair from now on.
func (h *haloOAuth) issue(parent *pair, scope string) *pair {
	p := h.tokens.issue(h.credentials.ClientID, parent, h.now(), h.life(), 0)
	p.scope = scope
	if parent != nil && h.Server.settings.keepRefresh {
		delete(h.tokens.refresh, p.refresh)
		p.refresh = parent.refresh
		h.tokens.refresh[p.refresh] = p
	}
	return p
}

// authInfo is GET /api/authinfo, which says without credentials where to log in. The vendor limits it
// too: a fault on authinfo with status 429 does that.
func (h *haloOAuth) authInfo(c *call) response {
	if c.request.Method != http.MethodGet {
		return response{status: http.StatusMethodNotAllowed}
	}
	return response{status: http.StatusOK, body: map[string]any{"auth_url": h.OAuthURL + "/auth", "tenant_id": h.credentials.Tenant}}
}

// discovery is what OpenID Connect has the login host say of itself; a client reads it before it logs in.
func (h *haloOAuth) discovery(c *call) response {
	if c.request.Method != http.MethodGet {
		return response{status: http.StatusMethodNotAllowed}
	}
	auth := h.OAuthURL + "/auth"
	return response{status: http.StatusOK, body: map[string]any{
		"issuer": auth, "authorization_endpoint": auth + "/authorize", "token_endpoint": h.OAuthURL + haloTokenPath,
		"grant_types_supported":                 []any{"authorization_code", "client_credentials", "password", "refresh_token"},
		"response_types_supported":              []any{"code"},
		"scopes_supported":                      []any{"all", "offline_access"},
		"code_challenge_methods_supported":      []any{"S256"},
		"token_endpoint_auth_methods_supported": []any{"client_secret_post"},
		"subject_types_supported":               []any{"public"},
	}}
}

// lostTenant responds to a tenant that doesn't exist, as was seen: HTTP 500 with the dump of an exception. It is nil for the
// right one, and for none at all, since this host has one tenant only.
func (h *haloOAuth) lostTenant(tenant string) *response {
	if tenant == "" || strings.EqualFold(tenant, h.credentials.Tenant) {
		return nil
	}
	return &response{status: http.StatusInternalServerError, body: map[string]any{
		"ClassName": "System.Exception", "Message": "The tenant could not be found.", "Data": nil, "InnerException": nil,
		"StackTraceString": "   at Halo.Tenants.Find(String name)", "HResult": -2146233088,
	}}
}

// authorize is the login page, on which everybody says yes at once. What the vendor shows to a wrong client or redirect
// isn't public; it can't be a redirect.
func (h *haloOAuth) authorize(c *call) response {
	page := func(text string) response {
		return response{status: http.StatusBadRequest, media: "text/html; charset=utf-8", body: []byte("<!DOCTYPE html><html><body><p>" + text + "</p></body></html>")}
	}
	if c.request.Method != http.MethodGet {
		return response{status: http.StatusMethodNotAllowed}
	}
	if lost := h.lostTenant(c.query.Get("tenant")); lost != nil {
		return *lost
	}
	redirect := c.query.Get("redirect_uri")
	target, err := url.Parse(redirect)
	switch {
	case c.query.Get("client_id") != h.credentials.ClientID:
		return page("The specified 'client_id' is invalid.")
	case redirect != h.credentials.RedirectURL || err != nil:
		return page("The specified 'redirect_uri' is not valid for this client application.")
	}
	values := target.Query()
	scope := c.query.Get("scope")
	switch {
	case c.query.Get("response_type") != "code":
		values.Set("error", "unsupported_response_type")
	case !haloScopesKnown(scope):
		values.Set("error", "invalid_scope")
	case c.query.Get("code_challenge") == "" || c.query.Get("code_challenge_method") != "S256":
		values.Set("error", "invalid_request")
		values.Set("error_description", "A code challenge with the method S256 is needed.")
	default:
		code := h.tokens.secret("code", 64)
		h.codes[code] = &haloCode{redirect: redirect, scope: scope, challenge: c.query.Get("code_challenge"), made: h.now()}
		values.Set("code", code)
	}
	if state := c.query.Get("state"); state != "" {
		values.Set("state", state)
	}
	target.RawQuery = values.Encode()
	return response{status: http.StatusFound, header: http.Header{"Location": {target.String()}}}
}

// token is POST /auth/token. The tenant stands in the query, with some clients in the form, and may be missing. What an
// application without a secret may do, and error bodies but those of invalid_client and invalid_scope, are those of
// RFC 6749 and of the server that Halo is built on, which is an inference.
func (h *haloOAuth) token(c *call) response {
	if c.request.Method != http.MethodPost {
		return c.oauthError(http.StatusMethodNotAllowed, "invalid_request", "The request method must be POST.")
	}
	media, _, _ := mime.ParseMediaType(c.request.Header.Get("Content-Type"))
	values, ok := c.grantParameters(false)
	if !ok || media != formMedia {
		return c.oauthError(http.StatusBadRequest, "invalid_request", "The request can't be read.")
	}
	for _, tenant := range []string{c.query.Get("tenant"), values.Get("tenant")} {
		if lost := h.lostTenant(tenant); lost != nil {
			h.tokens.stats.Refused++
			return *lost
		}
	}
	kind, secret := values.Get("grant_type"), values.Get("client_secret")
	bare := secret == "" && kind != "client_credentials"
	if values.Get("client_id") != h.credentials.ClientID || secret != h.credentials.ClientSecret && !bare {
		return c.oauthError(http.StatusUnauthorized, "invalid_client", "The specified client credentials are invalid.")
	}
	if !haloScopesKnown(values.Get("scope")) {
		return c.oauthError(http.StatusBadRequest, "invalid_scope", "The specified 'scope' is invalid.")
	}
	switch kind {
	case "client_credentials":
		h.tokens.stats.Issued++
		return h.give(h.issue(nil, values.Get("scope")), false, false)
	case "password":
		if !strings.EqualFold(values.Get("username"), h.credentials.Username) || values.Get("password") != h.credentials.Password {
			return c.oauthError(http.StatusBadRequest, "invalid_grant", "The username/password couple is invalid.")
		}
		h.tokens.stats.Issued++
		return h.give(h.issue(nil, values.Get("scope")), haloOffline(values.Get("scope")), true)
	case "authorization_code":
		return h.exchange(c, values)
	case "refresh_token":
		return h.renew(c, values.Get("refresh_token"))
	case "":
		return c.oauthError(http.StatusBadRequest, "invalid_request", "The mandatory 'grant_type' parameter is missing.")
	}
	return c.oauthError(http.StatusBadRequest, "unsupported_grant_type", "The specified 'grant_type' is not supported.")
}

// exchange turns a code, once, into the first pair of a login, for who knows what its challenge was made of.
func (h *haloOAuth) exchange(c *call, values url.Values) response {
	code := h.codes[values.Get("code")]
	if code != nil && code.used {
		h.tokens.stats.Reused++
	}
	sum := sha256.Sum256([]byte(values.Get("code_verifier")))
	if code == nil || code.used || h.now().Sub(code.made) >= haloCodeLife || values.Get("redirect_uri") != code.redirect ||
		base64.RawURLEncoding.EncodeToString(sum[:]) != code.challenge {
		return c.oauthError(http.StatusBadRequest, "invalid_grant", "The specified authorization code is invalid.")
	}
	code.used = true
	h.tokens.stats.Issued++
	return h.give(h.issue(nil, code.scope), haloOffline(code.scope), true)
}

func (h *haloOAuth) renew(c *call, token string) response {
	old := h.tokens.refresh[token]
	if old != nil && (old.spent || old.dead) {
		h.tokens.stats.Reused++
	}
	if old == nil || old.spent || old.dead || !haloOffline(old.scope) {
		return c.oauthError(http.StatusBadRequest, "invalid_grant", "The specified refresh token is invalid.")
	}
	old.spent = !h.Server.settings.keepRefresh
	h.tokens.stats.Refreshed++
	return h.give(h.issue(old, old.scope), old.spent, true)
}

// give is the response with a token. An id_token was seen to come with logins of persons.
func (h *haloOAuth) give(p *pair, refresh, person bool) response {
	body := map[string]any{"access_token": p.access, "token_type": "Bearer", "expires_in": seconds(h.life()), "scope": p.scope}
	if refresh {
		body["refresh_token"] = p.refresh
	}
	if person {
		body["id_token"] = h.tokens.secret("identity", 64)
	}
	return response{status: http.StatusOK, header: noStore(), body: body}
}

// authorise lets a call in by its token or by the API key.
func (h *haloOAuth) authorise(c *call) *refusal {
	if c.operation.Public || c.request.Header.Get("X-Halo-Api-Key") == h.credentials.APIToken {
		return nil
	}
	if c.grant = h.tokens.good(bearer(c.request), h.now()); c.grant == nil {
		return refuse(http.StatusUnauthorized, "", "the access token or API key is missing, unknown or expired")
	}
	return nil
}

// haloOffline reports whether a refresh token comes with a scope. That this one asks for it is a rule of OpenID Connect
// that one client follows.
func haloOffline(scope string) bool { return slices.Contains(strings.Fields(scope), "offline_access") }

// haloScopesKnown reports whether each scope is one of Halo's. None at all is let through, which is a guess.
func haloScopesKnown(scope string) bool {
	known := []string{"all", "all:standard", "admin", "admin:webhooks", "offline_access", "editMine:timesheets", "access:chat", "access:adpasswordreset"}
	subjects := strings.Fields("tickets calendar customers crm contracts suppliers items projects sales quotes sos pos invoices reporting software softwarelicensing kb assets timesheets")
	for one := range strings.FieldsSeq(scope) {
		action, subject, _ := strings.Cut(one, ":")
		pair := (action == "read" || action == "edit") && slices.Contains(subjects, subject)
		if !pair && !slices.Contains(known, one) {
			return false
		}
	}
	return true
}
