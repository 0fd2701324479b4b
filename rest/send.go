package rest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest/call"

	"github.com/seed-8da6be54/vendorkit/rest/value"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// exchange is one call under way: attempts, until one is answered or none may follow.
type exchange struct {
	client  *Client
	call    *call.Call
	options callOptions
	request *http.Request // of the latest attempt
	limited io.LimitedReader

	latest  attemptState
	other   otherForm
	earlier Outcome     // of the attempts before
	header  http.Header // of the latest attempt's answer
	limits  bool        // it said in the vendor's own way that there were too many requests
}

// attemptState is where an attempt stands.
type attemptState struct {
	number int           // from 1
	status int           // Unsent, 0 without an answer, or the answer's status
	paced  time.Duration // how long the limiter held it
	start  time.Time     // when the limiter let it go; only kept for an observer
}

// attemptContext is the context of one attempt. It carries the slot in which a RequestEditorFn leaves its credential, and
// what AttemptOf tells.
type attemptContext struct {
	_ value.Incomparable
	context.Context
	slot credentialSlot

	// The parts, not the client and the call: what a context holds is never dropped by the linker, with all its methods.
	vendor, operation, method, template string

	number   int
	paced    time.Duration
	answered bool // by 303: what is asked by now is only what became of the request
}

func (c *attemptContext) Value(key any) any {
	switch key {
	case credentialKey{}:
		return &c.slot
	case attemptKey{}:
		return c
	}
	return c.Context.Value(key)
}

