package auth

import (
	"testing"
	"time"
)

func TestTokenErrorPasses(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		err  TokenError
		want bool
	}{
		{TokenError{Code: CodeUnreachable}, true},
		{TokenError{Code: CodeNoAnswer}, true},
		{TokenError{Code: CodeRateLimited, Status: 429}, true},
		{TokenError{Code: CodeServer, Status: 503, RetryAfter: time.Minute}, true},
		{TokenError{Code: CodeServer, Status: 502}, true},
		{TokenError{Code: CodeHTTP, Status: 408}, true},
		{TokenError{Code: CodeServer, Status: 500}, false},
		{TokenError{Code: CodeInvalidGrant, Status: 400}, false},
		{TokenError{Code: CodeLoginNeeded}, false},
		{TokenError{Code: CodeLost}, false},
		{TokenError{Code: CodeBadConfig}, false},
	} {
		after, got := test.err.Passes()
		if got != test.want || after != test.err.RetryAfter {
			t.Errorf("%v: passes %v after %v, want %v after %v", test.err, got, after, test.want, test.err.RetryAfter)
		}
	}
}
