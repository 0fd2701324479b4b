package rest_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest"
)

// The context of an attempt that went well ends with it.
func TestContextOfAnAttemptIsOver(t *testing.T) {
	t.Parallel()
	var kept context.Context
	client := newClient(t, respond(200, "application/json", thingBody), rest.WithRequestEditorFn(func(ctx context.Context, _ *http.Request) error {
		kept = ctx
		return ctx.Err()
	}))
	if _, err := get(t.Context(), client); err != nil || kept.Err() != context.Canceled {
		t.Errorf("%v; the context has ended with %v", err, kept.Err())
	}
}

// The context of an attempt has the client's time-out for a deadline, or the caller's where that comes first, and says which ended it.
func TestContextOfAnAttempt(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		callers, clients time.Duration // 0: none
		cancelled        bool          // by the caller, after a second
		ends             time.Duration
		with             error
	}{
		"the client's time-out":     {clients: 5 * time.Second, ends: 5 * time.Second, with: context.DeadlineExceeded},
		"the caller's is first":     {callers: 3 * time.Second, clients: 5 * time.Second, ends: 3 * time.Second, with: context.DeadlineExceeded},
		"the client's is first":     {callers: 7 * time.Second, clients: 5 * time.Second, ends: 5 * time.Second, with: context.DeadlineExceeded},
		"only the caller's":         {callers: 3 * time.Second, ends: 3 * time.Second, with: context.DeadlineExceeded},
		"the caller lets go":        {clients: 5 * time.Second, cancelled: true, ends: time.Second, with: context.Canceled},
		"the caller, without bound": {cancelled: true, ends: time.Second, with: context.Canceled},
	} {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			if test.callers > 0 {
				ctx, cancel = context.WithTimeout(ctx, test.callers)
				defer cancel()
			}
			if test.cancelled {
				time.AfterFunc(time.Second, cancel)
			}
			var kept context.Context
			client := newClientAt(t, "http://127.0.0.1:9", rest.WithTimeout(test.clients), rest.WithRequestEditorFn(func(ctx context.Context, _ *http.Request) error {
				kept = ctx
				begun := time.Now()
				deadline, bounded := ctx.Deadline()
				if want := !test.cancelled || test.clients > 0; bounded != want || want && !test.cancelled && !deadline.Equal(begun.Add(test.ends)) {
					t.Errorf("%s: the deadline is %v, %t", name, deadline, bounded)
				}
				<-ctx.Done()
				if took := time.Since(begun); took != test.ends || ctx.Err() != test.with {
					t.Errorf("%s: it ended after %v with %v", name, took, ctx.Err())
				}
				return ctx.Err()
			}))
			if _, err := get(ctx, client); !errors.Is(err, test.with) {
				t.Errorf("%s: the call ended in %v", name, err)
			}
			if err := kept.Err(); err != test.with {
				t.Errorf("%s: after the attempt the context has ended with %v", name, err)
			}
		})
	}
}
