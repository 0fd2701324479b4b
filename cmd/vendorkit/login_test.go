package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// holaspirit logs in to a Holaspirit by password.
func (c *cli) holaspirit(server *vendortest.Server, more ...string) string {
	c.t.Helper()
	c.env[envPassword] = server.Credentials().Password
	defer delete(c.env, envPassword)
	return c.must(append([]string{"login", "holaspirit", "--base-url", server.URL, "--username", server.Credentials().Username}, more...)...)
}

func (c *cli) file(text string) string {
	c.t.Helper()
	name := filepath.Join(c.t.TempDir(), "secret.txt")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		c.t.Fatal(err)
	}
	return name
}

func TestLoginVendorsAreWhole(t *testing.T) { // a vendor may do without a login on the command line
	t.Parallel()
	for _, v := range loginVendors() {
		if !slices.Contains(vendortest.Vendors(), v.Name) {
			t.Errorf("%s can be logged in to and isn't simulated", v.Name)
		}
		if v.Home == "" && !v.instances || v.about == "" || v.Resume == nil || v.code == nil && v.password == nil && v.Static == nil {
			t.Errorf("%s: the entry isn't whole", v.Name)
		}
		if v.Static != nil && v.toEndKey == "" || v.code != nil && v.clientsAt == "" || v.publicClient == "" && v.clientsAt == "" {
			t.Errorf("%s: words are missing", v.Name)
		}
	}
}

func TestLogInByPassword(t *testing.T) {
	t.Parallel()
	given := func(server *vendortest.Server) vendortest.Credentials { return server.Credentials() }
	for _, test := range []struct {
		name    string
		prepare func(c *cli, server *vendortest.Server) []string
		asked   string
	}{
		{"asked for everything", func(c *cli, s *vendortest.Server) []string {
			c.answers["User name"], c.answers["Password"] = given(s).Username, given(s).Password
			return nil
		}, "User name at holaspirit: |Password of ada.abara1@example.com at HOST:  (hidden)"},
		{"asked for the password", func(c *cli, s *vendortest.Server) []string {
			c.answers["Password"] = given(s).Password
			return []string{"--username", given(s).Username}
		}, "Password of ada.abara1@example.com at HOST:  (hidden)"},
		{"from the environment", func(c *cli, s *vendortest.Server) []string {
			c.env[envPassword] = given(s).Password
			return []string{"--username", given(s).Username}
		}, ""},
		{"from a file", func(c *cli, s *vendortest.Server) []string {
			c.env[envPassword] = "wrong"
			return []string{"--username", given(s).Username, "--password-file", c.file(given(s).Password + "\r\n")}
		}, ""},
		{"from standard input", func(c *cli, s *vendortest.Server) []string {
			c.machine.in = strings.NewReader("\xef\xbb\xbf" + given(s).Password + "\n")
			return []string{"--username", given(s).Username, "--password-file", "-"}
		}, ""},
		{"with an application of one's own", func(c *cli, s *vendortest.Server) []string {
			c.env[envPassword] = given(s).Password
			return []string{"--username", given(s).Username, "--client-id", given(s).ClientID, "--client-secret-file", c.file(given(s).ClientSecret)}
		}, ""},
		{"with the public application named", func(c *cli, s *vendortest.Server) []string {
			c.env[envPassword], c.env[envClientSecret] = given(s).Password, "of-something-else"
			return []string{"--username", given(s).Username, "--client-id", auth.HolaspiritPublicClientID}
		}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			server, c := vendortest.NewHolaspirit(t), newCLI(t)
			more := test.prepare(c, server)
			out := c.must(append([]string{"login", "holaspirit", "--base-url", server.URL, "--account", "work"}, more...)...)
			if !strings.HasPrefix(out, "logged in to holaspirit, account work, as "+given(server).Username+"; the access token is good until ") {
				t.Errorf("printed %q", out)
			}
			if asked := strings.ReplaceAll(strings.Join(c.asked, "|"), hostOf(server.URL), "HOST"); asked != test.asked {
				t.Errorf("asked %q, want %q", asked, test.asked)
			}
			c.expire("holaspirit", "work")
			if token := c.must("token", "holaspirit"); token != c.record("holaspirit", "work").AccessToken.Reveal()+"\n" {
				t.Error("the renewed token isn't the stored one")
			}
			if got := server.Tokens(); got.Issued != 1 || got.Refreshed != 1 || got.Reused != 0 || got.Refused != 0 {
				t.Errorf("%+v, want one login and one renewal", got)
			}
		})
	}
}

