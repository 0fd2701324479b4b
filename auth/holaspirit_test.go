package auth

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/oauth2"
)

func TestHolaspiritOnTheWire(t *testing.T) {
	t.Parallel()
	f := newFake(t, false)
	srv := f.serve()
	store := NewMemoryStore()
	s, err := HolaspiritPassword(HolaspiritConfig{BaseURL: srv.URL, Username: "ann@example.com", Password: NewSecret(f.password), Timezone: "+02:00", Store: store})
	if err != nil {
		t.Fatal(err)
	}
	s.Invalidate(get(t, s))
	get(t, s)
	own, err := HolaspiritRefresh(HolaspiritConfig{BaseURL: srv.URL, ClientID: "own", ClientSecret: NewSecret("own-secret"), RefreshToken: f.live("initial-token")})
	if err != nil {
		t.Fatal(err)
	}
	get(t, own)
	const path, form = "/oauth/v2/token", "application/x-www-form-urlencoded"
	want := []seen{
		{Path: path, Type: form, Values: map[string]string{"grant_type": "password", "client_id": HolaspiritPublicClientID,
			"username": "ann@example.com", "password": f.password, "timezone": "+02:00"}},
		{Path: path, Type: form, Values: map[string]string{"grant_type": "refresh_token", "client_id": HolaspiritPublicClientID, "refresh_token": "refresh-1"}},
		{Path: path, Type: form, Values: map[string]string{"grant_type": "refresh_token", "client_id": "own", "client_secret": "own-secret", "refresh_token": "initial-token"}},
	}
	if diff := cmp.Diff(want, f.requests); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	r, err := store.Load(t.Context(), Key{Vendor: "holaspirit", Account: "ann@example.com"})
	if err != nil || r.AccessToken.Reveal() != "access-2" || r.RefreshToken.Reveal() != "refresh-2" || r.TokenType != "Bearer" || r.Version != 3 || len(r.Extra) != 0 {
		t.Errorf("the store holds %+v, %v", r, err)
	}
	if life := r.Expiry.Sub(r.ObtainedAt); life != time.Hour {
		t.Errorf("life %v, want 1h", life)
	}
}

