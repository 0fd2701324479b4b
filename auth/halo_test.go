package auth

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/rest"
)

var _ rest.RequestEditorFn = Halo(nil)

// haloConfig is an application of a Halo that f plays.
func (f *fakeVendor) haloConfig(change ...func(*HaloConfig)) HaloConfig {
	cfg := HaloConfig{BaseURL: "http://localhost", ClientID: "id", ClientSecret: NewSecret("client-s3cret"), HTTPClient: f.client()}
	for _, c := range change {
		c(&cfg)
	}
	return cfg
}

// haloOf fails the test when a source can't be made.
func haloOf(t testing.TB, s *Source, err error) *Source {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestHaloOnTheWire(t *testing.T) {
	t.Parallel()
	for _, tenant := range []string{"", "acme & co"} {
		t.Run("tenant "+tenant, func(t *testing.T) {
			t.Parallel()
			f := newFake(t, false)
			query := ""
			if tenant != "" {
				query = "tenant=acme+%26+co"
			}
			f.query = query
			srv := f.serve()
			pkce := NewPKCE()
			f.pkce = pkce.Challenge
			cfg := HaloConfig{BaseURL: srv.URL + "/api/", Tenant: tenant, ClientID: "id", RedirectURL: "https://app.example.com/done"}
			secret := cfg
			secret.ClientSecret = NewSecret("client-s3cret")

			machine, err := HaloClientCredentials(secret)
			haloOf(t, machine, err)
			machine.Invalidate(get(t, machine))
			get(t, machine)
			login, err := HaloAuthorizationCode(t.Context(), cfg, " "+f.code+"\n", pkce.Verifier)
			haloOf(t, login, err)
			login.Invalidate(get(t, login))
			get(t, login)
			person := secret
			person.Username, person.Password, person.Scopes = "ann", NewSecret(f.password), []string{HaloScopeReadTickets, HaloScopeOfflineAccess}
			byPassword, err := HaloPassword(person)
			get(t, haloOf(t, byPassword, err))
			secret.RefreshToken = f.live("initial-token")
			own, err := HaloRefresh(secret)
			get(t, haloOf(t, own, err))

			form := func(values map[string]string) seen {
				values["client_id"] = "id"
				return seen{Path: "/auth/token", Query: query, Type: "application/x-www-form-urlencoded", Values: values}
			}
			want := []seen{
				form(map[string]string{"grant_type": "client_credentials", "client_secret": "client-s3cret", "scope": "all"}),
				form(map[string]string{"grant_type": "client_credentials", "client_secret": "client-s3cret", "scope": "all"}),
				form(map[string]string{"grant_type": "authorization_code", "redirect_uri": "https://app.example.com/done", "code": "c0de-once",
					"code_verifier": pkce.Verifier.Reveal(), "scope": "all offline_access"}),
				form(map[string]string{"grant_type": "refresh_token", "refresh_token": "refresh-3"}),
				form(map[string]string{"grant_type": "password", "client_secret": "client-s3cret", "username": "ann", "password": f.password, "scope": "read:tickets offline_access"}),
				form(map[string]string{"grant_type": "refresh_token", "client_secret": "client-s3cret", "refresh_token": "initial-token"}),
			}
			if diff := cmp.Diff(want, f.requests); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
			if e, ok := errors.AsType[*TokenError](login.Revoke(t.Context())); !ok || e.Code != CodeUnsupported {
				t.Errorf("Halo has no way to revoke: %v", e)
			}
		})
	}
}

func TestHaloLayouts(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, base, auth, tenant, token, api string }{
		{"hosted", "https://acme.halopsa.com", "", "acme", "https://acme.halopsa.com/auth/token?tenant=acme", "https://acme.halopsa.com"},
		{"hosted, API's base", "https://acme.halopsa.com/api", "", "", "https://acme.halopsa.com/auth/token", "https://acme.halopsa.com"},
		{"slash", "https://acme.halopsa.com/api/", "", "", "https://acme.halopsa.com/auth/token", "https://acme.halopsa.com"},
		{"other case", " https://acme.halopsa.com/API ", "", "", "https://acme.halopsa.com/auth/token", "https://acme.halopsa.com"},
		{"login server", "https://acme.haloservicedesk.com/api", "https://auth.haloservicedesk.com", "acme", "https://auth.haloservicedesk.com/token?tenant=acme", "https://acme.haloservicedesk.com"},
		{"login server, slash", "https://acme.haloservicedesk.com", "https://auth.haloservicedesk.com/", "acme", "https://auth.haloservicedesk.com/token?tenant=acme", "https://acme.haloservicedesk.com"},
		{"self-hosted", "https://halo.example.com:8443", "", "", "https://halo.example.com:8443/auth/token", "https://halo.example.com:8443"},
		{"below a path", "https://example.com/halo/api", "", "", "https://example.com/halo/auth/token", "https://example.com"},
		{"a path that only ends alike", "https://example.com/myapi", "", "", "https://example.com/myapi/auth/token", "https://example.com"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s, err := HaloClientCredentials(HaloConfig{BaseURL: test.base, AuthURL: test.auth, Tenant: test.tenant, ClientID: "id", ClientSecret: NewSecret("s")})
			haloOf(t, s, err)
			if s.plan.wire.tokenURL != test.token || s.plan.apiHost != test.api || s.plan.life != time.Hour {
				t.Errorf("token endpoint %s, API %s, life %v; want %s and %s", s.plan.wire.tokenURL, s.plan.apiHost, s.plan.life, test.token, test.api)
			}
		})
	}
}

