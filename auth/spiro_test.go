package auth

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestSpiroOnTheWire(t *testing.T) {
	t.Parallel()
	f := newFake(t, true)
	srv := f.serve()
	store := NewMemoryStore()
	cfg := SpiroConfig{OAuthURL: srv.URL, APIURL: srv.URL, ClientID: "id", ClientSecret: NewSecret("client-s3cret"),
		RedirectURL: "https://app.example.com/done", Store: store}
	s, err := SpiroAuthorizationCode(t.Context(), cfg, " c0de-once\n")
	if err != nil {
		t.Fatal(err)
	}
	key := Key{Vendor: "spiro", Account: "id"}
	if r, _ := store.Load(t.Context(), key); r.RefreshToken.Reveal() != "refresh-1" || r.AccessToken.Reveal() != "access-1" {
		t.Errorf("the login isn't in the store: %+v", r)
	}
	s.Invalidate(get(t, s))
	get(t, s)
	client := func(more map[string]string) map[string]string {
		more["client_id"], more["client_secret"] = "id", "client-s3cret"
		return more
	}
	want := []seen{
		{Path: "/oauth/token", Type: "application/json", Values: client(map[string]string{"grant_type": "authorization_code", "code": "c0de-once", "redirect_uri": "https://app.example.com/done"})},
		{Path: "/oauth/token", Type: "application/json", Values: client(map[string]string{"grant_type": "refresh_token", "refresh_token": "refresh-1"})},
	}
	if diff := cmp.Diff(want, f.requests); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	if err := s.Revoke(t.Context()); err == nil {
		t.Error("Spiro has no way to revoke")
	}
	_, err = SpiroAuthorizationCode(t.Context(), cfg, "c0de-once")
	if e, ok := errors.AsType[*TokenError](err); !ok || e.Grant != "authorization_code" || !errors.Is(err, ErrLoginNeeded) || !errors.Is(err, ErrInvalidGrant) {
		t.Errorf("a code used twice: %v", err)
	}
	if r, _ := store.Load(t.Context(), key); r.RefreshToken.Reveal() != "refresh-2" {
		t.Errorf("a failed login changed the store: %+v", r)
	}
}

func TestSpiroAuthorizeURL(t *testing.T) {
	t.Parallel()
	cfg := SpiroConfig{ClientID: "my id", ClientSecret: NewSecret("pl4nted"), RedirectURL: "https://app.example.com/done?x=1"}
	got, err := SpiroAuthorizeURL(cfg, "")
	if want := "https://engine.spiro.ai/oauth/authorize?client_id=my+id&redirect_uri=https%3A%2F%2Fapp.example.com%2Fdone%3Fx%3D1&response_type=code"; got != want || err != nil {
		t.Errorf("got %s, %v; want %s", got, err, want)
	}
	got, _ = SpiroAuthorizeURL(cfg, "a&b")
	if u, err := url.Parse(got); err != nil || u.Query().Get("state") != "a&b" {
		t.Errorf("no state in %s", got)
	}
	for _, bad := range []SpiroConfig{{ClientID: "x"}, {RedirectURL: "https://x"}, {ClientID: "x", RedirectURL: "https://x", OAuthURL: "http://engine.example.com"}} {
		if _, err := SpiroAuthorizeURL(bad, ""); !errors.Is(err, ErrBadConfig) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}

func TestSpiroConfig(t *testing.T) {
	t.Parallel()
	good := SpiroConfig{ClientID: "id", ClientSecret: NewSecret("s"), RedirectURL: "https://x", RefreshToken: NewSecret("r")}
	s, err := SpiroRefresh(good)
	if err != nil {
		t.Fatal(err)
	}
	if s.plan.wire.tokenURL != "https://engine.spiro.ai/oauth/token" || s.plan.life != 24*time.Hour {
		t.Errorf("defaults: %s, %v", s.plan.wire.tokenURL, s.plan.life)
	}
	for name, change := range map[string]func(*SpiroConfig){
		"id":     func(c *SpiroConfig) { c.ClientID = "" },
		"secret": func(c *SpiroConfig) { c.ClientSecret = Secret{} },
		"token":  func(c *SpiroConfig) { c.RefreshToken = Secret{} },
		"oauth":  func(c *SpiroConfig) { c.OAuthURL = "http://engine.example.com" },
		"api":    func(c *SpiroConfig) { c.APIURL = "api.example.com" },
	} {
		cfg := good
		change(&cfg)
		if _, err := SpiroRefresh(cfg); !errors.Is(err, ErrBadConfig) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := SpiroAuthorizationCode(t.Context(), good, " "); !errors.Is(err, ErrBadConfig) {
		t.Errorf("no code: %v", err)
	}
	// The tokens are for the API's host, not for the one that issues them.
	edit := Spiro(newFake(t, true).spiro(func(c *SpiroConfig) { c.APIURL, c.RefreshToken = "http://localhost:81", NewSecret("r") }))
	if err := edit(t.Context(), request(t, "GET", "http://localhost/api/v1/companies")); !errors.Is(err, ErrWrongHost) {
		t.Errorf("a token for the API goes to the token endpoint's host: %v", err)
	}
}

// The old pair dies at the first use of the new access token. A process that ends between the two has lost nothing:
// either pair renews the login.
func TestSpiroSurvivesAnEndBetweenSaveAndUse(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, true)
		store := NewMemoryStore()
		initial := f.live("initial-token")
		start := func(store Store) *Source {
			return f.spiro(func(c *SpiroConfig) { c.Store, c.RefreshToken = store, initial })
		}
		a := start(store)
		f.use(get(t, a))
		before, _ := store.Load(t.Context(), a.plan.key)

		a.Invalidate("access-1")
		get(t, a) // access-2 is in the store, and the process ends before it is used
		if token := get(t, start(store)); token != "access-2" || !f.use(token) {
			t.Errorf("after the end of the process: %s", token)
		}

		// A store that lost the last write (a backup put back) before access-2 was used would still have worked; now
		// that it was used, the old pair is dead, and that is said.
		old := NewMemoryStore()
		old.Update(t.Context(), a.plan.key, set(before))
		b := start(old)
		b.Invalidate(get(t, b))
		if _, err := b.Token(t.Context()); !errors.Is(err, ErrLoginNeeded) {
			t.Errorf("got %v, want ErrLoginNeeded", err)
		}
	})
}

