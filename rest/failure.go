package rest

import (
	"bytes"
	"errors"
	"net/http"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// failure starts the error of this call. It is kept out of line: inlined it would be a good part of every stage.
//
//go:noinline
func (x *exchange) failure(kind, cause error) *Error {
	return &Error{
		Vendor: x.client.vendor.Name, Operation: x.call.Operation(), Method: x.call.Method(), Path: x.call.Template(),
		Attempts: x.latest.number, kind: kind, cause: cause,
	}
}

// unsentError starts the error of a call of which nothing was sent.
func (x *exchange) unsentError(kind, cause error) *Error {
	failure := x.failure(kind, cause)
	failure.outcome = NotProcessed
	return failure
}

// responseError starts the error of a call that was responded to.
//
//go:noinline
func (x *exchange) responseError(kind, cause error) *Error {
	failure := x.failure(kind, cause)
	failure.Status, failure.sent, failure.outcome = x.response.StatusCode, true, outcomeOf(x.response.StatusCode, false)
	failure.RequestID = requestID(x.response.Header, x.secrets())
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

// unexpected starts the error of a response that isn't what was promised. It is kept out of line: inlined four times it would
// be most of decode's code.
//
//go:noinline
func (x *exchange) unexpected(cause error) *Error {
	failure := x.responseError(ErrDecode, cause)
	failure.keep(bytes.Clone(x.body))
	return failure
}

// clean makes a string of a response fit for an error.
//
//go:noinline
func (x *exchange) clean(s string) string { return masks(x.secrets()).line(s) }

// sendError starts the error of a request that got no response.
func (x *exchange) sendError(ctx *attemptContext, sending *wiretext.Sending, response *http.Response, err error) *Error {
	err = sending.Explain(x.client.transport(), x.request, bare(err))
	failure := x.connectionError(ctx, transportCause(err, x.secrets()), !sending.Unsent(err))
	if proxy, ok := errors.AsType[*wiretext.ProxyError](err); ok {
		failure.lasting = proxy.Lasting()
	}
	if wiretext.Unfit(err) {
		failure.lasting = true
	}
	if response != nil { // the client's own CheckRedirect has refused
		failure.outcome, failure.lasting = outcomeOf(response.StatusCode, false), true
	}
	return failure
}

// connectionError starts the error of a request without a response of the vendor's.
func (x *exchange) connectionError(ctx *attemptContext, cause error, sent bool) *Error {
	failure := x.failure(ErrConnection, cause)
	failure.sent = sent || ctx.seeOther
	switch {
	case ctx.seeOther:
		failure.outcome = Processed
	case !sent:
		failure.outcome = NotProcessed
	}
	return failure
}
