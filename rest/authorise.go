package rest

import (
	"errors"
	"time"
)

// authorise runs the client's request editors, then the call's own.
func (x *exchange) authorise(ctx *attemptContext) *Error {
	err := ctx.parent.Err()
	for i := 0; err == nil && i < len(x.client.editors); i++ {
		err = x.client.editors[i](ctx, x.request)
	}
	for i := 0; err == nil && i < len(x.options.editors); i++ {
		err = x.options.editors[i](ctx, x.request)
	}
	if err == nil && x.request.URL == nil {
		return x.unsentError(ErrRequest, errors.New("a request editor took the URL away"))
	}
	if err == nil {
		return nil
	}
	failure := x.unsentError(nil, err)
	failure.RetryAfter, failure.unauthorised = temporarily(err)
	return failure
}

// temporarily asks an editor's error whether it is a TemporaryError. (An interface in its place would cost every program a kilobyte.)
//
//go:noinline
func temporarily(err error) (after time.Duration, ok bool) {
	temporary, ok := errors.AsType[*TemporaryError](err)
	if !ok {
		return 0, false
	}
	return temporary.After, true
}
