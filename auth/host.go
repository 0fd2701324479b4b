package auth

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// parseBase reads the base URL of a vendor's server: https, or http on loopback, and nothing but scheme, host and path.
func parseBase(vendor, field, text string) (*url.URL, error) {
	// A parse error quotes its input, which may hold a password, so it isn't passed on.
	u, err := url.Parse(strings.TrimSpace(text))
	switch {
	case err != nil || u.Host == "" || u.Opaque != "" || u.Hostname() == "":
		return nil, configError(vendor, field+" must be a whole URL, like https://example.com")
	case u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return nil, configError(vendor, field+" must have no user, query or fragment")
	case !wiretext.Secure(u):
		return nil, configError(vendor, field+" must be https (http only on loopback)")
	}
	if _, ok := wiretext.Host(u.Scheme, u.Host); !ok {
		return nil, configError(vendor, field+" must name a host in ASCII (a name in other letters begins with xn-- there), with a port of 0 to 65535 if any")
	}
	return u, nil
}

// binding is the one host that a credential may be sent to.
type binding struct {
	scheme, name string   // as they were given
	hosts        []string // the name as wiretext.Host writes it, with each port that may be asked
	loopback     bool
}

// bind takes a host ("app.example.com", "127.0.0.1:8080") or the base URL of one.
func bind(vendor, host string) (binding, error) {
	text := strings.TrimSpace(host)
	if text == "" {
		return binding{}, configError(vendor, "a credential must be bound to a host; none was given")
	}
	either := false // a bare loopback host may be asked by http and by https
	if !strings.Contains(text, "://") {
		scheme := "https://"
		if u, err := url.Parse("http://" + text); err == nil && wiretext.Loopback(u.Hostname()) {
			scheme, either = "http://", true
		}
		text = scheme + text
	}
	u, err := parseBase(vendor, "the host that a credential is bound to", text)
	if err != nil {
		return binding{}, err
	}
	b := binding{scheme: u.Scheme, name: u.Host, loopback: wiretext.Loopback(u.Hostname())}
	for _, scheme := range []string{"https", "http"} {
		if written, ok := wiretext.Host(scheme, u.Host); ok && (either || scheme == u.Scheme) {
			b.hosts = append(b.hosts, written)
		}
	}
	return b, nil
}

// allows reports whether req goes to the bound host, by https or on loopback.
func (b binding) allows(req *http.Request) bool {
	u := req.URL
	if u == nil || u.Opaque != "" {
		return false
	}
	if u.Scheme != "https" && (u.Scheme != "http" || !b.loopback) {
		return false
	}
	// The Host header picks the site behind a shared front, so it has to fit as well.
	return b.is(u.Scheme, u.Host) && (req.Host == "" || req.Host == u.Host || b.is(u.Scheme, req.Host))
}

// is reports whether a host is the bound one, by the port that it has, or else by the scheme's.
func (b binding) is(scheme, host string) bool {
	if host == b.name && scheme == b.scheme { // as it was given, which is the usual case
		return host != ""
	}
	written, ok := wiretext.Host(scheme, host)
	return ok && slices.Contains(b.hosts, written)
}