func TestHaloConfigThatCannotWork(t *testing.T) {
	t.Parallel()
	good := HaloConfig{BaseURL: "https://acme.halopsa.com", ClientID: "id", ClientSecret: NewSecret("s"), RedirectURL: "https://app.example.com",
		Username: "ann", Password: NewSecret("p"), RefreshToken: NewSecret("r")}
	pkce := NewPKCE()
	makers := map[string]func(HaloConfig) error{
		"client credentials": func(c HaloConfig) error { _, err := HaloClientCredentials(c); return err },
		"password":           func(c HaloConfig) error { _, err := HaloPassword(c); return err },
		"refresh":            func(c HaloConfig) error { _, err := HaloRefresh(c); return err },
		"code": func(c HaloConfig) error {
			_, err := HaloAuthorizationCode(t.Context(), c, "code", pkce.Verifier)
			return err
		},
		"page": func(c HaloConfig) error { _, err := HaloAuthorizeURL(c, "state", pkce); return err },
	}
	for _, test := range []struct {
		name   string
		change func(*HaloConfig)
		fails  string
	}{
		{"no base", func(c *HaloConfig) { c.BaseURL = "" }, "client credentials, password, refresh, code, page"},
		{"plain http", func(c *HaloConfig) { c.BaseURL = "http://acme.halopsa.com" }, "client credentials, password, refresh, code, page"},
		{"login server by http", func(c *HaloConfig) { c.AuthURL = "http://auth.halopsa.com" }, "client credentials, password, refresh, code, page"},
		{"query", func(c *HaloConfig) { c.AuthURL = "https://auth.halopsa.com?tenant=a" }, "client credentials, password, refresh, code, page"},
		{"no id", func(c *HaloConfig) { c.ClientID = "" }, "client credentials, password, refresh, code, page"},
		{"no secret", func(c *HaloConfig) { c.ClientSecret = Secret{} }, "client credentials"},
		{"no redirect", func(c *HaloConfig) { c.RedirectURL = "" }, "code, page"},
		{"no login", func(c *HaloConfig) { c.Username, c.RefreshToken = "", Secret{} }, "password, refresh"},
	} {
		cfg := good
		test.change(&cfg)
		for name, make := range makers {
			if name == "code" && !strings.Contains(test.fails, name) {
				continue // it would go out
			}
			err := make(cfg)
			if want := strings.Contains(test.fails, name); errors.Is(err, ErrBadConfig) != want || !want && err != nil {
				t.Errorf("%s, %s: %v", test.name, name, err)
			}
		}
	}
	for name, pkce := range map[string]PKCE{"none": {}, "no verifier": {Challenge: pkce.Challenge}, "of two": {Verifier: NewPKCE().Verifier, Challenge: pkce.Challenge}} {
		if _, err := HaloAuthorizeURL(good, "state", pkce); !errors.Is(err, ErrBadConfig) {
			t.Errorf("PKCE %s: %v", name, err)
		}
	}
	if _, err := HaloAuthorizeURL(good, "", pkce); !errors.Is(err, ErrBadConfig) {
		t.Errorf("no state: %v", err)
	}
	for code, verifier := range map[string]Secret{"": pkce.Verifier, "code": {}} {
		if _, err := HaloAuthorizationCode(t.Context(), good, code, verifier); !errors.Is(err, ErrBadConfig) {
			t.Errorf("code %q without one of the two: %v", code, err)
		}
	}
}

