package vendortest

import (
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"
)

// haloDesk is a Halo of one operation, for its login side.
var haloDesk = &vendor{
	name: "halo",
	model: sync.OnceValues(func() (*model, error) {
		return newModel(fstest.MapFS{"halodesk/openapi.yaml": {Data: []byte(`
openapi: 3.0.3
info: {title: Halo, version: v2, x-product: Halo}
servers: [{url: "https://acme.halopsa.com/api"}]
tags: [{name: Tickets, description: Tickets.}]
paths:
  /Tickets:
    get:
      operationId: listTickets
      tags: [Tickets]
      summary: List tickets.
      x-evidence: {level: inferred, source: a test}
      responses: {"200": {description: All., content: {application/json: {schema: {type: array, items: {type: integer}}}}}}
security: [{bearer: []}]
components: {schemas: {}, securitySchemes: {bearer: {type: http, scheme: bearer}}}
`)}}, "halodesk")
	}),
	behave: func(s *Server) behaviour {
		h := newHaloOAuth(s)
		return behaviour{credentials: h.credentials, tokenURL: haloTokenPath, routes: h.routes(), authorise: h.authorise,
			operations: map[string]func(*call) response{"listTickets": func(c *call) response {
				if c.grant == nil {
					return response{status: http.StatusOK, body: []any{}}
				}
				return response{status: http.StatusOK, header: http.Header{"X-Scope": {c.grant.scope}}, body: []any{}}
			}},
		}
	},
}

