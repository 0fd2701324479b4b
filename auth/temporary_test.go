package auth

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"testing"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest"
)

func TestTemporaryTokenErrors(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		err  TokenError
		want bool
	}{
		{TokenError{Code: CodeUnreachable}, true},
		{TokenError{Code: CodeUnreachable, cause: newCause(&net.OpError{Op: "dial", Err: errors.New("connection refused")}, nil)}, true},
		{TokenError{Code: CodeUnreachable, cause: newCause(&net.DNSError{Err: "no such host", IsNotFound: true}, nil)}, false},
		{TokenError{Code: CodeUnreachable, cause: newCause(&tls.CertificateVerificationError{Err: errors.New("x509")}, nil)}, false},
		{TokenError{Code: CodeNoResponse}, true},
		{TokenError{Code: CodeRateLimited, Status: 429}, true},
		{TokenError{Code: CodeServer, Status: 503, RetryAfter: time.Minute}, true},
		{TokenError{Code: CodeServer, Status: 502}, true},
		{TokenError{Code: CodeHTTP, Status: 408}, true},
		{TokenError{Code: CodeServer, Status: 500}, false},
		{TokenError{Code: CodeInvalidGrant, Status: 400}, false},
		{TokenError{Code: CodeLoginNeeded}, false},
		{TokenError{Code: CodeLost}, false},
		{TokenError{Code: CodeStore}, false},
		{TokenError{Code: CodeStore, cause: newCause(errDiskFull, nil)}, false},
		{TokenError{Code: CodeStore, cause: newCause(fmt.Errorf("waiting: %w", context.DeadlineExceeded), nil)}, true},
		{TokenError{Code: CodeStore, issued: true, cause: newCause(context.DeadlineExceeded, nil)}, false},
		{TokenError{Code: CodeBadConfig}, false},
	} {
		temporary, ok := errors.AsType[*rest.TemporaryError](fmt.Errorf("editor: %w", &test.err))
		if got := test.err.Temporary(); got != test.want || ok != test.want || ok && (temporary.After != test.err.RetryAfter || !errors.Is(temporary, &test.err)) {
			t.Errorf("%v: temporary %v, as %v; want %v after %v", test.err, got, temporary, test.want, test.err.RetryAfter)
		}
	}
}
