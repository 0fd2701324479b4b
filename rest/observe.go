package rest

import (
	"context"
	"errors"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest/call"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// AttemptInfo describes one attempt of a call: a request and its outcome. It contains no parameter values, headers or bodies.
type AttemptInfo struct {
	_ value.Incomparable

	// Vendor and Operation say which call it belongs to, Method and Path what was asked, the path as a template.
	Vendor, Operation, Method, Path string
	// Number counts the attempts of a call from 1.
	Number int
	// Paced is how long the client's limiter held the attempt back.
	Paced time.Duration

	// Status is the HTTP status; 0 when there was no response.
	Status int
	// Duration is how long the attempt took, without the time in the limiter and that of decoding; a download's ends with the response's head.
	Duration time.Duration
	// Err is the error that the attempt failed with; nil when it succeeded. A response with a success status that isn't what the document
	// says (ErrDecode), and a download that breaks off, are failures as well: Err is the error that the caller gets. What goes to
	// WithLenientDecoding's function isn't.
	Err *Error
	// Again says that another attempt follows, after Wait.
	Again bool
	Wait  time.Duration
}

// WithObserver calls fn with every attempt of every call when the attempt is over, before the wait for the next one. It is called on
// the call's goroutine and should be quick. Several observers are called in the order in which they were given. A download is over when
// it was read to its end, failed or was closed; fn is then called by its Read or Close.
//
// Use an http.RoundTripper in the client of [WithHTTPClient] to see a request before it is sent, or to change it; [AttemptOf] tells
// it which call the request belongs to.
func WithObserver(fn func(ctx context.Context, attempt AttemptInfo)) ClientOption {
	return func(c *Client) error {
		if fn == nil {
			return errors.New("WithObserver: the function is nil")
		}
		before := c.observe
		c.observe = func(ctx context.Context, call *call.Call, state attemptState, failure *Error, wait time.Duration, again bool) {
			if before != nil {
				before(ctx, call, state, failure, wait, again)
			}
			info := state.info(failure, wait, again)
			info.Vendor, info.Operation, info.Method, info.Path = c.vendor.Name, call.Operation(), call.Method(), call.Template()
			fn(ctx, info)
		}
		return nil
	}
}

// AttemptOf returns, for a RequestEditorFn or an http.RoundTripper, the attempt that a request's context belongs to. Fields that are
// known only at the end (Status and those after it) aren't set.
func AttemptOf(ctx context.Context) (AttemptInfo, bool) {
	attempt, ok := ctx.Value(attemptKey{}).(*attemptContext)
	if !ok {
		return AttemptInfo{}, false
	}
	return AttemptInfo{
		Vendor: attempt.vendor, Operation: attempt.operation, Method: attempt.method, Path: attempt.template,
		Number: attempt.number, Paced: attempt.paced,
	}, true
}

type attemptKey struct{}

// info describes an attempt that is over. It is called by the observer's wrapping, so that a program without an observer
// doesn't have it.
func (s attemptState) info(failure *Error, wait time.Duration, again bool) AttemptInfo {
	info := AttemptInfo{Number: s.number, Paced: s.paced, Status: max(s.status, 0), Duration: s.took(), Err: failure, Again: again}
	if again {
		info.Wait = wait
	}
	return info
}
