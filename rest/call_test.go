package rest_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest/call"

	"github.com/seed-8da6be54/vendorkit/rest/value"

	"github.com/seed-8da6be54/vendorkit/internal/printed"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/rest"
)

type thing struct {
	Name string `json:"name"`
}

func newClient(t *testing.T, handler http.HandlerFunc, opts ...rest.ClientOption) *rest.Client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return newClientAt(t, server.URL, opts...)
}

func newClientAt(t *testing.T, baseURL string, opts ...rest.ClientOption) *rest.Client {
	t.Helper()
	client, err := rest.NewClient(rest.Vendor{Name: "acme", ErrorCodes: []string{"resultCode", "ClassName"}}, baseURL, append([]rest.ClientOption{rest.WithoutRetries()}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func get(ctx context.Context, client *rest.Client, opts ...rest.CallOption) (*thing, error) {
	call := call.New("getThing", http.MethodGet, "/things/{id}")
	call.Path("id", "1")
	out := new(thing)
	usable, err := client.Do(ctx, call, opts, out)
	if !usable {
		return nil, err
	}
	return out, err
}

func answer(status int, contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if contentType != "" {
			w.Header().Set("Content-Type", contentType)
		} else {
			w.Header()["Content-Type"] = nil
		}
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

func TestFailuresByStatus(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]error{
		400: rest.ErrInvalid, 401: rest.ErrUnauthorized, 403: rest.ErrForbidden, 404: rest.ErrNotFound, 409: rest.ErrConflict,
		422: rest.ErrInvalid, 429: rest.ErrRateLimited, 500: rest.ErrServer, 503: rest.ErrServer,
	} {
		client := newClient(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-Request-Id", "r-1")
			w.Header().Set("Retry-After", "7")
			w.WriteHeader(status)
			io.WriteString(w, `{"error":"some_code","error_description":"what happened"}`)
		})
		got, err := get(t.Context(), client)
		failure, ok := errors.AsType[*rest.Error](err)
		if !ok || got != nil || !errors.Is(err, want) {
			t.Fatalf("%d: got %v, %v, want %v", status, got, err, want)
		}
		type view struct {
			Vendor, Operation, Method, Path, Code, Message, RequestID string
			Status                                                    int
			RetryAfter                                                time.Duration
		}
		wantView := view{"acme", "getThing", "GET", "/things/{id}", "some_code", "what happened", "r-1", status, 7 * time.Second}
		gotView := view{failure.Vendor, failure.Operation, failure.Method, failure.Path, failure.Code, failure.Message, failure.RequestID, failure.Status, failure.RetryAfter}
		if diff := cmp.Diff(wantView, gotView); diff != "" {
			t.Errorf("%d (-want +got):\n%s", status, diff)
		}
	}
}

func TestErrorBodies(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, body, code, message string
		details                   []rest.Detail
	}{
		{name: "OAuth", body: `{"error":"invalid_grant","error_description":"no"}`, code: "invalid_grant", message: "no"},
		{name: "list of errors", body: `{"errors":[{"status":"404","code":"not_found","title":"t","detail":"gone"}]}`, code: "not_found", message: "gone"},
		{name: "status as number", body: `{"errors":[{"status":400,"code":"required","detail":"missing","path":"email"}]}`,
			code: "required", details: []rest.Detail{{Path: "email", Code: "required", Message: "missing"}}},
		{name: "nested", body: `{"error":{"code":7,"message":"m"}}`, code: "7", message: "m"},
		{name: ".NET exception", body: `{"ClassName":"System.X","Message":"m"}`, code: "System.X", message: "m"},
		{name: "result code", body: `{"resultCode":"E1","errorMessage":"m"}`, code: "E1", message: "m"},
		{name: "bare JSON text", body: `"an outcome is required"`, message: "an outcome is required"},
		{name: "plain text", body: "Rate Limit Reached\n\tslow down\x00", message: "Rate Limit Reached slow down"},
		{name: "HTML", body: "<html><body>Bad Gateway</body></html>"},
		{name: "broken JSON", body: `{"error":`},
		{name: "nothing", body: ""},
		{name: "list of numbers", body: `[1,2]`},
		{name: "members of other kinds", body: `{"errors":{"a":1},"message":["x"],"code":{}}`, message: "x"},
		{name: "errors that are a text", body: `{"errors":"not found"}`, message: "not found"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := get(t.Context(), newClient(t, answer(418, "application/json", test.body)))
			failure, ok := errors.AsType[*rest.Error](err)
			if !ok || failure.Status != 418 {
				t.Fatalf("got %v", err)
			}
			if failure.Code != test.code || failure.Message != test.message || !cmp.Equal(failure.Details, test.details) {
				t.Errorf("got code %q, message %q, details %+v", failure.Code, failure.Message, failure.Details)
			}
			if string(failure.Body()) != test.body {
				t.Errorf("raw body %q", failure.Body())
			}
		})
	}
}

