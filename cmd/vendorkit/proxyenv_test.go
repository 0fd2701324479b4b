package main

import (
	"bytes"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
)

func TestAProxyThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"::planted", "http://user:p%zzlanted@proxy.example.com:3128"} {
		for _, name := range []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"} {
			c := newCLI(t)
			c.loggedIn("spiro")
			c.env[name] = bad
			c.fails(2, name+": the environment's value isn't the URL of a proxy", "call", "spiro", "listCompanies")
			c.must("accounts")
			if c.env[strings.ToUpper(name)] = "http://proxy.example.com:3128"; name != strings.ToUpper(name) {
				c.must("call", "spiro", "listCompanies") // which is on loopback
			}
			if strings.Contains(c.shown.String(), "lanted") {
				t.Error("the value was shown")
			}
		}
	}
}

// TestProxiesAreReadAsNetHTTPReadsThem compares in a process of its own, since net/http reads the environment once.
func TestProxiesAreReadAsNetHTTPReadsThem(t *testing.T) {
	const value, request = "VENDORKIT_TEST_PROXY", "https://api.example.com/"
	if os.Getenv(value) != "" {
		r, err := http.NewRequest(http.MethodGet, request, nil)
		if err != nil {
			t.Fatal(err)
		}
		proxy, err := http.ProxyFromEnvironment(r)
		if got := isProxy(os.Getenv(value)); got != (proxy != nil && err == nil) {
			t.Errorf("%q: %t, net/http has %v, %v", os.Getenv(value), got, proxy, err)
		}
		return
	}
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"http://proxy.example.com:3128", "proxy.example.com:3128", "proxy", "socks5://proxy:1080", "http://user:secret@proxy", "::bad",
		"http://user:p%zz@proxy", "proxy.example.com:port", "[::1]:3128", "http://[::1", "//proxy", "http:", "user@proxy", " proxy", "%zz"} {
		cmd := exec.CommandContext(t.Context(), program, "-test.run=^"+t.Name()+"$")
		cmd.Env = []string{value + "=" + text, "HTTPS_PROXY=" + text}
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &out
		if err := cmd.Run(); err != nil {
			t.Errorf("%v: %s", err, &out)
		}
	}
}
