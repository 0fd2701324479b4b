package auth

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// instance is a Halo that responds to /api/authinfo with a status and a body, and anything else with a failed test.
func instance(t testing.TB, status int, header http.Header, body string) *http.Client {
	return &http.Client{Transport: direct{http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet || r.URL.Path != "/api/authinfo" && r.URL.Path != "/halo/api/authinfo" || r.URL.RawQuery != "" || r.Header.Get("Authorization") != "" {
			t.Errorf("asked for %s %s with %v", r.Method, r.URL, r.Header)
		}
		for name, values := range header {
			w.Header()[name] = values
		}
		w.WriteHeader(status)
		w.Write([]byte(body))
	})}}
}

func TestDiscoverHalo(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, instance, body, base, auth, tenant string }{
		{"hosted", "https://acme.halopsa.com", `{"auth_url":"https://acme.halopsa.com/auth","tenant_id":"acme","other":[1]}`, "https://acme.halopsa.com/api", "https://acme.halopsa.com/auth", "acme"},
		{"API's base", "https://acme.halopsa.com/api/", `{"auth_url":"https://acme.halopsa.com/auth/","tenant_id":"acme"}`, "https://acme.halopsa.com/api", "https://acme.halopsa.com/auth/", "acme"},
		{"login server", "https://acme.haloservicedesk.com", `{"auth_url":"https://auth.haloservicedesk.com","tenant_id":"acme"}`, "https://acme.haloservicedesk.com/api", "https://auth.haloservicedesk.com", "acme"},
		{"own name, Halo's server", "https://support.example.com", `{"auth_url":"https://acme.haloitsm.com/auth","tenant_id":"acme"}`, "https://support.example.com/api", "https://acme.haloitsm.com/auth", "acme"},
		{"self-hosted", "https://example.com:8443/halo", `{"auth_url":"https://EXAMPLE.com:8443/halo/auth","tenant_id":null}`, "https://example.com:8443/halo/api", "https://EXAMPLE.com:8443/halo/auth", ""},
		{"no tenant", "https://acme.halopsa.com", `{"auth_url":"https://acme.halopsa.com/auth"}`, "https://acme.halopsa.com/api", "https://acme.halopsa.com/auth", ""},
		{"a number for a tenant", "https://acme.halopsa.com", `{"auth_url":"https://acme.halopsa.com/auth","tenant_id":17}`, "https://acme.halopsa.com/api", "https://acme.halopsa.com/auth", "17"},
		{"login server, by its port", "https://acme.halopsa.com", `{"auth_url":"https://AUTH.haloitsm.com.:443","tenant_id":"acme"}`, "https://acme.halopsa.com/api", "https://AUTH.haloitsm.com.:443", "acme"},
		{"byte order mark", "https://acme.halopsa.com", "\xef\xbb\xbf" + `{"auth_url":"https://acme.halopsa.com/auth","tenant_id":"acme"}`, "https://acme.halopsa.com/api", "https://acme.halopsa.com/auth", "acme"},
		{"loopback", "http://127.0.0.1:8080/api", `{"auth_url":"http://127.0.0.1:8081/auth","tenant_id":"t"}`, "http://127.0.0.1:8080/api", "http://127.0.0.1:8081/auth", "t"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := DiscoverHalo(t.Context(), test.instance, instance(t, 200, nil, test.body))
			if err != nil {
				t.Fatal(err)
			}
			want := HaloConfig{BaseURL: test.base, AuthURL: test.auth, Tenant: test.tenant}
			if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(HaloConfig{}, "OnError")); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
			got.ClientID, got.ClientSecret = "id", NewSecret("s")
			if _, err := HaloClientCredentials(got); err != nil {
				t.Errorf("what was found can't be used: %v", err)
			}
		})
	}
}

