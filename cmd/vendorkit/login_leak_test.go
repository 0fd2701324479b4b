package main

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// TestNothingLeaks runs the commands through good and bad, with vendors that repeat whatever they know, and looks for
// every secret in all that was printed.
func TestNothingLeaks(t *testing.T) {
	t.Parallel()
	hola, spiro, c := vendortest.NewHolaspirit(t), vendortest.NewSpiro(t), newCLI(t)
	secrets := map[string]string{
		"password": hola.Credentials().Password, "client secret": spiro.Credentials().ClientSecret, "code": spiro.Credentials().Code,
		"static token": hola.Credentials().APIToken, "wrong password": "planted-wrong-password",
	}
	remember := func(vendor, account string) {
		t.Helper()
		r := c.record(vendor, account)
		for name, secret := range map[string]auth.Secret{"access token": r.AccessToken, "refresh token": r.RefreshToken} {
			if secret.IsZero() {
				t.Fatalf("%s has no %s", vendor, name)
			}
			secrets[fmt.Sprintf("%s of %s, version %d", name, vendor, r.Version)] = secret.Reveal()
		}
	}
	echo := func(status int, known ...string) vendortest.Fault {
		body := fmt.Sprintf(`{"error":"invalid_grant","error_description":"no %s"}`, strings.Join(known, " or "))
		return vendortest.Fault{Operation: "token", Status: status, Body: body}
	}

	// Holaspirit
	c.env[envPassword] = secrets["wrong password"]
	hola.Fail(echo(400, secrets["wrong password"], url.QueryEscape(secrets["wrong password"])))
	c.fails(1, "invalid_grant", "login", "holaspirit", "--base-url", hola.URL, "--username", "ada")
	c.holaspirit(hola)
	remember("holaspirit", "default")
	c.expire("holaspirit", "default")
	hola.Fail(echo(500, c.record("holaspirit", "default").RefreshToken.Reveal()))
	c.fails(1, "500", "token", "holaspirit")
	c.must("token", "holaspirit")
	remember("holaspirit", "default")
	c.must("accounts")
	c.must("accounts", "--json")
	hola.Fail(vendortest.Fault{Operation: "revoke", Status: 400, Body: fmt.Sprintf(`{"error":"bad_request","error_description":"%s"}`, c.record("holaspirit", "default").AccessToken.Reveal())})
	c.fails(1, "Nothing was forgotten", "logout", "holaspirit")
	c.must("logout", "holaspirit")
	c.must("login", "holaspirit", "--token-file", c.file(secrets["static token"]), "--account", "static")
	c.must("accounts")
	c.must("logout", "holaspirit")

	// Spiro
	c.answers["Address"] = secrets["code"]
	spiro.Fail(echo(401, secrets["client secret"], secrets["code"]))
	c.fails(1, "invalid_grant", c.spiroLine(spiro, spiro.OAuthURL, "--paste")...)
	c.must(c.spiroLine(spiro, spiro.OAuthURL, "--paste")...)
	remember("spiro", "default")
	c.fails(1, "invalid_grant", c.spiroLine(spiro, spiro.OAuthURL, "--paste")...) // the code is spent
	c.expire("spiro", "default")
	spiro.Fail(echo(400, secrets["client secret"], c.record("spiro", "default").RefreshToken.Reveal()))
	c.fails(1, "Run 'vendorkit login spiro --store "+c.folder+"'", "token", "spiro")
	c.must("accounts")
	c.must("logout", "spiro")

	for name, secret := range secrets {
		for spelling, text := range map[string]string{"as it is": secret, "in a URL": url.QueryEscape(secret)} {
			if strings.Contains(c.shown.String(), text) {
				t.Errorf("the %s was printed %s", name, spelling)
			}
		}
	}
	if t.Failed() {
		t.Logf("all that was printed:\n%s", c.shown.String())
	}
}
