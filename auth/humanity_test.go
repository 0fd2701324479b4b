package auth

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
)

var _ rest.RequestEditorFn = Humanity(nil, HumanityHeader())

// humanityEnvelope is the part of the document's x-envelope that matters here.
var humanityEnvelope = rest.Vendor{Name: "humanity", Envelope: &rest.Envelope{
	Status: "status", OK: "1", Message: "error", Secret: "token",
	Codes: []call.Code{
		{Value: "2", Name: "bad_key", Kind: rest.ErrUnauthorized},
		{Value: "3", Name: "bad_token", Kind: rest.ErrUnauthorized},
		{Value: "13", Name: "update_failed", Kind: rest.ErrInvalid},
	},
}}

// humanity is a source that logs in to f with its password.
func (f *fakeVendor) humanity(change ...func(*HumanityConfig)) *Source {
	f.t.Helper()
	cfg := HumanityConfig{BaseURL: "http://localhost", ClientID: "id", ClientSecret: NewSecret("client-s3cret"),
		Username: "ann", Password: NewSecret(f.password), HTTPClient: f.client()}
	for _, c := range change {
		c(&cfg)
	}
	s, err := cfg.source()
	if err != nil {
		f.t.Fatal(err)
	}
	return s
}

func TestHumanityOnTheWire(t *testing.T) {
	t.Parallel()
	f := newFake(t, false)
	srv := f.serve()
	store := NewMemoryStore()
	cfg := HumanityConfig{BaseURL: srv.URL + "/api/v2/", ClientID: "id", ClientSecret: NewSecret("client-s3cret"), RedirectURL: "https://app.example.com",
		Username: "ann@example.com", Password: NewSecret(f.password), Store: store}
	s, err := HumanityPassword(cfg)
	if err != nil {
		t.Fatal(err)
	}
	s.Invalidate(get(t, s))
	get(t, s)
	own, err := HumanityRefresh(HumanityConfig{BaseURL: srv.URL, ClientID: "id", ClientSecret: NewSecret("client-s3cret"), RefreshToken: f.live("initial-token")})
	if err != nil {
		t.Fatal(err)
	}
	get(t, own)
	client := func(more map[string]string) seen {
		more["client_id"], more["client_secret"] = "id", "client-s3cret"
		return seen{Path: "/oauth2/token.php", Type: "application/x-www-form-urlencoded", Values: more}
	}
	want := []seen{
		client(map[string]string{"grant_type": "password", "username": "ann@example.com", "password": f.password, "redirect_uri": "https://app.example.com"}),
		client(map[string]string{"grant_type": "refresh_token", "refresh_token": "refresh-1"}),
		client(map[string]string{"grant_type": "refresh_token", "refresh_token": "initial-token"}),
	}
	if diff := cmp.Diff(want, f.requests); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	r, err := store.Load(t.Context(), Key{Vendor: "humanity", Account: "ann@example.com"})
	if err != nil || r.AccessToken.Reveal() != "access-2" || r.RefreshToken.Reveal() != "refresh-2" {
		t.Errorf("the store holds %+v, %v", r, err)
	}
	if e, ok := errors.AsType[*TokenError](s.Revoke(t.Context())); !ok || e.Code != CodeUnsupported {
		t.Errorf("Humanity has no way to revoke: %v", e)
	}
}

