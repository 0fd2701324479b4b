package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-8da6be54/vendorkit/internal/logins"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// haloLine is a command line that logs in to a Halo.
func haloLine(server *vendortest.Server, more ...string) []string {
	return append([]string{"login", "halo", "--base-url", server.URL, "--client-id", server.Credentials().ClientID}, more...)
}

// paste logs in with a browser elsewhere. Edit may change what the vendor's page sends back.
func (c *cli) paste(server *vendortest.Server, line []string, edit func(url.Values)) (code int, said string) {
	c.t.Helper()
	read, written := io.Pipe()
	defer read.Close()
	c.machine.in = read
	reader := &screen{prefix: server.OAuthURL, follow: func(page string) {
		response, err := noRedirects().Get(page)
		if err != nil {
			written.CloseWithError(err)
			return
		}
		response.Body.Close()
		back, err := url.Parse(response.Header.Get("Location"))
		if err != nil || back.Host == "" { // the browser stays on the vendor's page
			written.Close()
			return
		}
		values := back.Query()
		if edit != nil {
			edit(values)
		}
		back.RawQuery = values.Encode()
		go io.WriteString(written, back.String()+"\n")
	}}
	var out bytes.Buffer
	code = runOn(c.t.Context(), c.machine, append(line, "--paste", "--store", c.folder), &out, reader)
	c.shown.WriteString(out.String() + reader.text())
	return code, out.String() + reader.text()
}

func TestLogInToHaloByItself(t *testing.T) {
	t.Parallel()
	server, c := vendortest.NewHalo(t), newCLI(t)
	given := server.Credentials()
	out := c.must(haloLine(server, "--client-secret-file", c.file(given.ClientSecret))...)
	if !strings.HasPrefix(out, "logged in to halo, account default; the access token is good until ") || !strings.HasSuffix(out, ", and another is asked for after that\n") {
		t.Errorf("printed %q", out)
	}
	s, ours := logins.SettingsOf(c.record("halo", "default"))
	if !ours || s.Flow != logins.FlowClient || s.Tenant != given.Tenant || s.OAuthURL != server.OAuthURL+"/auth" || s.ClientSecret.Reveal() != given.ClientSecret {
		t.Errorf("kept settings %+v", s)
	}
	first := c.must("token", "halo")
	if first != c.record("halo", "default").AccessToken.Reveal()+"\n" {
		t.Error("token printed something other than the stored token")
	}
	for range 2 { // what asking again takes outlives the asking
		c.expire("halo", "default")
		if next := c.must("token", "halo"); next == first || next == "\n" {
			t.Errorf("no other token was asked for: %q", next)
		}
	}
	c.must("login", "halo") // the way, the instance and the application are those of the first login
	if got := server.Tokens(); got.Issued != 4 || got.Refreshed != 0 || got.Refused != 0 {
		t.Errorf("%+v, want four tokens", got)
	}
	if n := server.Count("authinfo"); n != 1 {
		t.Errorf("the instance was asked %d times where to log in", n)
	}
	var list []account
	if err := json.Unmarshal([]byte(c.must("accounts", "--json")), &list); err != nil || len(list) != 1 || list[0].Flow != logins.FlowClient || list[0].Refresh || list[0].Server != hostOf(server.URL) {
		t.Errorf("accounts: %+v, %v", list, err)
	}
	if out := c.must("logout", "halo"); out != "halo, account default: forgotten here; halo documents no way to end it, so its tokens go on working\n" {
		t.Errorf("printed %q", out)
	}
	if shown := c.shown.String(); strings.Contains(shown, given.ClientSecret) || strings.Contains(shown, strings.TrimSpace(first)) || !strings.Contains(shown, "says that logins are made at "+server.OAuthURL+"/auth, tenant acme") {
		t.Errorf("printed\n%s", shown)
	}
}

