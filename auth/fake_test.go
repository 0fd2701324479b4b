package auth

import (
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/oauth2"
)

// seen is a request as a fake vendor saw it.
type seen struct {
	Path   string
	Query  string
	Type   string
	Values map[string]string
	Bearer string
}

// fakeVendor is a token endpoint and an API behind it, strict about what it is sent. Its time is time.Now, so that it
// lives in synctest bubbles too.
type fakeVendor struct {
	t    testing.TB
	json bool // bodies are JSON, and the old pair dies when the new access token is first used (Spiro)

	mu       sync.Mutex
	life     time.Duration
	password string
	code     string
	access   map[string]time.Time // live access tokens and their ends
	refresh  map[string]string    // refresh token to its state: "live" or "spent"
	pairs    map[string]string    // access token to its refresh token
	supplant map[string][2]string // new access token to the pair that dies at its first use
	issued   int
	requests []seen
	refused  int                  // grants refused with invalid_grant
	before   atomic.Pointer[hook] // responses instead, when it returns true
	noLife   bool                 // leave out expires_in
	noRotate bool                 // leave out refresh_token when refreshing
	query    string               // of the token endpoint
	pkce     string               // the challenge that the code was asked for with
}

func newFake(t testing.TB, json bool) *fakeVendor {
	return &fakeVendor{t: t, json: json, life: time.Hour, password: "pa55word&more", code: "c0de-once",
		access: map[string]time.Time{}, refresh: map[string]string{}, pairs: map[string]string{}, supplant: map[string][2]string{}}
}

type hook func(w http.ResponseWriter, r *http.Request) bool

// response sets what is asked before the fake responses; nil: nothing.
func (f *fakeVendor) respond(h hook) {
	if h == nil {
		f.before.Store(nil)
		return
	}
	f.before.Store(&h)
}

// serve starts the fake on loopback.
func (f *fakeVendor) serve() *httptest.Server {
	srv := httptest.NewServer(f)
	f.t.Cleanup(srv.Close)
	return srv
}

// client reaches the fake without a network, which synctest can't see through.
func (f *fakeVendor) client() *http.Client { return &http.Client{Transport: direct{f}} }

type direct struct{ handler http.Handler }

func (d direct) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	w := httptest.NewRecorder()
	done := make(chan struct{})
	go func() { defer close(done); d.handler.ServeHTTP(w, r) }()
	select {
	case <-done:
		return w.Result(), nil
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
}

func (f *fakeVendor) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if before := f.before.Load(); before != nil && (*before)(w, r) {
		return
	}
	if strings.HasPrefix(r.URL.Path, "/api/") {
		f.api(w, r)
		return
	}
	s := seen{Path: r.URL.Path, Query: r.URL.RawQuery, Bearer: r.Header.Get("Authorization"), Values: map[string]string{}}
	s.Type, _, _ = mime.ParseMediaType(r.Header.Get("Content-Type"))
	body, _ := io.ReadAll(r.Body)
	want := "application/x-www-form-urlencoded"
	if f.json {
		want = "application/json"
		if err := json.Unmarshal(body, &s.Values); err != nil {
			f.t.Errorf("%s: body isn't a flat JSON object", r.URL.Path)
		}
	} else {
		values, err := url.ParseQuery(string(body))
		if err != nil {
			f.t.Errorf("%s: body isn't a form", r.URL.Path)
		}
		for name, all := range values {
			if len(all) != 1 {
				f.t.Errorf("%s: %s given %d times", r.URL.Path, name, len(all))
			}
			s.Values[name] = all[0]
		}
	}
	if r.Method != http.MethodPost || s.Type != want || r.URL.RawQuery != f.query {
		f.t.Errorf("%s %s with %q and query %q, want a POST with %q and query %q", r.Method, r.URL.Path, s.Type, r.URL.RawQuery, want, f.query)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.requests = append(f.requests, s)
	if strings.HasSuffix(r.URL.Path, "/revoke") {
		f.revoke(w, s)
		return
	}
	switch s.Values["grant_type"] {
	case "password":
		if s.Values["password"] != f.password {
			f.refuse(w)
			return
		}
		f.issue(w, "", "")
	case "client_credentials":
		if s.Values["client_secret"] == "" {
			respond(w, http.StatusUnauthorized, map[string]any{"error": "invalid_client"})
			return
		}
		f.issueAlone(w)
	case "authorization_code":
		if s.Values["code"] != f.code || s.Values["redirect_uri"] == "" || f.pkce != "" && oauth2.S256ChallengeFromVerifier(s.Values["code_verifier"]) != f.pkce {
			f.refuse(w)
			return
		}
		f.code = "used up"
		f.issue(w, "", "")
	case "refresh_token":
		old := s.Values["refresh_token"]
		if f.refresh[old] != "live" {
			f.refuse(w)
			return
		}
		oldAccess := ""
		for access, refresh := range f.pairs {
			if refresh == old {
				oldAccess = access
			}
		}
		if !f.json && !f.noRotate {
			f.refresh[old] = "spent"
		}
		f.issue(w, old, oldAccess)
	default:
		respond(w, http.StatusBadRequest, map[string]any{"error": "unsupported_grant_type"})
	}
}