func TestHumanityConfig(t *testing.T) {
	t.Parallel()
	good := HumanityConfig{ClientID: "id", ClientSecret: NewSecret("s"), Username: "ann", Password: NewSecret("p"), RefreshToken: NewSecret("r")}
	for _, base := range []string{"", "https://www.humanity.com", "https://www.humanity.com/", "https://www.humanity.com/api/v2", "https://www.humanity.com/api/v2/"} {
		good.BaseURL = base
		s, err := HumanityPassword(good)
		if err != nil {
			t.Fatal(err)
		}
		if !s.plan.refresh(NewSecret("r")).spends {
			t.Error("a refresh token isn't taken to work once only")
		}
		if s.plan.wire.tokenURL != "https://www.humanity.com/oauth2/token.php" || s.plan.apiHost != "https://www.humanity.com" || s.plan.life != time.Hour {
			t.Errorf("%q: %s, %s, %v", base, s.plan.wire.tokenURL, s.plan.apiHost, s.plan.life)
		}
	}
	for name, change := range map[string]func(*HumanityConfig){
		"id":     func(c *HumanityConfig) { c.ClientID = "" },
		"secret": func(c *HumanityConfig) { c.ClientSecret = Secret{} },
		"base":   func(c *HumanityConfig) { c.BaseURL = "http://www.humanity.com" },
		"login":  func(c *HumanityConfig) { c.Username, c.RefreshToken = "", Secret{} },
	} {
		cfg := good
		change(&cfg)
		if _, err := HumanityPassword(cfg); !errors.Is(err, ErrBadConfig) {
			t.Errorf("%s: HumanityPassword: %v", name, err)
		}
		if _, err := HumanityRefresh(cfg); !errors.Is(err, ErrBadConfig) {
			t.Errorf("%s: HumanityRefresh: %v", name, err)
		}
	}
	empty := good
	empty.Password, empty.RefreshToken, empty.Store = Secret{}, Secret{}, NewMemoryStore()
	s, err := HumanityRefresh(empty)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Token(t.Context()); !errors.Is(err, ErrLoginNeeded) {
		t.Errorf("an empty store: %v, want ErrLoginNeeded", err)
	}
}

// A response without a lifetime or a new refresh token is none the worse: an hour, and the refresh token that was sent.
func TestHumanityFillsInWhatIsNotSaid(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, false)
		f.noLife, f.noRotate = true, true
		store := NewMemoryStore()
		s := f.humanity(func(c *HumanityConfig) { c.Store = store })
		get(t, s)
		for i, want := range []string{"access-2", "access-3"} {
			time.Sleep(humanityLife)
			if got := get(t, s); got != want {
				t.Fatalf("renewal %d: %s, want %s", i+1, got, want)
			}
		}
		wantGrants(t, f, "password", "refresh_token", "refresh_token")
		r, err := store.Load(t.Context(), s.plan.key)
		if err != nil || r.RefreshToken.Reveal() != "refresh-1" {
			t.Errorf("the old refresh token wasn't kept: %+v, %v", r, err)
		}
	})
}

func TestHumanityRefusals(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name       string
		status     int
		body, code string
		password   bool
		hint       string
		login      bool
	}{
		{"bad password", 401, `{"error":"invalid_grant","error_description":"Invalid username and password combination"}`, CodeInvalidGrant, true, "SSO", true},
		{"bad password by 200", 200, `{"error":"invalid_grant","error_description":null}`, CodeInvalidGrant, true, "SSO", true},
		{"old refresh token", 400, `{"error":"invalid_grant"}`, CodeInvalidGrant, false, "Log in again", true},
		{"bad client", 401, `{"error":"invalid_client"}`, CodeInvalidClient, true, "App Secret", false},
		{"envelope", 403, `{"status":3,"error":"Bad token given","token":"x"}`, CodeUnknown, true, "document", false},
		{"no words", 403, ``, CodeHTTP, false, "address", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t, false)
			f.respond(func(w http.ResponseWriter, _ *http.Request) bool {
				w.WriteHeader(test.status)
				w.Write([]byte(test.body))
				return true
			})
			s := f.humanity(func(c *HumanityConfig) {
				if !test.password {
					c.Password, c.RefreshToken = Secret{}, NewSecret("r")
				}
			})
			_, err := s.Token(t.Context())
			e, ok := errors.AsType[*TokenError](err)
			if !ok || e.Code != test.code || e.Status != test.status || !strings.Contains(e.Hint, test.hint) || errors.Is(err, ErrLoginNeeded) != test.login {
				t.Errorf("got %v (login needed: %v)", err, errors.Is(err, ErrLoginNeeded))
			}
		})
	}
}