// send makes attempts until the vendor answers with a success, and returns that answer, its body read into the buffer.
// Without a buffer the body is still to be read, and the caller calls stop when it is done with it.
func (x *exchange) send(ctx context.Context, into *bytes.Buffer) (*http.Response, func(), *Error) {
	refreshed := false
	left := x.client.retries
	if x.options.retries > 0 {
		left = x.options.retries
	}
	x.earlier = NotProcessed
	defer x.call.Finish()
	for {
		x.latest.number++
		response, stop, credential, failure := x.attempt(ctx, into)
		if failure == nil {
			x.client.retrier.Succeeded(x.latest.number)
			x.observed(ctx, nil, 0, false)
			return response, stop, nil
		}
		failure.Attempts = x.latest.number
		failure.outcome = failure.outcome.after(x.earlier)
		x.earlier = failure.outcome
		if failure.Is(ErrUnauthorized) && credential != nil && ctx.Err() == nil {
			// The token is dropped even when this call can't be sent again: the next one must not carry it.
			fresh := credential.Refused(ctx)
			if fresh && !refreshed && x.call.Replayable() && (failure.outcome != Processed || x.mayRepeat()) {
				refreshed = true
				x.observed(ctx, failure, 0, true)
				continue
			}
		}
		var wait time.Duration
		again := false
		if left != 1 && ctx.Err() == nil && failure.kind != ErrRequest {
			wait, again = x.client.retrier.Next(ctx, Attempt{
				Operation: x.call.Operation(), Method: x.call.Method(), Number: x.latest.number, Err: failure,
				Repeatable: x.mayRepeat(), Replayable: x.call.Replayable(), Sent: failure.sent,
			})
		}
		again = again && fits(ctx, wait)
		x.observed(ctx, failure, wait, again)
		if !again || !sleep(ctx, wait) {
			return nil, nil, failure
		}
		left--
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

// sleep waits, and reports whether the time passed before the context ended.
func sleep(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// attempt sends the request once, when the limiter lets it. A failure's body has been read and its connection given back.
func (x *exchange) attempt(ctx context.Context, into *bytes.Buffer) (*http.Response, func(), Credential, *Error) {
	x.latest = attemptState{number: x.latest.number, status: Unsent}
	x.header, x.limits = nil, false
	limiter := x.client.limiter
	if limiter != nil {
		before := time.Now()
		if err := limiter.Wait(ctx); err != nil {
			failure := x.failure(nil, err)
			failure.outcome = NotProcessed
			return nil, nil, nil, failure
		}
		x.latest.paced = time.Since(before)
		defer x.release()
	}
	if x.client.observe != nil {
		x.latest.start = time.Now()
	}
	return x.once(ctx, into)
}

// release tells the limiter what became of the request.
func (x *exchange) release() {
	status := x.latest.status
	if x.limits {
		status = http.StatusTooManyRequests
	}
	x.client.limiter.Observe(status, x.header)
}

// observed tells the observer of an attempt that is over.
func (x *exchange) observed(ctx context.Context, failure *Error, wait time.Duration, again bool) {
	if x.client.observe != nil {
		x.client.observe(ctx, x.call, x.latest, failure, wait, again)
	}
}

func (x *exchange) once(parent context.Context, into *bytes.Buffer) (*http.Response, func(), Credential, *Error) {
	bounded, stop := parent, func() {}
	switch {
	case into == nil:
		bounded, stop = stallGuard(parent, x.client.timeout)
	case x.client.timeout > 0:
		bounded, stop = context.WithTimeout(parent, x.client.timeout)
	}
	ctx := &attemptContext{
		Context: bounded, number: x.latest.number, paced: x.latest.paced,
		vendor: x.client.vendor.Name, operation: x.call.Operation(), method: x.call.Method(), template: x.call.Template(),
	}
	req, err := x.call.Request(ctx, x.client.base, x.client.headerOf(x.call.Method()), x.mayRepeat())
	if err != nil {
		stop()
		failure := x.failure(ErrRequest, err)
		failure.outcome = NotProcessed
		return nil, nil, nil, failure
	}
	x.request = req
	if err = parent.Err(); err == nil {
		err = x.authorise(ctx, req)
	}
	if err != nil {
		stop()
		failure := x.failure(nil, err)
		failure.outcome = NotProcessed
		failure.RetryAfter, failure.unauthorised = temporarily(err)
		return nil, nil, nil, failure
	}
	x.latest.status = 0
	response, failure := x.transmit(ctx, req)
	if failure != nil {
		if failure.cause == nil || parent.Err() == nil && ctx.Err() != nil {
			failure.cause = fmt.Errorf("no complete answer within %v: %w", x.client.timeout, context.DeadlineExceeded)
		}
		stop()
		if !failure.sent {
			x.latest.status = Unsent
		}
		return nil, nil, nil, failure
	}
	req = x.request
	x.latest.status, x.header = response.StatusCode, response.Header
	if response.StatusCode/100 == 2 {
		if into == nil {
			return response, stop, ctx.slot.credential, nil
		}
		defer stop()
		failure := x.readBody(parent, response, into)
		if failure == nil {
			failure = x.judge(response.StatusCode, response.Header, into.Bytes())
			if failure != nil && ctx.answered {
				failure.outcome = Processed
			}
		}
		if x.options.raw != nil {
			*x.options.raw = Response{Status: response.StatusCode, Header: response.Header, Body: bytes.Clone(into.Bytes())}
		}
		return response, stop, ctx.slot.credential, failure
	}
	body, _ := io.ReadAll(io.LimitReader(response.Body, defaultMaxError))
	drain(response.Body)
	stop()
	failure = x.judge(response.StatusCode, response.Header, body)
	if failure == nil {
		failure = x.answered(nil, nil, response.StatusCode, response.Header)
		failure.readFailure(response.Header, body, x.secrets(), x.client.vendor.ErrorCodes)
		failure.postponed(response.Header, &x.client.vendor.Window)
	}
	x.settled(ctx, response, failure)
	if x.options.raw != nil {
		*x.options.raw = Response{Status: response.StatusCode, Header: response.Header, Body: body}
	}
	return nil, nil, ctx.slot.credential, failure
}

// authorise runs the client's editors, then the call's own.
func (x *exchange) authorise(ctx context.Context, req *http.Request) error {
	for _, edit := range x.client.editors {
		if err := edit(ctx, req); err != nil {
			return err
		}
	}
	for _, edit := range x.options.editors {
		if err := edit(ctx, req); err != nil {
			return err
		}
	}
	return nil
}

// failure starts the error of this call. It is kept out of line: inlined it would be a good part of send's code.
//
//go:noinline
func (x *exchange) failure(kind, cause error) *Error {
	return &Error{
		Vendor: x.client.vendor.Name, Operation: x.call.Operation(), Method: x.call.Method(), Path: x.call.Template(),
		kind: kind, cause: cause,
	}
}

// answered starts the error of a call that the vendor has answered.
//
//go:noinline
func (x *exchange) answered(kind, cause error, status int, header http.Header) *Error {
	failure := x.failure(kind, cause)
	failure.Status, failure.sent, failure.outcome = status, true, outcomeOf(status, false)
	failure.RequestID = requestID(header, x.secrets())
	return failure
}

// bare takes the URLs off a transport's error.
func bare(err error) error {
	if err = wiretext.WithoutURL(err); quotesLocation(err) {
		return errUnreadable
	}
	return err
}

// transportCause takes the URL off a transport's error, and masks what of the request's credentials is left in its text.
func transportCause(err error, secrets []string) error {
	err = bare(err)
	// A transport quotes lines of a head that it can't read, however long they are.
	if text := err.Error(); mask(text, secrets) != text || len(text) > 4*wiretext.MaxBrief {
		return errors.New(masks(secrets).line(text))
	}
	return err
}
