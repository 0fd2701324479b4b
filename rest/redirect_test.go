package rest_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// moved is a vendor whose /things has moved to /elsewhere by a status. It counts the writes that reach either.
type moved struct {
	*httptest.Server
	location           string
	asked, made, after atomic.Int64 // at /things; writes at /elsewhere with their body; other requests there
	landing            http.HandlerFunc
}

func newMoved(t *testing.T, status int) *moved {
	m := &moved{location: "/elsewhere", landing: respond(200, "application/json", thingBody)}
	m.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		switch {
		case r.URL.Path == "/things":
			m.asked.Add(1)
			w.Header().Set("Location", m.location)
			w.WriteHeader(status)
			return
		case r.Method != http.MethodGet && r.Method != http.MethodHead && (r.Method == http.MethodDelete || strings.Contains(string(body), "x")):
			m.made.Add(1)
		default:
			m.after.Add(1)
		}
		m.landing(w, r)
	}))
	t.Cleanup(m.Close)
	return m
}

// writes are the ways in which a call writes, by name: each method, and each kind of body.
func writes() map[string]func() *call.Call {
	filled := func(method string, fill func(*call.Call)) func() *call.Call {
		return func() *call.Call {
			c := call.New("saveThing", method, "/things")
			if fill != nil {
				fill(c)
			}
			return c
		}
	}
	return map[string]func() *call.Call{
		"POST":   filled("POST", func(c *call.Call) { c.JSON(thing{"x"}) }),
		"PUT":    filled("PUT", func(c *call.Call) { c.JSON(thing{"x"}) }),
		"PATCH":  filled("PATCH", func(c *call.Call) { c.JSON(thing{"x"}) }),
		"DELETE": filled("DELETE", nil),
		"form":   filled("POST", func(c *call.Call) { c.Form(thing{"x"}) }),
		"multipart": filled("POST", func(c *call.Call) {
			c.Multipart(struct {
				F value.File `json:"f"`
			}{value.File{Name: "f", Content: strings.NewReader("x")}})
		}),
		"stream that can go back": filled("POST", func(c *call.Call) { c.Stream("text/plain", strings.NewReader("x")) }),
		"stream":                  filled("POST", func(c *call.Call) { c.Stream("text/plain", io.MultiReader(strings.NewReader("x"))) }),
	}
}

// TestRedirectedWriteIsDoneOrAnError checks that no write that a redirect has made a GET is a success.
func TestRedirectedWriteIsDoneOrAnError(t *testing.T) {
	t.Parallel()
	for _, status := range []int{301, 302, 303, 307, 308} {
		for name, write := range writes() {
			m := newMoved(t, status)
			client, err := rest.NewClient(rest.Vendor{Name: "acme"}, m.URL)
			if err != nil {
				t.Fatal(err)
			}
			err = only(client.Do(t.Context(), write(), nil, nil))
			got, want := outcome(t, err), rest.Processed
			switch {
			case status < 303:
				want = rest.MaybeProcessed
			case status > 303 && name == "stream":
				want = rest.NotProcessed
			}
			if got != want || (err == nil) != (want == rest.Processed) || m.asked.Load() != 1 {
				t.Errorf("%d, %s: %v, asked %d times: %v", status, name, got, m.asked.Load(), err)
			}
			if status > 303 && m.made.Load() != 1 && name != "stream" || status <= 303 && m.made.Load() != 0 || status < 303 && m.after.Load() != 0 {
				t.Errorf("%d, %s: %d writes, %d others", status, name, m.made.Load(), m.after.Load())
			}
			if err != nil && (!strings.Contains(err.Error(), "HTTP "+strconv.Itoa(status)) || strings.Contains(err.Error(), "another host")) {
				t.Errorf("%d, %s: %v", status, name, err)
			}
		}
	}
}

