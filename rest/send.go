package rest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"
)

// exchange is one call under way: attempts, until one is answered or none may follow.
type exchange struct {
	client  *Client
	call    *Call
	options callOptions
	request *http.Request // of the latest attempt
	limited io.LimitedReader
}

// attemptContext is the context of one attempt. It carries the slot in which a RequestEditorFn leaves its credential.
type attemptContext struct {
	context.Context
	slot credentialSlot
}

func (c *attemptContext) Value(key any) any {
	if key == (credentialKey{}) {
		return &c.slot
	}
	return c.Context.Value(key)
}

// send makes attempts until the vendor answers with a success, and returns that answer, its body read into the buffer.
// Without a buffer the body is still to be read, and the caller calls stop when it is done with it.
func (x *exchange) send(ctx context.Context, into *bytes.Buffer) (*http.Response, func(), *Error) {
	refreshed := false
	for number := 1; ; number++ {
		response, stop, credential, failure := x.attempt(ctx, into)
		if failure == nil {
			if x.client.retrier != nil {
				x.client.retrier.Succeeded()
			}
			return response, stop, nil
		}
		if failure.Is(ErrUnauthorized) && credential != nil && ctx.Err() == nil {
			// The token is dropped even when this call can't be sent again: the next one must not carry it.
			fresh := credential.Refused(ctx)
			if fresh && !refreshed && x.call.body.replayable() {
				refreshed = true
				continue
			}
		}
		if x.client.retrier == nil || ctx.Err() != nil || failure.kind == ErrRequest {
			return nil, nil, failure
		}
		wait, again := x.client.retrier.Next(ctx, Attempt{
			Operation: x.call.operation, Method: x.call.method, Number: number, Err: failure,
			Repeatable: x.call.mayRepeat(), Replayable: x.call.body.replayable(), Sent: failure.sent,
		})
		if !again || !sleep(ctx, wait) {
			return nil, nil, failure
		}
	}
}

// sleep waits, and reports whether the time passed before the context ended.
func sleep(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) <= d {
		return false
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

// attempt sends the request once. A failure's body has been read and its connection given back.
func (x *exchange) attempt(parent context.Context, into *bytes.Buffer) (*http.Response, func(), Credential, *Error) {
	if limiter := x.client.limiter; limiter != nil {
		if err := limiter.Wait(parent); err != nil {
			return nil, nil, nil, x.failure(nil, err)
		}
	}
	bounded, stop := parent, func() {}
	switch {
	case into == nil:
		bounded, stop = stallGuard(parent, x.client.timeout)
	case x.client.timeout > 0:
		bounded, stop = context.WithTimeout(parent, x.client.timeout)
	}
	ctx := &attemptContext{Context: bounded}
	req, err := x.call.request(ctx, x.client)
	if err != nil {
		stop()
		failure := x.failure(ErrRequest, err)
		return nil, nil, nil, failure
	}
	x.request = req
	if err := x.authorise(ctx, req); err != nil {
		stop()
		return nil, nil, nil, x.failure(nil, err)
	}
	response, err := x.client.send(req)
	if err != nil {
		expired := parent.Err() == nil && ctx.Err() != nil
		stop()
		failure := x.failure(ErrConnection, transportCause(err, secretsOf(req)))
		if expired {
			failure.cause = fmt.Errorf("no complete answer within %v: %w", x.client.timeout, context.DeadlineExceeded)
		}
		failure.sent = !unsent(err)
		return nil, nil, nil, failure
	}
	if limiter := x.client.limiter; limiter != nil {
		limiter.Observe(response.StatusCode, response.Header)
	}
	if response.StatusCode/100 == 2 {
		if into == nil {
			return response, stop, ctx.slot.credential, nil
		}
		defer stop()
		failure := x.readBody(parent, response, into)
		if failure == nil {
			failure = x.judge(response.StatusCode, response.Header, into.Bytes())
		}
		if x.options.raw != nil {
			*x.options.raw = Response{Status: response.StatusCode, Header: response.Header, Body: bytes.Clone(into.Bytes())}
		}
		return response, stop, ctx.slot.credential, failure
	}
	body, _ := io.ReadAll(io.LimitReader(response.Body, defaultMaxError))
	drain(response.Body)
	stop()
	failure := x.failure(nil, nil)
	failure.Status, failure.sent = response.StatusCode, true
	if judged := x.judge(response.StatusCode, response.Header, body); judged != nil {
		failure = judged
		failure.RetryAfter = retryAfter(response.Header, time.Now())
	} else {
		failure.readFailure(body, response.Header, secretsOf(req))
	}
	if response.StatusCode/100 == 3 {
		failure.cause = errRedirect
	}
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

// failure starts the error of this call.
func (x *exchange) failure(kind, cause error) *Error {
	return &Error{
		Vendor: x.client.vendor.Name, Operation: x.call.operation, Method: x.call.method, Path: x.call.template,
		kind: kind, cause: cause,
	}
}

// unsent reports whether a transport's error says for certain that nothing of the request was written: no connection was
// made. (A trace of the request would tell more cases, for a good part of a small program's size.)
func unsent(err error) bool {
	dial, ok := errors.AsType[*net.OpError](err)
	return ok && (dial.Op == "dial" || dial.Op == "proxyconnect")
}

// transportCause takes the URL off a transport's error, and masks what of the request's credentials is left in its text.
func transportCause(err error, secrets []string) error {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		err = wrapped.Err
	}
	if text := err.Error(); mask(text, secrets) != text {
		return errors.New(mask(text, secrets))
	}
	return err
}
