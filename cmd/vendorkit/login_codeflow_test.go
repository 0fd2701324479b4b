package main

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/internal/logins"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// freePort is a redirect URL at a port that the command chooses.
const freePort = "http://127.0.0.1:0/callback"

// spiroLine is a command line that logs in to a Spiro.
func (c *cli) spiroLine(server *vendortest.Server, site string, more ...string) []string {
	c.env[envClientSecret] = server.Credentials().ClientSecret
	return append([]string{"login", "spiro", "--client-id", server.Credentials().ClientID, "--base-url", server.URL, "--oauth-url", site}, more...)
}

func TestLogInToSpiroInABrowser(t *testing.T) {
	t.Parallel()
	server, c, visitor := vendortest.NewSpiro(t), newCLI(t), &browser{}
	c.machine.browse = visitor.open
	out := c.must(c.spiroLine(server, spiroSite(t, server, nil), "--redirect-url", freePort)...)
	if want := "logged in to spiro, account default, as " + server.Credentials().Username; !strings.HasPrefix(out, want) {
		t.Errorf("printed %q, want %q", out, want)
	}
	if page := visitor.ended(); !strings.HasPrefix(page, "200") || !strings.Contains(page, "close this page") {
		t.Errorf("the browser ended on %s", page)
	}
	record := c.record("spiro", "default")
	if token := c.must("token", "spiro"); token != record.AccessToken.Reveal()+"\n" {
		t.Error("token printed something other than the stored token")
	}
	if got := server.Tokens(); got.Issued != 1 || got.Refreshed != 0 {
		t.Errorf("%+v, want one login", got)
	}
	s, ours := logins.SettingsOf(record)
	if !ours || s.Flow != logins.FlowCode || s.ClientSecret.Reveal() != server.Credentials().ClientSecret || s.RedirectURL != freePort || s.BaseURL != server.URL {
		t.Errorf("kept settings %+v", s)
	}

	// A second login needs no more than the first one's logins.Settings.
	delete(c.env, envClientSecret)
	c.must("login", "spiro")
	if again := c.record("spiro", "default"); again.AccessToken.Equal(record.AccessToken) {
		t.Error("the second login brought no other token")
	}
}

// The simulator's own registered redirect URL has a port that somebody else may have.
func TestLogInToSpiroAtTheUsualRedirectURL(t *testing.T) {
	server, c := vendortest.NewSpiro(t), newCLI(t)
	if usualRedirect != server.Credentials().RedirectURL {
		t.Fatalf("the simulator has another redirect URL registered: %s", server.Credentials().RedirectURL)
	}
	probe, err := net.Listen("tcp", "127.0.0.1:53682")
	if err != nil {
		t.Skip("the port is taken:", err)
	}
	probe.Close()
	visitor := &browser{}

	// The person copies the address from the terminal.
	reader := &screen{prefix: server.OAuthURL, follow: func(address string) { visitor.open(address) }}
	var out bytes.Buffer
	c.env[envClientSecret] = server.Credentials().ClientSecret
	code := runOn(t.Context(), c.machine, []string{"login", "spiro", "--no-browser", "--client-id", server.Credentials().ClientID, "--base-url", server.URL, "--store", c.folder}, &out, reader)
	if code != 0 {
		t.Fatalf("exit %d: %s", code, reader.text())
	}
	visitor.ended()
	if c.record("spiro", "default").RefreshToken.IsZero() {
		t.Error("there is no refresh token in the store")
	}
}

