package rest

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// The stages of a call, in their order. An attempt is pace to judge; each stage has a file of its name.
//
//	pace       waits until the limiter lets a request go
//	build      makes the request of what generated code has described
//	authorise  lets the request editors put the credential on it
//	send       sends it, and follows where that is safe
//	read       reads the response's body, under the client's bound
//	judge      makes an error of a status, or of the body's own verdict, that isn't a success
//	retry      says whether another attempt follows, and waits for it
//	decode     reads the body into what the caller gets (or Open hands it over as it comes), after which the attempt is observed

// exchange is one call under way.
type exchange struct {
	client  *Client
	call    *call.Call
	options *callOptions

	latest     attemptState
	request    *http.Request   // of the latest attempt
	response   *http.Response  // to it; nil when there was none
	body       []byte          // of the response, as far as it was read
	torn       bool            // it is a failure's, and broke off
	context    *attemptContext // of the latest attempt
	credential Credential      // that the request carried; nil when it doesn't want to know what became of it
	limits     bool            // the response said in the vendor's own way that there were too many requests

	earlier   Outcome // of the attempts before the latest
	left      int     // one more than there may be retries; 0 when only the retrier sets a bound
	refreshed bool    // the credential was replaced once

	other otherForm // that the response came in

	// guard is a download's stallGuard, which programs without downloads don't have.
	guard func(context.Context, time.Duration) (context.Context, func())
}

// departure is what an attempt sends its request with, in one piece.
type departure struct {
	context attemptContext
	url     url.URL
}

// begin takes in the call's options. An exchange is small, and nothing of it outlives the call, so that it needn't be on the heap: what a
// transport may go on looking at is the attempt's (departure).
func (x *exchange) begin(opts []CallOption) {
	x.options = &noOptions
	if len(opts) > 0 {
		x.options = new(callOptions)
		x.options.gather(opts)
	}
	if x.options.place != nil {
		x.options.place(x.call, x.options.parameters)
	}
	x.left = x.client.retries
	if x.options.retries > 0 {
		x.left = x.options.retries
	}
	x.earlier = NotProcessed
}

// complete makes attempts until one succeeds or none may follow. After a success the response's body is in the buffer; without
// a buffer it is still to be read, and the caller ends the context when it is done with it. The caller also gives that attempt to the
// observer, when it knows whether the response is of any use.
func (x *exchange) complete(ctx context.Context, into *bodyBuffer) *Error {
	defer x.call.Finish()
	if x.options.fault != nil {
		return x.unsentError(ErrRequest, x.options.fault)
	}
	for {
		failure := x.attempt(ctx, into)
		if failure == nil {
			x.client.retrier.Succeeded(x.latest.number)
			if x.client.observe != nil {
				x.latest.end = time.Now()
			}
			return nil
		}
		if ended, again := x.retry(ctx, failure); !again {
			return ended
		}
	}
}

// attempt takes one attempt through its stages. The first that fails ends it; its body has been read then, and its connection
// given back.
func (x *exchange) attempt(parent context.Context, into *bodyBuffer) *Error {
	x.latest = attemptState{number: x.latest.number + 1, status: Unsent}
	x.response, x.body, x.torn, x.credential, x.limits = nil, nil, false, nil, false
	if failure := x.pace(parent); failure != nil {
		return failure
	}
	if x.client.limiter != nil {
		defer x.release()
	}
	leaving := new(departure)
	ctx := &leaving.context
	x.bound(ctx, parent)
	x.context = ctx
	failure := x.build(ctx, &leaving.url)
	if failure == nil {
		failure = x.authorise(ctx)
	}
	if failure == nil {
		failure = x.send(ctx)
	}
	if failure == nil && into == nil && x.succeeded() {
		return nil // the caller reads on
	}
	if failure == nil {
		failure = x.read(ctx, into)
	}
	if failure == nil {
		failure = x.judge(ctx)
	}
	ctx.end()
	x.show()
	return failure
}

// succeeded reports whether the response's status is one of success.
func (x *exchange) succeeded() bool { return x.response.StatusCode/100 == 2 }
