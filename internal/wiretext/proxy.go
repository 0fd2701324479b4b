package wiretext

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// ProxyError says that a request couldn't be sent through a proxy. The server behind it saw nothing. Neither the proxy's user nor
// its password shows.
type ProxyError struct {
	// Proxy is the proxy's host and port.
	Proxy string
	// Status is its response to CONNECT; 0 when that isn't known.
	Status int
	err    error
}

// Error names the proxy and says that nothing was sent.
func (e *ProxyError) Error() string {
	what, reason := "the proxy "+e.Proxy+" opened no tunnel", e.err.Error()
	_, untrusted := errors.AsType[*tls.CertificateVerificationError](e.err)
	switch op, isOp := errors.AsType[*net.OpError](e.err); {
	case e.Proxy == "":
		what = "the proxy's address can't be read"
	case isOp && (op.Op == "proxyconnect" || op.Op == "dial"):
		what = "the proxy " + e.Proxy + " can't be reached"
	case untrusted, errors.Is(e.err, context.Canceled), errors.Is(e.err, context.DeadlineExceeded), isOp && op.Op != "socks connect":
		what = "through the proxy " + e.Proxy
	case reason == "":
		return what + "; nothing was sent"
	}
	return what + ": " + reason + "; nothing was sent"
}

// Unwrap returns the transport's error.
func (e *ProxyError) Unwrap() error { return e.err }

// Lasting reports whether the proxy will say the same the next time: it wants a user and a password, or forbids the request. No
// number of attempts changes that, and proxies that count bad logins lock the user out.
func (e *ProxyError) Lasting() bool {
	if e.Proxy == "" {
		return true
	}
	status, text := e.Status, strings.TrimSpace(e.err.Error())
	if status == 0 && (text == "" || text == "unknown status code") { // which is net/http's, not a proxy's
		return true // 407, for all that anybody knows
	}
	text = strings.ToLower(text)
	for code := http.StatusBadRequest; status == 0 && code < http.StatusInternalServerError; code++ {
		if text == strings.ToLower(http.StatusText(code)) {
			status = code
		}
	}
	if status != 0 {
		return status/100 == 4 && status != http.StatusRequestTimeout && status != http.StatusTooManyRequests
	}
	// The reason that an HTTP proxy made up itself, or SOCKS.
	return strings.Contains(text, "authenti") || strings.Contains(text, "authori") || strings.Contains(text, "not allowed by ruleset")
}

// badProxy reports whether an error is that of an unreadable proxy address.
func badProxy(err error) bool {
	for ; err != nil; err = errors.Unwrap(err) {
		if strings.HasPrefix(err.Error(), "invalid proxy address ") {
			return true
		}
	}
	return false
}

// proxyOf returns the host of the proxy that a transport takes for a request; "" when it takes none, or can't be asked.
func proxyOf(transport http.RoundTripper, req *http.Request) string {
	t, ok := standard(transport)
	if !ok || t.Proxy == nil {
		return ""
	}
	proxy, err := t.Proxy(req)
	if err != nil || proxy == nil {
		return ""
	}
	return proxy.Host
}

// Tells reports whether what an http.Client with this transport sends is sent by one that tells of its doings, as net/http's does.
func Tells(transport http.RoundTripper) bool {
	_, ok := standard(transport)
	return ok
}

// standard returns the transport of net/http that sends what an http.Client with this one sends, if it is one.
func standard(transport http.RoundTripper) (*http.Transport, bool) {
	if transport == nil {
		transport = http.DefaultTransport
	}
	t, ok := transport.(*http.Transport)
	return t, ok && t != nil
}

// TellProxy has a transport say by a *ProxyError what a proxy responded when it opened no tunnel. Of a transport without it only
// the text is known that the proxy gave for its status.
func TellProxy(t *http.Transport) {
	before := t.OnProxyConnectResponse
	t.OnProxyConnectResponse = func(ctx context.Context, proxy *url.URL, connect *http.Request, response *http.Response) error {
		if before != nil {
			if err := before(ctx, proxy, connect, response); err != nil {
				return err
			}
		}
		if response.StatusCode == http.StatusOK {
			return nil
		}
		return &ProxyError{Proxy: proxy.Host, Status: response.StatusCode, err: errors.New(strings.TrimSpace("HTTP " + response.Status))}
	}
}