func TestAnswersThatAreNotWhatWasPromised(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, contentType, body string
		status                  int
		fine                    bool
	}{
		{"JSON", "application/json", `{"name":"a"}`, 200, true},
		{"JSON with parameters", "application/JSON; charset=UTF-8", `{"name":"a"}`, 200, true},
		{"JSON:API", "application/vnd.api+json", `{"name":"a"}`, 200, true},
		{"no content type", "", `{"name":"a"}`, 200, true},
		{"plain text", "text/plain", `{"name":"a"}`, 200, true},
		{"another 2xx", "application/json", `{"name":"a"}`, 202, true},
		{"a login page", "text/html", "<html>", 200, false},
		{"XML", "application/xml", "<a/>", 200, false},
		{"nothing", "application/json", "", 204, false},
		{"truncated", "application/json", `{"name":"a`, 200, false},
		{"a lie", "application/json", `<html>`, 200, false},
		{"another shape", "application/json", `[1]`, 200, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := get(t.Context(), newClient(t, answer(test.status, test.contentType, test.body)))
			if test.fine {
				if err != nil || got == nil || got.Name != "a" {
					t.Fatalf("got %+v, %v", got, err)
				}
				return
			}
			failure, ok := errors.AsType[*rest.Error](err)
			if !ok || !errors.Is(err, rest.ErrDecode) || failure.Status != test.status || string(failure.Body()) != test.body {
				t.Fatalf("got %+v, %v, want an unexpected answer with status and body", got, err)
			}
		})
	}
}

func TestCallsWithoutAnAnswerTakeNoPage(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		contentType, body string
		fine              bool
	}{
		{"text/html", "<html>Sign in", false},
		{"text/html; charset=utf-8", "\r\n <!DOCTYPE html>", false},
		{"text/html", "", true}, // what PHP says of nothing
		{"text/html", "1", true},
		{"application/json", `{"id":1}`, true},
		{"", "", true},
	} {
		client := newClient(t, answer(200, test.contentType, test.body))
		err := only(client.Do(t.Context(), call.New("deleteThing", "DELETE", "/things"), nil, nil))
		if test.fine && err != nil || !test.fine && !errors.Is(err, rest.ErrDecode) {
			t.Errorf("%s %q: %v", test.contentType, test.body, err)
		}
	}
}

func TestForeignTextsOfErrorsAreShort(t *testing.T) {
	t.Parallel()
	const secret = "planted-secret-0123456789"
	call := func(t *testing.T, head, body string) error {
		t.Helper()
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { listener.Close() })
		go func() {
			for {
				conn, err := listener.Accept()
				if err != nil {
					return
				}
				http.ReadRequest(bufio.NewReader(conn))
				io.WriteString(conn, "HTTP/1.1 200 OK\r\n"+head+"\r\nConnection: close\r\n\r\n"+body)
				conn.Close()
			}
		}()
		client, err := rest.NewClient(rest.Vendor{Name: "acme"}, "http://"+listener.Addr().String(), rest.WithoutRetries(),
			rest.WithRequestEditorFn(func(_ context.Context, req *http.Request) error {
				req.Header.Set("Authorization", "Bearer "+secret)
				return nil
			}))
		if err != nil {
			t.Fatal(err)
		}
		var out struct {
			Numbers map[string]int `json:"numbers"`
		}
		return only(client.Do(t.Context(), call.New("getThing", "GET", "/things"), nil, &out))
	}
	for name, err := range map[string]error{
		"a line of a head":       call(t, strings.Repeat("no colon ", 10_000), ""),
		"a secret in a head":     call(t, "no colon "+secret, ""),
		"a content type":         call(t, "Content-Type: image/"+secret+strings.Repeat("x", 10_000), "x"),
		"the name of a member":   call(t, "Content-Type: application/json", `{"numbers":{"`+strings.Repeat("x", 10_000)+`":"y"}}`),
		"a secret as its member": call(t, "Content-Type: application/json", `{"numbers":{"`+secret+`":"y"}}`),
	} {
		if _, ok := errors.AsType[*rest.Error](err); !ok || len(err.Error()) > 2000 || strings.Contains(err.Error(), secret) {
			t.Errorf("%s: %T of %d bytes: %.200v", name, err, len(err.Error()), err)
		}
	}
}