func TestHumanityEditor(t *testing.T) {
	t.Parallel()
	const api = "https://www.humanity.com/api/v2/shifts?mode=open"
	own := newFake(t, false).humanity()
	tests := []struct {
		name       string
		edit       rest.RequestEditorFn
		url        string
		uri, value string
		is         error
	}{
		{"query", Humanity(fixed("t&k")), api, "/api/v2/shifts?access_token=t%26k&mode=open", "", nil},
		{"header", Humanity(fixed("tok"), HumanityHeader()), api, "/api/v2/shifts?mode=open", "Bearer tok", nil},
		{"source's host", Humanity(own), "http://localhost/api/v2/me", "/api/v2/me?access_token=access-1", "", nil},
		{"host in either order", Humanity(fixed("tok"), ForBaseURL("http://localhost:81/api/v2"), HumanityHeader()), "http://localhost:81/api/v2/me", "/api/v2/me", "Bearer tok", nil},
		{"other host", Humanity(fixed("tok")), "https://api.humanity.com/v1/me", "", "", ErrWrongHost},
		{"other scheme", Humanity(fixed("tok")), "http://www.humanity.com/api/v2/me", "", "", ErrWrongHost},
		{"not the source's host", Humanity(own), api, "", "", ErrWrongHost},
		{"other vendor's source", Humanity(newFake(t, false).source()), api, "", "", ErrBadConfig},
		{"other vendor's editor", Holaspirit(own), "http://localhost/api/v2/me", "", "", ErrBadConfig},
		{"no source", Humanity(nil), api, "", "", ErrBadConfig},
		{"two lines", Humanity(fixed("a\r\nX-Evil: b"), HumanityHeader()), api, "", "", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			req := request(t, "GET", test.url)
			err := test.edit(t.Context(), req)
			if test.uri == "" {
				if err == nil || test.is != nil && !errors.Is(err, test.is) {
					t.Errorf("got %v, want %v", err, test.is)
				}
				if req.URL.String() != test.url || len(req.Header) != 0 {
					t.Error("something was attached")
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := req.URL.RequestURI(); got != test.uri || req.Header.Get("Authorization") != test.value {
				t.Errorf("asks for %s with %q, want %s with %q", got, req.Header, test.uri, test.value)
			}
		})
	}
}

// Humanity says 200 to a token that it refuses. The client of package rest takes the code for a 401.
func TestHumanityBodyCodesCountAsUnauthorized(t *testing.T) {
	t.Parallel()
	for _, code := range []string{`2`, `3`, `"3"`} {
		for name, options := range map[string][]EditorOption{"query": nil, "header": {HumanityHeader()}} {
			t.Run(name+" "+code, func(t *testing.T) {
				t.Parallel()
				f := newFake(t, false)
				f.respond(func(w http.ResponseWriter, r *http.Request) bool {
					if !strings.HasPrefix(r.URL.Path, "/api/") {
						return false
					}
					token := r.URL.Query().Get("access_token") + strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
					if !f.use(token) {
						w.Write([]byte(`{"status":` + code + `,"data":null,"error":"Bad token","token":"` + token + `"}`))
						return true
					}
					w.Write([]byte(`{"status":1,"data":{"name":"` + token[:6] + `"},"token":"` + token + `"}`))
					return true
				})
				srv := f.serve()
				src, err := HumanityPassword(HumanityConfig{BaseURL: srv.URL, ClientID: "id", ClientSecret: NewSecret("s"), Username: "ann", Password: NewSecret(f.password)})
				if err != nil {
					t.Fatal(err)
				}
				client, err := rest.NewClient(humanityEnvelope, srv.URL+"/api/v2", rest.WithRequestEditorFn(Humanity(src, options...)))
				if err != nil {
					t.Fatal(err)
				}
				var me struct{ Data struct{ Name string } }
				for _, dead := range []string{"", "access-1"} {
					f.kill(dead)
					if err := client.Call(t.Context(), "POST", "/shifts", nil, nil, &me); err != nil || me.Data.Name != "access" {
						t.Fatalf("after %q died: %+v, %v", dead, me, err)
					}
				}
				wantGrants(t, f, "password", "refresh_token")
				if got := get(t, src); got != "access-2" {
					t.Errorf("the source gives %s, want access-2", got)
				}
			})
		}
	}
}

// A refusal for any other reason leaves the token alone.
func TestHumanityOtherCodesKeepTheToken(t *testing.T) {
	t.Parallel()
	f := newFake(t, false)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Write([]byte(`{"status":13,"data":null,"error":"Already clocked in","token":"t"}`))
	}))
	t.Cleanup(srv.Close)
	src := f.humanity(func(c *HumanityConfig) { c.BaseURL = srv.URL })
	client, err := rest.NewClient(humanityEnvelope, srv.URL, rest.WithRequestEditorFn(Humanity(src)))
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		err := client.Call(context.Background(), "POST", "/employees/1/clockin", nil, nil, nil)
		if e, ok := errors.AsType[*rest.Error](err); !ok || e.Code != "13" || !errors.Is(err, rest.ErrInvalid) {
			t.Fatalf("got %v", err)
		}
	}
	wantGrants(t, f, "password")
}
