package main

import (
	"strings"
	"testing"
	"time"

	"github.com/seed-8da6be54/vendorkit/vendortest"
)

func TestLogoutOfHolaspiritRevokes(t *testing.T) {
	t.Parallel()
	server, c := vendortest.NewHolaspirit(t), newCLI(t)
	c.holaspirit(server)
	if out := c.must("logout", "holaspirit"); out != "holaspirit, account default: ended at the vendor and forgotten here\n" {
		t.Errorf("printed %q", out)
	}
	if server.Count("revoke") != 1 || server.Tokens().Revoked != 1 {
		t.Errorf("%d requests, %+v", server.Count("revoke"), server.Tokens())
	}
	if !c.record("holaspirit", "default").IsZero() {
		t.Error("the login is still there")
	}
	c.fails(1, "has no login", "logout", "holaspirit")

	// A login that has ended anyway is forgotten too.
	c.holaspirit(server)
	c.expire("holaspirit", "default")
	server.Advance(32 * 24 * time.Hour)
	c.must("logout", "holaspirit")
	if !c.record("holaspirit", "default").IsZero() || len(c.left()) > 0 {
		t.Errorf("something of the dead login is still there: %v", c.left())
	}
}

func TestLogoutThatTheVendorDoesNotHear(t *testing.T) {
	t.Parallel()
	server, c := vendortest.NewHolaspirit(t), newCLI(t)
	c.holaspirit(server)
	server.Fail(vendortest.Fault{Operation: "revoke", Status: 503})
	c.fails(1, "Nothing was forgotten; --local forgets the login", "logout", "holaspirit")
	if c.record("holaspirit", "default").IsZero() {
		t.Error("the login was forgotten and not ended")
	}
	server.Close()
	if out := c.must("logout", "holaspirit", "--local"); !strings.Contains(out, "forgotten here; the vendor wasn't asked to end it") {
		t.Errorf("printed %q", out)
	}
	if !c.record("holaspirit", "default").IsZero() {
		t.Error("the login is still there")
	}
}

func TestLogoutOfSpiroForgets(t *testing.T) {
	t.Parallel()
	server, c := vendortest.NewSpiro(t), newCLI(t)
	c.answers["Address"] = server.Credentials().Code
	c.must(c.spiroLine(server, server.OAuthURL, "--paste", "--account", "sales")...)
	before := len(server.Requests())
	out := c.must("logout", "spiro")
	if !strings.HasPrefix(out, "spiro, account sales: forgotten here; spiro documents no way to end it from here") {
		t.Errorf("printed %q", out)
	}
	if len(server.Requests()) != before || !c.record("spiro", "sales").IsZero() {
		t.Error("it asked the vendor, or the login is still there")
	}
}
