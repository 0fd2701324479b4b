package main

import (
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/internal/logins"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

func TestAddressesGetTheSchemeThatPeopleLeaveOut(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"":                              "",
		"acme.halopsa.com":              "https://acme.halopsa.com",
		" acme.halopsa.com/api ":        "https://acme.halopsa.com/api",
		"//acme.halopsa.com":            "https://acme.halopsa.com",
		"halo.example.com:8443/halo":    "https://halo.example.com:8443/halo",
		"localhost:8080":                "http://localhost:8080",
		"LOCALHOST":                     "http://LOCALHOST",
		"[::1]:8080":                    "http://[::1]:8080",
		"127.0.0.1.example.com":         "https://127.0.0.1.example.com",
		"localhost.example.com":         "https://localhost.example.com",
		"192.0.2.1":                     "https://192.0.2.1",
		"https://acme.halopsa.com":      "https://acme.halopsa.com",
		"http://acme.halopsa.com":       "http://acme.halopsa.com", // is refused, not mended
		"http:/acme.halopsa.com":        "http:/acme.halopsa.com",
		"ftp://acme.halopsa.com":        "ftp://acme.halopsa.com",
		"com.example.app:/oauth/landed": "com.example.app:/oauth/landed",
	} {
		if got := wholeURL(given); got != want {
			t.Errorf("%q is read as %q, want %q", given, got, want)
		}
	}
}

// Every vendor's login takes its server's address without the scheme, and keeps it whole.
func TestLogInAtABareAddress(t *testing.T) {
	t.Parallel()
	for _, vendor := range []string{"halo", "holaspirit", "humanity", "spiro"} {
		t.Run(vendor, func(t *testing.T) {
			t.Parallel()
			server, err := vendortest.Start(vendor)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { server.Close() })
			c, given := newCLI(t), server.Credentials()
			c.env[envPassword], c.env[envClientSecret] = given.Password, given.ClientSecret
			line := []string{"login", vendor, "--base-url", strings.TrimPrefix(server.URL, "http://"), "--client-id", given.ClientID}
			switch vendor {
			case "halo":
				line = append(line, "--by", "client")
			case "holaspirit", "humanity":
				line = append(line, "--username", given.Username)
			case "spiro":
				line = append(line, "--oauth-url", strings.TrimPrefix(server.OAuthURL, "http://"))
				if code, said := c.paste(server, line, nil); code != 0 {
					t.Fatal(said)
				}
			}
			if vendor != "spiro" {
				c.must(line...)
			}
			if s, _ := logins.SettingsOf(c.record(vendor, auth.DefaultAccount)); s.BaseURL != server.URL {
				t.Errorf("the login keeps %q, want %q", s.BaseURL, server.URL)
			}
		})
	}
}

// A host beyond this machine is asked by https, whatever is left out.
func TestABareHostIsHTTPS(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.must("login", "holaspirit", "--base-url", "holaspirit.example.com", "--token-file", c.file("api:planted"))
	if s, _ := logins.SettingsOf(c.record("holaspirit", auth.DefaultAccount)); s.BaseURL != "https://holaspirit.example.com" {
		t.Errorf("the login keeps %q", s.BaseURL)
	}
}