func TestHolaspiritConfig(t *testing.T) {
	t.Parallel()
	bad := map[string]func() (*Source, error){
		"no password": func() (*Source, error) { return HolaspiritPassword(HolaspiritConfig{Username: "a"}) },
		"no user":     func() (*Source, error) { return HolaspiritPassword(HolaspiritConfig{Password: NewSecret("a")}) },
		"no login":    func() (*Source, error) { return HolaspiritRefresh(HolaspiritConfig{}) },
		"plain http": func() (*Source, error) {
			return HolaspiritRefresh(HolaspiritConfig{RefreshToken: NewSecret("r"), BaseURL: "http://holaspirit.example.com"})
		},
	}
	for name, make := range bad {
		if s, err := make(); !errors.Is(err, ErrBadConfig) || s != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	s, err := HolaspiritRefresh(HolaspiritConfig{Store: NewMemoryStore()})
	if err != nil {
		t.Fatal(err)
	}
	if s.plan.wire.tokenURL != "https://app.holaspirit.com/oauth/v2/token" {
		t.Errorf("default token URL %s", s.plan.wire.tokenURL)
	}
	if _, err := s.Token(t.Context()); !errors.Is(err, ErrLoginNeeded) {
		t.Errorf("an empty store: %v, want ErrLoginNeeded", err)
	}
}

func TestHolaspiritToken(t *testing.T) {
	t.Parallel()
	if got := get(t, HolaspiritToken(NewSecret(" api:abc123\n"))); got != "api:abc123" {
		t.Errorf("got %q, want the token with its prefix and no white space", got)
	}
	for _, bad := range []Secret{Secret{}, NewSecret("  "), NewSecret("abc123"), NewSecret("default:abc"), NewSecret("api:"), NewSecret("api:a b"), NewSecret("API:abc")} {
		if _, err := HolaspiritToken(bad).Token(t.Context()); !errors.Is(err, ErrBadConfig) {
			t.Errorf("%q: %v, want ErrBadConfig", bad.Reveal(), err)
		}
	}
}

func TestHolaspiritTokenOnlyReads(t *testing.T) {
	t.Parallel()
	sources := map[string]TokenSource{
		"HolaspiritToken": HolaspiritToken(NewSecret("api:abc")),
		"a foreign one":   FromOAuth2(oauth2.StaticTokenSource(&oauth2.Token{AccessToken: "api:abc"})),
	}
	tests := []struct {
		method, path, code string
	}{
		{"GET", "/api/organizations/1/circles", ""},
		{"HEAD", "/api/organizations/1/circles", ""},
		{"", "/api/organizations/1/circles", ""},
		{"POST", "/api/organizations/1/circles", CodeReadOnlyToken},
		{"PATCH", "/api/organizations/1/circles/2", CodeReadOnlyToken},
		{"DELETE", "/api/organizations/1/circles/2", CodeReadOnlyToken},
		{"GET", "/api/me", CodeOrganizationToken},
		{"GET", "/api/me/", CodeOrganizationToken},
		{"GET", "/api/organizations/1/members", ""},
	}
	for name, src := range sources {
		edit := Holaspirit(src)
		for _, test := range tests {
			req := request(t, test.method, "https://app.holaspirit.com"+test.path)
			req.Method = test.method
			err := edit(t.Context(), req)
			e, _ := errors.AsType[*TokenError](err)
			switch {
			case test.code == "" && (err != nil || req.Header.Get("Authorization") != "Bearer api:abc"):
				t.Errorf("%s, %s %s: %v", name, test.method, test.path, err)
			case test.code != "" && (e == nil || e.Code != test.code || e.Hint == "" || len(req.Header) != 0):
				t.Errorf("%s, %s %s: %v, want %s and nothing attached", name, test.method, test.path, err, test.code)
			case errors.Is(err, ErrReadOnlyToken) != (test.code == CodeReadOnlyToken):
				t.Errorf("%s, %s %s: errors.Is ErrReadOnlyToken is wrong", name, test.method, test.path)
			}
		}
	}
	req := request(t, "POST", "https://app.holaspirit.com/api/me")
	if err := Holaspirit(fixed("default:abc"))(t.Context(), req); err != nil {
		t.Errorf("a token of OAuth was held back: %v", err)
	}
}

func TestHolaspiritEditorsHost(t *testing.T) {
	t.Parallel()
	f := newFake(t, false)
	s := f.source(func(c *HolaspiritConfig) { c.BaseURL = "http://localhost:8080/base" })
	for _, test := range []struct {
		edit  func(TokenSource) error
		src   TokenSource
		allow bool
	}{
		{func(src TokenSource) error {
			return Holaspirit(src)(t.Context(), request(t, "GET", "http://localhost:8080/x"))
		}, s, true},
		{func(src TokenSource) error {
			return Holaspirit(src)(t.Context(), request(t, "GET", HolaspiritBaseURL))
		}, s, false},
		{func(src TokenSource) error {
			return Holaspirit(src)(t.Context(), request(t, "GET", HolaspiritBaseURL))
		}, fixed("tok"), true},
		{func(src TokenSource) error {
			return Holaspirit(src, ForBaseURL("http://localhost:9"))(t.Context(), request(t, "GET", HolaspiritBaseURL))
		}, fixed("tok"), false},
		{func(src TokenSource) error {
			return Holaspirit(src, ForBaseURL("http://localhost:9"))(t.Context(), request(t, "GET", "http://localhost:9/api/x"))
		}, HolaspiritToken(NewSecret("api:x")), true},
	} {
		err := test.edit(test.src)
		if test.allow && err != nil || !test.allow && !errors.Is(err, ErrWrongHost) {
			t.Errorf("%v: %v, want allowed: %v", test.src, err, test.allow)
		}
	}
}

func TestHolaspiritRevoke(t *testing.T) {
	t.Parallel()
	f := newFake(t, false)
	store := NewMemoryStore()
	key := Key{Vendor: "holaspirit", Account: "a"}
	initial := f.live("initial-token")
	s := f.source(func(c *HolaspiritConfig) {
		c.Store, c.Account, c.Password, c.RefreshToken = store, "a", Secret{}, initial
	})
	if err := s.Revoke(t.Context()); err != nil || len(f.requests) != 0 {
		t.Errorf("nothing to revoke: %v, %d requests", err, len(f.requests))
	}
	get(t, s)
	if err := s.Revoke(t.Context()); err != nil {
		t.Fatal(err)
	}
	last := f.requests[len(f.requests)-1]
	want := seen{Path: "/oauth/v2/revoke", Type: "application/x-www-form-urlencoded", Values: map[string]string{"token": "access-1"}, Bearer: "Bearer access-1"}
	if diff := cmp.Diff(want, last); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	if r, _ := store.Load(t.Context(), key); !r.IsZero() {
		t.Errorf("the store still holds %+v", r)
	}
	if _, err := s.Token(t.Context()); !errors.Is(err, ErrLoginNeeded) {
		t.Errorf("after Revoke: %v, want ErrLoginNeeded", err)
	}

	// When the vendor fails, the login stays.
	p := f.source()
	get(t, p)
	f.respond(func(w http.ResponseWriter, _ *http.Request) bool { w.WriteHeader(http.StatusBadGateway); return true })
	err := p.Revoke(t.Context())
	if e, ok := errors.AsType[*TokenError](err); !ok || e.Code != CodeServer || e.Grant != "revoke" {
		t.Errorf("got %v", err)
	}
	f.respond(nil)
	if got := get(t, p); got != "access-2" {
		t.Errorf("got %s, want the login kept", got)
	}
	// A token that the vendor has forgotten is as good as revoked; a password logs in anew afterwards.
	f.kill("access-2")
	if err := p.Revoke(t.Context()); err != nil {
		t.Error(err)
	}
	if got := get(t, p); got != "access-3" {
		t.Errorf("got %s, want a new login", got)
	}

	// Another holder of the store has a newer token: that one is revoked, and both are dropped.
	share := func(c *HolaspiritConfig) { c.Store, c.Account = store, "shared" }
	a, b := f.source(share), f.source(share)
	get(t, a)
	get(t, b)
	b.Invalidate("access-4")
	get(t, b)
	if err := a.Revoke(t.Context()); err != nil {
		t.Fatal(err)
	}
	if f.use("access-5") {
		t.Error("the newer token is still alive")
	}
	if got := get(t, a); got != "access-6" {
		t.Errorf("got %s, want a new login", got)
	}

	// A login that can't be renewed any more is removed.
	dead := f.source(func(c *HolaspiritConfig) { c.Store, c.Account, c.Password = store, "dead", Secret{} })
	store.Update(t.Context(), dead.plan.key, set(Record{RefreshToken: NewSecret("long-dead")}))
	if err := dead.Revoke(t.Context()); err != nil {
		t.Error(err)
	}
	if r, _ := store.Load(t.Context(), dead.plan.key); !r.IsZero() {
		t.Errorf("the store still holds %+v", r)
	}
}
