package auth

import (
	"net/http"
	"net/netip"
	"net/url"
	"strings"
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
	case u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())):
		return nil, configError(vendor, field+" must be https (http only on loopback)")
	}
	return u, nil
}

// loopback reports whether a host name without its port is this machine.
func loopback(name string) bool {
	if strings.EqualFold(name, "localhost") {
		return true
	}
	addr, err := netip.ParseAddr(name)
	return err == nil && addr.Unmap().IsLoopback()
}

// canonicalHost writes a host in one way: lower case, no default port, no final dot.
func canonicalHost(host, scheme string) string {
	u := url.URL{Host: host}
	name, port := strings.ToLower(strings.TrimSuffix(u.Hostname(), ".")), u.Port()
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
	return host == b.host || canonicalHost(host, scheme) == b.host
}
