package auth

import (
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// parseBase reads the base URL of a vendor's server: https, or http on loopback, and nothing but scheme, host and path.
func parseBase(vendor, field, text string) (*url.URL, error) {
	// A parse error quotes its input, which may hold a password, so it isn't passed on.
	u, err := url.Parse(strings.TrimSpace(text))
	switch {
	case err != nil || u.Host == "" || u.Opaque != "" || u.Hostname() == "":
		return nil, configError(vendor, field+" must be a whole URL, like https://example.com")
	case !asciiHost(u.Host):
		return nil, configError(vendor, field+" must name a host in ASCII (a name in other letters begins with xn-- there)")
	case u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return nil, configError(vendor, field+" must have no user, query or fragment")
	case u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())):
		return nil, configError(vendor, field+" must be https (http only on loopback)")
	}
	if _, ok := wiretext.Host(u.Scheme, u.Host); !ok {
		return nil, configError(vendor, field+" must name a host that can be asked, with a port of 0 to 65535 if any")
	}
	return u, nil
}

// loopback reports whether a host name without its port is this machine.
func loopback(name string) bool { return wiretext.Loopback(name) }

// asciiHost reports whether a host is written in ASCII. Of others a transport asks DNS for another name than the one that is
// seen, and letters of theirs become ASCII's in lower case.
func asciiHost(host string) bool {
	return strings.IndexFunc(host, func(r rune) bool { return r >= utf8.RuneSelf || r <= ' ' || r == '%' }) < 0
}

// canonicalHost writes a host in one way: lower case, no default port, no final dot. One that isn't ASCII is none: "". An
// address with a final dot is a name, which any DNS server may answer for, and stays as it is.
func canonicalHost(host, scheme string) string {
	if !asciiHost(host) {
		return ""
	}
	u := url.URL{Host: host}
	name, port := strings.ToLower(u.Hostname()), u.Port()
	if short := strings.TrimSuffix(name, "."); !isAddress(short) {
		name = short
	}
	if (scheme == "https" && port == "443") || (scheme == "http" && port == "80") {
		port = ""
	}
	if strings.Contains(name, ":") {
		name = "[" + name + "]"
	}
	if port != "" {
		name += ":" + port
	}
	return name
}

func isAddress(name string) bool {
	_, err := netip.ParseAddr(name)
	return err == nil
}

// binding is the one host that a credential may be sent to.
type binding struct {
	host     string
	loopback bool
}

// bind takes a host ("app.example.com", "127.0.0.1:8080") or the base URL of one.
func bind(vendor, host string) (binding, error) {
	text := strings.TrimSpace(host)
	if text == "" {
		return binding{}, configError(vendor, "a credential must be bound to a host; none was given")
	}
	if !strings.Contains(text, "://") {
		scheme := "https://"
		// A bare loopback host may be asked by http, so its scheme is left open by taking the laxer one.
		if u, err := url.Parse("http://" + text); err == nil && loopback(u.Hostname()) {
			scheme = "http://"
		}
		text = scheme + text
	}
	u, err := parseBase(vendor, "the host that a credential is bound to", text)
	if err != nil {
		return binding{}, err
	}
	return binding{host: canonicalHost(u.Host, u.Scheme), loopback: loopback(u.Hostname())}, nil
}

// allows reports whether req goes to the bound host, by https or on loopback.
func (b binding) allows(req *http.Request) bool {
	u := req.URL
	if u == nil || b.host == "" || u.Opaque != "" {
		return false
	}
	if u.Scheme != "https" && (u.Scheme != "http" || !b.loopback) {
		return false
	}
	// The Host header picks the site behind a shared front, so it has to fit as well.
	return b.is(u.Host, u.Scheme) && (req.Host == "" || req.Host == u.Host || b.is(req.Host, u.Scheme))
}

func (b binding) is(host, scheme string) bool {
	return host == b.host || canonicalHost(host, scheme) == b.host // neither is empty: allows has looked
}
