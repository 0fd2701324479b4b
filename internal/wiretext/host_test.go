package wiretext

import (
	"net/url"
	"strings"
	"testing"
)

func TestHostIsWrittenInOneWay(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"https://acme.example.com":           "acme.example.com:443",
		"https://ACME.Example.com:443":       "acme.example.com:443",
		"https://acme.example.com.":          "acme.example.com:443",
		"https://acme.example.com:":          "acme.example.com:443",
		"https://acme.example.com:0443":      "acme.example.com:443",
		"https://acme.example.com:80":        "acme.example.com:80",
		"http://acme.example.com":            "acme.example.com:80",
		"https://127.0.0.1":                  "127.0.0.1:443",
		"https://127.0.0.1.":                 "127.0.0.1.:443", // a name, not the address
		"https://[::1]:8443":                 "[::1]:8443",
		"https://[0:0:0:0:0:0:0:1]":          "[::1]:443",
		"https://xn--haloitsm-s0e.com":       "xn--haloitsm-s0e.com:443",
		"https://acme.halo\u0130tsm.com":     "", // a dotted capital I, which lower case makes an ASCII i
		"https://acme.halo\u0131tsm.com":     "",
		"https://ac\u212ae.example.com":      "", // the Kelvin sign
		"https://acme\u3002example.com":      "", // a full stop that IDNA makes a dot
		"https://acme.example.com%2eevil.it": "",
		"https://acme.example.com:65536":     "",
		"https://:443":                       "",
		"https://.":                          "",
		"ftp://acme.example.com":             "",
		"ftp://acme.example.com:443":         "",
	} {
		scheme, host, _ := strings.Cut(text, "://")
		if got, ok := Host(scheme, host); got != want && (ok || want != "") || ok != (want != "") {
			t.Errorf("%s: %q, %t, want %q", text, got, ok, want)
		}
	}
}

func TestSameHost(t *testing.T) {
	t.Parallel()
	for pair, want := range map[[2]string]bool{
		{"https://acme.example.com/a", "https://ACME.example.com:443/b?c"}: true,
		{"http://127.0.0.1:80", "http://127.0.0.1/x"}:                      true,
		{"https://acme.example.com", "http://acme.example.com"}:            false,
		{"https://acme.example.com", "https://acme.example.com:80"}:        false,
		{"https://acme.example.com:80", "http://acme.example.com"}:         false,
		{"https://acme.example.com", "https://acme.example.com.evil.it"}:   false,
		{"https://ac\u0130.example", "https://ac\u0130.example"}:           false, // what isn't ASCII is no host that can be trusted
		{"https://localhost", "https://127.0.0.1"}:                         false,
		{"https:acme.example.com", "https:acme.example.com"}:               false,
	} {
		a, err := url.Parse(pair[0])
		if err != nil {
			t.Fatal(err)
		}
		b, err := url.Parse(pair[1])
		if err != nil {
			t.Fatal(err)
		}
		if SameHost(a, b) != want || SameHost(b, a) != want {
			t.Errorf("%s and %s: %t", pair[0], pair[1], !want)
		}
	}
}

func TestLoopback(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"localhost": true, "LOCALHOST": true, "127.0.0.1": true, "127.8.9.1": true, "::1": true, "::ffff:127.0.0.1": true,
		"localho\u017ft": false, // a long s, which Unicode folds to s
		"localhost.":     false, "127.0.0.1.": false, "127.1": false, "0x7f.0.0.1": false, "2130706433": false, "a.localhost": false,
		"localhost.localdomain": false, "127.0.0.1.evil.it": false, "0.0.0.0": false, "::": false, "10.0.0.1": false, "": false,
	} {
		if Loopback(name) != want {
			t.Errorf("%q: %t", name, !want)
		}
	}
}

func TestCredentialsTravelByHTTPSOrWithinThisMachine(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{
		"https://acme.example.com": true, "https://127.0.0.1:8443": true, "http://127.0.0.1:8080": true, "http://[::1]:8080": true, "http://LOCALHOST": true,
		"http://acme.example.com": false, "http://localhost.evil.it": false, "ws://127.0.0.1": false, "HTTPS://acme.example.com": true, "//acme.example.com": false,
	} {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if Secure(u) != want {
			t.Errorf("%s: %t", address, !want)
		}
	}
}

// FuzzHost checks that whatever counts as a host is plain ASCII and is written the same way again.
func FuzzHost(f *testing.F) {
	for _, host := range []string{"acme.example.com", "ACME:443", "[::1]:80", "127.0.0.1.", "a\u0130", ":", "[", "a:b", "[::1%25lo]"} {
		f.Add(host)
	}
	f.Fuzz(func(t *testing.T, host string) {
		once, ok := Host("https", host)
		if !ok {
			return
		}
		for i := range len(once) {
			if once[i] <= ' ' || once[i] >= 0x7f || once[i] >= 'A' && once[i] <= 'Z' {
				t.Fatalf("%q became %q", host, once)
			}
		}
		if twice, ok := Host("https", once); !ok || twice != once {
			t.Fatalf("%q became %q, then %q, %t", host, once, twice, ok)
		}
	})
}