func TestLoginOnThePageThatFails(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		edit func(url.Values)
		want string
	}{
		{"refused", func(v url.Values) { v.Del("code"); v.Set("error", "access_denied") }, "was refused on spiro's page (access_denied)"},
		{"refused, without state", func(v url.Values) { v.Del("code"); v.Del("state"); v.Set("error", "access_denied") }, "was refused on spiro's page"},
		{"refused, in words", func(v url.Values) {
			v.Del("code")
			v.Set("error", "access_denied")
			v.Set("error_description", "Ada\x1b[31m said\nno")
		}, "(access_denied: Ada[31m said no)"},
		{"redirect URL", func(v url.Values) { v.Del("code"); v.Set("error", "redirect_uri_mismatch") }, "must be registered exactly"},
		{"another error", func(v url.Values) { v.Del("code"); v.Set("error", "server_error") }, "ended with an error (server_error)"},
		{"another state", func(v url.Values) { v.Set("state", "mallory") }, "has another state"},
		{"state and more", func(v url.Values) { v.Set("state", v.Get("state")+"x") }, "has another state"},
		{"no state", func(v url.Values) { v.Del("state") }, "has no state"},
		{"a wrong code", func(v url.Values) { v.Set("code", "planted-code-1234") }, "invalid_grant (HTTP 400)"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			server, c, visitor := vendortest.NewSpiro(t), newCLI(t), &browser{}
			c.machine.browse = visitor.open
			c.fails(1, test.want, c.spiroLine(server, spiroSite(t, server, test.edit), "--redirect-url", freePort)...)
			visitor.ended()
			if !c.record("spiro", "default").IsZero() {
				t.Error("something was stored")
			}
			if server.Tokens().Issued != 0 {
				t.Error("a code was exchanged")
			}
			if strings.Contains(c.shown.String(), "planted-code") {
				t.Error("the code was printed")
			}
		})
	}
}

func TestLoginOnAPageThatNeverComesBack(t *testing.T) {
	t.Parallel()
	server, c, visitor := vendortest.NewSpiro(t), newCLI(t), &browser{}
	c.machine.browse = visitor.open
	// The simulator itself knows one redirect URL, and this isn't it: the browser stays on the vendor's page.
	c.fails(1, "nobody logged in within 300ms", c.spiroLine(server, server.OAuthURL, "--redirect-url", freePort, "--timeout", "300ms")...)
	if page := visitor.ended(); !strings.Contains(page, "redirect uri included is not valid") {
		t.Errorf("the browser ended on %s", page)
	}
	if said := c.shown.String(); !strings.Contains(said, "must stand in spiro, under Settings > API Tokens, exactly as it stands here") {
		t.Errorf("nothing says what to do:\n%s", said)
	}
}

func TestLoginThatIsInterrupted(t *testing.T) {
	t.Parallel()
	server, c := vendortest.NewSpiro(t), newCLI(t)
	ctx, cancel := context.WithCancel(t.Context())
	c.machine.browse = func(string) error { cancel(); return nil }
	code, _, errs := c.runUnder(ctx, c.spiroLine(server, server.OAuthURL, "--redirect-url", freePort)...)
	if code != 130 || !strings.Contains(errs, "interrupted") || strings.Contains(errs, "--help") {
		t.Errorf("exit %d: %s", code, errs)
	}
}

func TestLoginWithoutAPlaceToComeBackTo(t *testing.T) {
	t.Parallel()
	server, c := vendortest.NewSpiro(t), newCLI(t)
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	c.fails(1, "if another program has the port", c.spiroLine(server, server.OAuthURL, "--redirect-url", "http://"+taken.Addr().String()+"/callback")...)
	for _, redirect := range []string{"https://apps.example.com/callback", "https://localhost:8000/", "http://192.0.2.1/callback",
		"http://localho\u017ft:8000/", "http://localhost.:8000/", "http://127.0.0.1.:8000/", "http://0.0.0.0:8000/"} {
		c.fails(2, "Add --paste", c.spiroLine(server, server.OAuthURL, "--redirect-url", redirect)...)
	}
	for _, redirect := range []string{"localhost", "callback", "http://%zz", "http://user:planted-password@127.0.0.1/"} {
		c.fails(2, "--redirect-url: give a whole URL", c.spiroLine(server, server.OAuthURL, "--redirect-url", redirect)...)
	}
	if strings.Contains(c.shown.String(), "planted-password") {
		t.Error("a password in a URL was printed")
	}
}

