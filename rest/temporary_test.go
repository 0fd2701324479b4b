package rest_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// TestCredentialThatIsTemporarilyUnavailable: the call was never sent, so a write is tried again as a read is.
func TestCredentialThatIsTemporarilyUnavailable(t *testing.T) {
	t.Parallel()
	temporary := func(after time.Duration) error {
		return &rest.TemporaryError{After: after, Err: errors.New("no token")}
	}
	tests := []struct {
		name     string
		err      error
		fails    int
		timeout  time.Duration
		stream   bool
		attempts int // 0: the call succeeds
		least    time.Duration
	}{
		{name: "it passes", err: temporary(0), fails: 2},
		{name: "wrapped", err: fmt.Errorf("editor: %w", temporary(0)), fails: 1},
		{name: "without a word", err: &rest.TemporaryError{}, fails: 100, attempts: 5},
		{name: "it says when", err: temporary(20 * time.Second), fails: 1, least: 20 * time.Second},
		{name: "it says too late", err: temporary(time.Hour), fails: 1, attempts: 1},
		{name: "past the deadline", err: temporary(20 * time.Second), fails: 1, timeout: 10 * time.Second, attempts: 1},
		{name: "nobody says", err: errors.New("no"), fails: 1, attempts: 1},
		{name: "it never passes", err: temporary(0), fails: 100, attempts: 5},
		{name: "it stays", err: &rest.TemporaryError{Err: &net.DNSError{Err: "no such host", Name: "login.example", IsNotFound: true}}, fails: 1, attempts: 1},
	}
	for _, test := range tests {
		for _, method := range []string{"GET", "POST"} {
			t.Run(test.name+" "+method, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					ctx := t.Context()
					if test.timeout > 0 {
						var cancel context.CancelFunc
						ctx, cancel = context.WithTimeout(ctx, test.timeout)
						defer cancel()
					}
					start, asked := time.Now(), 0
					v := newVendor(first(0, nil))
					client := v.client(t, rest.Vendor{}, rest.WithRequestEditorFn(func(context.Context, *http.Request) error {
						if asked++; asked <= test.fails {
							return test.err
						}
						return nil
					}))
					err := only(client.Do(ctx, call.New("x", method, "/things"), nil, nil))
					if test.attempts == 0 {
						if err != nil || v.count() != 1 || asked != test.fails+1 || time.Since(start) < test.least {
							t.Fatalf("%v after %v, %d requests, the editor was asked %d times", err, time.Since(start), v.count(), asked)
						}
						return
					}
					failure, ok := errors.AsType[*rest.Error](err)
					if !ok || failure.Attempts != test.attempts || v.count() != 0 || !errors.Is(err, test.err) {
						t.Errorf("%v (attempts %d), %d requests", err, failure.Attempts, v.count())
					}
				})
			})
		}
	}
}
