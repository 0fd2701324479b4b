package rest

import "errors"

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