// TestReadsFollowRedirects checks that every redirect within the host is followed, also by what may not be repeated.
func TestReadsFollowRedirects(t *testing.T) {
	t.Parallel()
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, method := range []string{"GET", "HEAD"} {
			for _, repeatable := range []bool{true, false} {
				m := newMoved(t, status)
				client, err := rest.NewClient(rest.Vendor{Name: "acme"}, m.URL)
				if err != nil {
					t.Fatal(err)
				}
				err = only(client.Do(t.Context(), call.New("getThing", method, "/things"), []rest.CallOption{rest.Repeatable(repeatable)}, nil))
				if err != nil || m.after.Load() != 1 {
					t.Errorf("%d, %s, repeatable %t: %v", status, method, repeatable, err)
				}
			}
		}
	}
}

// TestWriteRedirectedBy303IsNotSentAgain checks that what goes wrong after a 303 never makes the write a second time.
func TestWriteRedirectedBy303IsNotSentAgain(t *testing.T) {
	t.Parallel()
	for name, landing := range map[string]http.HandlerFunc{
		"too many requests": func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Retry-After", "0"); w.WriteHeader(429) },
		"put off":           func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Retry-After", "0"); w.WriteHeader(503) },
		"unauthorized":      respond(401, "application/json", `{}`),
		"not found":         respond(404, "application/json", `{}`),
		"reset":             func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"cut": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			io.WriteString(w, `{"name":`)
		},
		"another redirect": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://acme.invalid/", http.StatusFound)
		},
	} {
		m := newMoved(t, 303)
		m.landing = landing
		client, err := rest.NewClient(rest.Vendor{Name: "acme"}, m.URL, rest.WithRetrier(hasty{rest.NewRetrier(rest.Window{})}), rest.WithRequestEditorFn(new(credential).edit))
		if err != nil {
			t.Fatal(err)
		}
		err = makeCall(t.Context(), client, "POST")
		if got := outcome(t, err); err == nil || got != rest.Processed || m.asked.Load() != 1 {
			t.Errorf("%s: %v, sent %d times: %v", name, got, m.asked.Load(), err)
		}
	}
}

// TestRedirectElsewhereIsRefused checks what is another host, and that no error quotes where it would have gone.
func TestRedirectElsewhereIsRefused(t *testing.T) {
	t.Parallel()
	const secret = "made-up-signature"
	for _, target := range []string{
		"https://files.example.com/ada.pdf?signature=" + secret, "//files.example.com/?" + secret, "https://files.example.com/50%/ada?" + secret,
		"ftp://127.0.0.1/?" + secret, "https://user:" + secret + "@files.example.com/", "http://[::1/?" + secret, "mailto:" + secret,
	} {
		for _, method := range []string{"GET", "POST"} {
			for _, status := range []int{302, 303, 307} {
				m := newMoved(t, status)
				m.location = target
				client, err := rest.NewClient(rest.Vendor{Name: "acme"}, m.URL, rest.WithRetrier(hasty{rest.NewRetrier(rest.Window{})}))
				if err != nil {
					t.Fatal(err)
				}
				err = makeCall(t.Context(), client, method)
				if err == nil || m.asked.Load() != 1 || strings.Contains(err.Error(), secret) || strings.Contains(err.Error(), "example.com") || !strings.Contains(err.Error(), "redirect") {
					t.Errorf("%s, %d to %s: asked %d times: %v", method, status, target, m.asked.Load(), err)
				}
				if got := outcome(t, err); got == rest.Processed {
					t.Errorf("%s, %d to %s: %v", method, status, target, got)
				}
			}
		}
	}
}