func startHaloDesk(t *testing.T, opts ...Option) *Server {
	t.Helper()
	s, err := haloDesk.start(t, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// haloAsk sends a form to the token endpoint.
func haloAsk(t *testing.T, s *Server, query string, pairs ...string) reply {
	t.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	target := s.TokenURL
	if query != "" {
		target += "?" + query
	}
	return haloSend(t, http.MethodPost, target, http.Header{"Content-Type": {formMedia}}, form.Encode())
}

// haloSend makes a request of any kind, and follows no redirect.
func haloSend(t *testing.T, method, target string, header http.Header, body string) reply {
	t.Helper()
	req, err := http.NewRequest(method, target, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for name, values := range header {
		req.Header[name] = values
	}
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{res.StatusCode, res.Header, string(text)}
}

// haloOpens reports whether an access token opens the API.
func haloOpens(t *testing.T, s *Server, token string) bool {
	t.Helper()
	return haloSend(t, "GET", s.URL+"/Tickets", http.Header{"Authorization": {"Bearer " + token}}, "").status == http.StatusOK
}

// haloLogin asks for a token that there must be.
func haloLogin(t *testing.T, s *Server, pairs ...string) map[string]any {
	t.Helper()
	got := haloAsk(t, s, "tenant="+s.Credentials().Tenant, pairs...)
	if got.status != http.StatusOK {
		t.Fatalf("%q: %d %s", pairs, got.status, got.body)
	}
	out := object(t, got.body)
	if access, _ := out["access_token"].(string); !haloOpens(t, s, access) || out["token_type"] != "Bearer" {
		t.Fatalf("%q: the token doesn't open the API: %s", pairs, got.body)
	}
	return out
}

func TestHaloGrants(t *testing.T) {
	t.Parallel()
	s := startHaloDesk(t)
	c := s.Credentials()
	machine := haloLogin(t, s, "grant_type", "client_credentials", "client_id", c.ClientID, "client_secret", c.ClientSecret, "scope", "all offline_access")
	if machine["refresh_token"] != nil || machine["id_token"] != nil || machine["expires_in"] != 3600.0 || machine["scope"] != "all offline_access" {
		t.Errorf("client credentials: %v", machine)
	}
	person := haloLogin(t, s, "grant_type", "password", "client_id", c.ClientID, "username", c.Username, "password", c.Password, "scope", "all")
	if person["refresh_token"] != nil || person["id_token"] == nil {
		t.Errorf("password: %v", person)
	}
	lasting := haloLogin(t, s, "grant_type", "password", "client_id", c.ClientID, "client_secret", c.ClientSecret, "username", strings.ToUpper(c.Username), "password", c.Password, "scope", "read:tickets offline_access")
	refresh, _ := lasting["refresh_token"].(string)
	next := haloLogin(t, s, "grant_type", "refresh_token", "client_id", c.ClientID, "refresh_token", refresh)
	if next["refresh_token"] == nil || next["refresh_token"] == refresh || next["scope"] != "read:tickets offline_access" {
		t.Errorf("renewal: %v", next)
	}
	if got := haloAsk(t, s, "", "grant_type", "refresh_token", "client_id", c.ClientID, "refresh_token", refresh); got.status != 400 || object(t, got.body)["error"] != "invalid_grant" {
		t.Errorf("a spent refresh token: %d %s", got.status, got.body)
	}
	access, _ := next["access_token"].(string)
	if got := haloSend(t, "GET", s.URL+"/Tickets", http.Header{"Authorization": {"Bearer " + access}}, ""); got.header.Get("X-Scope") != "read:tickets offline_access" {
		t.Errorf("the call has the scope %q", got.header.Get("X-Scope"))
	}
	haloLogin(t, s, "grant_type", "refresh_token", "client_id", c.ClientID, "refresh_token", c.RefreshToken)
	if got := s.Tokens(); got != (TokenStats{Issued: 3, Refreshed: 2, Reused: 1, Refused: 1}) {
		t.Errorf("%+v", got)
	}
	if !haloOpens(t, s, c.AccessToken) {
		t.Error("the seeded access token doesn't open the API")
	}
	s.Advance(time.Hour)
	if haloOpens(t, s, access) {
		t.Error("a token outlives its hour")
	}
}

func TestHaloWithoutRotation(t *testing.T) {
	t.Parallel()
	s := startHaloDesk(t, HaloKeepsRefreshTokens(), WithAccessTokenLife(time.Minute))
	c := s.Credentials()
	for range 3 {
		got := haloLogin(t, s, "grant_type", "refresh_token", "client_id", c.ClientID, "refresh_token", c.RefreshToken)
		if got["refresh_token"] != nil || got["expires_in"] != 60.0 {
			t.Errorf("renewal: %v", got)
		}
	}
	if got := s.Tokens(); got != (TokenStats{Refreshed: 3}) {
		t.Errorf("%+v", got)
	}
}

func TestHaloRefusesLogins(t *testing.T) {
	t.Parallel()
	s := startHaloDesk(t)
	c := s.Credentials()
	good := []string{"grant_type", "client_credentials", "client_id", c.ClientID, "client_secret", c.ClientSecret, "scope", "all"}
	but := func(pairs ...string) []string { return append(append([]string{}, good...), pairs...) }
	for _, test := range []struct {
		name, query string
		pairs       []string
		status      int
		code        string
	}{
		{"client", "", but("client_id", "x"), 401, "invalid_client"},
		{"secret", "", but("client_secret", "x"), 401, "invalid_client"},
		{"no secret", "", but("client_secret", ""), 401, "invalid_client"},
		{"scope", "", but("scope", "all read:users"), 400, "invalid_scope"},
		{"scope of nonsense", "", but("scope", "delete:tickets"), 400, "invalid_scope"},
		{"grant", "", but("grant_type", "implicit"), 400, "unsupported_grant_type"},
		{"no grant", "", but("grant_type", ""), 400, "invalid_request"},
		{"password", "", but("grant_type", "password", "username", c.Username, "password", "x"), 400, "invalid_grant"},
		{"code", "", but("grant_type", "authorization_code", "code", "x", "code_verifier", "y", "redirect_uri", c.RedirectURL), 400, "invalid_grant"},
		{"refresh token", "", but("grant_type", "refresh_token", "refresh_token", "x"), 400, "invalid_grant"},
		{"tenant", "tenant=other", good, 500, ""},
		{"tenant in the form", "", but("tenant", "other"), 500, ""},
	} {
		got := haloAsk(t, s, test.query, test.pairs...)
		out := object(t, got.body)
		if code, _ := out["error"].(string); got.status != test.status || code != test.code || test.status == 500 && out["ClassName"] == nil {
			t.Errorf("%s: %d %s", test.name, got.status, got.body)
		}
	}
	for _, query := range []string{"", "tenant=acme", "tenant=ACME"} {
		if got := haloAsk(t, s, query, good...); got.status != 200 {
			t.Errorf("query %q: %d %s", query, got.status, got.body)
		}
	}
	if got := haloSend(t, "POST", s.TokenURL, http.Header{"Content-Type": {"application/json"}}, `{"grant_type":"client_credentials"}`); got.status != 400 {
		t.Errorf("JSON: %d", got.status)
	}
	if got := haloSend(t, "GET", s.TokenURL, nil, ""); got.status != 405 {
		t.Errorf("GET: %d", got.status)
	}
}

func TestHaloLoginPage(t *testing.T) {
	t.Parallel()
	s := startHaloDesk(t)
	c := s.Credentials()
	const verifier = "a-verifier-of-at-least-forty-three-characters"
	sum := sha256.Sum256([]byte(verifier))
	page := func(change func(url.Values)) reply {
		values := url.Values{"tenant": {"acme"}, "response_type": {"code"}, "client_id": {c.ClientID}, "redirect_uri": {c.RedirectURL}, "scope": {"all offline_access"},
			"state": {"st"}, "code_challenge": {base64.RawURLEncoding.EncodeToString(sum[:])}, "code_challenge_method": {"S256"}}
		change(values)
		return haloSend(t, "GET", s.OAuthURL+"/auth/authorize?"+values.Encode(), nil, "")
	}
	back := func(r reply) url.Values {
		where, err := url.Parse(r.header.Get("Location"))
		if err != nil || r.status != http.StatusFound || !strings.HasPrefix(where.String(), c.RedirectURL) || where.Query().Get("state") != "st" {
			t.Fatalf("%d to %q", r.status, where)
		}
		return where.Query()
	}
	code := back(page(func(url.Values) {})).Get("code")
	exchange := []string{"grant_type", "authorization_code", "client_id", c.ClientID, "code", code, "redirect_uri", c.RedirectURL, "scope", "all offline_access", "code_verifier"}
	for _, wrong := range []string{"", verifier + "x"} {
		if got := haloAsk(t, s, "", append(exchange, wrong)...); got.status != 400 || object(t, got.body)["error"] != "invalid_grant" {
			t.Errorf("verifier %q: %d %s", wrong, got.status, got.body)
		}
	}
	if got := haloLogin(t, s, append(exchange, verifier)...); got["refresh_token"] == nil {
		t.Errorf("got %v", got)
	}
	if got := haloAsk(t, s, "", append(exchange, verifier)...); got.status != 400 || s.Tokens().Reused != 1 {
		t.Errorf("the code again: %d %s", got.status, got.body)
	}
	exchange[5] = back(page(func(url.Values) {})).Get("code")
	s.Advance(haloCodeLife)
	if got := haloAsk(t, s, "", append(exchange, verifier)...); got.status != 400 {
		t.Errorf("an old code: %d %s", got.status, got.body)
	}
	for name, test := range map[string]struct {
		change func(url.Values)
		code   string
	}{
		"no challenge": {func(v url.Values) { v.Del("code_challenge") }, "invalid_request"},
		"plain":        {func(v url.Values) { v.Set("code_challenge_method", "plain") }, "invalid_request"},
		"no method":    {func(v url.Values) { v.Del("code_challenge_method") }, "invalid_request"},
		"scope":        {func(v url.Values) { v.Set("scope", "read:agents") }, "invalid_scope"},
		"implicit":     {func(v url.Values) { v.Set("response_type", "token") }, "unsupported_response_type"},
	} {
		if got := back(page(test.change)); got.Get("error") != test.code || got.Get("code") != "" {
			t.Errorf("%s: %v", name, got)
		}
	}
	for name, change := range map[string]func(url.Values){
		"client":   func(v url.Values) { v.Set("client_id", "x") },
		"redirect": func(v url.Values) { v.Set("redirect_uri", "http://127.0.0.1:53682/other") },
	} {
		if got := page(change); got.status != 400 || !strings.Contains(got.body, "<html>") {
			t.Errorf("%s: %d %s", name, got.status, got.body)
		}
	}
	if got := page(func(v url.Values) { v.Set("tenant", "other") }); got.status != 500 {
		t.Errorf("tenant: %d", got.status)
	}
}

func TestHaloAuthInfoAndKey(t *testing.T) {
	t.Parallel()
	s := startHaloDesk(t)
	got := haloSend(t, "GET", s.URL+"/authinfo", nil, "")
	if out := object(t, got.body); got.status != 200 || out["auth_url"] != s.OAuthURL+"/auth" || out["tenant_id"] != "acme" || s.TokenURL != s.OAuthURL+"/auth/token" {
		t.Errorf("%d %s", got.status, got.body)
	}
	s.Fail(Fault{Operation: "authinfo", Status: 429})
	if got := haloSend(t, "GET", s.URL+"/authinfo", nil, ""); got.status != 429 {
		t.Errorf("limited: %d", got.status)
	}
	for key, status := range map[string]int{s.Credentials().APIToken: 200, "x": 401, "": 401} {
		if got := haloSend(t, "GET", s.URL+"/Tickets", http.Header{"X-Halo-Api-Key": {key}}, ""); got.status != status {
			t.Errorf("key %q: %d, want %d", key, got.status, status)
		}
	}
}
