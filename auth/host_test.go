package auth

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

func TestParseBase(t *testing.T) {
	t.Parallel()
	for _, good := range []string{"https://app.example.com", " https://app.example.com/x ", "http://127.0.0.1:8080", "http://localhost:1", "http://[::1]:9", "http://127.9.9.9"} {
		if _, err := parseBase("x", "BaseURL", good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	for _, bad := range []string{"", "app.example.com", "http://app.example.com", "http://127.0.0.1.example.com", "http://localhost.example.com",
		"ftp://localhost", "https://", "https://:443", "https://u:pl4nted@app.example.com", "https://app.example.com?x=pl4nted",
		"https://app.example.com/#pl4nted", "https:app.example.com", "https://app.example.com:pl4nted", "http://10.0.0.1", "http://0.0.0.0",
		"https://app.example.com:99999", "https://app..example.com", "https://[app.example.com]", "http://[::1]:x", "http://localho\u017ft"} {
		_, err := parseBase("x", "BaseURL", bad)
		if !errors.Is(err, ErrBadConfig) {
			t.Errorf("%q: got %v, want ErrBadConfig", bad, err)
		} else if strings.Contains(err.Error(), "pl4nted") {
			t.Errorf("%q shows in %v", bad, err)
		}
	}
}

func TestBinding(t *testing.T) {
	t.Parallel()
	tests := []struct {
		bound, url, host string
		want             bool
	}{
		{"app.example.com", "https://app.example.com/x", "", true},
		{"app.example.com", "https://APP.example.com:443/x", "", true},
		{"https://app.example.com/api", "https://app.example.com./x", "", true},
		{"App.Example.com:443", "https://app.example.com/x", "", true},
		{"app.example.com", "http://app.example.com/x", "", false},
		{"app.example.com", "http://app.example.com:443/x", "", false},
		{"app.example.com", "https://app.example.com:8443/x", "", false},
		{"app.example.com", "https://app.example.com.evil.example/x", "", false},
		{"app.example.com", "https://evil.example/app.example.com", "", false},
		{"app.example.com", "https://app.example.com@evil.example/", "", false},
		{"app.example.com", "https://app.example.com/x", "evil.example", false},
		{"app.example.com", "https://evil.example/x", "app.example.com", false},
		{"app.example.com", "ftp://app.example.com/x", "", false},
		{"app.example.com", "/x", "", false},
		{"127.0.0.1:8080", "http://127.0.0.1:8080/x", "", true},
		{"http://127.0.0.1:8080", "https://127.0.0.1:8080/x", "", true},
		{"127.0.0.1:8080", "http://127.0.0.1:8081/x", "", false},
		{"127.0.0.1:8080", "http://localhost:8080/x", "", false},
		{"[::1]:8080", "http://[::1]:8080/x", "", true},
		{"http://localhost:80", "http://localhost/x", "", true},
		{"localhost", "http://localhost:80/x", "", true},
		{"LOCALHOST", "https://localhost:443/x", "", true},
		{"localhost", "http://localhost:443/x", "", true},
		{"localhost", "http://localhost:8080/x", "", false},
		{"https://localhost", "http://localhost/x", "", false},
		{"https://127.0.0.1", "https://127.0.0.1:80/x", "", false},
		{"[0:0::1]:8080", "http://[::1]:8080/x", "", true},
		{"[::1]:8080", "http://[::1%25lo]:8080/x", "", false},
		{"app.example.com:0443", "https://app.example.com/x", "", true},
		{"app.example.com", "https://app.example.com:/x", "", true},
		{"app.example.com", "https://app.example.com/x", "APP.example.com.:443", true},
		{"app.example.com", "https://app.example.com/x", "app.example.com:80", false},
		{"app.example.com", "https://app.example.com..", "", false},
	}
	for _, test := range tests {
		b, err := bind("x", test.bound)
		if err != nil {
			t.Errorf("bind(%q): %v", test.bound, err)
			continue
		}
		u, err := url.Parse(test.url)
		if err != nil {
			t.Fatal(err)
		}
		if got := b.allows(&http.Request{URL: u, Host: test.host}); got != test.want {
			t.Errorf("bound to %q, a request for %s (Host %q): %v, want %v", test.bound, test.url, test.host, got, test.want)
		}
	}
	if b, _ := bind("x", "app.example.com"); b.allows(&http.Request{}) || b.allows(&http.Request{URL: &url.URL{Scheme: "https", Host: "app.example.com", Opaque: "//evil.example/"}}) {
		t.Error("a request without a plain URL is allowed")
	}
	for _, bad := range []string{"", "  ", "http://app.example.com", "u@app.example.com", "app.example.com?x"} {
		if _, err := bind("x", bad); !errors.Is(err, ErrBadConfig) {
			t.Errorf("bind(%q): %v, want ErrBadConfig", bad, err)
		}
	}
	if (binding{}).allows(&http.Request{URL: &url.URL{Scheme: "https"}}) {
		t.Error("an empty binding allows a request")
	}
}

// A host that only looks like the bound one, or becomes it in lower case, gets nothing.
func TestLookalikesGetNothing(t *testing.T) {
	t.Parallel()
	edit := HaloAPIKey(NewSecret("made-up-key"), "https://acme.haloitsm.com")
	for _, host := range []string{"acme.halo\u0130tsm.com", "acme.halo\u0131tsm.com", "acme.haloit\u017fm.com", "\u212acme.haloitsm.com", "acme\u3002haloitsm.com",
		"acme.haloitsm.com\u200b", "acme.ha\uff4coitsm.com", "acme.haloitsm.com.evil.example"} {
		req := &http.Request{Method: http.MethodGet, URL: &url.URL{Scheme: "https", Host: host, Path: "/api"}, Header: http.Header{}}
		if err := edit(t.Context(), req); !errors.Is(err, ErrWrongHost) || len(req.Header) != 0 {
			t.Errorf("%+q: %v, sent %v", host, err, req.Header)
		}
		named := &http.Request{Method: http.MethodGet, URL: &url.URL{Scheme: "https", Host: "acme.haloitsm.com"}, Host: host, Header: http.Header{}}
		if err := edit(t.Context(), named); !errors.Is(err, ErrWrongHost) || len(named.Header) != 0 {
			t.Errorf("in the name of %+q: %v", host, err)
		}
	}
	for _, host := range []string{"b\u00fccher.example", "acme.halo\u0130tsm.com"} {
		if _, err := bind("", host); !errors.Is(err, ErrBadConfig) {
			t.Errorf("bound to %+q: %v", host, err)
		}
	}
	local := HeaderKey("X-Key", NewSecret("made-up-key"), "127.0.0.1:8080")
	req := &http.Request{Method: http.MethodGet, URL: &url.URL{Scheme: "http", Host: "127.0.0.1.:8080"}, Header: http.Header{}}
	if err := local(t.Context(), req); !errors.Is(err, ErrWrongHost) {
		t.Errorf("an address with a final dot: %v", err)
	}
	instance := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Write([]byte(`{"auth_url":"https://auth.halo` + "\u0130" + `tsm.com/auth","tenant_id":"acme"}`))
	}))
	defer instance.Close()
	if cfg, err := DiscoverHalo(t.Context(), instance.URL, nil); !errors.Is(err, ErrWrongHost) {
		t.Errorf("discovery believed %q: %v", cfg.AuthURL, err)
	}
}