func TestHaloAuthorizeURL(t *testing.T) {
	t.Parallel()
	pkce := NewPKCE()
	cfg := HaloConfig{BaseURL: "https://acme.haloservicedesk.com/api", AuthURL: "https://auth.haloservicedesk.com", Tenant: "acme", ClientID: "id", RedirectURL: "https://app.example.com/done?a=b"}
	text, err := HaloAuthorizeURL(cfg, "st&te", pkce)
	if err != nil {
		t.Fatal(err)
	}
	page, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	want := url.Values{"tenant": {"acme"}, "response_type": {"code"}, "client_id": {"id"}, "redirect_uri": {"https://app.example.com/done?a=b"},
		"scope": {"all offline_access"}, "state": {"st&te"}, "code_challenge": {pkce.Challenge}, "code_challenge_method": {"S256"}}
	if diff := cmp.Diff(want, page.Query()); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	if page.RawQuery = ""; page.String() != "https://auth.haloservicedesk.com/authorize" {
		t.Errorf("the page is %s", page)
	}
	if strings.Contains(text, pkce.Verifier.Reveal()) {
		t.Error("the verifier is in the address")
	}
	cfg.Tenant, cfg.AuthURL, cfg.Scopes = "", "", []string{HaloScopeReadTickets}
	if text, _ = HaloAuthorizeURL(cfg, "s", pkce); !strings.HasPrefix(text, "https://acme.haloservicedesk.com/auth/authorize?") || strings.Contains(text, "tenant") || !strings.Contains(text, "scope=read%3Atickets&") {
		t.Errorf("without tenant: %s", text)
	}
}

func TestPKCE(t *testing.T) {
	t.Parallel()
	a, b := NewPKCE(), NewPKCE()
	if a.Verifier.Equal(b.Verifier) || a.Challenge == b.Challenge {
		t.Error("two are alike")
	}
	if first, second := NewState(), NewState(); first == second {
		t.Errorf("two states are %q", first)
	}
	if len(a.Challenge) != 43 || len(a.Verifier.Reveal()) < 43 || len(NewState()) < 26 || !a.fits() {
		t.Errorf("challenge %q, %d characters of verifier, state %q", a.Challenge, len(a.Verifier.Reveal()), NewState())
	}
	// The example of RFC 7636, appendix B.
	known := PKCE{NewSecret("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"}
	if !known.fits() {
		t.Error("the RFC's example doesn't fit")
	}
}

// A new token is asked for ahead of the end of the old one, with nothing kept in between.
func TestHaloClientCredentialsAskAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, store := newFake(t, false), NewMemoryStore()
		s, err := HaloClientCredentials(f.haloConfig(func(c *HaloConfig) { c.Store = store }))
		haloOf(t, s, err)
		for _, want := range []string{"access-1", "access-2", "access-3"} {
			if got := get(t, s); got != want {
				t.Fatalf("got %s, want %s", got, want)
			}
			if r := stored(t, store, s); !r.RefreshToken.IsZero() || len(r.Extra) != 1 || r.Extra["scope"].Reveal() != "all" {
				t.Errorf("the store holds %+v", r)
			}
			time.Sleep(time.Hour)
		}
		// Another process of the same application takes the stored one.
		other, err := HaloClientCredentials(f.haloConfig(func(c *HaloConfig) { c.Store = store }))
		get(t, haloOf(t, other, err))
		get(t, s)
		wantGrants(t, f, "client_credentials", "client_credentials", "client_credentials", "client_credentials")
	})
}