func TestDiscoverHaloRefuses(t *testing.T) {
	t.Parallel()
	const acme = "https://acme.halopsa.com"
	respond := func(url string) string { return `{"auth_url":"` + url + `","tenant_id":"acme"}` }
	tests := []struct {
		name, instance string
		status         int
		body           string
		code, says     string
	}{
		{"a web page", acme, 200, "\n <!DOCTYPE html><p>Log in", CodeInvalidResponse, "a web page, not JSON"},
		{"a text", acme, 200, "hello", CodeInvalidResponse, "isn't a JSON object"},
		{"a list", acme, 200, "[]", CodeInvalidResponse, "isn't a JSON object"},
		{"nothing", acme, 200, "", CodeInvalidResponse, "isn't a JSON object"},
		{"null", acme, 200, "null", CodeInvalidResponse, "no auth_url"},
		{"no fields", acme, 200, "{}", CodeInvalidResponse, "no auth_url"},
		{"no auth_url", acme, 200, `{"tenant_id":"acme"}`, CodeInvalidResponse, "no auth_url"},
		{"auth_url of another type", acme, 200, `{"auth_url":{"url":"https://acme.halopsa.com/auth"}}`, CodeInvalidResponse, "no auth_url"},
		{"http", acme, 200, respond("http://acme.halopsa.com/auth"), CodeInvalidResponse, "https"},
		{"http on loopback, named from afar", acme, 200, respond("http://127.0.0.1:9/auth"), CodeInvalidResponse, "must be https"},
		{"https on loopback, named from afar", acme, 200, respond("https://127.0.0.1:9/auth"), CodeWrongHost, "neither itself nor one of Halo's"},
		{"relative", acme, 200, respond("/auth"), CodeInvalidResponse, "plain https"},
		{"query", acme, 200, respond("https://acme.halopsa.com/auth?to=x"), CodeInvalidResponse, "plain https"},
		{"user", acme, 200, respond("https://acme.halopsa.com@evil.example/auth"), CodeInvalidResponse, "plain https"},
		{"another host", acme, 200, respond("https://evil.example/auth"), CodeWrongHost, `"evil.example"`},
		{"another port", acme, 200, respond("https://acme.halopsa.com:8443/auth"), CodeWrongHost, "neither itself"},
		{"Halo's domain as a beginning", acme, 200, respond("https://auth.halopsa.com.evil.example/auth"), CodeWrongHost, "neither itself"},
		{"Halo's domain as an end", acme, 200, respond("https://evilhalopsa.com/auth"), CodeWrongHost, "neither itself"},
		{"a port that is none", acme, 200, respond("https://auth.haloitsm.com:65536"), CodeWrongHost, "neither itself"},
		{"a neighbour", "https://support.example.com", 200, respond("https://auth.example.com"), CodeWrongHost, "neither itself"},
		{"off loopback", "http://127.0.0.1:8080", 200, respond("https://evil.example/auth"), CodeWrongHost, "neither itself"},
		{"control characters", acme, 200, `{"auth_url":"https://acme.halopsa.com/auth","tenant_id":"a\u000ab"}`, CodeInvalidResponse, "tenant_id"},
		{"an endless tenant", acme, 200, `{"auth_url":"https://acme.halopsa.com/auth","tenant_id":"` + strings.Repeat("a", 300) + `"}`, CodeInvalidResponse, "tenant_id"},
		{"a huge body", acme, 200, `{"auth_url":"https://acme.halopsa.com/auth","x":"` + strings.Repeat("x", authInfoLimit) + `"}`, CodeInvalidResponse, "longer"},
		{"a redirect", acme, 302, respond("https://acme.halopsa.com/auth"), CodeRedirected, "isn't followed"},
		{"not there", acme, 404, "", CodeHTTP, ""},
		{"not allowed", acme, 401, respond("https://acme.halopsa.com/auth"), CodeHTTP, ""},
		{"trouble", acme, 503, "", CodeServer, ""},
		{"limit", acme, 429, "Rate Limit Reached - 300 Requests per rolling 5 minute window", CodeRateLimited, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			header := http.Header{"Location": {"https://evil.example/api/authinfo"}, "Retry-After": {"12"}}
			got, err := DiscoverHalo(t.Context(), test.instance, instance(t, test.status, header, test.body))
			e, ok := errors.AsType[*TokenError](err)
			if !ok || e.Provider != "halo" || e.Grant != "discovery" || e.Code != test.code || e.Status != test.status || !strings.Contains(e.Description, test.says) || e.Hint == "" {
				t.Errorf("got %v, want %s with %q", err, test.code, test.says)
			}
			if ok && test.status == 429 && e.RetryAfter != 12*time.Second {
				t.Errorf("wait %v", e.RetryAfter)
			}
			if got.BaseURL+got.AuthURL+got.Tenant != "" {
				t.Errorf("and found %+v", got)
			}
		})
	}
	for _, bad := range []string{"", "acme.halopsa.com", "http://acme.halopsa.com", "https://u:p@acme.halopsa.com", "https://acme.halopsa.com/?a=b"} {
		if _, err := DiscoverHalo(t.Context(), bad, instance(t, 200, nil, respond(acme))); !errors.Is(err, ErrBadConfig) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// A server beside the instance's own is never asked.
func TestDiscoverHaloStaysWithItsHost(t *testing.T) {
	t.Parallel()
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { t.Errorf("asked for %s", r.URL) }))
	t.Cleanup(other.Close)
	srv := httptest.NewServer(http.RedirectHandler(other.URL+"/api/authinfo", http.StatusTemporaryRedirect))
	t.Cleanup(srv.Close)
	for name, client := range map[string]*http.Client{"own": nil, "the caller's": srv.Client()} {
		if e, ok := errors.AsType[*TokenError](second(DiscoverHalo(t.Context(), srv.URL, client))); !ok || e.Code != CodeRedirected {
			t.Errorf("%s client: %v", name, e)
		}
	}
	srv.Close()
	if e, ok := errors.AsType[*TokenError](second(DiscoverHalo(t.Context(), srv.URL, nil))); !ok || e.Code != CodeUnreachable {
		t.Errorf("nobody there: %v", e)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := second(DiscoverHalo(ctx, "https://acme.halopsa.com", instance(t, 200, nil, "{}"))); !errors.Is(err, context.Canceled) {
		t.Errorf("an ended context: %v", err)
	}
}