func TestLogInToHaloOnItsPage(t *testing.T) {
	t.Parallel()
	for name, secret := range map[string]bool{"a native application": false, "one with a secret": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server, c := vendortest.NewHalo(t), newCLI(t)
			line := haloLine(server)
			if secret {
				line = append(line, "--client-secret-file", c.file(server.Credentials().ClientSecret))
			}
			code, said := c.paste(server, line, nil)
			if code != 0 || !strings.Contains(said, "and is renewed after that") {
				t.Fatalf("exit %d:\n%s", code, said)
			}
			for range 2 {
				c.expire("halo", "default")
				c.must("token", "halo")
			}
			if got := server.Tokens(); got.Issued != 1 || got.Refreshed != 2 || got.Reused != 0 || got.Refused != 0 {
				t.Errorf("%+v, want one login and two renewals", got)
			}
			s, _ := logins.SettingsOf(c.record("halo", "default"))
			if s.Flow != logins.FlowCode || s.ClientSecret.IsZero() == secret {
				t.Errorf("kept settings %+v", s)
			}
			if strings.Contains(c.shown.String(), server.Credentials().ClientSecret) {
				t.Error("the client secret was printed")
			}
		})
	}
}

// Not parallel: the registered redirect URL has a port that only one can have.
func TestLogInToHaloInABrowser(t *testing.T) {
	server, c, visitor := vendortest.NewHalo(t), newCLI(t), &browser{}
	probe, err := net.Listen("tcp", "127.0.0.1:53682")
	if err != nil {
		t.Skip("the port is taken:", err)
	}
	probe.Close()
	c.machine.browse = visitor.open
	c.must(haloLine(server)...)
	if page := visitor.ended(); !strings.HasPrefix(page, "200") {
		t.Errorf("the browser ended on %s", page)
	}
	if c.record("halo", "default").RefreshToken.IsZero() {
		t.Error("there is no refresh token in the store")
	}
	c.fails(1, "nobody logged in within 300ms", haloLine(server, "--redirect-url", freePort, "--timeout", "300ms")...)
	if page := visitor.ended(); !strings.Contains(page, "redirect_uri") {
		t.Errorf("the browser ended on %s", page)
	}
	if said := c.shown.String(); !strings.Contains(said, "must stand in halo, under Configuration > Integrations > Halo API, exactly as it stands here") {
		t.Errorf("nothing says what to do:\n%s", said)
	}
}

func TestLogInToHaloByPassword(t *testing.T) {
	t.Parallel()
	server, c := vendortest.NewHalo(t), newCLI(t)
	given := server.Credentials()
	c.answers["Password"] = "planted-wrong-password"
	c.fails(1, "Check --username and --password-file", haloLine(server, "--username", given.Username)...)
	c.answers["Password"] = given.Password
	out := c.must(haloLine(server, "--username", given.Username)...)
	if !strings.HasPrefix(out, "logged in to halo, account default, as "+given.Username+";") || !strings.HasSuffix(out, "and is renewed after that\n") {
		t.Errorf("printed %q", out)
	}
	c.expire("halo", "default")
	c.must("token", "halo")
	if got := server.Tokens(); got.Issued != 1 || got.Refreshed != 1 {
		t.Errorf("%+v, want one login and one renewal", got)
	}
	c.must("login", "halo") // by password again
	out = c.must(haloLine(server, "--username", given.Username, "--scopes", "read:tickets", "--account", "short")...)
	if !strings.HasSuffix(out, "and can't be renewed\n") {
		t.Errorf("printed %q", out)
	}
	c.expire("halo", "short")
	c.fails(1, "Run 'vendorkit login halo --account short --store "+c.folder+"'", "token", "halo", "--account", "short")
	if shown := c.shown.String(); strings.Contains(shown, "planted") || strings.Contains(shown, given.Password) {
		t.Errorf("a secret was printed:\n%s", shown)
	}
}