// Nothing is lost with a process that dies in the middle of client credentials, so no intent is set and nothing reported.
func TestHaloClientCredentialsHaveNothingToLose(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, store := newFake(t, false), NewMemoryStore()
		config := f.haloConfig(func(c *HaloConfig) { c.Store, c.Timeout = store, time.Second })
		f.respond(func(_ http.ResponseWriter, r *http.Request) bool {
			f.respond(nil)
			if r := stored(t, store, &Source{plan: plan{key: Key{Vendor: halo, Account: "id"}}}); !r.IsZero() {
				t.Errorf("the store holds %+v while the request is under way", r)
			}
			<-r.Context().Done()
			return true
		})
		s, err := HaloClientCredentials(config)
		haloOf(t, s, err)
		if _, err := s.Token(t.Context()); err == nil {
			t.Fatal("the first request went well")
		}
		next, err := HaloClientCredentials(config)
		if got := get(t, haloOf(t, next, err)); got != "access-1" {
			t.Errorf("got %s", got)
		}
	})
}

func TestHaloRefreshTokensWithAndWithoutRotation(t *testing.T) {
	t.Parallel()
	for _, noRotate := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			f, store := newFake(t, false), NewMemoryStore()
			f.noRotate, f.noLife = noRotate, true
			s, err := HaloRefresh(f.haloConfig(func(c *HaloConfig) { c.Store, c.RefreshToken = store, f.live("initial") }))
			haloOf(t, s, err)
			for i := range 3 {
				get(t, s)
				want := "initial"
				if !noRotate {
					want = "refresh-" + string(rune('1'+i))
				}
				if r := stored(t, store, s); r.RefreshToken.Reveal() != want || !r.Notes.Intent.IsZero() || r.Expiry.Sub(r.ObtainedAt) != time.Hour {
					t.Errorf("renewal %d, no rotation %t: the store holds %+v (%s)", i, noRotate, r, r.RefreshToken.Reveal())
				}
				time.Sleep(time.Hour)
			}
			if _, refused := f.counts(); refused != 0 {
				t.Errorf("%d refusals", refused)
			}
		})
	}
}

// An intent is set for a renewal, and a loss is reported as one, as with any refresh token that may work only once.
func TestHaloLossIsReported(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, store := newFake(t, false), NewMemoryStore()
		config := func(c *HaloConfig) { c.Store, c.Account, c.Timeout = store, "a", time.Second }
		s, err := HaloRefresh(f.haloConfig(config))
		haloOf(t, s, err)
		f.live("live")
		stale(t, store, s, "live")
		died(t, f, s)
		if _, intended := stored(t, store, s).intentFor(NewSecret("live")); !intended {
			t.Error("the record has no intent")
		}
		var reported []error
		next, err := HaloRefresh(f.haloConfig(config))
		if _, err := haloOf(t, next, err).Token(t.Context()); !errors.Is(err, ErrLost) || !errors.Is(err, ErrLoginNeeded) {
			t.Errorf("got %v", err)
		}
		fallback, err := HaloPassword(f.haloConfig(config, func(c *HaloConfig) {
			c.Username, c.Password = "ann", NewSecret(f.password)
			c.OnError = func(err error) { reported = append(reported, err) }
		}))
		get(t, haloOf(t, fallback, err))
		synctest.Wait()
		if len(reported) != 1 || !errors.Is(reported[0], ErrLost) {
			t.Errorf("reported %v", reported)
		}
	})
}