func TestLandingIgnoresWhatIsNoResponse(t *testing.T) {
	t.Parallel()
	server, c := vendortest.NewSpiro(t), newCLI(t)
	var statuses []int
	visitor := &browser{}
	c.machine.browse = func(address string) error {
		page, _ := url.Parse(address)
		place := page.Query().Get("redirect_uri")
		for _, other := range []string{place, strings.Replace(place, "/callback", "/favicon.ico", 1), place + "/x?code=1&state=2"} {
			response, err := http.Get(other)
			if err != nil {
				return err
			}
			response.Body.Close()
			statuses = append(statuses, response.StatusCode)
			if policy := response.Header.Get("Referrer-Policy"); policy != "no-referrer" {
				t.Errorf("Referrer-Policy %q", policy)
			}
		}
		if response, err := http.Post(place+"?code=1&state=2", "", nil); err == nil {
			response.Body.Close()
			statuses = append(statuses, response.StatusCode)
		}
		return visitor.open(address)
	}
	c.must(c.spiroLine(server, spiroSite(t, server, nil), "--redirect-url", "http://localhost:0/callback")...)
	visitor.ended()
	want := []int{400, 404, 404, 404}
	if len(statuses) != len(want) {
		t.Fatalf("responses %v", statuses)
	}
	for i := range want {
		if statuses[i] != want[i] {
			t.Errorf("responses %v, want %v", statuses, want)
			break
		}
	}
}

func TestLogInToSpiroByPasting(t *testing.T) {
	t.Parallel()
	const redirect = "https://apps.example.com/callback"
	for _, test := range []struct {
		name  string
		paste func(address string, back url.Values) string
		code  int
		want  string
	}{
		{"the address", func(a string, _ url.Values) string { return a }, 0, "logged in"},
		{"in quotes", func(a string, _ url.Values) string { return ` "` + a + `" ` }, 0, "logged in"},
		{"the query", func(_ string, v url.Values) string { return v.Encode() }, 0, "logged in"},
		{"the code", func(_ string, v url.Values) string { return v.Get("code") }, 0, "logged in"},
		{"another state", func(a string, v url.Values) string { return strings.Replace(a, v.Get("state"), "mallory", 1) }, 1, "has another state"},
		{"no state", func(_ string, v url.Values) string { return redirect + "?code=" + v.Get("code") }, 1, "has no state"},
		{"a refusal", func(string, url.Values) string { return redirect + "?error=access_denied" }, 1, "was refused"},
		{"nothing", func(string, url.Values) string { return "" }, 1, "nothing was pasted"},
		{"no code", func(string, url.Values) string { return redirect }, 1, "has no code in it"},
		{"an empty query", func(string, url.Values) string { return redirect + "?a=b" }, 1, "has no code in it"},
		{"the login page", func(string, url.Values) string {
			return "https://engine.spiro.ai/oauth/authorize?client_id=1&response_type=code"
		}, 1, "address of the login page"},
		{"a sentence", func(string, url.Values) string { return "it did not work" }, 1, "has no code in it"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			server, c := vendortest.NewSpiro(t), newCLI(t)
			site := spiroSite(t, server, nil)
			// Standard input is a pipe from somebody who reads the terminal and has a browser elsewhere.
			read, written := io.Pipe()
			defer read.Close()
			c.machine.in = read
			reader := &screen{prefix: site, follow: func(page string) {
				response, err := noRedirects().Get(page)
				if err != nil {
					written.CloseWithError(err)
					return
				}
				response.Body.Close()
				address := response.Header.Get("Location")
				target, _ := url.Parse(address)
				go io.WriteString(written, test.paste(address, target.Query())+"\n")
			}}
			var out bytes.Buffer
			line := append(c.spiroLine(server, site, "--paste", "--redirect-url", redirect), "--store", c.folder)
			code := runOn(t.Context(), c.machine, line, &out, reader)
			if said := out.String() + reader.text(); code != test.code || !strings.Contains(said, test.want) {
				t.Errorf("exit %d, want %d with %q; printed:\n%s", code, test.code, test.want, said)
			}
		})
	}
}

func TestPasteIsAskedForWithoutEcho(t *testing.T) {
	t.Parallel()
	server, c := vendortest.NewSpiro(t), newCLI(t)
	c.answers["Address"] = server.Credentials().Code
	c.must(c.spiroLine(server, server.OAuthURL, "--paste")...)
	if len(c.asked) != 1 || !strings.HasSuffix(c.asked[0], "(hidden)") {
		t.Errorf("asked %q", c.asked)
	}
	if strings.Contains(c.shown.String(), server.Credentials().Code) {
		t.Error("the code was printed")
	}
}
