package wiretext

import (
	"crypto/tls"
	"errors"
	"net"
	"net/http"
)

// Lasting reports whether a connection failed for a reason that stays: a certificate that isn't trusted, a host that doesn't exist,
// a proxy that says the same the next time (see [ProxyError.Lasting]).
func Lasting(err error) bool {
	if _, untrusted := errors.AsType[*tls.CertificateVerificationError](err); untrusted {
		return true
	}
	if proxy, ok := errors.AsType[*ProxyError](err); ok && proxy.Lasting() {
		return true
	}
	unknown, ok := errors.AsType[*net.DNSError](err)
	return ok && unknown.IsNotFound
}

// TemporaryStatus reports whether a status is one of those that tend to pass: the server, or what stands before it, was too busy
// or not there. 429 isn't among them; it has rules of its own.
func TemporaryStatus(status int) bool {
	switch status {
	case http.StatusRequestTimeout, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}
