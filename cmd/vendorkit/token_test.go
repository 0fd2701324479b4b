package main

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/internal/logins"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

func TestTokenIsRenewedOnce(t *testing.T) {
	t.Parallel()
	server, c := vendortest.NewHolaspirit(t), newCLI(t)
	c.holaspirit(server)
	before := c.must("token", "holaspirit")
	if again := c.must("token", "holaspirit"); again != before || server.Tokens().Refreshed != 0 {
		t.Error("a good token was renewed")
	}
	c.expire("holaspirit", "default")
	var (
		all    sync.WaitGroup
		mu     sync.Mutex
		tokens = map[string]int{}
	)
	for range 8 {
		all.Go(func() {
			var out, errs strings.Builder
			code := runOn(t.Context(), c.machine, []string{"token", "holaspirit", "--store", c.folder}, &out, &errs)
			if code != 0 {
				t.Errorf("exit %d: %s", code, errs.String())
			}
			mu.Lock()
			defer mu.Unlock()
			tokens[out.String()]++
		})
	}
	all.Wait()
	if got := server.Tokens(); len(tokens) != 1 || tokens[before] != 0 || got.Refreshed != 1 || got.Reused != 0 {
		t.Errorf("%d different tokens, %+v; want one renewal", len(tokens), got)
	}
	s, ours := logins.SettingsOf(c.record("holaspirit", "default"))
	if !ours || s.Username != server.Credentials().Username {
		t.Errorf("after a renewal the settings are %+v", s)
	}
}

// What a renewal needs, secret included, comes from the store.
func TestTokenOfSpiroIsRenewed(t *testing.T) {
	t.Parallel()
	server, c := vendortest.NewSpiro(t), newCLI(t)
	c.answers["Address"] = server.Credentials().Code
	c.must(c.spiroLine(server, server.OAuthURL, "--paste")...)
	delete(c.env, envClientSecret)
	for range 3 {
		c.expire("spiro", "default")
		c.must("token", "spiro")
	}
	if got := server.Tokens(); got.Refreshed != 3 || got.Refused != 0 {
		t.Errorf("%+v, want three renewals", got)
	}
}

func TestTokenThatCannotBeHad(t *testing.T) {
	t.Parallel()
	server, c := vendortest.NewHolaspirit(t), newCLI(t)
	c.fails(1, "has no login for account default in "+c.folder+". Run 'vendorkit login holaspirit --store "+c.folder+"'", "token", "holaspirit")
	c.holaspirit(server)
	c.fails(1, "has no login for account home", "token", "holaspirit", "--account", "home")
	c.fails(1, "has no login", "token", "spiro")
	c.expire("holaspirit", "default")
	server.Advance(32 * 24 * time.Hour) // the refresh token lives for a month
	c.fails(1, "Run 'vendorkit login holaspirit --store "+c.folder+"'", "token", "holaspirit")
	if out := c.must("accounts"); !strings.Contains(out, "expired") {
		t.Errorf("accounts printed\n%s", out)
	}
	server.Close()
	c.fails(1, "unreachable", "token", "holaspirit")
}

func TestWhichAccount(t *testing.T) {
	t.Parallel()
	server, c := vendortest.NewHolaspirit(t), newCLI(t)
	c.holaspirit(server, "--account", "Ann's team")
	if got := c.must("token", "holaspirit"); got != c.record("holaspirit", "Ann's team").AccessToken.Reveal()+"\n" {
		t.Error("the only account wasn't taken")
	}
	c.holaspirit(server, "--account", "b")
	c.fails(2, `--account: holaspirit has several, give one of "Ann's team", b`, "token", "holaspirit")
	c.fails(2, "--account: holaspirit has several", "logout", "holaspirit")
	c.holaspirit(server)
	if got := c.must("token", "holaspirit"); got != c.record("holaspirit", "default").AccessToken.Reveal()+"\n" {
		t.Error("the account named default wasn't taken")
	}
	if got := c.must("token", "holaspirit", "--account", "b"); got != c.record("holaspirit", "b").AccessToken.Reveal()+"\n" {
		t.Error("the named account wasn't taken")
	}
}

// An interrupt during a renewal must not lose the refresh token that is on its way.
func TestTokenThatIsInterrupted(t *testing.T) {
	t.Parallel()
	server, c := vendortest.NewHolaspirit(t), newCLI(t)
	c.holaspirit(server)
	c.expire("holaspirit", "default")
	server.Fail(vendortest.Fault{Operation: "token", Delay: 300 * time.Millisecond})
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		for server.Count("token") < 2 {
			time.Sleep(time.Millisecond)
		}
		cancel()
	}()
	code, out, errs := c.runUnder(ctx, "token", "holaspirit")
	if code != 0 || !strings.Contains(errs, "interrupted") {
		t.Errorf("exit %d: %q", code, errs)
	}
	if got := server.Tokens(); out != c.record("holaspirit", "default").AccessToken.Reveal()+"\n" || got.Refreshed != 1 {
		t.Errorf("%+v after an interrupt", got)
	}
}

// A login that a program made lacks what this command needs to renew it.
func TestLoginOfAnotherProgram(t *testing.T) {
	t.Parallel()
	server, c := vendortest.NewHolaspirit(t), newCLI(t)
	source, err := auth.HolaspiritPassword(auth.HolaspiritConfig{
		BaseURL: server.URL, Username: server.Credentials().Username, Password: auth.NewSecret(server.Credentials().Password),
		Store: c.files(), Account: "theirs",
	})
	if err != nil {
		t.Fatal(err)
	}
	token, err := source.Token(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got := c.must("token", "holaspirit"); got != token.AccessToken+"\n" {
		t.Error("a good token of another program wasn't printed")
	}
	c.expire("holaspirit", "theirs")
	c.fails(1, "was made by another program", "token", "holaspirit")
	c.fails(1, "--local forgets it", "logout", "holaspirit")
	if server.Tokens().Refreshed != 0 {
		t.Error("its refresh token was used")
	}
	if out := c.must("logout", "holaspirit", "--local"); !strings.Contains(out, "forgotten here; the vendor wasn't asked") {
		t.Errorf("printed %q", out)
	}

	// The other way round a program goes on with a login of this command, and the command with the program's tokens.
	c.holaspirit(server)
	c.expire("holaspirit", "default")
	source, err = auth.HolaspiritRefresh(auth.HolaspiritConfig{BaseURL: server.URL, Store: c.files(), Account: "default"})
	if err != nil {
		t.Fatal(err)
	}
	if token, err = source.Token(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := c.must("token", "holaspirit"); got != token.AccessToken+"\n" {
		t.Error("the program's token wasn't taken over")
	}
	c.expire("holaspirit", "default")
	c.must("token", "holaspirit")
}
