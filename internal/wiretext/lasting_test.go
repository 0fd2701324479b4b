package wiretext

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"
)

func TestReasonsOfABrokenConnectionThatStay(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		err  error
		want bool
	}{
		{"none", nil, false},
		{"cut", io.ErrUnexpectedEOF, false},
		{"refused", &net.OpError{Op: "dial", Err: errors.New("connection refused")}, false},
		{"an untrusted certificate", &tls.CertificateVerificationError{Err: errors.New("x509: unknown authority")}, true},
		{"no such host", &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", IsNotFound: true}}, true},
		{"DNS out of order", &net.DNSError{Err: "server misbehaving", IsTemporary: true}, false},
		{"a proxy that wants a password", &ProxyError{Proxy: "proxy:3128", Status: 407, err: errors.New("HTTP 407")}, true},
		{"a proxy that forbids", &ProxyError{Proxy: "proxy:3128", Status: 403, err: errors.New("HTTP 403")}, true},
		{"a busy proxy", &ProxyError{Proxy: "proxy:3128", Status: 503, err: errors.New("HTTP 503")}, false},
		{"a proxy's unknown host", &ProxyError{Proxy: "proxy:3128", err: &net.DNSError{IsNotFound: true}}, true},
	} {
		wrapped := test.err
		if wrapped != nil {
			wrapped = fmt.Errorf("sending: %w", test.err)
		}
		if got := Lasting(wrapped); got != test.want {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

func TestStatusesThatTendToPass(t *testing.T) {
	t.Parallel()
	passing := map[int]bool{408: true, 502: true, 503: true, 504: true}
	for status := range 600 {
		if got := TemporaryStatus(status); got != passing[status] {
			t.Errorf("%d %s: %v", status, http.StatusText(status), got)
		}
	}
}