func TestRawResponse(t *testing.T) {
	t.Parallel()
	client := newClient(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("X-Extra", "e")
		io.WriteString(w, `{"name":"a","hidden":1}`)
	})
	var raw rest.Response
	if _, err := get(t.Context(), client, rest.WithResponse(&raw)); err != nil {
		t.Fatal(err)
	}
	if raw.Status != 200 || raw.Header.Get("X-Extra") != "e" || string(raw.Body) != `{"name":"a","hidden":1}` {
		t.Errorf("got %d %v %s", raw.Status, raw.Header, raw.Body)
	}
	if shown := fmt.Sprintf("%v %+v %#v", raw, &raw, raw); strings.Contains(shown, "hidden") {
		t.Errorf("printing shows the body: %s", shown)
	}
	failing := newClient(t, answer(500, "text/plain", "oops"))
	get(t.Context(), failing, rest.WithResponse(&raw))
	if raw.Status != 500 || string(raw.Body) != "oops" {
		t.Errorf("of a failure: %d %s", raw.Status, raw.Body)
	}
}

func TestBounds(t *testing.T) {
	t.Parallel()
	big := answer(200, "application/json", `{"name":"`+strings.Repeat("x", 4096)+`"}`)
	if _, err := get(t.Context(), newClient(t, big, rest.WithMaxBody(1000))); !errors.Is(err, rest.ErrTooLarge) {
		t.Errorf("a large answer: %v", err)
	}
	_, err := get(t.Context(), newClient(t, answer(500, "text/plain", strings.Repeat("y", 10<<20))))
	if failure, ok := errors.AsType[*rest.Error](err); !ok || len(failure.Body()) != 64<<10 || len(failure.Error()) > 1000 {
		t.Errorf("a large failure is not capped: %T", err)
	}
	// Little on the wire, and little of it in JSON, is much as rows.
	type row struct{ Fields [512]int64 }
	type list struct{ Rows []row }
	rows := func(item string, n int) string { return "[" + strings.Repeat(item+",", n-1) + item + "]" }
	for _, body := range []string{rows("{}", 20_000), rows("0", 20_000), `{"rows":` + rows("{}", 20_000) + `}`, `{"a":[1,2],"ROWS":` + rows("null", 20_000) + `}`} {
		for _, out := range []any{new([]row), new(list)} {
			client := newClient(t, answer(200, "application/json", body))
			if (body[0] == '{') != (fmt.Sprintf("%T", out) == "*rest_test.list") {
				continue
			}
			if err := only(client.Do(t.Context(), call.New("list", "GET", "/"), nil, out)); err != nil && !errors.Is(err, rest.ErrDecode) {
				t.Errorf("%.40s: %v, want no trouble with 80 MB within 256", body, err)
			}
			client = newClient(t, answer(200, "application/json", body), rest.WithMaxBody(1<<20))
			if err := only(client.Do(t.Context(), call.New("list", "GET", "/"), nil, out)); !errors.Is(err, rest.ErrTooLarge) {
				t.Errorf("%.40s: %v, want too many rows", body, err)
			}
		}
	}
	many := "[[" + strings.Repeat("0,", 100_000) + "0]]" // items of an item aren't rows
	if err := only(newClient(t, answer(200, "application/json", many), rest.WithMaxBody(1<<20)).Do(t.Context(), call.New("list", "GET", "/"), nil, new([]row))); !errors.Is(err, rest.ErrDecode) {
		t.Errorf("one row: %v", err)
	}

	slow := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, `{"name":`)
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	}
	_, err = get(t.Context(), newClient(t, slow, rest.WithTimeout(50*time.Millisecond)))
	if !errors.Is(err, context.DeadlineExceeded) || !errors.Is(err, rest.ErrConnection) {
		t.Errorf("a dripping body: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := get(ctx, newClient(t, slow)); !errors.Is(err, context.Canceled) {
		t.Errorf("a context that has ended: %v", err)
	}
}