func TestHaloRefusals(t *testing.T) {
	t.Parallel()
	const exception = `{"ClassName":"System.Exception","Message":"Tenant not found","StackTraceString":"at Halo"}`
	tests := []struct {
		name       string
		status     int
		body, code string
		flow, hint string
		login      bool
	}{
		{"wrong tenant", 500, exception, CodeServer, grantClient, "Check Tenant", false},
		{"wrong tenant", 500, exception, CodeServer, grantRefreshToken, "Check Tenant", false},
		{"outage", 503, "", CodeServer, grantClient, "try again later", false},
		{"bad client", 401, `{"error":"invalid_client","error_description":"The specified client credentials are invalid."}`, CodeInvalidClient, grantClient, "Client ID and Secret (Services)", false},
		{"bad client", 401, `{"error":"invalid_client"}`, CodeInvalidClient, grantPassword, "Check ClientID", false},
		{"bad scope", 400, `{"error":"invalid_scope"}`, CodeInvalidScope, grantClient, "no read:users", false},
		{"method", 400, `{"error":"unauthorized_client"}`, CodeUnauthorizedClient, grantClient, "Client ID and Secret (Services)", false},
		{"method", 400, `{"error":"unsupported_grant_type"}`, CodeUnsupportedGrant, grantPassword, "Username & Password", false},
		{"method", 400, `{"error":"unauthorized_client"}`, CodeUnauthorizedClient, grantCode, "Authorisation Code (Native Application)", false},
		{"method", 400, `{"error":"unauthorized_client"}`, CodeUnauthorizedClient, grantRefreshToken, "allowed to renew", false},
		{"bad password", 400, `{"error":"invalid_grant"}`, CodeInvalidGrant, grantPassword, "Check Username and Password", true},
		{"old code", 400, `{"error":"invalid_grant"}`, CodeInvalidGrant, grantCode, "the Verifier", true},
		{"old refresh token", 400, `{"error":"invalid_grant"}`, CodeInvalidGrant, grantRefreshToken, "Log in again", true},
		{"refused by itself", 400, `{"error":"access_denied"}`, CodeAccessDenied, grantClient, "the agent", true},
		{"limit", 429, "Rate Limit Reached - 300 Requests per rolling 5 minute window", CodeRateLimited, grantClient, "300 in 5 minutes", false},
		{"no words", 403, ``, CodeHTTP, grantClient, "DiscoverHalo", false},
		{"web page", 200, `<html>`, CodeInvalidResponse, grantClient, "AuthURL", false},
		{"elsewhere", 302, ``, CodeRedirected, grantClient, "AuthURL", false},
	}
	for _, test := range tests {
		t.Run(test.name+" "+test.flow, func(t *testing.T) {
			t.Parallel()
			f := newFake(t, false)
			f.respond(func(w http.ResponseWriter, _ *http.Request) bool {
				w.WriteHeader(test.status)
				w.Write([]byte(test.body))
				return true
			})
			err := f.haloLogin(t, test.flow)
			e, ok := errors.AsType[*TokenError](err)
			if !ok || e.Provider != "halo" || e.Grant != test.flow || e.Code != test.code || e.Status != test.status || !strings.Contains(e.Hint, test.hint) || errors.Is(err, ErrLoginNeeded) != test.login {
				t.Errorf("got %v (login needed: %v)", err, errors.Is(err, ErrLoginNeeded))
			}
		})
	}
}

// haloLogin logs in to f by one of the flows.
func (f *fakeVendor) haloLogin(t testing.TB, flow string, change ...func(*HaloConfig)) error {
	t.Helper()
	cfg := f.haloConfig(change...)
	var s *Source
	var err error
	switch flow {
	case grantClient:
		s, err = HaloClientCredentials(cfg)
	case grantPassword:
		cfg.Username = "ann"
		if cfg.Password.IsZero() {
			cfg.Password = NewSecret(f.password)
		}
		s, err = HaloPassword(cfg)
	case grantRefreshToken:
		if cfg.RefreshToken.IsZero() {
			cfg.RefreshToken = f.live("initial")
		}
		s, err = HaloRefresh(cfg)
	case grantCode:
		cfg.RedirectURL = "https://app.example.com/done"
		_, err = HaloAuthorizationCode(t.Context(), cfg, f.code, NewPKCE().Verifier)
		return err
	}
	_, err = haloOf(t, s, err).Token(t.Context())
	return err
}

