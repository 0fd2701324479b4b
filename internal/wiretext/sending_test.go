package wiretext

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"testing"
)

// TestUnsentByTheErrorAlone checks what is known of a request that a transport sent which tells nothing of its doings.
func TestUnsentByTheErrorAlone(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		err  error
		want bool
	}{
		{"none", nil, false},
		{"nobody there", &net.OpError{Op: "dial", Err: errors.New("connection refused")}, true},
		{"a proxy that can't be reached", &net.OpError{Op: "proxyconnect", Err: errors.New("connection refused")}, true},
		{"a proxy of the kind SOCKS", &net.OpError{Op: "socks connect", Err: errors.New("unknown error")}, true},
		{"no such host", &net.DNSError{Err: "no such host", IsNotFound: true}, true},
		{"an untrusted certificate", &tls.CertificateVerificationError{Err: errors.New("x509: unknown authority")}, true},
		{"a header that can't be sent", errors.New(`net/http: invalid header field value for "X"`), true},
		{"cut while reading", &net.OpError{Op: "read", Err: errors.New("connection reset by peer")}, false},
		{"cut while writing", &net.OpError{Op: "write", Err: errors.New("broken pipe")}, false},
		{"an early end", io.ErrUnexpectedEOF, false},
		{"the time is over", context.DeadlineExceeded, false},
	} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://vendor.invalid/", nil)
		if err != nil {
			t.Fatal(err)
		}
		_, sending := Watch(req, false)
		wrapped := test.err
		if wrapped != nil {
			wrapped = &url.Error{Op: "Post", URL: "https://vendor.invalid/", Err: fmt.Errorf("sending: %w", test.err)}
		}
		if got := sending.Unsent(wrapped); got != test.want {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

func TestErrorWithoutItsURL(t *testing.T) {
	t.Parallel()
	within := errors.New("connection refused")
	for name, err := range map[string]error{
		"bare":  within,
		"once":  &url.Error{Op: "Get", URL: "https://ada:secret@vendor.invalid/", Err: within},
		"twice": fmt.Errorf("doing: %w", &url.Error{Op: "Get", URL: "https://a.invalid/?token=x", Err: &url.Error{Op: "Get", URL: "https://b.invalid/", Err: within}}),
	} {
		if got := WithoutURL(err); got != within {
			t.Errorf("%s: %v", name, got)
		}
	}
	if got := WithoutURL(nil); got != nil {
		t.Errorf("of none: %v", got)
	}
}
