package auth

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/oauth2"

	"github.com/seed-8da6be54/vendorkit/rest"
)

// The editors fit both this module's clients and oapi-codegen's, whose type is declared in each generated package.
type foreignEditor func(ctx context.Context, req *http.Request) error

var (
	_ rest.RequestEditorFn = Holaspirit(nil)
	_ foreignEditor        = Spiro(nil)
	_ TokenSource          = (*Source)(nil)
	_ Invalidator          = (*Source)(nil)
	_ rest.Credential      = (*sent)(nil)
)

func fixed(token string) TokenSource {
	return FromOAuth2(oauth2.StaticTokenSource(&oauth2.Token{AccessToken: token}))
}

func request(t testing.TB, method, url string) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	return req
}

func TestEditorsAttach(t *testing.T) {
	t.Parallel()
	const host = "api.example.com"
	tests := []struct {
		name       string
		edit       func(context.Context, *http.Request) error
		url        string
		header     string
		value      string
		wantedPath string
	}{
		{"bearer", Bearer(fixed("tok"), host), "https://api.example.com/a?b=c", "Authorization", "Bearer tok", "/a?b=c"},
		{"header key", HeaderKey("x-halo-api-key", NewSecret(" k3y\n"), host), "https://api.example.com/a", "X-Halo-Api-Key", "k3y", "/a"},
		{"query", QueryToken(fixed("t&k"), "access_token", host), "https://api.example.com/a", "", "", "/a?access_token=t%26k"},
		{"query beside others", QueryToken(fixed("tok"), "access_token", host), "https://api.example.com/a?x=%5B1%5D&y", "", "", "/a?access_token=tok&x=%5B1%5D&y"},
		{"query in place of an old one", QueryToken(fixed("new"), "access_token", host), "https://api.example.com/a?access_token=old&x=1&access%5Ftoken=old", "", "", "/a?access_token=new&x=1"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			req := request(t, "GET", test.url)
			shared := req.URL
			for range 2 { // attempts of one call may share the request
				if err := test.edit(t.Context(), req); err != nil {
					t.Fatal(err)
				}
			}
			if got := req.URL.RequestURI(); got != test.wantedPath {
				t.Errorf("asks for %s, want %s", got, test.wantedPath)
			}
			if shared.String() != test.url {
				t.Error("the URL was changed in place")
			}
			if test.header != "" && strings.Join(req.Header[test.header], "|") != test.value {
				t.Errorf("%s: %q, want %q", test.header, req.Header[test.header], test.value)
			}
		})
	}
}

func TestEditorsRefuseOtherHosts(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	src := tokenFunc(func(context.Context) (*oauth2.Token, error) {
		asked.Add(1)
		return &oauth2.Token{AccessToken: "tok"}, nil
	})
	const host = "api.example.com"
	editors := map[string]func(context.Context, *http.Request) error{
		"Bearer":     Bearer(src, host),
		"QueryToken": QueryToken(src, "access_token", host),
		"HeaderKey":  HeaderKey("X-Key", NewSecret("tok"), host),
		"Holaspirit": Holaspirit(src, ForBaseURL("https://"+host)),
		"Spiro":      Spiro(src, ForBaseURL("https://"+host)),
	}
	for name, edit := range editors {
		for _, url := range []string{"https://evil.example/a", "http://api.example.com/a", "https://api.example.com:444/a", "http://127.0.0.1/a"} {
			req := request(t, "GET", url+"?q=pl4nted")
			err := edit(t.Context(), req)
			if e, ok := errors.AsType[*TokenError](err); !ok || e.Code != CodeWrongHost || !errors.Is(err, ErrWrongHost) {
				t.Errorf("%s, %s: got %v", name, url, err)
			} else if strings.Contains(e.Error(), "pl4nted") {
				t.Errorf("%s: the query shows in %v", name, err)
			}
			if len(req.Header) != 0 || req.URL.RawQuery != "q=pl4nted" {
				t.Errorf("%s, %s: something was attached", name, url)
			}
		}
	}
	if asked.Load() != 0 {
		t.Error("a token was asked for, for another host")
	}
}

