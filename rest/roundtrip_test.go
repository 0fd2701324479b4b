package rest_test

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// A client whose requests go to the transport does what one does whose requests net/http's client sends: the same requests reach the
// server, and the call ends in the same way.
func TestRequestsToTheTransportEndAsThoseOfAnHTTPClient(t *testing.T) {
	t.Parallel()
	ways := writes()
	ways["GET"] = func() *call.Call { return call.New("getThing", "GET", "/things") }
	for _, status := range []int{200, 300, 301, 302, 303, 304, 305, 307, 308, 404} {
		for _, location := range []string{"", "/elsewhere", "elsewhere?a=b#c", "//other.invalid/x", "https://other.invalid/", ":%", "/things"} {
			for name, way := range ways {
				var seen []string
				var mu sync.Mutex
				server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					body, _ := io.ReadAll(r.Body)
					mu.Lock()
					seen = append(seen, fmt.Sprintln(r.Method, r.URL, r.Header, string(body)))
					mu.Unlock()
					if r.URL.Path == "/things" {
						if location != "" {
							w.Header().Set("Location", location)
						}
						w.WriteHeader(status)
						return
					}
					respond(200, "application/json", thingBody)(w, r)
				}))
				ends := map[time.Duration]string{}
				for _, limit := range []time.Duration{0, time.Hour} { // with a time-out of its own an http.Client sends the requests
					seen = nil
					client := newClientAt(t, server.URL, rest.WithHTTPClient(&http.Client{Timeout: limit}), rest.WithoutRetries())
					var out thing
					usable, err := client.Do(t.Context(), way(), nil, &out)
					outcome := rest.Outcome(0)
					if failure, ok := errors.AsType[*rest.Error](err); ok {
						outcome = failure.Outcome()
					}
					mu.Lock()
					ends[limit] = fmt.Sprintln(seen, usable, err, outcome, out)
					mu.Unlock()
				}
				server.Close()
				if strings.HasPrefix(name, "multipart") { // its boundary is new each time
					continue
				}
				if diff := cmp.Diff(ends[time.Hour], ends[0]); diff != "" {
					t.Errorf("%s, %d to %q: by an http.Client -, by its transport +:\n%s", name, status, location, diff)
				}
			}
		}
	}
}