func TestALoginReplacesTheEarlierOne(t *testing.T) {
	t.Parallel()
	server, c := vendortest.NewHolaspirit(t), newCLI(t)
	c.holaspirit(server)
	first := c.record("holaspirit", "default")
	c.env[envPassword] = "wrong"
	c.fails(1, "invalid_grant", "login", "holaspirit")
	if !c.record("holaspirit", "default").Equal(first) {
		t.Error("a login that failed changed the earlier one")
	}
	c.env[envPassword] = server.Credentials().Password
	c.must("login", "holaspirit") // server and user name are those of the first login
	if second := c.record("holaspirit", "default"); second.AccessToken.Equal(first.AccessToken) || second.Version <= first.Version {
		t.Errorf("after version %d comes version %d", first.Version, second.Version)
	}
	if got := server.Tokens(); got.Issued != 2 || got.Refreshed != 0 {
		t.Errorf("%+v, want two logins", got)
	}
}

func TestAnAccountStaysWithItsServer(t *testing.T) {
	t.Parallel()
	server, other, c := vendortest.NewHolaspirit(t), vendortest.NewHolaspirit(t), newCLI(t)
	c.holaspirit(server)
	c.answers["Password"] = "never asked for"
	c.fails(2, "account default has a login of "+hostOf(server.URL), "login", "holaspirit", "--base-url", other.URL)
	if len(c.asked) > 0 || len(other.Requests()) > 0 {
		t.Errorf("asked %q and sent %d requests", c.asked, len(other.Requests()))
	}
	c.holaspirit(other, "--account", "other")
	c.must("logout", "holaspirit")
	c.holaspirit(other)
}

// A client secret belongs to its client id.
func TestAnotherClientIDNeedsItsSecret(t *testing.T) {
	t.Parallel()
	server, c := vendortest.NewHolaspirit(t), newCLI(t)
	c.env[envClientSecret] = server.Credentials().ClientSecret
	c.holaspirit(server, "--client-id", server.Credentials().ClientID)
	delete(c.env, envClientSecret)
	c.env[envPassword] = server.Credentials().Password
	c.fails(2, "give --client-secret-file or VENDORKIT_CLIENT_SECRET", "login", "holaspirit", "--client-id", "another")
	c.must("login", "holaspirit")
}

func TestLoginsThatAreRefused(t *testing.T) {
	t.Parallel()
	server, c := vendortest.NewHolaspirit(t), newCLI(t)
	line := []string{"login", "holaspirit", "--base-url", server.URL, "--username", server.Credentials().Username}
	with := func(more ...string) []string { return append(line[:len(line):len(line)], more...) }
	c.env[envPassword] = "planted-wrong-password"
	c.fails(1, "invalid_grant (HTTP 400)", line...)
	c.fails(1, "Check --username and --password-file", line...)
	c.env[envPassword] = server.Credentials().Password
	c.env[envClientSecret] = "planted-wrong-secret"
	c.fails(1, "invalid_client (HTTP 400)", with("--client-id", "unknown")...)
	delete(c.env, envClientSecret)
	server.Fail(vendortest.Fault{Operation: "token", Status: 503, Body: "planted-wrong-password"})
	c.fails(1, "server_error (HTTP 503)", line...)
	server.Fail(vendortest.Fault{Operation: "token", HTML200: true})
	c.fails(1, "invalid_response", line...)
	server.Close()
	c.fails(1, "unreachable", line...)
	if !c.record("holaspirit", "default").IsZero() || len(c.left()) > 0 {
		t.Errorf("something was stored: %v", c.left())
	}
	if strings.Contains(c.shown.String(), "planted") {
		t.Error("a secret was printed")
	}
}