func TestEditorsThatCannotWork(t *testing.T) {
	t.Parallel()
	spiroSource := newFake(t, true).spiro(func(c *SpiroConfig) { c.RefreshToken = NewSecret("r") })
	editors := map[string]func(context.Context, *http.Request) error{
		"no source":            Bearer(nil, "api.example.com"),
		"no host":              Bearer(fixed("tok"), ""),
		"plain http":           Bearer(fixed("tok"), "http://api.example.com"),
		"no parameter":         QueryToken(fixed("tok"), "", "api.example.com"),
		"no header":            HeaderKey("", NewSecret("k"), "api.example.com"),
		"bad header":           HeaderKey("X Key", NewSecret("k"), "api.example.com"),
		"no key":               HeaderKey("X-Key", NewSecret(" "), "api.example.com"),
		"key of two lines":     HeaderKey("X-Key", NewSecret("a\nb"), "api.example.com"),
		"nil provider":         Holaspirit(nil),
		"nil *Source":          Holaspirit((*Source)(nil)),
		"nil *Source's token":  Bearer((*Source)(nil), "api.example.com"),
		"zero Source":          Bearer(new(Source), "api.example.com"),
		"nil *Source in query": QueryToken((*Source)(nil), "t", "api.example.com"),
		"other provider's":     Holaspirit(spiroSource),
		"other's static":       Spiro(HolaspiritToken(NewSecret("api:x"))),
		"bad base":             Spiro(fixed("tok"), ForBaseURL("ftp://x")),
	}
	for name, edit := range editors {
		if err := edit(t.Context(), request(t, "GET", "https://api.example.com/")); !errors.Is(err, ErrBadConfig) {
			t.Errorf("%s: got %v, want ErrBadConfig", name, err)
		}
	}
}

