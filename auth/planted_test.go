package auth

import (
	"bytes"
	"context"
	"encoding"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"golang.org/x/oauth2"
)

// The planted secrets have characters that change when they are escaped.
const (
	plantedSecret   = "pl4nt/cli+ent=secret"
	plantedPassword = "pl4nt pass&word%20!"
	plantedRefresh  = "pl4nt.ref+resh/tok=="
	plantedCode     = "pl4nt-c0de/x+y"
	plantedAccess   = "pl4nt_access-tok.en"
	plantedNext     = "pl4nt-next-refresh"
	plantedAPI      = "api:pl4nt-apitoken"
)

var planted = []string{plantedSecret, plantedPassword, plantedRefresh, plantedCode, plantedAccess, plantedNext, plantedAPI, plantedVerifier, plantedKey}

// assertNoPlant looks for a planted secret in any spelling.
func assertNoPlant(t *testing.T, where, text string) {
	t.Helper()
	for _, secret := range planted {
		for _, spelling := range []string{secret, url.QueryEscape(secret), url.PathEscape(secret),
			hex.EncodeToString([]byte(secret)), strings.ToUpper(hex.EncodeToString([]byte(secret))), base64.StdEncoding.EncodeToString([]byte(secret))} {
			if strings.Contains(text, spelling) {
				t.Errorf("%s shows a secret: %s", where, text)
				return
			}
		}
	}
	if strings.Contains(strings.ToLower(text), "pl4nt") {
		t.Errorf("%s shows part of a secret: %s", where, text)
	}
}

// render shows value in every way that there is.
func render(t *testing.T, name string, value any) {
	t.Helper()
	for _, verb := range strings.Split("v,+v,#v,s,q,#q,+q,x,X,# x,d,t,T,p,b,o,O,c,U,#U,e,g,10v,-40s,.5s,08d", ",") {
		for _, v := range []any{value, []any{value}, map[string]any{"k": value}, struct{ V any }{value}, struct{ v any }{value}, &value} {
			assertNoPlant(t, name+" %"+verb, fmt.Sprintf("%"+verb, v))
		}
	}
	for handlerName, handler := range map[string]func(io.Writer) slog.Handler{
		"text": func(w io.Writer) slog.Handler { return slog.NewTextHandler(w, nil) },
		"json": func(w io.Writer) slog.Handler { return slog.NewJSONHandler(w, nil) },
	} {
		var out bytes.Buffer
		slog.New(handler(&out)).With("w", value).WithGroup("g").Info("message", "a", value, "b", []any{value}, slog.Group("c", "d", value))
		assertNoPlant(t, name+" slog "+handlerName, out.String())
	}
	if text, err := json.Marshal(value); err == nil {
		assertNoPlant(t, name+" JSON", string(text))
	} else {
		assertNoPlant(t, name+" JSON error", err.Error())
	}
	if text, err := xml.Marshal(value); err == nil {
		assertNoPlant(t, name+" XML", string(text))
	}
	if m, ok := value.(encoding.TextMarshaler); ok {
		text, _ := m.MarshalText()
		assertNoPlant(t, name+" text", string(text))
	}
	if s, ok := value.(fmt.GoStringer); ok {
		assertNoPlant(t, name+" GoString", s.GoString())
	}
	func() {
		defer func() { assertNoPlant(t, name+" recovered", fmt.Sprint(recover())) }()
		panic(value)
	}()
}

// renderError shows err, and all that is behind it.
func renderError(t *testing.T, name string, err error) {
	t.Helper()
	if err == nil {
		t.Fatalf("%s: no error to look at", name)
	}
	render(t, name, err)
	render(t, name+" wrapped", fmt.Errorf("calling: %w", err))
	render(t, name+" joined", errors.Join(errors.New("other"), err))
	if e, ok := errors.AsType[*TokenError](err); ok {
		render(t, name+" value", *e)
		render(t, name+" fields", []any{e.Provider, e.Grant, e.Code, e.Description, e.Hint, e.RequestID})
	}
	for inner := errors.Unwrap(err); inner != nil; inner = errors.Unwrap(inner) {
		render(t, name+" unwrapped", inner)
	}
}

// echo is a vendor that repeats what it was sent wherever it can.
func echo(status int, form string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		said := string(body)
		if plain, err := url.QueryUnescape(said); err == nil {
			said += " " + plain
		}
		said += " " + plantedAccess + " " + plantedNext
		w.Header().Set("X-Request-Id", said)
		w.Header().Set("Location", "https://evil.example/?"+said)
		w.WriteHeader(status)
		fields := map[string]any{"error": "invalid_grant", "error_description": said, "access_token": plantedAccess, "refresh_token": plantedNext}
		switch form {
		case "code":
			fields["error"] = plantedNext // a plain word, as codes are
		case "sentence":
			fields["error"] = said
			delete(fields, "error_description")
		case "raw":
			io.WriteString(w, said)
			return
		}
		json.NewEncoder(w).Encode(fields)
	}
}

