package rest

import (
	"net/http"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// Outcome says whether the vendor may have acted on a call that ended in an error: [NotProcessed], [MaybeProcessed] or [Processed].
// It is about the call as a whole: if the vendor may have acted on an earlier attempt, it may have acted on the call, whatever the
// outcome of the last attempt.
type Outcome int8

const (
	// MaybeProcessed: it can't be told. The request was sent, or may have been, and no response says what the vendor did with it:
	// the connection broke, the time-out expired, the status was 5xx, 408, 301 or 302, or the response came from something other
	// than the API (a login page, a gateway's error with status 200). Check the record before you send a write again.
	MaybeProcessed = Outcome(wiretext.MaybeProcessed)
	// NotProcessed: the vendor certainly didn't act on it. Either nothing was sent (a bad argument, no credential, no connection, a
	// proxy that refused), or the vendor refused it: by a status of 4xx (except 408, 460 and 499), by 503 with Retry-After, by a
	// failure in its own words, or by saying on an HTTP/2 connection that it didn't process the request. The same call may be made
	// again.
	NotProcessed = Outcome(wiretext.NotProcessed)
	// Processed: the vendor certainly acted on it, and only the response is unusable: the status was 2xx, and then the body was cut,
	// too large, or not what the document says; or the status was 303, and what that points to couldn't be fetched. A write is done:
	// don't send it again.
	Processed = Outcome(wiretext.Processed)
)

// String returns "may have been processed", "not processed" or "processed".
func (o Outcome) String() string {
	switch o {
	case NotProcessed:
		return "not processed"
	case Processed:
		return "processed"
	}
	return "may have been processed"
}

// Outcome says whether the vendor may have acted on the call. Of an Error that this package didn't make it is MaybeProcessed.
func (e *Error) Outcome() Outcome { return e.outcome }

// advice says of a write that failed what its caller must know before doing it again; "" where it certainly wasn't done, and of
// a read.
func (e *Error) advice() string {
	switch {
	case e.Method == "" || e.Method == http.MethodGet || e.Method == http.MethodHead:
		return ""
	case e.outcome == MaybeProcessed:
		return "it may have been processed, so look before you send it again"
	case e.outcome == Processed:
		return "it was processed, so don't send it again"
	}
	return ""
}

// after takes in what became of the earlier attempts of the same call.
func (o Outcome) after(earlier Outcome) Outcome {
	switch {
	case o == Processed || earlier == Processed:
		return Processed
	case o == MaybeProcessed || earlier == MaybeProcessed:
		return MaybeProcessed
	}
	return NotProcessed
}

// outcomeOf says what a response's status says of the request; postponed, that it came with Retry-After. It is kept out
// of line, as it is asked in many places.
//
//go:noinline
func outcomeOf(status int, postponed bool) Outcome {
	return Outcome(wiretext.OutcomeOf(status, postponed))
}
