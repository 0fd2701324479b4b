package wiretext

import (
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// Host writes a host in one way, as "name:port": lower case, with its port also where that is the scheme's own, and without the
// final dot of a name. It reports false for what credentials mustn't be bound to: no host, characters beyond ASCII (a transport
// asks DNS for another name than the one that is seen), a port that is none, a scheme other than http and https.
func Host(scheme, host string) (string, bool) {
	u := url.URL{Host: host}
	name, port := u.Hostname(), u.Port()
	bracketed := strings.HasPrefix(host, "[")
	switch {
	case name == "":
		return "", false
	case port == "":
		if rest := strings.TrimSuffix(host, ":"); rest != name && rest != "["+name+"]" {
			return "", false // what follows the name is no port
		}
		switch scheme {
		case "https":
			port = "443"
		case "http":
			port = "80"
		}
	}
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil || scheme != "https" && scheme != "http" {
		return "", false
	}
	port = strconv.FormatUint(number, 10)
	addr, err := netip.ParseAddr(name)
	switch {
	case err == nil && addr.Is6():
		return "[" + addr.String() + "]:" + port, bracketed && addr.Zone() == ""
	case err == nil:
		return addr.String() + ":" + port, !bracketed
	case bracketed:
		return "", false
	}
	if name, ok := hostName(name); ok {
		return name + ":" + port, true
	}
	return "", false
}

// hostName writes a name of DNS in lower case. An address with a final dot stays as it is, since it is a name then.
func hostName(name string) (string, bool) {
	lower := []byte(name)
	for i, b := range lower {
		switch {
		case b >= 'A' && b <= 'Z':
			lower[i] = b + 'a' - 'A'
		case b >= 'a' && b <= 'z', b >= '0' && b <= '9', b == '-', b == '_', b == '.':
		default:
			return "", false
		}
	}
	short := strings.TrimSuffix(string(lower), ".")
	if _, err := netip.ParseAddr(short); err == nil {
		return string(lower), true
	}
	return short, short != "" && short[0] != '.' && !strings.Contains(short, "..") && short[len(short)-1] != '.'
}

// SameHost reports whether two URLs lead to one host by one scheme, however they are spelled.
func SameHost(a, b *url.URL) bool {
	if a.Scheme != b.Scheme || a.Opaque != "" || b.Opaque != "" {
		return false
	}
	first, ok := Host(a.Scheme, a.Host)
	second, same := Host(b.Scheme, b.Host)
	return ok && same && first == second
}

// Loopback reports whether a host, without its port, is this machine: a loopback address, or the name localhost. Other names may
// be resolved by any DNS server, and "127.0.0.1." is such a name.
func Loopback(name string) bool {
	if len(name) == len("localhost") {
		if lower, ok := hostName(name); ok && lower == "localhost" {
			return true
		}
	}
	addr, err := netip.ParseAddr(name)
	return err == nil && addr.Unmap().IsLoopback()
}

// Secure reports whether credentials may travel to a URL: by https, or by http within this machine.
func Secure(u *url.URL) bool {
	return u.Scheme == "https" || u.Scheme == "http" && Loopback(u.Hostname())
}