// failing is a transport whose error holds everything that it can get.
type failing struct{}

type talkative struct {
	Request *http.Request
	Body    string
}

func (e *talkative) Error() string {
	return "sending " + e.Body + " to " + e.Request.URL.String() + "?client_secret=" + url.QueryEscape(plantedSecret)
}

func (failing) RoundTrip(r *http.Request) (*http.Response, error) {
	body, _ := io.ReadAll(r.Body)
	plain, _ := url.QueryUnescape(string(body))
	return nil, &talkative{r, string(body) + " " + plain}
}

func TestErrorsShowNoSecret(t *testing.T) {
	t.Parallel()
	clients := map[string]*http.Client{
		"transport": {Transport: failing{}},
		"malformed": {Transport: direct{http.NotFoundHandler()}},
	}
	for _, status := range []int{200, 302, 400, 401, 429, 503} {
		for _, form := range []string{"description", "code", "sentence", "raw"} {
			clients[fmt.Sprintf("%d %s", status, form)] = &http.Client{Transport: direct{echo(status, form)}}
		}
	}
	for name, client := range clients {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := HolaspiritConfig{BaseURL: "http://localhost", ClientSecret: NewSecret(plantedSecret), Username: "ann@example.com", Password: NewSecret(plantedPassword), HTTPClient: client}
			src, err := HolaspiritPassword(h)
			if err != nil {
				t.Fatal(err)
			}
			_, err = src.Token(t.Context())
			renderError(t, "password", err)

			h.Password, h.RefreshToken = Secret{}, NewSecret(plantedRefresh)
			if src, err = HolaspiritRefresh(h); err != nil {
				t.Fatal(err)
			}
			_, err = src.Token(t.Context())
			renderError(t, "refresh", err)
			renderError(t, "editor", Holaspirit(src)(t.Context(), request(t, "GET", "http://localhost/api/x")))

			s := SpiroConfig{OAuthURL: "http://localhost", APIURL: "http://localhost", ClientID: "id", ClientSecret: NewSecret(plantedSecret),
				RedirectURL: "https://x.example", HTTPClient: client}
			_, err = SpiroAuthorizationCode(t.Context(), s, plantedCode)
			renderError(t, "code", err)

			store := NewMemoryStore()
			h.Store = store
			if src, err = HolaspiritRefresh(h); err != nil {
				t.Fatal(err)
			}
			store.Update(t.Context(), src.plan.key, set(Record{AccessToken: NewSecret(plantedAccess), RefreshToken: NewSecret(plantedNext), ObtainedAt: time.Now(), Expiry: time.Now().Add(time.Hour)}))
			if err := src.Revoke(t.Context()); err != nil { // some of these statuses mean that it worked
				renderError(t, "revoke", err)
			}
		})
	}
}

func TestOtherErrorsShowNoSecret(t *testing.T) {
	t.Parallel()
	_, err := HolaspiritToken(NewSecret(plantedAccess)).Token(t.Context())
	renderError(t, "static token", err)
	_, err = HolaspiritRefresh(HolaspiritConfig{BaseURL: "https://u:" + url.QueryEscape(plantedSecret) + "@x.example/?" + plantedAccess, RefreshToken: NewSecret(plantedRefresh)})
	renderError(t, "base URL", err)
	_, err = SpiroAuthorizeURL(SpiroConfig{OAuthURL: "://" + plantedSecret, ClientSecret: NewSecret(plantedSecret)}, plantedCode)
	renderError(t, "authorize URL", err)
	edit := Holaspirit(HolaspiritToken(NewSecret(plantedAPI)))
	renderError(t, "wrong host", edit(t.Context(), request(t, "GET", "https://evil.example/?access_token="+plantedAccess)))
	renderError(t, "read only", edit(t.Context(), request(t, "POST", "https://app.holaspirit.com/api/x?access_token="+plantedAccess)))
	renderError(t, "me", edit(t.Context(), request(t, "GET", "https://app.holaspirit.com/api/me?access_token="+plantedAccess)))
	renderError(t, "header key", HeaderKey("X-Key", NewSecret(plantedPassword+"\n"+plantedAPI), "x.example")(t.Context(), request(t, "GET", "https://x.example/")))
	renderError(t, "two lines", Bearer(fixed(plantedAccess+"\r\nX: y"), "x.example")(t.Context(), request(t, "GET", "https://x.example/")))
	foreign := FromOAuth2(oauth2Func(func() (*oauth2.Token, error) {
		return nil, &oauth2.RetrieveError{Response: &http.Response{Status: "500", Request: request(t, "GET", "https://x.example/?"+plantedAccess)}, Body: []byte(plantedPassword)}
	}))
	renderError(t, "x/oauth2", Bearer(foreign, "x.example")(t.Context(), request(t, "GET", "https://x.example/")))

	f := newFake(t, false)
	f.respond(func(w http.ResponseWriter, _ *http.Request) bool {
		respond(w, 200, map[string]any{"access_token": plantedAccess, "refresh_token": plantedNext})
		return true
	})
	src := f.source(func(c *HolaspiritConfig) { c.Store = leakyStore{} })
	_, err = src.Token(t.Context())
	renderError(t, "store", err)
	if !errors.Is(err, ErrStore) {
		t.Errorf("got %v", err)
	}
}

