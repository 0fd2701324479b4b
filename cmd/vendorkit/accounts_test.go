package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-8da6be54/vendorkit/auth"
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
		{Vendor: "holaspirit", Account: "reports", Flow: flowToken, Server: "app.holaspirit.com"},
		{Vendor: "holaspirit", Account: "two words", Flow: flowPassword, Server: hostOf(hola.URL), User: hola.Credentials().Username, Refresh: true},
		{Vendor: "spiro", Account: "default", Flow: flowCode, Server: hostOf(spiro.URL), User: spiro.Credentials().Username},
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