// A token of one tenant isn't sent to another, though one server issues both.
func TestHaloTenantsAreKeptApart(t *testing.T) {
	t.Parallel()
	f, store := newFake(t, false), NewMemoryStore()
	of := func(tenant string) func(*HaloConfig) {
		return func(c *HaloConfig) { c.Store, c.Tenant, c.AuthURL = store, tenant, "http://localhost/login" }
	}
	f.query = "tenant=acme"
	if err := f.haloLogin(t, grantClient, of("acme")); err != nil {
		t.Fatal(err)
	}
	if err := f.haloLogin(t, grantClient, of("other")); !errors.Is(err, ErrWrongHost) {
		t.Errorf("another tenant's login: %v", err)
	}
	if err := f.haloLogin(t, grantClient, of("")); err != nil {
		t.Errorf("no tenant named: %v", err)
	}
	wantGrants(t, f, "client_credentials")
}

func TestHaloEditors(t *testing.T) {
	t.Parallel()
	const api = "https://acme.halopsa.com/api/Tickets"
	f := newFake(t, false)
	own, err := HaloClientCredentials(f.haloConfig())
	haloOf(t, own, err)
	tests := []struct {
		name          string
		edit          rest.RequestEditorFn
		url           string
		header, value string
		is            error
	}{
		{"source", Halo(own), "http://localhost/api/Tickets", "Authorization", "Bearer access-1", nil},
		{"not the source's host", Halo(own), api, "", "", ErrWrongHost},
		{"own source", Halo(fixed("tok"), ForBaseURL("https://acme.halopsa.com/api")), api, "Authorization", "Bearer tok", nil},
		{"own source, no host", Halo(fixed("tok")), api, "", "", ErrBadConfig},
		{"other vendor's source", Halo(f.source()), api, "", "", ErrBadConfig},
		{"other vendor's editor", Spiro(own), "http://localhost/api/v1/companies", "", "", ErrBadConfig},
		{"no source", Halo(nil), api, "", "", ErrBadConfig},
		{"key", HaloAPIKey(NewSecret(" k3y\n"), "https://acme.halopsa.com/api"), api, "X-Halo-Api-Key", "k3y", nil},
		{"key, other host", HaloAPIKey(NewSecret("k3y"), "https://acme.halopsa.com/api"), "https://other.halopsa.com/api/Tickets", "", "", ErrWrongHost},
		{"key, other scheme", HaloAPIKey(NewSecret("k3y"), "https://acme.halopsa.com/api"), "http://acme.halopsa.com/api/Tickets", "", "", ErrWrongHost},
		{"key, no host", HaloAPIKey(NewSecret("k3y"), ""), api, "", "", ErrBadConfig},
		{"no key", HaloAPIKey(Secret{}, "https://acme.halopsa.com/api"), api, "", "", ErrBadConfig},
		{"key of two lines", HaloAPIKey(NewSecret("a\r\nb"), "https://acme.halopsa.com/api"), api, "", "", ErrBadConfig},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			req := request(t, "GET", test.url)
			err := test.edit(t.Context(), req)
			if test.is != nil {
				if e, ok := errors.AsType[*TokenError](err); !ok || !errors.Is(err, test.is) || !strings.Contains("halo spiro", e.Provider) || len(req.Header) != 0 {
					t.Errorf("got %v and %v, want %v and no header", err, req.Header, test.is)
				}
				return
			}
			if want := (http.Header{test.header: {test.value}}); err != nil || !cmp.Equal(want, req.Header) {
				t.Errorf("got %v, %v; want %v", req.Header, err, want)
			}
		})
	}
}

// A 401 of the API drops the token, and the call goes out once more with another.
func TestHaloTokenThatTheAPIRefuses(t *testing.T) {
	t.Parallel()
	f := newFake(t, false)
	srv := f.serve()
	src, err := HaloClientCredentials(HaloConfig{BaseURL: srv.URL, ClientID: "id", ClientSecret: NewSecret("s")})
	client, newErr := rest.NewClient(rest.Vendor{Name: "halo"}, srv.URL+"/api", rest.WithRequestEditorFn(Halo(haloOf(t, src, err))))
	if newErr != nil {
		t.Fatal(newErr)
	}
	for _, dead := range []string{"", "access-1"} {
		f.kill(dead)
		var out struct{ Token string }
		if err := client.Call(t.Context(), "GET", "/Tickets", nil, nil, &out); err != nil || out.Token == dead {
			t.Errorf("after %q died: %+v, %v", dead, out, err)
		}
	}
	wantGrants(t, f, "client_credentials", "client_credentials")
}
