package rest

import (
	"net/url"

	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// CallOption changes a single call.
type CallOption func(*callOptions)

type callOptions struct {
	editors []RequestEditorFn
	raw     *Response
	from    Cursor
	look    func(body []byte) // sees a response that was read
	retries int               // one more than there may be; 0 when the call doesn't say
	repeat  *bool
	pages   bool // a page of HTML may be the file that was asked for
	ownType bool // the response is read into a type of the caller's, which may have nothing of it

	judges func(body []byte) bool // reports whether what a response lacks is for an iteration to say

	rows rowReader // takes the rows of a list in place of the list

	// What only iterations have is kept as an any: their types, and those of all that they hold, would be in every program.
	ahead any // a pageFetcher
	part  any // a *partOfIteration

	fault error // in what an option was given: the call ends before anything is sent

	parameters url.Values
	place      func(*call.Call, url.Values)
}

// noOptions are those of a call that is given none. Nobody writes to them.
var noOptions callOptions

func (o *callOptions) gather(opts []CallOption) {
	for _, opt := range opts {
		if opt != nil { // one that a program has left unset
			opt(o)
		}
	}
}

// refuse keeps the first fault in what the options were given.
func (o *callOptions) refuse(fault error) {
	if o.fault == nil {
		o.fault = fault
	}
}

// WithEditor changes this call's request before each attempt, after the client's own editors.
func WithEditor(fn RequestEditorFn) CallOption {
	return func(o *callOptions) {
		if fn != nil {
			o.editors = append(o.editors, fn)
		}
	}
}

// WithResponse fills raw with the response as received: status, headers, body. It is filled whenever there was a response, whether
// the call succeeds or not. In an iteration over pages it holds the page that the caller is working on.
func WithResponse(raw *Response) CallOption {
	return func(o *callOptions) { o.raw = raw }
}

// StartAt makes an iteration over pages begin at a cursor that an earlier iteration gave (Page.Next).
func StartAt(cursor Cursor) CallOption {
	return func(o *callOptions) { o.from = cursor }
}