func TestLogInByStaticToken(t *testing.T) {
	t.Parallel()
	const token = "api:planted-token-1"
	c := newCLI(t)
	if out := c.must("login", "holaspirit", "--token-file", c.file(token+"\n")); !strings.Contains(out, "kept without asking the vendor") {
		t.Errorf("printed %q", out)
	}
	if got := c.must("token", "holaspirit"); got != token+"\n" {
		t.Error("token printed something else")
	}
	c.env[envToken] = "api:planted-token-2"
	c.must("login", "holaspirit")
	if got := c.must("token", "holaspirit"); got != "api:planted-token-2\n" {
		t.Error("the token of the environment wasn't taken")
	}
	c.env[envPassword] = "x"
	c.fails(2, "are both set", "login", "holaspirit")
	delete(c.env, envPassword)
	c.fails(2, `begins with "api:"`, "login", "holaspirit", "--token-file", c.file("planted-token-3"))
	c.fails(2, "--username has no meaning for a login to holaspirit by token", "login", "holaspirit", "--token-file", c.file(token), "--username", "ada")
	if out := c.must("accounts"); !strings.Contains(out, "has no end") {
		t.Errorf("accounts printed\n%s", out)
	}
	if out := c.must("logout", "holaspirit"); !strings.Contains(out, "forgotten here; the token itself goes on working") {
		t.Errorf("logout printed %q", out)
	}
	if strings.Contains(c.shown.String(), "planted") {
		t.Errorf("a token was printed:\n%s", c.shown.String())
	}
}

func TestLoginCommandLines(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		args []string
		want string
	}{
		{"no vendor", []string{"login"}, "VENDOR: give one of halo, holaspirit, humanity, spiro"},
		{"unknown vendor", []string{"login", "acme"}, `VENDOR: "acme" is unknown`},
		{"password on the command line", []string{"login", "holaspirit", "--password=planted"}, "unknown flag: --password"},
		{"secret as a second argument", []string{"login", "holaspirit", "planted"}, "VENDOR: give one of"},
		{"no account", []string{"login", "spiro", "--account", ""}, "--account: the name is empty"},
		{"no time", []string{"login", "spiro", "--timeout", "0s"}, "--timeout"},
		{"paste for a password", []string{"login", "holaspirit", "--paste"}, "--paste has no meaning for a login to holaspirit by password"},
		{"password for a page", []string{"login", "spiro", "--username", "ada"}, "--username has no meaning for a login to spiro by code"},
		{"login server that isn't apart", []string{"login", "holaspirit", "--oauth-url", "https://x"}, "--oauth-url has no meaning"},
		{"no static tokens", []string{"login", "spiro", "--token-file", "x"}, "spiro has no static tokens"},
		{"standard input twice", []string{"login", "spiro", "--client-secret-file", "-", "--paste"}, "only one secret can be read from standard input"},
		{"nobody to ask for a user", []string{"login", "holaspirit"}, "needs a user name, and there is no terminal to ask at: give --username"},
		{"nobody to ask for a password", []string{"login", "holaspirit", "--username", "ada"}, "give --password-file or VENDORKIT_PASSWORD"},
		{"nobody to ask for a client id", []string{"login", "spiro"}, "give --client-id"},
		{"nobody to ask for a client secret", []string{"login", "humanity", "--client-id", "1"}, "give --client-secret-file or VENDORKIT_CLIENT_SECRET"},
		{"secret without its id", []string{"login", "holaspirit", "--client-secret-file", "x"}, "give the --client-id"},
		{"secret for a file's name", []string{"login", "holaspirit", "--username", "ada", "--password-file", "planted"}, "--password-file: the file can't be opened"},
		{"plain http", []string{"login", "holaspirit", "--username", "ada", "--base-url", "http://example.com"}, "must be https"},
		{"password in a URL", []string{"login", "holaspirit", "--username", "ada", "--base-url", "https://ada:planted@example.com"}, "no user"},
		{"token of nobody", []string{"token"}, "VENDOR: give one of"},
		{"token of no account", []string{"token", "spiro", "--account", ""}, "--account: the name is empty"},
		{"accounts with an argument", []string{"accounts", "spiro"}, "accounts takes no arguments"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := newCLI(t)
			c.fails(2, test.want, test.args...)
			if strings.Contains(c.shown.String(), "planted") {
				t.Errorf("a secret was printed:\n%s", c.shown.String())
			}
		})
	}
}