func TestLogInToHaloByAPIKey(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	line := []string{"login", "halo", "--base-url", "https://acme.halopsa.com"}
	with := func(more ...string) []string { return append(line[:len(line):len(line)], more...) }
	c.must(with("--token-file", c.file("planted-key-1"))...)
	if got := c.must("token", "halo"); got != "planted-key-1\n" {
		t.Error("token printed something else")
	}
	c.env[envToken] = "planted-key-2"
	c.must(line...)
	if got := c.must("token", "halo"); got != "planted-key-2\n" {
		t.Error("the key of the environment wasn't taken")
	}
	c.fails(2, "characters that can't be sent", with("--token-file", c.file("planted key"))...)
	c.fails(2, "must be https", "login", "halo", "--base-url", "http://acme.halopsa.com", "--account", "b")
	c.fails(2, "no user", "login", "halo", "--base-url", "https://u:planted@acme.halopsa.com", "--account", "b")
	c.fails(2, "--tenant has no meaning for a login to halo by token", with("--tenant", "acme")...)
	if out := c.must("accounts"); !strings.Contains(out, "has no end") || !strings.Contains(out, "acme.halopsa.com") {
		t.Errorf("accounts printed\n%s", out)
	}
	if out := c.must("logout", "halo"); !strings.Contains(out, "the token itself goes on working: removing it in Halo") {
		t.Errorf("logout printed %q", out)
	}
	if strings.Contains(c.shown.String(), "planted") {
		t.Errorf("a key was printed:\n%s", c.shown.String())
	}
}

func TestHaloLoginsThatAreRefused(t *testing.T) {
	t.Parallel()
	server, c := vendortest.NewHalo(t), newCLI(t)
	given := server.Credentials()
	c.env[envClientSecret] = given.ClientSecret
	c.fails(1, "Check --tenant", haloLine(server, "--tenant", "other")...)
	c.fails(1, "no read:users", haloLine(server, "--scopes", "all read:users")...)
	c.env[envClientSecret] = "planted-wrong-secret"
	c.fails(1, "Client ID and Secret (Services)", haloLine(server)...)
	server.Fail(vendortest.Fault{Operation: "token", Status: 400, Body: `{"error":"unauthorized_client","error_description":"planted-wrong-secret"}`})
	c.fails(1, "The application's login type", haloLine(server)...)
	server.Fail(vendortest.Fault{Operation: "authinfo", Status: 429, Header: http.Header{"Retry-After": {"9"}}})
	c.fails(1, "rate_limited (HTTP 429)", haloLine(server)...)
	server.Fail(vendortest.Fault{Operation: "authinfo", HTML200: true})
	c.fails(1, "a web page, not JSON", haloLine(server)...)
	c.fails(1, "--oauth-url and --tenant", "login", "halo", "--base-url", server.OAuthURL+"/elsewhere", "--client-id", given.ClientID)
	delete(c.env, envClientSecret)
	for want, edit := range map[string]func(url.Values){
		"was refused on halo's page":  func(v url.Values) { v.Del("code"); v.Set("error", "access_denied") },
		"must be registered exactly":  func(v url.Values) { v.Del("code"); v.Set("error", "invalid_redirect_uri") },
		"has another state":           func(v url.Values) { v.Set("state", "mallory") },
		"A code works once":           func(v url.Values) { v.Set("code", "planted-code") },
		"ended with an error (other)": func(v url.Values) { v.Del("code"); v.Set("error", "other") },
	} {
		if code, said := c.paste(server, haloLine(server), edit); code != 1 || !strings.Contains(said, want) {
			t.Errorf("%s: exit %d:\n%s", want, code, said)
		}
	}
	if code, said := c.paste(server, haloLine(server, "--redirect-url", "https://app.example.com/other"), nil); code != 1 || !strings.Contains(said, "nothing was pasted") {
		t.Errorf("redirect URL: exit %d:\n%s", code, said)
	}
	if !c.record("halo", "default").IsZero() || server.Tokens().Issued != 0 {
		t.Error("something was stored or issued")
	}
	if strings.Contains(c.shown.String(), "planted") || strings.Contains(c.shown.String(), given.ClientSecret) {
		t.Errorf("a secret was printed:\n%s", c.shown.String())
	}
}

