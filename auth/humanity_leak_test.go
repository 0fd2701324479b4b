package auth

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"golang.org/x/oauth2"

	"github.com/seed-8da6be54/vendorkit/rest"
)

// humanityEcho is a Humanity that repeats the token wherever one could stand, in one of the ways of failing.
type humanityEcho struct {
	mu       sync.Mutex
	referers []string // of requests that came by a redirect
	hits     int
}

func (e *humanityEcho) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e.mu.Lock()
	e.hits++
	if r.URL.Query().Get("access_token") == "" && r.Header.Get("Authorization") == "" {
		e.referers = append(e.referers, r.Header.Get("Referer"))
	}
	e.mu.Unlock()
	token := plantedAccess
	w.Header().Set("X-Request-Id", token)
	said := "Bad token " + token + " in " + r.URL.String() + " and " + url.QueryEscape(token)
	envelope := func(status any, message any) []byte {
		text, _ := json.Marshal(map[string]any{"status": status, "data": nil, "error": message, "token": token})
		return text
	}
	switch strings.TrimPrefix(r.URL.Path, "/api/v2/") {
	case "code":
		w.Write(envelope(13, said))
	case "text code":
		w.Write(envelope(token, said))
	case "token":
		w.Write(envelope(3, said))
	case "http":
		w.WriteHeader(http.StatusBadRequest)
		w.Write(envelope(98, said))
	case "oauth":
		respond(w, http.StatusUnauthorized, map[string]any{"error": "invalid_token", "error_description": said})
	case "plain":
		w.WriteHeader(http.StatusBadGateway)
		io.WriteString(w, said)
	case "html":
		w.Header().Set("Content-Type", "text/html")
		io.WriteString(w, "<p>"+said)
	case "list":
		respond(w, http.StatusBadRequest, map[string]any{"errors": []any{map[string]any{"code": token, "detail": said, "path": token}}})
	case "cut":
		text := envelope(1, nil)
		w.Write(text[:len(text)-4])
	case "type":
		w.Write([]byte(`{"status":1,"data":{"name":["` + token + `"]},"token":"` + token + `"}`))
	case "reset":
		conn, _, err := http.NewResponseController(w).Hijack()
		if err == nil {
			conn.Close()
		}
	case "malformed":
		conn, _, err := http.NewResponseController(w).Hijack()
		if err == nil {
			fmt.Fprintf(conn, "HTTP/1.1 %s\r\n%s\r\n\r\n", token, said)
			conn.Close()
		}
	case "elsewhere": // another host, the token in its address
		w.Header().Set("Location", "https://evil.example/?access_token="+token)
		w.WriteHeader(http.StatusFound)
	case "around": // the same host, once without and then in circles with the token
		w.Header().Set("Location", "/api/v2/next")
		w.WriteHeader(http.StatusTemporaryRedirect)
	case "next":
		w.Header().Set("Location", "/api/v2/next?again="+token)
		w.WriteHeader(http.StatusFound)
	default:
		w.Write(envelope(1, nil))
	}
}

var humanityFailures = []string{"code", "text code", "token", "http", "oauth", "plain", "html", "list", "cut", "type", "reset", "malformed", "elsewhere", "around", "closed", "transport"}

// humanityLeaks makes a call that fails in the given way, as a program with the token in the query would.
func humanityLeaks(t testing.TB, e *humanityEcho, way string, options ...EditorOption) error {
	t.Helper()
	srv := httptest.NewServer(e)
	t.Cleanup(srv.Close)
	src := FromOAuth2(oauth2.StaticTokenSource(&oauth2.Token{AccessToken: plantedAccess}))
	doer := &http.Client{}
	switch way {
	case "closed":
		srv.Close()
	case "transport":
		doer.Transport = talkativeTransport{}
	}
	client, err := rest.NewClient(humanityEnvelope, srv.URL+"/api/v2", rest.WithHTTPClient(doer),
		rest.WithRequestEditorFn(Humanity(src, append(options, ForBaseURL(srv.URL))...)))
	if err != nil {
		t.Fatal(err)
	}
	var out struct {
		Data struct {
			Name string `json:"name"`
		} `json:"data"`
	}
	return client.Call(t.Context(), "GET", "/"+url.PathEscape(way), nil, nil, &out)
}

// talkativeTransport fails with all it has of the request.
type talkativeTransport struct{}

func (talkativeTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	return nil, &url.Error{Op: "Get", URL: r.URL.String(), Err: fmt.Errorf("proxy refused %s with %v", r.URL, r.Header)}
}

func TestHumanityTokenShowsNowhere(t *testing.T) {
	t.Parallel()
	for name, options := range map[string][]EditorOption{"query": nil, "header": {HumanityHeader()}} {
		for _, way := range humanityFailures {
			t.Run(name+" "+way, func(t *testing.T) {
				t.Parallel()
				e := &humanityEcho{}
				err := humanityLeaks(t, e, way, options...)
				failure, ok := errors.AsType[*rest.Error](err)
				if !ok {
					t.Fatalf("no *rest.Error: %v", err)
				}
				renderError(t, way, err)
				render(t, way+" details", failure.Details)
				render(t, way+" value", *failure)
				render(t, way+" fields", []any{failure.Vendor, failure.Operation, failure.Method, failure.Path, failure.Code, failure.CodeName, failure.Message, failure.RequestID, failure.Field})
				if _, isURL := errors.AsType[*url.Error](err); isURL {
					t.Error("an *url.Error is in reach, whose URL has the token")
				}
				for _, referer := range e.referers {
					if referer != "" {
						t.Errorf("a redirect was told where it came from: %s", referer)
					}
				}
				if way == "around" && len(e.referers) == 0 && name == "query" {
					t.Error("no redirect was followed, so nothing was proven of Referer")
				}
			})
		}
	}
}