// A flag whose variable a script hasn't set must not stand for what is usual: the vendor's own server, the user's own store.
func TestFlagsThatAreEmpty(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.env[envPassword] = "planted"
	for _, line := range []string{
		"login holaspirit --username ada --base-url", "login halo --base-url x.example --oauth-url", "login holaspirit --username", "login humanity --client-id",
		"login humanity --client-secret-file", "login halo --base-url x.example --tenant", "accounts --store", "token spiro --store", "call spiro listCompanies --store",
		"call spiro listCompanies --account", "call spiro listCompanies --all --from", "call spiro listCompanies --columns", "call spiro updateOpportunity --body",
		"call spiro getCompany --param id=1 --output", "drift spiro --out", "docs --write", "docs --addr", "fake spiro --addr", "spec spiro --format", "upstream spiro --from",
		"compare halo --with",
	} {
		words := append(strings.Fields(line), "")
		var said bytes.Buffer
		if code := runOn(t.Context(), c.machine, words, io.Discard, &said); code != 2 || !strings.Contains(said.String(), "vendorkit: "+words[len(words)-2]+":") {
			t.Errorf("%q: exit %d, %s", words, code, &said)
		}
	}
	if entries, err := os.ReadDir(c.folder); err == nil {
		t.Errorf("there is a store with %v", entries)
	}
}

func TestHelp(t *testing.T) {
	t.Parallel()
	for _, command := range []string{"login", "token", "accounts", "logout"} {
		c := newCLI(t)
		if out := c.must(command, "--help"); !strings.Contains(out, "Examples:") || !strings.Contains(out, "vendorkit "+command) {
			t.Errorf("%s --help printed\n%s", command, out)
		}
	}
}

func TestSecretFiles(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, want string }{
		"empty":     {"", "is empty"},
		"a newline": {"\n", "is empty"},
		"two lines": {"a\nb", "more than one line"},
		"UTF-16":    {"\xff\xfea\x00", "isn't plain UTF-8"},
		"huge":      {strings.Repeat("x", secretLimit+1), "more than one line"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCLI(t)
			c.fails(2, test.want, "login", "holaspirit", "--username", "ada", "--password-file", c.file(test.text))
		})
	}
	c := newCLI(t)
	got, err := c.machine.secretFile(t.Context(), "password-file", c.file("  with spaces \n"))
	if err != nil || got.Reveal() != "  with spaces " {
		t.Errorf("%q, %v", got.Reveal(), err)
	}
}

// What a person is asked has a time limit, and can be broken off.
func TestQuestionsEnd(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.machine.ask = func(ctx context.Context, _ string, _ bool) (string, error) { <-ctx.Done(); return "", ctx.Err() }
	c.fails(1, "no password was given within 50ms", "login", "holaspirit", "--username", "ada", "--timeout", "50ms")
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if code, _, errs := c.runUnder(ctx, "login", "holaspirit", "--username", "ada"); code != 130 || !strings.Contains(errs, "interrupted") {
		t.Errorf("exit %d: %s", code, errs)
	}
	c.machine.ask = func(context.Context, string, bool) (string, error) { return "", errors.New("input/output error") }
	c.fails(1, "the password can't be read: input/output error", "login", "holaspirit", "--username", "ada")
	c.answers = nil
	c.machine.ask = func(context.Context, string, bool) (string, error) { return " ", nil }
	c.fails(1, "no password was given", "login", "holaspirit", "--username", "ada")
}