// Two instances may have one login server, and what is kept for one of them isn't for the other.
func TestAHaloAccountStaysWithItsInstance(t *testing.T) {
	t.Parallel()
	server, c := vendortest.NewHalo(t), newCLI(t)
	c.must(haloLine(server, "--client-secret-file", c.file(server.Credentials().ClientSecret))...)
	c.env[envClientSecret] = "planted-never-sent"
	const other = "https://other.halopsa.com"
	was := "account default has a login of " + hostOf(server.URL)
	c.fails(2, was, "login", "halo", "--base-url", other, "--oauth-url", server.OAuthURL+"/auth", "--tenant", "acme")
	c.fails(2, was, "login", "halo", "--oauth-url", other)
	if n := server.Count("token"); n != 1 {
		t.Errorf("%d requests for tokens", n)
	}
}

// An instance that names another host as its login server isn't believed, and the way out is named.
func TestHaloInstanceThatIsNotBelieved(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	instance := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, `{"auth_url":"https://evil.example/auth","tenant_id":"acme"}`)
	}))
	defer instance.Close()
	c.env[envClientSecret] = "planted-secret"
	c.fails(1, `"evil.example" as its authorisation server`, "login", "halo", "--base-url", instance.URL, "--client-id", "1")
	c.fails(1, "--oauth-url and --tenant", "login", "halo", "--base-url", instance.URL, "--client-id", "1")
	if strings.Contains(c.shown.String(), "planted") {
		t.Error("a secret was printed")
	}
}

func TestHaloCommandLines(t *testing.T) {
	t.Parallel()
	const base = "https://acme.halopsa.com"
	for _, test := range []struct {
		name string
		args []string
		want string
	}{
		{"no instance", nil, "needs a base URL, and there is no terminal to ask at: give --base-url"},
		{"plain http", []string{"--base-url", "http://acme.halopsa.com"}, "must be https"},
		{"user in the URL", []string{"--base-url", "https://u:planted@acme.halopsa.com"}, "no user"},
		{"no client id", []string{"--base-url", base, "--tenant", "acme"}, "give --client-id"},
		{"no secret", []string{"--base-url", base, "--tenant", "acme", "--client-id", "1", "--by", "client"}, "give --client-secret-file or VENDORKIT_CLIENT_SECRET"},
		{"no key", []string{"--base-url", base, "--by", "token"}, "give --token-file or VENDORKIT_TOKEN"},
		{"no such way", []string{"--by", "magic"}, "--by: a login to halo is made by code, client, password, token"},
		{"a page for itself", []string{"--base-url", base, "--by", "client", "--paste"}, "--paste has no meaning for a login to halo by client"},
		{"login server by http", []string{"--base-url", base, "--oauth-url", "http://auth.halopsa.com", "--client-id", "1"}, "--oauth-url must be https"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := newCLI(t)
			c.fails(2, test.want, append([]string{"login", "halo"}, test.args...)...)
			if strings.Contains(c.shown.String(), "planted") {
				t.Errorf("a secret was printed:\n%s", c.shown.String())
			}
		})
	}
	c := newCLI(t)
	c.env[envToken], c.env[envClientSecret] = "planted", "planted"
	c.fails(2, "VENDORKIT_TOKEN and VENDORKIT_CLIENT_SECRET are both set", "login", "halo", "--base-url", base)
	c.fails(2, "--by: a login to spiro is made by code", "login", "spiro", "--by", "password")
	c.fails(2, "--tenant has no meaning for a login to spiro by code", "login", "spiro", "--tenant", "acme")
}

