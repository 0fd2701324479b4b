package rest

import (
	"bytes"

	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// Envelope describes responses that carry their own verdict: APIs that respond with 200 and say in the body that it went wrong.
type Envelope struct {
	// Status is the field that holds the verdict, OK its text when all went well; a number counts by its text.
	Status, OK string
	// Message is the field that holds the vendor's message.
	Message string
	// Secret is a field that echoes a credential. Its value is blanked before anybody sees the response.
	Secret string
	// Codes are the verdicts that are known to mean something.
	Codes []call.Code
}

// verdict looks into a response. It blanks the echoed credential in place and returns the verdict's text and message;
// there is none when the response is no object or has no such field.
func (e *Envelope) verdict(body []byte) (status, message string, found bool) {
	jsonscan.Fields(wiretext.WithoutMark(body), func(name, value []byte) bool {
		switch string(name) {
		case e.Status:
			status, found = jsonscan.Scalar(value), true
		case e.Message:
			message = jsonscan.Scalar(value)
		case e.Secret:
			blank(value)
		}
		return true
	})
	return status, message, found
}

// verdict makes an error of a response whose own verdict isn't good; nil when it is good, or when there is none.
func (x *exchange) verdict() *Error {
	envelope := x.client.vendor.Envelope
	if envelope == nil {
		return nil
	}
	verdict, message, found := envelope.verdict(x.body)
	if !found || verdict == envelope.OK {
		return nil
	}
	failure := x.responseError(nil, nil)
	failure.Code = x.clean(verdict)
	failure.Message = x.clean(message)
	failure.keep(bytes.Clone(x.body[:min(len(x.body), defaultMaxError)]))
	for _, code := range envelope.Codes {
		if code.Value == verdict {
			failure.CodeName, failure.kind = code.Name, code.Kind
		}
	}
	if x.succeeded() && failure.kind != ErrServer {
		failure.outcome = NotProcessed // it says no
	}
	failure.postponed(x.response.Header, &x.client.vendor.Window)
	x.limits = failure.kind == ErrRateLimited
	return failure
}

// blank overwrites the characters of a JSON string in place.
func blank(value []byte) {
	if len(value) < 2 || value[0] != '"' {
		return
	}
	for i := 1; i < len(value)-1; i++ {
		value[i] = '*'
	}
}