// The echoed token is out of a good response before a caller can get at it, raw or decoded.
func TestHumanityResponsesHoldNoToken(t *testing.T) {
	t.Parallel()
	srv := httptest.NewServer(&humanityEcho{})
	t.Cleanup(srv.Close)
	client, err := rest.NewClient(humanityEnvelope, srv.URL+"/api/v2", rest.WithRequestEditorFn(Humanity(fixed(plantedAccess), ForBaseURL(srv.URL))))
	if err != nil {
		t.Fatal(err)
	}
	var raw rest.Response
	var out map[string]any
	if err := client.Call(t.Context(), "GET", "/me", nil, nil, &out, rest.WithResponse(&raw)); err != nil {
		t.Fatal(err)
	}
	assertNoPlant(t, "raw body", string(raw.Body))
	assertNoPlant(t, "decoded", fmt.Sprint(out))
	if out["token"] == nil {
		t.Error("no token was echoed, so nothing was proven")
	}
}

// A server beside the client's own never sees the token, nor that there was one.
func TestHumanityTokenStaysWithItsHost(t *testing.T) {
	t.Parallel()
	var reached bytes.Buffer
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { r.Write(&reached) }))
	t.Cleanup(other.Close)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL+"/?"+r.URL.RawQuery, http.StatusTemporaryRedirect)
	}))
	t.Cleanup(srv.Close)
	client, err := rest.NewClient(humanityEnvelope, srv.URL, rest.WithRequestEditorFn(Humanity(fixed(plantedAccess), ForBaseURL(srv.URL))))
	if err != nil {
		t.Fatal(err)
	}
	renderError(t, "redirect", client.Call(t.Context(), "GET", "/me", nil, nil, nil))
	if reached.Len() > 0 {
		t.Errorf("the other server was reached: %s", reached.String())
	}
}

func TestHumanityValuesAndTokenErrorsShowNoSecret(t *testing.T) {
	t.Parallel()
	cfg := HumanityConfig{BaseURL: "http://localhost", ClientID: "id", ClientSecret: NewSecret(plantedSecret), Username: "ann",
		Password: NewSecret(plantedPassword), RefreshToken: NewSecret(plantedRefresh), Store: NewMemoryStore(), HTTPClient: http.DefaultClient}
	render(t, "HumanityConfig", cfg)
	render(t, "*HumanityConfig", &cfg)
	render(t, "editor", Humanity(fixed(plantedAccess)))
	login := cfg
	for _, status := range []int{200, 302, 400, 401, 403, 429, 503} {
		for _, form := range []string{"description", "code", "sentence", "raw"} {
			t.Run(fmt.Sprint(status, " ", form), func(t *testing.T) {
				t.Parallel()
				cfg := login
				cfg.Store, cfg.HTTPClient = nil, &http.Client{Transport: direct{echo(status, form)}}
				for name, change := range map[string]func(*HumanityConfig){
					"password": func(c *HumanityConfig) { c.RefreshToken = Secret{} },
					"refresh":  func(c *HumanityConfig) { c.Password = Secret{} },
				} {
					cfg := cfg
					change(&cfg)
					src, err := cfg.source()
					if err != nil {
						t.Fatal(err)
					}
					_, err = src.Token(t.Context())
					renderError(t, name, err)
					renderError(t, name+" editor", Humanity(src)(t.Context(), request(t, "GET", "http://localhost/api/v2/me")))
					render(t, name+" source", src)
				}
			})
		}
	}
	src, err := cfg.source()
	if err != nil {
		t.Fatal(err)
	}
	renderError(t, "wrong host", Humanity(src)(t.Context(), request(t, "GET", "https://evil.example/?access_token="+plantedAccess)))
	cfg = HumanityConfig{ClientSecret: NewSecret(plantedSecret)}
	cfg.BaseURL = "https://u:" + url.QueryEscape(plantedSecret) + "@x.example/?" + plantedAccess
	_, err = cfg.source()
	renderError(t, "base URL", err)
}

// A program that logs and then dies of a failed call prints no token either.
func TestHumanityPanicShowsNoToken(t *testing.T) {
	t.Parallel()
	const variable = "VENDORKIT_AUTH_TEST_HUMANITY_PANIC"
	if os.Getenv(variable) != "" {
		slog.SetDefault(slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelDebug, AddSource: true})))
		err := humanityLeaks(t, &humanityEcho{}, "code")
		slog.Debug("the call failed", "err", err, "editor", Humanity(fixed(plantedAccess)))
		panic(err)
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestHumanityPanicShowsNoToken$")
	cmd.Env = append(os.Environ(), variable+"=1")
	out, err := cmd.CombinedOutput()
	if err == nil || !bytes.Contains(out, []byte("update_failed")) || !bytes.Contains(out, []byte("the call failed")) {
		t.Fatalf("the child didn't die of the error: %v\n%s", err, out)
	}
	assertNoPlant(t, "panic", string(out))
}
