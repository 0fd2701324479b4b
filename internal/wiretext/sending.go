package wiretext

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync/atomic"
)

// Sending watches one request on its way, to tell afterwards whether any of it left. A transport that keeps its doings to itself
// leaves it with what the error says.
type Sending struct {
	asked atomic.Bool // for a connection
	got   atomic.Bool // a connection
	wrote atomic.Bool // the head, at least into a buffer

	replayed bool                  // net/http may send it on several connections
	hooked   bool                  // trace is filled in
	trace    httptrace.ClientTrace // in here, which spares an allocation
}

// Watch returns a copy of req that is watched. Send the copy. Tells says whether the transport tells of its doings for sure.
func Watch(req *http.Request, tells bool) (*http.Request, *Sending) {
	s := new(Sending)
	s.Begin(req, tells)
	return req.WithContext(context.WithValue(req.Context(), TraceKey(), s.Trace(httptrace.ContextClientTrace(req.Context())))), s
}

// Begin readies s to watch req, in whose context its Trace must be found. It is Watch for those who have a context of their own.
func (s *Sending) Begin(req *http.Request, tells bool) {
	s.replayed = replays(req)
	if s.replayed {
		s.asked.Store(tells) // it may have arrived on any connection that it was tried on: another one that is asked for says nothing
	}
}

// Trace returns what net/http tells of the request, which the caller's own trace is told as well, unless that is nil. It is made when it
// is asked for first, since not every transport asks; two must not ask at once.
func (s *Sending) Trace(callers *httptrace.ClientTrace) *httptrace.ClientTrace {
	if s.hooked {
		return &s.trace
	}
	s.hooked = true
	// httptrace.WithClientTrace makes one trace of two by reflection, which costs every program thirty kilobytes.
	var getConn func(string)
	var gotConn func(httptrace.GotConnInfo)
	var wroteHeaders func()
	if callers != nil {
		s.trace = *callers
		getConn, gotConn, wroteHeaders = callers.GetConn, callers.GotConn, callers.WroteHeaders
	}
	s.trace.GotConn = func(info httptrace.GotConnInfo) {
		s.asked.Store(true)
		s.got.Store(true)
		if gotConn != nil {
			gotConn(info)
		}
	}
	s.trace.WroteHeaders = func() {
		s.wrote.Store(true)
		if wroteHeaders != nil {
			wroteHeaders()
		}
	}
	if s.replayed {
		return &s.trace
	}
	s.trace.GetConn = func(address string) { // a transport asks for another connection only when the request wasn't taken on the one before
		s.got.Store(false)
		s.wrote.Store(false)
		s.asked.Store(true)
		if getConn != nil {
			getConn(address)
		}
	}
	return &s.trace
}

// replays reports whether net/http sends a request again when a connection that was kept breaks before the response.
func replays(req *http.Request) bool {
	if req.Body != nil && req.Body != http.NoBody && req.GetBody == nil {
		return false
	}
	switch req.Method {
	case "", http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodTrace:
		return true
	}
	_, key := req.Header["Idempotency-Key"]
	_, own := req.Header["X-Idempotency-Key"]
	return key || own
}

// Unsent reports whether the request certainly had no effect, by the error that it ended in: no connection was made for it, no
// whole head was written, or the server said that it left it alone.
func (s *Sending) Unsent(err error) bool {
	if err == nil {
		return false
	}
	if Untouched(err) || refusedHandshake(err) || Unfit(err) && !s.wrote.Load() {
		return true
	}
	if !s.asked.Load() {
		return badProxy(err) || unconnected(err)
	}
	// On HTTP/2 the head may still be written when a context's end is reported.
	ended := errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
	return !s.got.Load() || !s.wrote.Load() && !ended
}

// NoConnection reports whether the transport asked for a connection and got none.
func (s *Sending) NoConnection() bool { return s.asked.Load() && !s.got.Load() }

// Explain puts the transport's error for the request into a proxy's name, as a *ProxyError, where no connection was made because
// of one. Any other error it returns as it is.
func (s *Sending) Explain(transport http.RoundTripper, req *http.Request, err error) error {
	if own, ok := errors.AsType[*ProxyError](err); ok {
		return own
	}
	if badProxy(err) {
		return &ProxyError{err: errors.New("see HTTP_PROXY and HTTPS_PROXY")} // the original quotes it, password and all
	}
	if s.NoConnection() && !Unfit(err) {
		if proxy := proxyOf(transport, req); proxy != "" {
			return &ProxyError{Proxy: proxy, err: err}
		}
	}
	return err
}

// Unfit reports whether a transport's error says that the request can't be sent by anybody, which it finds before it wants a connection.
func Unfit(err error) bool {
	for ; err != nil; err = errors.Unwrap(err) {
		text := err.Error()
		for _, start := range [...]string{"http: nil Request.", "http: no Host in request URL", "http: Request.RequestURI can't be set", "unsupported protocol scheme ",
			"net/http: invalid header ", "net/http: invalid trailer ", "net/http: invalid method "} {
			if strings.HasPrefix(text, start) {
				return true
			}
		}
	}
	return false
}

// unconnected reports whether an error is one of making a connection: no address, nobody there, a certificate that isn't trusted.
func unconnected(err error) bool {
	if dial, ok := errors.AsType[*net.OpError](err); ok && (dial.Op == "dial" || dial.Op == "proxyconnect" || dial.Op == "socks connect") {
		return true
	}
	if _, ok := errors.AsType[*net.DNSError](err); ok {
		return true
	}
	_, ok := errors.AsType[*tls.CertificateVerificationError](err)
	return ok
}

// refusedHandshake reports whether the server ended the TLS handshake because of our certificate or its absence. With TLS 1.3
// that is heard of only after the request was written, which the server didn't read then.
func refusedHandshake(err error) bool {
	remote, ok := errors.AsType[*net.OpError](err)
	if !ok || remote.Op != "remote error" || remote.Err == nil {
		return false
	}
	switch strings.TrimPrefix(remote.Err.Error(), "tls: ") {
	case "handshake failure", "bad certificate", "unsupported certificate", "revoked certificate", "expired certificate", "unknown certificate",
		"unknown certificate authority", "access denied", "certificate required":
		return true
	}
	return false
}

// Untouched reports whether a transport's error says that the server certainly didn't act on the request, so that the same
// request may be sent again at once: an HTTP/2 server that ends the connection (GOAWAY) or is full (REFUSED_STREAM) names the
// requests that it left alone, and a connection that was closed before the request was written took nothing. net/http has no
// types for these.
func Untouched(err error) bool {
	for ; err != nil; err = errors.Unwrap(err) {
		text := err.Error()
		switch {
		case strings.HasPrefix(text, "http2: Transport: cannot retry err ["), // said only of what the server didn't process
			strings.HasPrefix(text, "http2: Transport received GOAWAY from server ErrCode:"),
			text == "http2: Transport received Server's graceful shutdown GOAWAY",
			text == "http2: client conn not usable",
			// Said only where the body can't be opened anew and no connection took the request: the one that it was meant for was ending.
			text == "net/http: cannot rewind body after connection loss",
			strings.HasPrefix(text, "stream error: stream ID ") && strings.Contains(text, "; REFUSED_STREAM"),
			// Both are said of a connection that had no request under way when the other side ended it.
			text == "http: server closed idle connection",
			strings.HasPrefix(text, "readLoopPeekFailLocked: "):
			return true
		}
	}
	return false
}
