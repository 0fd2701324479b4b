package rest

import (
	"time"
)

// Vendor describes an API as a whole, for NewClient. Generated clients fill it in.
type Vendor struct {
	// Name is the vendor's short name, as errors give it.
	Name string
	// Headers are sent with every request, as name, value pairs; MethodHeaders beside them with the requests of one HTTP method.
	Headers       [][2]string
	MethodHeaders map[string][][2]string
	// Window is the vendor's documented rate limit; zero when none is known.
	Window Window
	// Data is the field of a response in which a record stands; empty where a response is the record itself.
	Data string
	// Envelope is how the vendor's responses carry their own verdict; nil when HTTP's status is all there is.
	Envelope *Envelope
	// ErrorCodes are the fields in which the vendor's failures carry its code, beside those that are common.
	ErrorCodes []string
}

// Window is a rate limit: so many requests in a span of time, and the headers in which the vendor reports on it.
type Window struct {
	Requests int
	Span     time.Duration
	// LimitHeader, RemainingHeader and ResetHeader name the vendor's headers; empty when it sends none. The reset
	// header gives the seconds that are left until the window resets.
	LimitHeader, RemainingHeader, ResetHeader string
}