// What an http.Client does before it sends a request is done for one that an editor has changed, also where that goes to the transport.
func TestAnEditorMayLeaveARequestToTheHTTPClient(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, password, _ := r.BasicAuth()
		respond(200, "application/json", fmt.Sprintf(`{"name":%q}`, user+" "+password))(w, r)
	}))
	defer server.Close()
	for name, test := range map[string]struct {
		edit  func(*http.Request)
		name  string
		words string
	}{
		"a user in the URL":   {edit: func(r *http.Request) { r.URL.User = url.UserPassword("ada", "lovelace") }, name: "ada lovelace"},
		"a header of its own": {edit: func(r *http.Request) { r.URL.User = url.User("ada"); r.SetBasicAuth("bob", "b") }, name: "bob b"},
		"no header":           {edit: func(r *http.Request) { r.Header = nil }, name: " "},
		"a server's request":  {edit: func(r *http.Request) { r.RequestURI = "/" }, words: "RequestURI can't be set"},
		"no URL":              {edit: func(r *http.Request) { r.URL = nil }, words: "a request editor took the URL away"},
	} {
		client := newClientAt(t, server.URL, rest.WithRequestEditorFn(func(_ context.Context, r *http.Request) error {
			test.edit(r)
			return nil
		}))
		got, err := get(t.Context(), client)
		if test.words == "" && (err != nil || got.Name != test.name) || test.words != "" && (err == nil || !strings.Contains(err.Error(), test.words)) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

// A request that nobody can send isn't a fault of the proxy, wasn't sent, and isn't tried again.
func TestARequestThatCannotBeSent(t *testing.T) {
	t.Parallel()
	for name, edit := range map[string]func(*http.Request){
		"a header of two lines": func(r *http.Request) { r.Header["X-Token"] = []string{"a\nb"} },
		"a header's name":       func(r *http.Request) { r.Header["X Token"] = []string{"a"} },
		"another scheme":        func(r *http.Request) { r.URL.Scheme = "gopher" },
		"no host":               func(r *http.Request) { r.URL.Host = "" },
		"a method":              func(r *http.Request) { r.Method = "G T" },
	} {
		for _, method := range []string{"GET", "POST"} {
			proxied := &http.Transport{Proxy: http.ProxyURL(&url.URL{Scheme: "http", Host: "127.0.0.1:9"})}
			tries := 0
			client := newClientAt(t, "http://127.0.0.1:9", rest.WithHTTPClient(&http.Client{Transport: proxied}), rest.WithRequestEditorFn(func(_ context.Context, r *http.Request) error {
				tries++
				edit(r)
				return nil
			}))
			err := makeCall(t.Context(), client, method)
			failure, ok := errors.AsType[*rest.Error](err)
			if !ok || failure.Outcome() != rest.NotProcessed || strings.Contains(err.Error(), "proxy") || tries != 1 {
				t.Errorf("%s, %s: %v, %d tries", method, name, err, tries)
			}
		}
	}
}

// The jar of a client is asked, and told, for every request.
func TestCookieJarIsUsed(t *testing.T) {
	t.Parallel()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	var cookies []string
	client := newClient(t, func(w http.ResponseWriter, r *http.Request) {
		cookies = append(cookies, r.Header.Get("Cookie"))
		http.SetCookie(w, &http.Cookie{Name: "session", Value: fmt.Sprint(len(cookies))})
		respond(200, "application/json", thingBody)(w, r)
	}, rest.WithHTTPClient(&http.Client{Jar: jar}))
	for range 3 {
		if _, err := get(t.Context(), client); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]string{"", "session=1", "session=2"}, cookies); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

// transport is one that isn't net/http's.
type transport func(*http.Request) (*http.Response, error)

func (t transport) RoundTrip(r *http.Request) (*http.Response, error) { return t(r) }

func TestTransportThatIsNotNetHTTPs(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		response *http.Response
		err      error
		words    string
	}{
		"no body":                    {response: &http.Response{StatusCode: 200, Header: http.Header{}}, words: "the response is empty"},
		"no body, though it has one": {response: &http.Response{StatusCode: 200, Header: http.Header{}, ContentLength: 7}, words: "nil Body"},
		"nothing":                    {words: "neither a response nor an error"},
		"plain HTTP":                 {err: tls.RecordHeaderError{RecordHeader: [5]byte([]byte("HTTP/"))}, words: "HTTP response to HTTPS client"},
	} {
		client := newClientAt(t, "http://127.0.0.1:9", rest.WithHTTPClient(&http.Client{Transport: transport(func(*http.Request) (*http.Response, error) {
			return test.response, test.err
		})}))
		if _, err := get(t.Context(), client); err == nil || !strings.Contains(err.Error(), test.words) {
			t.Errorf("%s: %v, want something about %q", name, err, test.words)
		}
	}
}

// A caller's own trace sees the request, whose way is watched all the same.
func TestCallersTraceIsKept(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(respond(200, "application/json", thingBody))
	client := newClientAt(t, server.URL)
	wrote := 0
	ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{WroteHeaders: func() { wrote++ }})
	if _, err := get(ctx, client); err != nil || wrote != 1 {
		t.Fatalf("the trace saw %d heads, %v", wrote, err)
	}
	server.Close()
	_, err := newClientAt(t, server.URL).Do(ctx, call.New("saveThing", "POST", "/things"), nil, nil)
	if failure, ok := errors.AsType[*rest.Error](err); !ok || failure.Outcome() != rest.NotProcessed {
		t.Errorf("nobody was there: %v", err)
	}
}

// An editor may put a request under a context of its own; whether the request left is known all the same.
func TestRequestUnderAnEditorsContextIsWatched(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(respond(200, "application/json", thingBody))
	server.Close()
	client := newClientAt(t, server.URL, rest.WithRequestEditorFn(func(_ context.Context, req *http.Request) error {
		*req = *req.WithContext(context.Background())
		return nil
	}))
	_, err := client.Do(t.Context(), call.New("saveThing", "POST", "/things"), nil, nil)
	if failure, ok := errors.AsType[*rest.Error](err); !ok || failure.Outcome() != rest.NotProcessed {
		t.Errorf("nobody was there: %v", err)
	}
}