func TestValuesShowNoSecret(t *testing.T) {
	t.Parallel()
	h := HolaspiritConfig{ClientSecret: NewSecret(plantedSecret), Username: "ann@example.com", Password: NewSecret(plantedPassword), RefreshToken: NewSecret(plantedRefresh), Store: NewMemoryStore(), HTTPClient: http.DefaultClient}
	s := SpiroConfig{ClientID: "id", ClientSecret: NewSecret(plantedSecret), RefreshToken: NewSecret(plantedRefresh), Store: NewMemoryStore()}
	r := Record{AccessToken: NewSecret(plantedAccess), RefreshToken: NewSecret(plantedRefresh), Extra: map[string]Secret{"note": NewSecret(plantedNext)}}
	store := NewMemoryStore()
	f := newFake(t, false)
	f.respond(func(w http.ResponseWriter, _ *http.Request) bool {
		respond(w, 200, map[string]any{"access_token": plantedAccess, "refresh_token": plantedNext})
		return true
	})
	src := f.source(func(c *HolaspiritConfig) {
		c.Store, c.ClientSecret, c.Password, c.RefreshToken = store, NewSecret(plantedSecret), NewSecret(plantedPassword), NewSecret(plantedRefresh)
	})
	get(t, src)
	refused := f.source()
	get(t, refused)
	refused.Invalidate(plantedAccess)
	static := HolaspiritToken(NewSecret(plantedAPI))
	e := newEditor("x", static, "x.example", bearer{})
	if err := e.edit(t.Context(), request(t, "GET", "https://x.example/")); err != nil {
		t.Fatal(err)
	}
	values := map[string]any{
		"HolaspiritConfig": h, "*HolaspiritConfig": &h, "SpiroConfig": s, "*SpiroConfig": &s, "Record": r, "*Record": &r, "[]Record": []Record{r},
		"Secret": NewSecret(plantedSecret), "*Source": src, "*Source whose token was refused": refused, "*MemoryStore": store, "HolaspiritToken": static,
		"FromOAuth2": FromOAuth2(oauth2.StaticTokenSource(&oauth2.Token{AccessToken: plantedAccess})),
		"OAuth2":     OAuth2(t.Context(), static), "Bearer": Bearer(static, "x.example"), "HeaderKey": HeaderKey("X-Key", NewSecret(plantedAPI), "x.example"),
		"credential": e.last.Load(),
	}
	for name, value := range values {
		t.Run(name, func(t *testing.T) { render(t, name, value) })
	}
}

// A program that dies of a token error prints nothing either.
func TestPanicShowsNoSecret(t *testing.T) {
	t.Parallel()
	const variable = "VENDORKIT_AUTH_TEST_PANIC"
	if os.Getenv(variable) != "" {
		src, err := HolaspiritPassword(HolaspiritConfig{BaseURL: "http://localhost", ClientSecret: NewSecret(plantedSecret), Username: "ann@example.com",
			Password: NewSecret(plantedPassword), HTTPClient: &http.Client{Transport: direct{echo(400, "description")}}})
		if err == nil {
			_, err = src.Token(t.Context())
		}
		panic(err)
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestPanicShowsNoSecret$")
	cmd.Env = append(os.Environ(), variable+"=1")
	out, err := cmd.CombinedOutput()
	if err == nil || !bytes.Contains(out, []byte("invalid_grant")) {
		t.Fatalf("the child didn't die of the error: %v\n%s", err, out)
	}
	assertNoPlant(t, "panic", string(out))
}

// leakyStore fails with what it was to save.
type leakyStore struct{}

func (leakyStore) Load(context.Context, Key) (Record, error) { return Record{}, nil }

func (leakyStore) Update(ctx context.Context, key Key, change func(context.Context, Record) (Record, error)) (Record, error) {
	next, err := change(ctx, Record{})
	if err != nil {
		return Record{}, err
	}
	return Record{}, fmt.Errorf("insert failed: (%s, %s)", next.AccessToken.Reveal(), next.RefreshToken.Reveal())
}
