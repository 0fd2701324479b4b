package rest

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// mostResends bounds how often a request is sent again at once because the server left it alone. A server that goes on leaving
// it alone is too busy; then it is for the Retrier to say when to try again.
const mostResends = 3

// send sends the request until it is responded to, or fails in a way that a second sending might make worse. A server may leave
// a request alone (wiretext.Untouched); net/http sends such a one again where it can open the body anew, and this where it can't:
// a stream that wasn't read yet or can go back, and the empty body that keeps net/http from repeating a GET of its own accord.
func (x *exchange) send(ctx *attemptContext) *Error {
	x.latest.status = 0
	response, failure := x.transmit(ctx)
	if failure != nil {
		if failure.cause == nil || ctx.late() {
			failure.cause = fmt.Errorf("no complete response within %v: %w", x.client.timeout, context.DeadlineExceeded)
		}
		if !failure.sent {
			x.latest.status = Unsent
		}
		return failure
	}
	x.response, x.latest.status, x.credential = response, response.StatusCode, ctx.slot.credential
	return nil
}

// transmit returns the response to the request, or to one that takes its place.
func (x *exchange) transmit(ctx *attemptContext) (*http.Response, *Error) {
	req, tells := x.request, x.client.doer == nil && wiretext.Tells(x.client.transport())
	watched, sending := ctx.watch(req, tells)
	for resends, hops := 0, 1; ; watched, sending = wiretext.Watch(req, tells) {
		x.request = watched
		response, err := x.client.send(watched)
		if err == nil && response == nil {
			err = errors.New("the HTTP client returned neither a response nor an error")
		}
		if err == nil {
			if err = x.strayed(response, ctx); err != nil {
				response.Body.Close()
				return nil, x.connectionError(ctx, err, true)
			}
			target := x.onward(ctx, response)
			if target == nil || hops == mostRedirects {
				return response, nil
			}
			drain(response.Body)
			hops++
			req = target
			continue
		}
		if wiretext.Untouched(err) && resends < mostResends && ctx.Err() == nil && !ctx.seeOther {
			if again, ok := x.anew(req); ok {
				resends++
				req = again
				continue
			}
		}
		return nil, x.sendError(ctx, sending, response, err)
	}
}

// onward returns the request that a 307 or 308 asks for where net/http doesn't make it, because it can't open the body anew; nil
// where it is as it should be.
func (x *exchange) onward(ctx context.Context, response *http.Response) *http.Request {
	if x.client.doer != nil || response.StatusCode/100 != 3 || unfollowed(response, x.request) != errSpent {
		return nil
	}
	last := x.request
	if response.Request != nil {
		last = response.Request
	}
	target, err := last.URL.Parse(response.Header.Get("Location"))
	if err != nil {
		return nil
	}
	again, ok := x.anew(last)
	if !ok {
		return nil
	}
	again = again.WithContext(ctx)
	target.Host = last.URL.Host // as it was spelled
	again.URL, again.Response = target, response
	return again
}

// anew returns the same request with its body opened anew, where that can be done.
func (x *exchange) anew(req *http.Request) (*http.Request, bool) {
	again := *req
	if req.Body == nil || req.Body == http.NoBody {
		return &again, true
	}
	reader, err := x.call.Reopen()
	if err != nil {
		return nil, false
	}
	again.Body = reader
	return &again, true
}