// A token that another holder's renewal killed is replaced by that holder's, without another renewal.
func TestSpiroTakesOverTheOthersToken(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, true)
		store, initial := NewMemoryStore(), f.live("initial-token")
		share := func(c *SpiroConfig) { c.Store, c.RefreshToken = store, initial }
		a, b := f.spiro(share), f.spiro(share)
		f.use(get(t, a))
		f.use(get(t, b))
		a.Invalidate("access-1")
		f.use(get(t, a)) // kills access-1, which b still holds
		if f.use(get(t, b)) {
			t.Fatal("access-1 is still alive")
		}
		if !b.refuse("access-1") {
			t.Error("no hope of another token")
		}
		if got := get(t, b); got != "access-2" {
			t.Errorf("got %s, want the other's access-2", got)
		}
		wantGrants(t, f, "refresh_token", "refresh_token")
	})
}

func TestSpiroCodeExchangeOutlivesItsCaller(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, true)
		f.respond(func(http.ResponseWriter, *http.Request) bool { time.Sleep(5 * time.Second); return false })
		store := NewMemoryStore()
		cfg := SpiroConfig{OAuthURL: "http://localhost", APIURL: "http://localhost", ClientID: "id", ClientSecret: NewSecret("client-s3cret"),
			RedirectURL: "https://app.example.com/done", HTTPClient: f.client(), Store: store}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := SpiroAuthorizationCode(ctx, cfg, "c0de-once"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		time.Sleep(time.Minute)
		s, err := SpiroRefresh(cfg)
		if err != nil {
			t.Fatal(err)
		}
		if got := get(t, s); got != "access-1" {
			t.Errorf("got %s, want the login that was paid for with the code", got)
		}
	})
}

// A login that the store can't keep is over: nobody has a Source that would try again, and the code works once.
func TestCodeWhoseLoginCannotBeSaved(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, true)
		cfg := SpiroConfig{OAuthURL: "http://localhost", APIURL: "http://localhost", ClientID: "id", ClientSecret: NewSecret("client-s3cret"),
			RedirectURL: "https://app.example.com/done", HTTPClient: f.client(), Store: unwritable{NewMemoryStore()}}
		s, err := SpiroAuthorizationCode(t.Context(), cfg, "c0de-once")
		if s != nil || !errors.Is(err, ErrStore) || !errors.Is(err, errDiskFull) || !errors.Is(err, ErrLoginNeeded) {
			t.Fatalf("got %v, %v", s, err)
		}
		if text := err.Error(); !strings.Contains(text, "mend the store, then log in again") || strings.Contains(text, "next try") {
			t.Errorf("it says: %s", text)
		}
		wantGrants(t, f, "authorization_code")
	})
}
