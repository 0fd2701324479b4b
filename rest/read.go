package rest

import (
	"bytes"
	"context"
	"fmt"
	"io"
)

// read reads the response's body: a success's into the buffer, whole and under the client's bound, and of a failure as much as an
// Error keeps.
func (x *exchange) read(ctx *attemptContext, into *bodyBuffer) *Error {
	if x.succeeded() {
		return x.readWhole(ctx, into)
	}
	var start bytes.Buffer // io.ReadAll would be the only one of its kind in many a program
	_, err := start.ReadFrom(io.LimitReader(x.response.Body, defaultMaxError))
	x.body, x.torn = start.Bytes(), err != nil
	drain(x.response.Body)
	return nil
}

// bodyBuffer is where a response's body is read into. Calls hand it on to each other: nothing outside the package sees it. What is handed
// on as an any has its methods in every program, so it has none.
type bodyBuffer struct {
	content bytes.Buffer
	limited io.LimitedReader
}

func (x *exchange) readWhole(ctx *attemptContext, into *bodyBuffer) *Error {
	into.content.Reset()
	bound := x.client.maxBody
	if n := x.response.ContentLength; n > 0 && n <= bound {
		into.content.Grow(int(n) + bytes.MinRead)
	}
	into.limited = io.LimitedReader{R: x.response.Body, N: bound + 1}
	n, err := into.content.ReadFrom(&into.limited)
	into.limited.R = nil
	x.body = into.content.Bytes()
	if err != nil || n > bound {
		drain(x.response.Body)
	} else {
		x.response.Body.Close() // it was read to its end
	}
	switch {
	case err != nil:
		failure := x.responseError(ErrConnection, transportCause(err, x.secrets()))
		if ctx.late() {
			failure.cause = fmt.Errorf("no complete response within %v: %w", x.client.timeout, context.DeadlineExceeded)
		}
		return failure
	case n > bound:
		return x.responseError(ErrTooLarge, fmt.Errorf("more than %d bytes; WithMaxBody sets the bound", bound))
	}
	return nil
}

// show fills in what WithResponse asked for, after the credential that a vendor echoes was blanked.
func (x *exchange) show() {
	if x.options.raw == nil || x.response == nil {
		return
	}
	*x.options.raw = Response{Status: x.response.StatusCode, Header: x.response.Header, Body: bytes.Clone(x.body)}
}