// slowly is a body whose bytes come one by one, each after a pause; silent, one that sends a byte and no more.
type slowly struct {
	ctx    context.Context
	left   int
	pause  time.Duration
	silent bool
}

func (s *slowly) Read(p []byte) (int, error) {
	switch {
	case s.left == 0 && s.silent:
		<-s.ctx.Done()
		return 0, s.ctx.Err()
	case s.left == 0:
		return 0, io.EOF
	}
	time.Sleep(s.pause)
	s.left--
	p[0] = 'x'
	return 1, nil
}

func (s *slowly) Close() error { return nil }

// TestDownloadsStallAndGoOn: the time-out bounds the silence of a body, not the whole of it.
func TestDownloadsStallAndGoOn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for _, silent := range []bool{false, true} {
			v := newVendor(func(_ int, r *http.Request) (*http.Response, error) {
				response, err := reply(200, "")
				response.ContentLength = -1
				response.Body = &slowly{ctx: r.Context(), left: 10, pause: 900 * time.Millisecond, silent: silent}
				return response, err
			})
			file, err := v.client(t, rest.Vendor{}, rest.WithTimeout(time.Second)).Open(t.Context(), call.New("getFile", "GET", "/file"), nil)
			if err != nil {
				t.Fatal(err)
			}
			start := time.Now()
			data, err := io.ReadAll(file)
			failure, _ := errors.AsType[*rest.Error](err)
			if string(data) != "xxxxxxxxxx" || silent == (err == nil) {
				t.Errorf("silent at the end: %t: %q, %v", silent, data, err)
			}
			if silent && (failure == nil || !errors.Is(err, rest.ErrConnection) || !errors.Is(err, context.DeadlineExceeded) || failure.Operation != "getFile" || time.Since(start) != 10*time.Second) {
				t.Errorf("a silent body ended with %v after %v", err, time.Since(start))
			}
			file.Close()
		}
	})
}

func TestDownloadsThatFail(t *testing.T) {
	t.Parallel()
	open := func(client *rest.Client) (*rest.Download, error) {
		return client.Open(t.Context(), call.New("getFile", "GET", "/file"), nil)
	}
	var failure *rest.Error
	file, err := open(newClient(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "10")
		io.WriteString(w, "x")
	}))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := io.ReadAll(file); !errors.As(err, &failure) || !errors.Is(err, rest.ErrConnection) || !errors.Is(err, io.ErrUnexpectedEOF) || failure.Status != 200 {
		t.Errorf("a cut body ended with %v", err)
	}
	if file, err := open(newClient(t, answer(200, "text/html; charset=utf-8", "<html>Sign in"))); !errors.As(err, &failure) || !errors.Is(err, rest.ErrDecode) || string(failure.Body()) != "<html>Sign in" {
		t.Errorf("a login page is a file: %v, %v", file, err)
	}
	if file, err = open(newClient(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Content-Disposition", "attachment; filename=page.html")
		io.WriteString(w, "<html>")
	})); err != nil || file.Name != "page.html" {
		t.Fatalf("a file of HTML: %v", err)
	}
	file.Close()
	page, err := newClient(t, answer(200, "text/html", "<html>Minutes")).Open(t.Context(), call.New("file", "GET", "/file"), []rest.CallOption{rest.AllowHTML()})
	if err != nil {
		t.Fatalf("a page that is allowed: %v", err)
	}
	if content, err := io.ReadAll(page); string(content) != "<html>Minutes" || err != nil {
		t.Errorf("a page that is allowed: %q, %v", content, err)
	}
	page.Close()
	if _, err := open(newClient(t, answer(404, "application/json", `{"error":"gone"}`))); !errors.Is(err, rest.ErrNotFound) {
		t.Errorf("a failure: %v", err)
	}
}

func TestBaseURL(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"", "api.example.com", "http://api.example.com", "ftp://x", "https://user:pw@x", "https://x?a=b", "https://x#f", "https:///p", "%", "http://127.0.0.1.evil.example"} {
		if _, err := rest.NewClient(rest.Vendor{Name: "acme"}, bad); err == nil {
			t.Errorf("%q was taken", bad)
		} else if strings.Contains(err.Error(), "pw@") {
			t.Errorf("the error shows a password: %v", err)
		}
	}
	for _, good := range []string{"https://api.example.com", "https://api.example.com/v1/", "http://localhost:80", "http://127.0.0.1:1", "http://[::1]:2"} {
		if _, err := rest.NewClient(rest.Vendor{Name: "acme"}, good); err != nil {
			t.Errorf("%q: %v", good, err)
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
		answer(200, "application/json", `{"name":"moved"}`)(w, r)
	}, rest.WithRequestEditorFn(func(ctx context.Context, req *http.Request) error {
		req.URL.RawQuery = "access_token=planted-secret"
		return nil
	}))
	if got, err := get(t.Context(), home); err != nil || got.Name != "moved" {
		t.Errorf("within the host: %v, %v", got, err)
	}
}