func (f *fakeVendor) refuse(w http.ResponseWriter) {
	f.refused++
	respond(w, http.StatusBadRequest, map[string]any{"error": "invalid_grant", "error_description": "no good"})
}

func (f *fakeVendor) issue(w http.ResponseWriter, oldRefresh, oldAccess string) {
	f.issued++
	access, refresh := fmt.Sprintf("access-%d", f.issued), fmt.Sprintf("refresh-%d", f.issued)
	out := map[string]any{"access_token": access, "token_type": "bearer", "scope": nil}
	if !f.noLife {
		out["expires_in"] = f.life.Seconds()
	}
	if f.noRotate && oldRefresh != "" {
		refresh = oldRefresh
	} else {
		out["refresh_token"] = refresh
	}
	f.access[access] = time.Now().Add(f.life)
	f.refresh[refresh] = "live"
	f.pairs[access] = refresh
	if f.json && oldRefresh != "" {
		f.supplant[access] = [2]string{oldAccess, oldRefresh}
	}
	respond(w, http.StatusOK, out)
}

// issueAlone gives an access token that no refresh token comes with.
func (f *fakeVendor) issueAlone(w http.ResponseWriter) {
	f.issued++
	access := fmt.Sprintf("access-%d", f.issued)
	f.access[access] = time.Now().Add(f.life)
	respond(w, http.StatusOK, map[string]any{"access_token": access, "token_type": "Bearer", "expires_in": f.life.Seconds(), "scope": "all"})
}

func (f *fakeVendor) revoke(w http.ResponseWriter, s seen) {
	token := s.Values["token"]
	if _, ok := f.access[token]; !ok || s.Bearer != "Bearer "+token {
		respond(w, http.StatusUnauthorized, map[string]any{"error": "access_denied"})
		return
	}
	delete(f.access, token)
	f.refresh[f.pairs[token]] = "spent"
}

// api responses 200 to a live token and 401 to any other.
func (f *fakeVendor) api(w http.ResponseWriter, r *http.Request) {
	token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !f.use(token) {
		respond(w, http.StatusUnauthorized, map[string]any{"error": "access_denied"})
		return
	}
	respond(w, http.StatusOK, map[string]any{"token": token})
}

// use reports whether an access token is live, and lets the pair before it die where the vendor does that.
func (f *fakeVendor) use(token string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if end, ok := f.access[token]; !ok || !time.Now().Before(end) {
		return false
	}
	if old, ok := f.supplant[token]; ok {
		delete(f.access, old[0])
		f.refresh[old[1]] = "spent"
		delete(f.supplant, token)
	}
	return true
}

// kill ends an access token before its time.
func (f *fakeVendor) kill(token string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.access, token)
}

// grants lists the kinds of grants that were asked for.
func (f *fakeVendor) grants() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []string
	for _, s := range f.requests {
		if kind := s.Values["grant_type"]; kind != "" {
			out = append(out, kind)
		}
	}
	return out
}

func (f *fakeVendor) counts() (issued, refused int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.issued, f.refused
}

// live makes a refresh token that works.
func (f *fakeVendor) live(refresh string) Secret {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.refresh[refresh] = "live"
	return NewSecret(refresh)
}

func respond(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(body)
}

// password is a source that logs in to f with its password.
func (f *fakeVendor) source(change ...func(*HolaspiritConfig)) *Source {
	f.t.Helper()
	cfg := HolaspiritConfig{BaseURL: "http://localhost", Username: "ann@example.com", Password: NewSecret(f.password), HTTPClient: f.client()}
	for _, c := range change {
		c(&cfg)
	}
	s, err := cfg.source()
	if err != nil {
		f.t.Fatal(err)
	}
	return s
}

// get returns the current access token, or fails the test.
func get(t testing.TB, src TokenSource) string {
	t.Helper()
	token, err := src.Token(t.Context())
	if err != nil {
		t.Fatalf("Token: %v", err)
	}
	return token.AccessToken
}

func wantGrants(t testing.TB, f *fakeVendor, want ...string) {
	t.Helper()
	if got := f.grants(); !slices.Equal(got, want) {
		t.Errorf("grants asked for: %q, want %q", got, want)
	}
}

// spiro is a source that renews a login to f by Spiro's rules.
func (f *fakeVendor) spiro(change ...func(*SpiroConfig)) *Source {
	f.t.Helper()
	cfg := SpiroConfig{OAuthURL: "http://localhost", APIURL: "http://localhost", ClientID: "id", ClientSecret: NewSecret("client-s3cret"),
		RedirectURL: "https://app.example.com/done", HTTPClient: f.client()}
	for _, c := range change {
		c(&cfg)
	}
	s, err := cfg.source()
	if err != nil {
		f.t.Fatal(err)
	}
	return s
}