func TestStoreThatCannotBeUsed(t *testing.T) {
	t.Parallel()
	server, c := vendortest.NewHolaspirit(t), newCLI(t)
	c.holaspirit(server)
	c.answers["Password"] = "never asked for"
	entries, err := filepath.Glob(filepath.Join(c.folder, "*.json"))
	if err != nil || len(entries) != 1 {
		t.Fatalf("%v, %v", entries, err)
	}
	check := func(code int, want string) {
		t.Helper()
		c.fails(code, want, "login", "holaspirit")
		c.fails(code, want, "token", "holaspirit")
		c.fails(code, want, "logout", "holaspirit")
	}
	if os.Chmod(entries[0], 0o644) == nil && os.Getuid() >= 0 {
		check(1, "other users may read it")
		os.Chmod(entries[0], 0o600)
	}
	whole, err := os.ReadFile(entries[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(entries[0], whole[:len(whole)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	check(1, "is damaged")
	if os.Chmod(c.folder, 0o777) == nil && os.Getuid() >= 0 {
		check(1, "other users may write into it")
		c.fails(1, "other users may write into it", "accounts")
		os.Chmod(c.folder, 0o700)
	}
	if len(c.asked) > 0 {
		t.Errorf("a person was asked %q for a login that couldn't be kept", c.asked)
	}
	if kept, err := os.ReadFile(entries[0]); err != nil || len(kept) != len(whole)/2 {
		t.Errorf("the damaged file was changed: %d bytes, %v", len(kept), err)
	}

	c = newCLI(t)
	c.folder = c.file("no folder")
	c.fails(1, "", "login", "holaspirit", "--username", "ada")
	c.fails(1, "", "accounts")
	c = newCLI(t)
	c.machine.configDir = func() (string, error) { return "", errors.New("no home") }
	c.folder = ""
	c.fails(2, "give one by --store", "accounts")
}

func TestUsualFolder(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	home := t.TempDir()
	c.machine.configDir = func() (string, error) { return home, nil }
	c.folder = ""
	c.must("login", "holaspirit", "--token-file", c.file("api:x"))
	if info, err := os.Stat(filepath.Join(home, "vendorkit")); err != nil || os.Getuid() >= 0 && info.Mode().Perm() != 0o700 {
		t.Errorf("%v, %v", info, err)
	}
}

func TestLogInToHumanity(t *testing.T) {
	t.Parallel()
	server, c := vendortest.NewHumanity(t), newCLI(t)
	given := server.Credentials()
	c.answers["Client id"], c.answers["Client secret"] = given.ClientID, given.ClientSecret
	c.answers["User name"], c.answers["Password"] = given.Username, "planted-wrong-password"
	c.fails(1, "SSO", "login", "humanity", "--base-url", server.URL)
	c.answers["Password"] = given.Password
	c.asked = nil
	c.must("login", "humanity", "--base-url", server.URL)
	want := "Client id (in humanity under Settings > API v2): |Client secret:  (hidden)|User name at humanity: |Password of " + given.Username + " at " + hostOf(server.URL) + ":  (hidden)"
	if asked := strings.Join(c.asked, "|"); asked != want {
		t.Errorf("asked %q, want %q", asked, want)
	}
	c.asked = nil
	c.must("login", "humanity")
	if len(c.asked) != 1 {
		t.Errorf("the second login asked %q", c.asked)
	}
	c.expire("humanity", "default")
	c.must("token", "humanity")
	if got := server.Tokens(); got.Issued != 2 || got.Refreshed != 1 || got.Reused != 0 {
		t.Errorf("%+v, want two logins and one renewal", got)
	}
	if out := c.must("logout", "humanity"); out != "humanity, account default: forgotten here; humanity documents no way to end it, so its tokens go on working\n" {
		t.Errorf("printed %q", out)
	}
	if shown := c.shown.String(); strings.Contains(shown, "planted") || strings.Contains(shown, given.Password) || strings.Contains(shown, given.ClientSecret) {
		t.Errorf("a secret was printed:\n%s", shown)
	}
}