// credential is a token that its vendor may refuse.
type credential struct {
	current atomic.Int32
	told    atomic.Int32
	dead    bool
}

func (c *credential) edit(ctx context.Context, req *http.Request) error {
	req.Header.Set("Authorization", fmt.Sprintf("Bearer token-%d", c.current.Load()))
	rest.AuthorisedBy(ctx, c)
	return nil
}

func (c *credential) Refused(context.Context) bool {
	c.told.Add(1)
	c.current.Add(1)
	return !c.dead
}

func TestRefusedCredential(t *testing.T) {
	t.Parallel()
	var calls atomic.Int32
	handler := func(w http.ResponseWriter, r *http.Request) {
		calls.Add(1)
		io.Copy(io.Discard, r.Body)
		if r.Header.Get("Authorization") != "Bearer token-1" {
			answer(401, "application/json", `{"error":"expired"}`)(w, r)
			return
		}
		answer(200, "application/json", `{"name":"a"}`)(w, r)
	}
	post := func(client *rest.Client, stream bool) error {
		call := call.New("createThing", "POST", "/things")
		if stream {
			call.Stream("text/plain", io.MultiReader(strings.NewReader("x")))
		} else {
			call.JSON(thing{"x"})
		}
		return only(client.Do(t.Context(), call, nil, nil))
	}
	tests := []struct {
		name        string
		start       int32
		dead        bool
		stream      bool
		calls, told int32
		fails       bool
	}{
		{"refreshed once and replayed", 0, false, false, 2, 1, false},
		{"refused again", 5, false, false, 2, 2, true},
		{"no fresh token to be had", 0, true, false, 1, 1, true},
		{"a stream can't be replayed, but the token is dropped", 0, false, true, 1, 1, true},
	}
	for _, test := range tests {
		calls.Store(0)
		c := &credential{dead: test.dead}
		c.current.Store(test.start)
		err := post(newClient(t, handler, rest.WithRequestEditorFn(c.edit)), test.stream)
		if (err != nil) != test.fails || calls.Load() != test.calls || c.told.Load() != test.told {
			t.Errorf("%s: %v, %d calls, told %d times", test.name, err, calls.Load(), c.told.Load())
		}
		if test.fails && !errors.Is(err, rest.ErrUnauthorized) {
			t.Errorf("%s: got %v", test.name, err)
		}
	}
}

func TestEditorsRunInOrderForEachAttempt(t *testing.T) {
	t.Parallel()
	client := newClient(t, func(w http.ResponseWriter, r *http.Request) {
		answer(200, "application/json", fmt.Sprintf(`{"name":%q}`, r.Header.Get("X-Trace")))(w, r)
	}, rest.WithRequestEditorFn(func(ctx context.Context, req *http.Request) error {
		req.Header.Set("X-Trace", "client")
		return nil
	}))
	got, err := get(t.Context(), client, rest.WithEditor(func(ctx context.Context, req *http.Request) error {
		req.Header.Set("X-Trace", req.Header.Get("X-Trace")+", call")
		return nil
	}))
	if err != nil || got.Name != "client, call" {
		t.Errorf("got %v, %v", got, err)
	}
	broken := errors.New("no token")
	_, err = get(t.Context(), client, rest.WithEditor(func(context.Context, *http.Request) error { return broken }))
	if !errors.Is(err, broken) {
		t.Errorf("an editor's error: %v", err)
	}
}

