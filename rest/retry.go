package rest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/seed-8da6be54/vendorkit/internal/pause"
)

// retry says whether another attempt follows the one that failed, and waits for it; where none does, it returns the call's error. A
// token that the vendor refuses is replaced once, whatever the retrier says; everything else is for that to decide.
func (x *exchange) retry(ctx context.Context, failure *Error) (*Error, bool) {
	failure.outcome = failure.outcome.after(x.earlier)
	x.earlier = failure.outcome
	if failure.Is(ErrUnauthorized) && x.credential != nil && ctx.Err() == nil && x.reauthorised(ctx, failure) {
		x.observed(ctx, failure, 0, true)
		return nil, true
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
	if !again {
		return failure.endedBy(ctx, failure.kind == ErrConnection || failure.Status == 0 && failure.kind != ErrRequest || x.torn), false
	}
	if !pause.For(ctx, wait) {
		return failure.endedBy(ctx, true), false
	}
	x.left--
	return nil, true
}

// endedBy returns the error with the end of the context in its chain, if the context has ended and it is so that this ended the call: else
// who shuts a program down would find a failure of the vendor's in place of what happened. It is a copy, as an observer has the error by now.
func (e *Error) endedBy(ctx context.Context, so bool) *Error {
	end := ctx.Err()
	if end == nil || !so || errors.Is(e, end) {
		return e
	}
	ended := *e
	if e.cause != nil {
		ended.cause = fmt.Errorf("%w; then the call was ended: %w", e.cause, end)
	} else {
		ended.cause = fmt.Errorf("the call was ended: %w", end)
	}
	return &ended
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
