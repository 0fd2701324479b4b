package rest

import (
	"context"
	"time"

	"github.com/seed-8da6be54/vendorkit/internal/pause"
)

// retry says whether another attempt follows the one that failed, and waits for it. A token that the vendor refuses is replaced
// once, whatever the retrier says; everything else is for that to decide.
func (x *exchange) retry(ctx context.Context, failure *Error) bool {
	failure.Attempts = x.latest.number
	failure.outcome = failure.outcome.after(x.earlier)
	x.earlier = failure.outcome
	if failure.Is(ErrUnauthorized) && x.credential != nil && ctx.Err() == nil && x.reauthorised(ctx, failure) {
		x.observed(ctx, failure, 0, true)
		return true
	}
	var wait time.Duration
	again := false
	if x.left != 1 && ctx.Err() == nil && failure.kind != ErrRequest {
		wait, again = x.client.retrier.Next(ctx, Attempt{
			Operation: x.call.Operation(), Method: x.call.Method(), Number: x.latest.number, Err: failure,
			Repeatable: x.mayRepeat(), Replayable: x.call.Replayable(), Sent: failure.sent,
		})
	}
	again = again && fits(ctx, wait)
	x.observed(ctx, failure, wait, again)
	if !again || !pause.For(ctx, wait) {
		return false
	}
	x.left--
	return true
}

// reauthorised has the credential replaced that the vendor refused, and reports whether the call may be sent with the new one. The
// refused one is dropped even when it may not: the next call must not carry it.
func (x *exchange) reauthorised(ctx context.Context, failure *Error) bool {
	fresh := x.credential.Refused(ctx)
	if !fresh || x.refreshed || !x.call.Replayable() || failure.outcome == Processed && !x.mayRepeat() {
		return false
	}
	x.refreshed = true
	return true
}

// observed gives the observer an attempt that is over. It is kept out of line, as it is called in many places.
//
//go:noinline
func (x *exchange) observed(ctx context.Context, failure *Error, wait time.Duration, again bool) {
	if x.client.observe != nil {
		x.client.observe(ctx, x.call, x.latest, failure, wait, again)
	}
}

// mayRepeat reports whether the call may be sent again when it isn't known what became of it.
//
//go:noinline
func (x *exchange) mayRepeat() bool {
	if x.options.repeat != nil {
		return *x.options.repeat
	}
	return x.call.Repeatable()
}

// fits reports whether a wait is over before the context ends.
func fits(ctx context.Context, wait time.Duration) bool {
	deadline, ok := ctx.Deadline()
	return !ok || wait <= 0 || time.Until(deadline) > wait
}