// roundTripper is a transport without a network.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestSameHostInAnotherSpellingIsFollowedWithTheCredential checks spellings of one host, and look-alikes of it.
func TestSameHostInAnotherSpellingIsFollowedWithTheCredential(t *testing.T) {
	t.Parallel()
	for target, same := range map[string]bool{
		"https://acme.example.com:443/v2/things": true, "https://ACME.example.com/v2/things": true, "https://acme.example.com./v2/things": true,
		"HTTPS://Acme.Example.Com:443/v2/things": true, "/v2/things": true, "//acme.example.com/v2/things": true,
		"https://acme.example.com:8443/v2/things": false, "https://acme.example.com:80/v2/things": false, "http://acme.example.com:443/v2/things": false,
		"https://acme.example.com.evil.test/v2/things": false, "https://acme.ex\u0101mple.com/v2/things": false, "https://acme.\u212aexample.com/v2/things": false,
	} {
		for _, status := range []int{301, 308} {
			var carried string
			transport := roundTripper(func(r *http.Request) (*http.Response, error) {
				response := &http.Response{StatusCode: status, Header: http.Header{"Location": {target}}, Body: http.NoBody, Request: r}
				if r.URL.Path == "/v2/things" {
					carried = r.Header.Get("Authorization")
					response.StatusCode, response.Header, response.Body = 200, http.Header{"Content-Type": {"application/json"}}, io.NopCloser(strings.NewReader(thingBody))
				}
				return response, nil
			})
			client, err := rest.NewClient(rest.Vendor{Name: "acme"}, "https://acme.example.com", rest.WithHTTPClient(&http.Client{Transport: transport}),
				rest.WithRequestEditorFn(func(_ context.Context, r *http.Request) error { r.Header.Set("Authorization", "Bearer x"); return nil }))
			if err != nil {
				t.Fatal(err)
			}
			err = makeCall(t.Context(), client, "GET")
			if (err == nil) != same || same && carried != "Bearer x" || !same && carried != "" {
				t.Errorf("%d to %s: %v, carried %q", status, target, err, carried)
			}
		}
	}
}

// TestWordsOfARedirectThatIsNotFollowed checks that each says what it is.
func TestWordsOfARedirectThatIsNotFollowed(t *testing.T) {
	t.Parallel()
	for status, words := range map[int]string{300: "didn't follow", 301: "doesn't say where", 303: "doesn't say where", 304: "nothing has changed", 305: "didn't follow", 308: "doesn't say where"} {
		v := newVendor(func(int, *http.Request) (*http.Response, error) { return reply(status, "") })
		for _, method := range []string{"GET", "POST"} {
			err := makeCall(t.Context(), v.client(t, rest.Vendor{}), method)
			if err == nil || !strings.Contains(err.Error(), words) || strings.Contains(err.Error(), "another host") {
				t.Errorf("%d: %v", status, err)
			}
		}
	}
}

// counting is a doer as many programs have one.
type counting struct {
	*http.Client
	calls int
}

func (c *counting) Do(r *http.Request) (*http.Response, error) {
	c.calls++
	return c.Client.Do(r)
}

// nested has its client one step further down, and another in an interface.
type nested struct {
	counting
	Next rest.HttpRequestDoer
}

type embedding struct{ *http.Client }

type hidden struct{ client *http.Client }

func (h hidden) Do(r *http.Request) (*http.Response, error) { return h.client.Do(r) }

// TestDoerCarriesNoCredentialElsewhere checks doers that follow redirects: guarded where there is something to guard, found out
// everywhere.
func TestDoerCarriesNoCredentialElsewhere(t *testing.T) {
	t.Parallel()
	var leaked atomic.Int64
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		leaked.Add(1)
		respond(200, "application/json", thingBody)(w, r)
	}))
	defer other.Close()
	within := &counting{Client: &http.Client{}}
	for name, doer := range map[string]struct {
		rest.HttpRequestDoer
		leaks int64
	}{
		"a struct that embeds a client": {embedding{&http.Client{}}, 0},
		"a pointer to one":              {&embedding{&http.Client{}}, 0},
		"one that counts":               {within, 0},
		"one further down":              {&nested{counting: counting{Client: &http.Client{}}}, 0},
		"the default client":            {embedding{http.DefaultClient}, 0},
		"one that shows nothing":        {hidden{&http.Client{}}, 1},
		"one that guards itself":        {hidden{rest.GuardRedirects(&http.Client{})}, 0},
		"a transport that follows itself": {&http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
			again := r.Clone(r.Context())
			again.RequestURI = ""
			return new(http.Client).Do(again)
		})}, 1},
	} {
		leaked.Store(0)
		m := newMoved(t, 307)
		m.location = other.URL
		client, err := rest.NewClient(rest.Vendor{Name: "acme"}, m.URL, rest.WithHTTPClient(doer.HttpRequestDoer))
		if err != nil {
			t.Fatal(err)
		}
		err = makeCall(t.Context(), client, "GET")
		if err == nil || m.asked.Load() != 1 || leaked.Load() != doer.leaks || !strings.Contains(err.Error(), "another host") {
			t.Errorf("%s: %v, %d requests to the vendor, %d elsewhere", name, err, m.asked.Load(), leaked.Load())
		}
	}
	if within.calls != 1 {
		t.Errorf("the doer of the caller counted %d calls", within.calls)
	}
	if http.DefaultClient.CheckRedirect != nil {
		t.Error("the default client was changed")
	}
}