// The application's secret is a flow of its own, a page only with a flag that says so.
func TestHaloFlow(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		flags string
		env   string
		want  string
	}{
		{"", "", logins.FlowCode}, {"client-id", "", logins.FlowCode}, {"client-secret-file", "", logins.FlowClient}, {"client-id", envClientSecret, logins.FlowClient},
		{"paste client-secret-file", "", logins.FlowCode}, {"no-browser", envClientSecret, logins.FlowCode}, {"username client-secret-file", "", logins.FlowPassword},
		{"password-file", "", logins.FlowPassword}, {"token-file", envClientSecret, logins.FlowToken}, {"", envToken, logins.FlowToken}, {"client-id", envToken, logins.FlowCode},
	} {
		l := &login{vendor: halo(), flags: loginFlags{account: "a", timeout: time.Second}}
		l.env = func(name string) string { return map[string]string{test.env: "x"}[name] }
		l.given = func(flag string) bool { return slices.Contains(strings.Fields(test.flags), flag) }
		if flow, err := l.flow(); err != nil || flow != test.want {
			t.Errorf("--%s, %s: by %s, %v; want %s", test.flags, test.env, flow, err, test.want)
		}
	}
}

// A Halo that repeats whatever it was sent, through good and bad: none of it is printed.
func TestNothingLeaksOfHalo(t *testing.T) {
	t.Parallel()
	server, c := vendortest.NewHalo(t), newCLI(t)
	given := server.Credentials()
	secrets := map[string]string{"client secret": given.ClientSecret, "password": given.Password, "key": given.APIToken}
	echo := func(status int, known ...string) vendortest.Fault {
		body, _ := json.Marshal(map[string]string{"error": "invalid_grant", "error_description": "no " + strings.Join(known, " or ") + " or " + url.QueryEscape(known[0])})
		return vendortest.Fault{Operation: "token", Status: status, Body: string(body)}
	}
	remember := func(what string) {
		t.Helper()
		r := c.record("halo", "default")
		secrets[what+": access token"] = r.AccessToken.Reveal()
		if !r.RefreshToken.IsZero() {
			secrets[what+": refresh token"] = r.RefreshToken.Reveal()
		}
	}
	secretFile := c.file(given.ClientSecret)
	server.Fail(echo(401, given.ClientSecret))
	c.fails(1, "invalid_grant", haloLine(server, "--client-secret-file", secretFile)...)
	c.must(haloLine(server, "--client-secret-file", secretFile)...)
	remember("client credentials")
	c.expire("halo", "default")
	server.Fail(echo(500, given.ClientSecret, c.record("halo", "default").AccessToken.Reveal()))
	c.fails(1, "500", "token", "halo")
	c.answers["Password"] = given.Password
	server.Fail(echo(400, given.Password, given.Username))
	c.fails(1, "invalid_grant", haloLine(server, "--username", given.Username)...)
	c.must(haloLine(server, "--username", given.Username)...)
	remember("password")
	if code, said := c.paste(server, haloLine(server), func(v url.Values) {
		secrets["code"] = v.Get("code")
		server.Fail(echo(400, v.Get("code")))
	}); code != 1 || !strings.Contains(said, "invalid_grant") {
		t.Errorf("exit %d:\n%s", code, said)
	}
	if code, said := c.paste(server, haloLine(server), nil); code != 0 {
		t.Errorf("exit %d:\n%s", code, said)
	}
	remember("page")
	c.expire("halo", "default")
	server.Fail(echo(400, c.record("halo", "default").RefreshToken.Reveal(), given.ClientSecret))
	c.fails(1, "Run 'vendorkit login halo --store "+c.folder+"'", "token", "halo")
	c.must("login", "halo", "--base-url", server.URL, "--account", "key", "--token-file", c.file(given.APIToken))
	c.must("accounts")
	c.must("accounts", "--json")
	c.must("logout", "halo")
	for name, secret := range secrets {
		if secret == "" || strings.Contains(c.shown.String(), secret) || strings.Contains(c.shown.String(), url.QueryEscape(secret)) {
			t.Errorf("the %s was printed, or there is none", name)
		}
	}
	if t.Failed() {
		t.Logf("all that was printed:\n%s", c.shown.String())
	}
}
