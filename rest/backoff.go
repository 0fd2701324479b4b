package rest

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

const (
	defaultRetries = 4
	firstBackOff   = 500 * time.Millisecond
	mostBackOff    = 20 * time.Second
	defaultWait    = time.Minute
)

// backOff is the Retrier of a client that was given no other.
//
// What may be repeated is tried again after a connection's failure and the statuses 408, 429, 502, 503 and 504. What may
// not is tried again only when the vendor can't have acted on it: no connection was made, or it said 429, or 503 with
// Retry-After, or the credential was temporarily unavailable. A body that is a stream is sent again only where it can be read again.
type backOff struct {
	_ value.Incomparable

	span   time.Duration // of the vendor's window; 0 when none is known
	most   time.Duration // the longest wait; a longer one ends the call
	paced  bool          // a limiter holds the client's requests to the vendor's pace
	tokens budget
}

// NewRetrier returns the rules that a client has by default (see [WithRetries]), with a budget of its own: as the basis of a Retrier
// that changes some of them, and for several clients that share one budget. The window is the vendor's, or the zero Window if none
// is known; it isn't affected by WithRetryWait.
func NewRetrier(window Window) Retrier { return newBackOff(window, 0, false) }

func newBackOff(window Window, most time.Duration, paced bool) *backOff {
	if window.Requests <= 0 {
		window.Span = 0
	}
	if most == 0 {
		most = max(defaultWait, window.Span+window.Span/8)
	}
	return &backOff{span: window.Span, most: most, paced: paced}
}

// Next implements Retrier.
func (b *backOff) Next(ctx context.Context, a Attempt) (time.Duration, bool) {
	limited := a.Err.Is(ErrRateLimited)
	switch {
	case !a.Replayable, a.Err.outcome == Processed && !a.Repeatable:
		return 0, false
	case limited, a.Err.Status == http.StatusServiceUnavailable && a.Err.asked: // the vendor has put it off
	case (a.Err.kind == ErrConnection || a.Err.unauthorised) && (a.Err.lasting || hopeless(a.Err.cause)):
		return 0, false
	case a.Err.unauthorised: // the credential may be had in a while, and nothing was sent
	case a.Err.kind == ErrConnection && !a.Sent:
	case a.Repeatable && passing(a.Err):
	default:
		return 0, false
	}
	wait := b.wait(a, limited)
	if wait > b.most || !fits(ctx, wait) {
		return 0, false
	}
	// Where a limiter holds all requests to the vendor's pace, a refusal for their number can't multiply them.
	return wait, limited && b.paced || b.tokens.take()
}

// Succeeded implements Retrier.
func (b *backOff) Succeeded(attempts int) {
	if attempts > 1 {
		b.tokens.earn(budgetRetry)
		return
	}
	b.tokens.earn(budgetEarned)
}

// wait says how long to wait before the next attempt. Every wait is spread at random, so that the calls that failed
// together don't come again together.
func (b *backOff) wait(a Attempt, limited bool) time.Duration {
	turn := min(a.Number-1, 30)
	switch {
	case a.Err.RetryAfter > 0:
		return a.Err.RetryAfter + spread(a.Err.RetryAfter/10)
	case limited && b.span > 0:
		// The vendor doesn't say when its window has room again: an eighth of the window, a quarter, a half, all of it.
		step := min(b.span/8<<min(turn, 3), b.span)
		return step/2 + spread(step/2)
	}
	return spread(min(firstBackOff<<turn, mostBackOff))
}

// spread returns a random time up to d.
//
//go:noinline
func spread(d time.Duration) time.Duration { return time.Duration(rand.Int64N(int64(max(d, 1)))) }

// passing reports whether a failure is of a kind that tends to pass.
func passing(e *Error) bool {
	return e.kind == ErrConnection || wiretext.TemporaryStatus(e.Status)
}

// hopeless reports whether a connection failed for a reason that stays: a redirect that was refused, or what
// wiretext.Lasting knows.
func hopeless(err error) bool {
	for _, lasting := range [...]error{errRedirect, errRedirects, errStray, errRewritten, errUnreadable} {
		if errors.Is(err, lasting) {
			return true
		}
	}
	return wiretext.Lasting(err)
}