func TestEditorsRefuseUnusableTokens(t *testing.T) {
	t.Parallel()
	sources := map[string]TokenSource{
		"nil token":   tokenFunc(func(context.Context) (*oauth2.Token, error) { return nil, nil }),
		"empty token": fixed(""),
		"two lines":   fixed("a\r\nX-Evil: b"),
	}
	for name, src := range sources {
		req := request(t, "GET", "https://api.example.com/")
		err := Bearer(src, "api.example.com")(t.Context(), req)
		if e, ok := errors.AsType[*TokenError](err); !ok || e.Code != CodeNoToken || len(req.Header) != 0 {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// What a caller sees in a client of package rest: a refused token is dropped and the call made again with another.
func TestRefusedTokenIsReplacedOnce(t *testing.T) {
	t.Parallel()
	f := newFake(t, false)
	srv := f.serve()
	src, err := HolaspiritPassword(HolaspiritConfig{BaseURL: srv.URL, Username: "ann@example.com", Password: NewSecret(f.password)})
	if err != nil {
		t.Fatal(err)
	}
	client, err := rest.NewClient(rest.Vendor{Name: "holaspirit"}, srv.URL, rest.WithRequestEditorFn(Holaspirit(src)))
	if err != nil {
		t.Fatal(err)
	}
	call := func() (string, error) {
		var out struct{ Token string }
		err := client.Call(t.Context(), "GET", "/api/organizations/1/circles", nil, nil, &out)
		return out.Token, err
	}
	for i, want := range []string{"access-1", "access-2"} {
		if got, err := call(); err != nil || got != want {
			t.Fatalf("call %d: %q, %v; want %s", i, got, err, want)
		}
		f.kill(want)
	}
	wantGrants(t, f, "password", "refresh_token")

	// A fixed token has no successor: one request, and the vendor's 401.
	client, err = rest.NewClient(rest.Vendor{Name: "holaspirit"}, srv.URL, rest.WithRequestEditorFn(Holaspirit(fixed("dead"), ForBaseURL(srv.URL))))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := call(); !errors.Is(err, rest.ErrUnauthorized) {
		t.Errorf("got %v, want rest.ErrUnauthorized", err)
	}
}

// A key that an API wants beside the token doesn't keep the token from hearing of a 401, in whichever order they are put on. A key
// alone has no successor: one request.
func TestKeyBesideAToken(t *testing.T) {
	t.Parallel()
	f := newFake(t, false)
	srv := f.serve()
	src, err := HolaspiritPassword(HolaspiritConfig{BaseURL: srv.URL, Username: "ann@example.com", Password: NewSecret(f.password)})
	if err != nil {
		t.Fatal(err)
	}
	token, key := rest.WithRequestEditorFn(Holaspirit(src)), rest.WithRequestEditorFn(HeaderKey("X-Subscription-Key", NewSecret("k"), srv.URL))
	for name, options := range map[string][]rest.ClientOption{"token first": {token, key}, "key first": {key, token}} {
		client, err := rest.NewClient(rest.Vendor{Name: "holaspirit"}, srv.URL, options...)
		if err != nil {
			t.Fatal(err)
		}
		f.kill(get(t, src))
		if err := client.Call(t.Context(), "GET", "/api/x", nil, nil, nil); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	asked := 0
	f.respond(func(w http.ResponseWriter, _ *http.Request) bool { asked++; w.WriteHeader(401); return true })
	client, err := rest.NewClient(rest.Vendor{Name: "holaspirit"}, srv.URL, key)
	if err != nil {
		t.Fatal(err)
	}
	if err := client.Call(t.Context(), "GET", "/api/x", nil, nil, nil); !errors.Is(err, rest.ErrUnauthorized) || asked != 1 {
		t.Errorf("%d requests: %v", asked, err)
	}
}

func TestRefusedOfEverySource(t *testing.T) {
	t.Parallel()
	next := "old"
	moving := tokenFunc(func(context.Context) (*oauth2.Token, error) { return &oauth2.Token{AccessToken: next}, nil })
	told := &invalidating{}
	if (&sent{src: fixed("tok"), token: NewSecret("tok")}).Refused(t.Context()) {
		t.Error("a fixed token has a successor")
	}
	if (&sent{src: HolaspiritToken(NewSecret("api:tok")), token: NewSecret("api:tok")}).Refused(t.Context()) {
		t.Error("an api: token has a successor")
	}
	if (&sent{src: moving, token: NewSecret("old")}).Refused(t.Context()) {
		t.Error("the same token counts as fresh")
	}
	next = "new"
	if !(&sent{src: moving, token: NewSecret("old")}).Refused(t.Context()) {
		t.Error("another token doesn't count as fresh")
	}
	if !(&sent{src: told, token: NewSecret("old")}).Refused(t.Context()) || told.dropped != "old" {
		t.Error("the source wasn't told")
	}
}

// TestEditorAllocations: the header's value slice is all that a call costs.
func TestEditorAllocations(t *testing.T) { // not parallel: it counts allocations
	f := newFake(t, false)
	s := f.source()
	get(t, s)
	edit := Holaspirit(s, ForBaseURL("https://app.holaspirit.com"))
	req := request(t, "GET", "https://app.holaspirit.com/api/me")
	ctx := t.Context()
	if n := testing.AllocsPerRun(100, func() {
		if err := edit(ctx, req); err != nil {
			t.Fatal(err)
		}
	}); n > 1 {
		t.Errorf("%v allocations, want at most the header's one", n)
	}
}

type tokenFunc func(context.Context) (*oauth2.Token, error)

func (f tokenFunc) Token(ctx context.Context) (*oauth2.Token, error) { return f(ctx) }

type invalidating struct{ dropped string }

func (i *invalidating) Token(context.Context) (*oauth2.Token, error) { return nil, nil }
func (i *invalidating) Invalidate(token string)                      { i.dropped = token }
