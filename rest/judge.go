package rest

import (
	"errors"
	"net/http"
	"time"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// judge makes an error of a response that isn't a success, by its status or by its own verdict.
func (x *exchange) judge(ctx *attemptContext) *Error {
	failure := x.verdict()
	if failure == nil && x.succeeded() {
		return nil
	}
	if failure == nil {
		failure = x.responseError(nil, nil)
		failure.readFailure(x.response.Header, x.body, x.secrets(), x.client.vendor.ErrorCodes)
		failure.postponed(x.response.Header, &x.client.vendor.Window)
	}
	if ctx.seeOther {
		failure.outcome = Processed
	}
	if !x.succeeded() {
		x.refused(ctx, failure)
	}
	return failure
}

// refused completes the error of a status that isn't the vendor's own verdict on the request: a redirect that isn't followed, a proxy.
func (x *exchange) refused(ctx *attemptContext, failure *Error) {
	response := x.response
	switch {
	case response.StatusCode/100 == 3:
		failure.cause = unfollowed(response, x.request)
		if failure.cause == errRedirect || failure.cause == errRedirects {
			failure.kind = ErrConnection // the vendor isn't where the client asks
		}
		if failure.cause == errRedirect && response.StatusCode == http.StatusSeeOther && !ctx.seeOther {
			failure.outcome = MaybeProcessed // where to log in, as likely as where the result is
		}
	case response.StatusCode == http.StatusProxyAuthRequired:
		failure.cause = errors.New("the proxy requires a user name and a password, so the request didn't reach the vendor; put them into the proxy's URL (HTTPS_PROXY, or the transport of WithHTTPClient)")
	}
}

// postponed notes how long the vendor asks to wait.
func (e *Error) postponed(header http.Header, window *Window) {
	e.RetryAfter, e.asked = wiretext.RetryAfter(header, time.Now(), e.Is(ErrRateLimited), window.ResetHeader)
	if e.asked && e.Status == http.StatusServiceUnavailable {
		e.outcome = NotProcessed
	}
}
