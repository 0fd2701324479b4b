package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/internal/logins"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

func TestAccounts(t *testing.T) {
	t.Parallel()
	hola, spiro, c := vendortest.NewHolaspirit(t), vendortest.NewSpiro(t), newCLI(t)
	if code, out, errs := c.run("accounts"); code != 0 || out != "" || !strings.Contains(errs, "no logins in "+c.folder) {
		t.Errorf("exit %d: %q, %q", code, out, errs)
	}
	if out := c.must("accounts", "--json"); out != "[]\n" {
		t.Errorf("printed %q", out)
	}
	if _, err := os.Stat(c.folder); !os.IsNotExist(err) {
		t.Errorf("a command that only looks made a folder: %v", err)
	}

	c.holaspirit(hola, "--account", "two words")
	c.must("login", "holaspirit", "--account", "reports", "--token-file", c.file(hola.Credentials().APIToken))
	c.answers["Address"] = spiro.Credentials().Code
	c.must(c.spiroLine(spiro, spiro.OAuthURL, "--paste")...)
	c.change("spiro", "default", func(r *auth.Record) { r.RefreshToken = auth.Secret{} })

	var got []account
	if err := json.Unmarshal([]byte(c.must("accounts", "--json")), &got); err != nil {
		t.Fatal(err)
	}
	want := []account{
		{Vendor: "holaspirit", Account: "reports", Flow: logins.FlowToken, Server: "app.holaspirit.com"},
		{Vendor: "holaspirit", Account: "two words", Flow: logins.FlowPassword, Server: hostOf(hola.URL), User: hola.Credentials().Username, Refresh: true},
		{Vendor: "spiro", Account: "default", Flow: logins.FlowCode, Server: hostOf(spiro.URL), User: spiro.Credentials().Username},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(account{}, "Expiry")); diff != "" {
		t.Error(diff)
	}
	for i, a := range got {
		if a.Expiry.IsZero() != (i == 0) {
			t.Errorf("%s: expiry %v", a.Account, a.Expiry)
		}
	}
	lines := strings.Split(c.must("accounts"), "\n")
	if len(lines) != 5 || !strings.HasPrefix(lines[0], "VENDOR") || !strings.Contains(lines[2], `"two words"`) || !strings.Contains(lines[2], " yes ") || !strings.Contains(lines[3], " no ") {
		t.Errorf("printed\n%s", strings.Join(lines, "\n"))
	}
	for _, secret := range []string{hola.Credentials().APIToken, spiro.Credentials().ClientSecret, c.record("spiro", "default").AccessToken.Reveal(), c.record("holaspirit", "two words").RefreshToken.Reveal()} {
		if strings.Contains(c.shown.String(), secret) {
			t.Errorf("a secret was printed:\n%s", c.shown.String())
		}
	}
}

// A file that can't be read is named, with the others listed.
func TestAccountsNamesWhatItCannotRead(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.must("login", "holaspirit", "--account", "good", "--token-file", c.file("api:planted-token"))
	c.must("login", "holaspirit", "--account", "bad", "--token-file", c.file("api:planted-token"))
	names, err := filepath.Glob(filepath.Join(c.folder, "*-bad-*.json"))
	if err != nil || len(names) != 1 {
		t.Fatalf("%v, %v", names, err)
	}
	if err := os.WriteFile(names[0], []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, form := range [][]string{{"accounts"}, {"accounts", "--json"}} {
		code, out, errs := c.run(form...)
		if code != 1 || !strings.Contains(out, "good") || strings.Contains(out, "bad") || !strings.Contains(errs, names[0]+" is damaged") {
			t.Errorf("%v: exit %d\n%s\n%s", form, code, out, errs)
		}
	}
	c.fails(1, "can't tell which account is meant", "token", "holaspirit")
	c.must("token", "holaspirit", "--account", "good")
	if strings.Contains(c.shown.String(), "planted") {
		t.Errorf("a secret was printed:\n%s", c.shown.String())
	}
	if err := os.WriteFile(filepath.Join(c.folder, "notes.json"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	c.must("logout", "holaspirit", "--account", "good")
	c.fails(1, "is damaged", "accounts")
}