// TestDoerThatMakesAWriteAGet checks that a redirect that a doer followed is no success either.
func TestDoerThatMakesAWriteAGet(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]rest.Outcome{301: rest.MaybeProcessed, 302: rest.MaybeProcessed, 303: rest.Processed, 307: rest.Processed} {
		m := newMoved(t, status)
		client, err := rest.NewClient(rest.Vendor{Name: "acme"}, m.URL, rest.WithHTTPClient(hidden{&http.Client{}}))
		if err != nil {
			t.Fatal(err)
		}
		err = makeCall(t.Context(), client, "POST")
		if got := outcome(t, err); got != want || (err == nil) != (want == rest.Processed) {
			t.Errorf("%d: %v: %v", status, got, err)
		}
	}
}

// TestCallersOwnCheckRedirect checks that it is still asked, after the guard.
func TestCallersOwnCheckRedirect(t *testing.T) {
	t.Parallel()
	refused := errors.New("not today")
	for status, want := range map[int]rest.Outcome{303: rest.Processed, 307: rest.NotProcessed} {
		m := newMoved(t, status)
		client, err := rest.NewClient(rest.Vendor{Name: "acme"}, m.URL,
			rest.WithHTTPClient(&http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return refused }}))
		if err != nil {
			t.Fatal(err)
		}
		err = makeCall(t.Context(), client, "PUT")
		if got := outcome(t, err); !errors.Is(err, refused) || got != want || m.asked.Load() != 1 {
			t.Errorf("%d: %v, asked %d times: %v", status, got, m.asked.Load(), err)
		}
	}
}

func TestRedirects(t *testing.T) {
	t.Parallel()
	var leaked atomic.Bool
	foreign := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { leaked.Store(true) }))
	defer foreign.Close()
	for _, doer := range []rest.HttpRequestDoer{nil, &http.Client{}} {
		var opts []rest.ClientOption
		if doer != nil {
			opts = append(opts, rest.WithHTTPClient(doer))
		}
		away := newClient(t, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, foreign.URL+"/?signature=s3cr3t", http.StatusTemporaryRedirect)
		}, opts...)
		_, err := get(t.Context(), away)
		if err == nil || leaked.Load() || strings.Contains(err.Error(), "s3cr3t") || strings.Contains(err.Error(), foreign.URL) {
			t.Errorf("to another host: followed %t, %v", leaked.Load(), err)
		}
	}
	home := newClient(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/things/1" {
			http.Redirect(w, r, "/moved", http.StatusFound)
			return
		}
		if referer := r.Header.Get("Referer"); referer != "" {
			t.Errorf("Referer tells %q", referer)
		}
		respond(200, "application/json", `{"name":"moved"}`)(w, r)
	}, rest.WithRequestEditorFn(func(ctx context.Context, req *http.Request) error {
		req.URL.RawQuery = "access_token=planted-secret"
		return nil
	}))
	if got, err := get(t.Context(), home); err != nil || got.Name != "moved" {
		t.Errorf("within the host: %v, %v", got, err)
	}
}