func second(_ HaloConfig, err error) error { return err }

// Whatever an instance responds with, what is found can be used, and a secret goes by https to the instance or to Halo.
func FuzzDiscoverHalo(f *testing.F) {
	for _, body := range []string{`{"auth_url":"https://acme.halopsa.com/auth","tenant_id":"acme"}`, `{"auth_url":"https://auth.halopsa.com","tenant_id":1}`,
		`{"auth_url":"https://evil.example/auth"}`, `{"auth_url":"http://acme.halopsa.com/auth"}`, `{"auth_url":"https://acme.halopsa.com:443/a/../auth"}`, `<html>`} {
		f.Add(body)
	}
	root, err := haloInstance("https://acme.halopsa.com")
	if err != nil {
		f.Fatal(err)
	}
	d := haloDiscovery{root, &wire{vendor: halo, hint: haloDiscoveryHint}}
	f.Fuzz(func(t *testing.T, body string) {
		got, err := d.read(&httpResponse{grant: grant{kind: grantDiscovery}, status: 200, body: []byte(body)})
		if err != nil {
			if _, ok := errors.AsType[*TokenError](err); !ok {
				t.Errorf("%q: %v", body, err)
			}
			return
		}
		got.ClientID, got.ClientSecret = "id", NewSecret("s")
		s, err := HaloClientCredentials(got)
		if err != nil {
			t.Fatalf("%q: what was found can't be used: %v", body, err)
		}
		target := request(t, "POST", s.plan.wire.tokenURL)
		host, _ := wiretext.Host("https", target.URL.Host)
		host = strings.TrimSuffix(host, ":443")
		if target.URL.Scheme != "https" || target.URL.User != nil || host != "acme.halopsa.com" && !strings.HasSuffix(host, ".halopsa.com") &&
			!strings.HasSuffix(host, ".haloitsm.com") && !strings.HasSuffix(host, ".haloservicedesk.com") || target.URL.Query().Get("tenant") != got.Tenant {
			t.Errorf("%q leads to %s", body, s.plan.wire.tokenURL)
		}
	})
}
