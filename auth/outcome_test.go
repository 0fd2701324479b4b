package auth

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/rest"
)

// outcomeOf asks a token endpoint by a client, and returns the error that it ends in.
func outcomeOf(t *testing.T, base string, client *http.Client) *TokenError {
	t.Helper()
	src, err := HolaspiritRefresh(HolaspiritConfig{BaseURL: base, RefreshToken: NewSecret("refresh-token-0123"), HTTPClient: client})
	if err != nil {
		t.Fatal(err)
	}
	_, err = src.Token(t.Context())
	e, ok := errors.AsType[*TokenError](err)
	if !ok {
		t.Fatalf("got %v", err)
	}
	return e
}

func TestOutcomeOfTokenRequests(t *testing.T) {
	t.Parallel()
	respond := func(status int, header, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			if name, value, ok := strings.Cut(header, ": "); ok {
				w.Header().Set(name, value)
			}
			w.WriteHeader(status)
			io.WriteString(w, body)
		}
	}
	for name, test := range map[string]struct {
		handler http.HandlerFunc
		want    rest.Outcome
	}{
		"refused":                  {respond(400, "", `{"error":"invalid_grant"}`), rest.NotProcessed},
		"refused with status 200":  {respond(200, "", `{"error":"invalid_grant"}`), rest.NotProcessed},
		"refused without a word":   {respond(401, "", ""), rest.NotProcessed},
		"too many":                 {respond(429, "", ""), rest.NotProcessed},
		"busy, with a time":        {respond(503, "Retry-After: 5", ""), rest.NotProcessed},
		"busy, but not for long":   {respond(503, "Retry-After: 0", ""), rest.NotProcessed},
		"busy until a time past":   {respond(503, "Retry-After: Fri, 02 Jan 2026 03:00:00 GMT", ""), rest.NotProcessed},
		"busy, in nonsense":        {respond(503, "Retry-After: soon", ""), rest.MaybeProcessed},
		"busy":                     {respond(503, "", ""), rest.MaybeProcessed},
		"broken":                   {respond(500, "", ""), rest.MaybeProcessed},
		"broken, in OAuth's words": {respond(500, "", `{"error":"server_error"}`), rest.MaybeProcessed},
		"a gateway's time-out":     {respond(408, "", ""), rest.MaybeProcessed},
		"elsewhere":                {respond(302, "Location: /x", ""), rest.MaybeProcessed},
		"to be repeated there":     {respond(308, "Location: /x", ""), rest.NotProcessed},
		"no token":                 {respond(200, "", `{}`), rest.Processed},
		"a page":                   {respond(200, "", `<html>`), rest.Processed},
		"cut":                      {respond(200, "Content-Length: 100", `{"acc`), rest.Processed},
		"nothing":                  {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, rest.MaybeProcessed},
	} {
		server := httptest.NewServer(test.handler)
		if e := outcomeOf(t, server.URL, nil); e.Outcome() != test.want {
			t.Errorf("%s: %v, want %v (%v)", name, e.Outcome(), test.want, e)
		}
		server.Close()
	}
	closed := httptest.NewServer(nil)
	closed.Close()
	if e := outcomeOf(t, closed.URL, nil); e.Outcome() != rest.NotProcessed || e.Code != CodeUnreachable {
		t.Errorf("nobody there: %v", e)
	}
	if e := configError("x", "y"); e.Outcome() != rest.NotProcessed {
		t.Errorf("a bad configuration: %v", e.Outcome())
	}
	if e := new(TokenError); e.Outcome() != rest.MaybeProcessed {
		t.Errorf("one that nobody made: %v", e.Outcome())
	}
}

// A proxy that opens no tunnel proves that the vendor saw nothing. The error names it, without its password.
func TestProxyThatOpensNoTunnel(t *testing.T) {
	t.Parallel()
	for name, response := range map[string]string{
		"can't be reached": "",
		"wants a password": "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n",
		"has no room":      "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n",
		"says nothing":     "\x00",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			if response == "" {
				l.Close()
			} else {
				go func() {
					for {
						c, err := l.Accept()
						if err != nil {
							return
						}
						c.Read(make([]byte, 4096))
						io.WriteString(c, strings.Trim(response, "\x00"))
						c.Close()
					}
				}()
			}
			proxy := &url.URL{Scheme: "http", User: url.UserPassword("user", "hunter2"), Host: l.Addr().String()}
			e := outcomeOf(t, "https://vendor.invalid", &http.Client{Transport: &http.Transport{Proxy: http.ProxyURL(proxy)}})
			if text := e.Error(); e.Code != CodeUnreachable || e.Outcome() != rest.NotProcessed || !strings.Contains(text, "proxy "+l.Addr().String()) ||
				!strings.Contains(text, "nothing was sent") || strings.Contains(text, "hunter2") || strings.Contains(text, "may have taken") {
				t.Errorf("got %v (%v)", e, e.Outcome())
			}
		})
	}
}

func TestOutcomeOfAStoreThatCannotSave(t *testing.T) {
	t.Parallel()
	s := &Source{plan: plan{vendor: "x"}}
	if e := s.storeError(errDiskFull, &unsaved{}); e.Outcome() != rest.Processed {
		t.Errorf("with a token in hand: %v", e.Outcome())
	}
	if e := s.storeError(errDiskFull, nil); e.Outcome() != rest.NotProcessed {
		t.Errorf("before anything was sent: %v", e.Outcome())
	}
}
