package auth

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// tokenServer responds to every request with one thing and counts them.
func tokenServer(t *testing.T, handler http.HandlerFunc) (*wire, *atomic.Int32) {
	t.Helper()
	var count atomic.Int32
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		count.Add(1)
		io.Copy(io.Discard, r.Body)
		handler(w, r)
	}))
	t.Cleanup(srv.Close)
	w := &wire{vendor: "holaspirit", tokenURL: srv.URL + "/token", client: newHTTPClient(nil), hint: holaspiritHint}
	return w, &count
}

func secretGrant() grant {
	g := newGrant(grantRefreshToken, plainField("client_id", "id"), secretField("client_secret", NewSecret("s3cr3t-of-client")),
		secretField("refresh_token", NewSecret("refresh+token/1=")))
	g.spends = true
	return g
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		status int
		body   string
		header http.Header
		code   string
		is     error
		text   string // in the description
	}{
		{name: "invalid client", status: 400, body: `{"error":"invalid_client","error_description":"who?"}`, code: CodeInvalidClient, is: ErrInvalidClient, text: "who?"},
		{name: "invalid grant", status: 401, body: `{"error":"invalid_grant"}`, code: CodeInvalidGrant, is: ErrInvalidGrant},
		{name: "error with 200", status: 200, body: `{"error":"bad_request","error_description":"x"}`, code: CodeBadRequest, text: "x"},
		{name: "error beside a token", status: 200, body: `{"access_token":"a","error":"access_denied"}`, code: CodeAccessDenied},
		{name: "inside data", status: 400, body: `{"data":{"error":"invalid_scope"}}`, code: CodeInvalidScope},
		{name: "an object", status: 400, body: `{"error":{"code":"expired","message":"too late"}}`, code: "expired", text: "too late"},
		{name: "a sentence for a code", status: 400, body: `{"error":"No such user here"}`, code: CodeUnknown, text: "No such user here"},
		{name: "no oauth error", status: 403, body: `<html>forbidden`, code: CodeHTTP},
		{name: "server", status: 503, body: `down`, code: CodeServer},
		{name: "rate", status: 429, body: ``, code: CodeRateLimited},
		{name: "html with 200", status: 200, body: `<html>log in`, code: CodeInvalidResponse},
		{name: "no token", status: 200, body: `{"expires_in":3600}`, code: CodeInvalidResponse},
		{name: "a token that splits headers", status: 200, body: `{"access_token":"a\r\nX: y"}`, code: CodeInvalidResponse},
		{name: "null", status: 200, body: `null`, code: CodeInvalidResponse},
		{name: "empty", status: 204, code: CodeInvalidResponse},
		{name: "redirect", status: 307, header: http.Header{"Location": {"/elsewhere"}}, code: CodeRedirected},
		{name: "too long", status: 200, body: `{"access_token":"a","x":"` + strings.Repeat("x", responseLimit) + `"}`, code: CodeInvalidResponse, text: "longer than"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w, count := tokenServer(t, func(w http.ResponseWriter, r *http.Request) {
				for name, values := range test.header {
					w.Header()[name] = values
				}
				w.Header().Set("X-Request-Id", "req-7")
				w.WriteHeader(test.status)
				io.WriteString(w, test.body)
			})
			_, err := w.requestToken(t.Context(), secretGrant())
			e, ok := errors.AsType[*TokenError](err)
			if !ok || e.Code != test.code || e.Status != test.status || e.Provider != "holaspirit" || e.Grant != "refresh_token" || e.RequestID != "req-7" {
				t.Errorf("got %#v, want code %s, status %d", err, test.code, test.status)
			}
			if test.is != nil && !errors.Is(err, test.is) {
				t.Errorf("%v isn't %v", err, test.is)
			}
			if e != nil && !strings.Contains(e.Description, test.text) {
				t.Errorf("description %q lacks %q", e.Description, test.text)
			}
			if n := count.Load(); n != 1 {
				t.Errorf("%d requests for one grant", n)
			}
		})
	}
}

func TestLongestResponseIsTaken(t *testing.T) {
	t.Parallel()
	head, tail := `{"access_token":"a","x":"`, `"}`
	body := head + strings.Repeat("x", responseLimit-len(head)-len(tail)) + tail
	w, _ := tokenServer(t, func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, body) })
	if a, err := w.requestToken(t.Context(), secretGrant()); err != nil || a.access.Reveal() != "a" {
		t.Errorf("got %v for a response of exactly the limit", err)
	}
}

func TestAnyContentType(t *testing.T) {
	t.Parallel()
	for _, contentType := range []string{"application/json", "text/html; charset=utf-8", "application/x-www-form-urlencoded", ""} {
		w, _ := tokenServer(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header()["Content-Type"] = []string{contentType}
			io.WriteString(w, `{"access_token":"a"}`)
		})
		if _, err := w.requestToken(t.Context(), secretGrant()); err != nil {
			t.Errorf("%q: %v", contentType, err)
		}
	}
}

func TestNoRedirectIsFollowed(t *testing.T) {
	t.Parallel()
	var elsewhere atomic.Int32
	target := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) }))
	defer target.Close()
	own := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return nil }}
	for _, client := range []*http.Client{nil, own} {
		w, _ := tokenServer(t, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, target.URL+"/?leak", http.StatusPermanentRedirect)
		})
		w.client = newHTTPClient(client)
		_, err := w.requestToken(t.Context(), secretGrant())
		if e, ok := errors.AsType[*TokenError](err); !ok || e.Code != CodeRedirected {
			t.Errorf("got %v", err)
		}
	}
	if elsewhere.Load() != 0 {
		t.Error("the grant was carried to another server")
	}
	if own.CheckRedirect(nil, nil) != nil {
		t.Error("the caller's client was changed")
	}
}