// TestNoSecretShows plants secrets wherever a call can carry one, makes the vendor echo them, breaks the call in every
// way, and looks at every way of printing what comes back.
func TestNoSecretShows(t *testing.T) {
	t.Parallel()
	const secret = "planted-secret-0123456789"
	echo := func(status int, contentType, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-Echo", secret)
			w.Header().Set("X-Request-Id", secret)
			answer(status, contentType, body)(w, r)
		}
	}
	dead, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	deadURL := "http://" + dead.Addr().String()
	dead.Close()
	cut := func(w http.ResponseWriter, r *http.Request) {
		conn, _, _ := w.(http.Hijacker).Hijack()
		fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"name\":\"%s", secret)
		conn.Close()
	}
	garbage := func(w http.ResponseWriter, r *http.Request) {
		conn, _, _ := w.(http.Hijacker).Hijack()
		fmt.Fprintf(conn, "%s\r\n\r\n", secret)
		conn.Close()
	}
	cases := map[string]http.HandlerFunc{
		"echoed in an OAuth error":     echo(401, "application/json", `{"error":"bad `+secret+`","error_description":"token `+secret+` is bad"}`),
		"echoed in a list of errors":   echo(400, "application/json", `{"errors":[{"code":"`+secret+`","detail":"`+secret+`","path":"`+secret+`"}]}`),
		"echoed in plain text":         echo(500, "text/plain", "failed for "+secret),
		"echoed in a page":             echo(200, "text/html", "<a href='?access_token="+secret+"'>"),
		"echoed where the type breaks": echo(200, "application/json", `{"name":["`+secret+`"]}`),
		"echoed in broken JSON":        echo(200, "application/json", `{"token":"`+secret+``),
		"a redirect elsewhere": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://x.invalid/?t="+secret, http.StatusFound)
		},
		"a cut answer":     cut,
		"a garbled answer": garbage,
		"nobody there":     nil,
	}
	edit := func(ctx context.Context, req *http.Request) error {
		req.Header.Set("Authorization", "Bearer "+secret)
		req.Header.Set("X-Halo-Api-Key", secret)
		query := req.URL.Query()
		query.Set("access_token", secret)
		req.URL.RawQuery = query.Encode()
		return nil
	}
	for name, handler := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			base := deadURL
			if handler != nil {
				server := httptest.NewServer(handler)
				defer server.Close()
				base = server.URL
			}
			client := newClientAt(t, base, rest.WithRequestEditorFn(edit))
			call := call.New("getThing", "POST", "/things/{id}")
			call.Path("id", secret)
			call.Text("note", new(secret))
			call.JSON(map[string]string{"password": secret})
			_, err := client.Do(t.Context(), call, nil, new(thing))
			if err == nil {
				t.Fatal("the call went well")
			}
			failure, ok := errors.AsType[*rest.Error](err)
			if !ok {
				t.Fatalf("got %T", err)
			}
			if shown := printed.EveryWay(*failure); strings.Contains(shown, secret) {
				t.Errorf("the secret shows when the error is printed by value: %s", shown)
			}
			if shown := printed.EveryWay(err); strings.Contains(shown, secret) {
				t.Errorf("the secret shows: %s", shown)
			}
		})
	}
	if shown := printed.EveryWay(value.NewSecret(secret)); strings.Contains(shown, secret) || !strings.Contains(shown, "[secret]") {
		t.Errorf("the secret type: %s", shown)
	}
	type config struct {
		Token  value.Secret
		Nested struct{ Keys []value.Secret }
		hidden value.Secret
	}
	c := config{Token: value.NewSecret(secret), hidden: value.NewSecret(secret)}
	c.Nested.Keys = []value.Secret{value.NewSecret(secret)}
	if shown := printed.EveryWay(c) + printed.EveryWay(&c); strings.Contains(shown, secret) {
		t.Errorf("a struct with a secret: %s", shown)
	}
}

func TestUndocumentedCall(t *testing.T) {
	t.Parallel()
	client := newClient(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		answer(200, "application/json", fmt.Sprintf(`{"name":%q}`, r.Method+" "+r.URL.EscapedPath()+"?"+r.URL.RawQuery+" "+string(body)))(w, r)
	})
	var out thing
	err := client.Call(t.Context(), "post", "/a%2Fb/c", url.Values{"q": {"1"}}, map[string]int{"x": 1}, &out)
	if want := `POST /a%2Fb/c?q=1 {"x":1}`; err != nil || out.Name != want {
		t.Errorf("got %q, %v, want %q", out.Name, err, want)
	}
	for _, path := range []string{"", "a", "/a/../b", "/a/%2E%2E/b", "/a?x=1", "/%zz", "/a#b"} {
		if err := client.Call(t.Context(), "GET", path, nil, nil, nil); !errors.Is(err, rest.ErrRequest) {
			t.Errorf("path %q: %v", path, err)
		}
	}
}