func TestBrokenConnections(t *testing.T) {
	t.Parallel()
	t.Run("cut before the response", func(t *testing.T) {
		t.Parallel()
		w, count := tokenServer(t, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
		_, err := w.requestToken(t.Context(), secretGrant())
		if e, ok := errors.AsType[*TokenError](err); !ok || e.Code != CodeNoResponse || e.Hint == "" || !errors.Is(err, io.EOF) {
			t.Errorf("got %v, want %s with a hint and io.EOF behind it", err, CodeNoResponse)
		}
		if n := count.Load(); n != 1 {
			t.Errorf("a single-use grant was sent %d times", n)
		}
	})
	t.Run("cut within the response", func(t *testing.T) {
		t.Parallel()
		w, _ := tokenServer(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			io.WriteString(w, `{"access_token":"a"`)
		})
		_, err := w.requestToken(t.Context(), secretGrant())
		if e, ok := errors.AsType[*TokenError](err); !ok || e.Code != CodeNoResponse || !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("nobody there", func(t *testing.T) {
		t.Parallel()
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		listener.Close()
		w := &wire{vendor: "x", tokenURL: "http://" + listener.Addr().String() + "/token?tenant=acme", client: newHTTPClient(nil), hint: holaspiritHint}
		_, err = w.requestToken(t.Context(), secretGrant())
		if e, ok := errors.AsType[*TokenError](err); !ok || e.Code != CodeUnreachable || e.Hint != "" {
			t.Errorf("got %v", err)
		}
		if _, ok := errors.AsType[*net.OpError](err); !ok {
			t.Error("the dial error can't be reached")
		}
		if _, ok := errors.AsType[*url.Error](err); ok || strings.Contains(err.Error(), "tenant") {
			t.Errorf("the URL shows: %v", err)
		}
	})
}

func TestClientTimeOutsAreOn(t *testing.T) {
	t.Parallel()
	transport := newHTTPClient(nil).Transport.(*http.Transport)
	if transport.TLSHandshakeTimeout == 0 || transport.DialContext == nil || !transport.DisableKeepAlives {
		t.Error("the default client waits without end, or keeps connections")
	}
}

// TestResetWhereRetryAfterIsNonsense: an exceeded limit is waited for by whichever header can be read.
func TestResetWhereRetryAfterIsNonsense(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]time.Duration{"": 90 * time.Second, "soon": 90 * time.Second, "-1": 90 * time.Second, "1e9": 90 * time.Second, "172800": 48 * time.Hour} {
		f := newFake(t, false)
		f.respond(func(w http.ResponseWriter, _ *http.Request) bool {
			w.Header().Set("Retry-After", said)
			w.Header().Set("X-Ratelimit-Reset", "90")
			w.WriteHeader(http.StatusTooManyRequests)
			return true
		})
		_, err := f.source().Token(t.Context())
		if e, ok := errors.AsType[*TokenError](err); !ok || e.RetryAfter != want {
			t.Errorf("%q: %v, want %v", said, err, want)
		}
	}
}

// TestResetOfAnotherVendorsIsNotRead: only a vendor whose header it is says by it when its limit is reset.
func TestResetOfAnotherVendorsIsNotRead(t *testing.T) {
	t.Parallel()
	w, _ := tokenServer(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Ratelimit-Reset", "90")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	_, err := w.requestToken(t.Context(), secretGrant())
	if e, ok := errors.AsType[*TokenError](err); !ok || e.Code != CodeRateLimited || e.RetryAfter != 0 {
		t.Errorf("%v, wait %v", err, e.RetryAfter)
	}
}

// TestRetryAfterIsByTheVendorsClock: a date to wait for is read by the Date of the response, however wrong either clock is.
func TestRetryAfterIsByTheVendorsClock(t *testing.T) {
	t.Parallel()
	for _, wrong := range []time.Duration{-24 * time.Hour, -10 * time.Minute, 0, 10 * time.Minute} {
		f := newFake(t, false)
		f.respond(func(w http.ResponseWriter, _ *http.Request) bool {
			clock := time.Now().Add(wrong).UTC()
			w.Header().Set("Date", clock.Format(http.TimeFormat))
			w.Header().Set("Retry-After", clock.Add(90*time.Second).Format(http.TimeFormat))
			w.WriteHeader(http.StatusServiceUnavailable)
			return true
		})
		_, err := f.source().Token(t.Context())
		e, ok := errors.AsType[*TokenError](err)
		if !ok || e.RetryAfter != 90*time.Second {
			t.Errorf("a clock %v wrong: %v", wrong, err)
		}
	}
}

func TestEmptyFieldsStayOut(t *testing.T) {
	t.Parallel()
	g := newGrant("password", plainField("client_id", "a b"), secretField("client_secret", Secret{}), secretField("password", NewSecret("ü&=+")))
	if got, want := string(g.form()), "client_id=a+b&grant_type=password&password=%C3%BC%26%3D%2B"; got != want {
		t.Errorf("form %s, want %s", got, want)
	}
	if got := g.json(); bytes.Contains(got, []byte("client_secret")) {
		t.Errorf("JSON %s has an empty client_secret", got)
	}
}
