package rest

import (
	"bytes"

	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// Envelope describes responses that carry their own verdict: those of an API that responds with status 200 and reports a failure in
// the body.
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

// refusal is what a verdict says that isn't good.
type refusal struct {
	code, name, message string
	kind                error
}

// refusal looks into a response, and blanks the echoed credential in place. There is none when the verdict is good, nor when the response is
// no object or has no such field.
func (e *Envelope) refusal(body []byte) (said refusal, refused bool) {
	found := false
	jsonscan.Fields(wiretext.WithoutMark(body), func(name, value []byte) bool {
		switch string(name) {
		case e.Status:
			said.code, found = jsonscan.Scalar(value), true
		case e.Message:
			said.message = jsonscan.Scalar(value)
		case e.Secret:
			blank(value)
		}
		return true
	})
	if !found || said.code == e.OK {
		return refusal{}, false
	}
	for _, code := range e.Codes {
		if code.Value == said.code {
			said.name, said.kind = code.Name, code.Kind
		}
	}
	return said, true
}

// verdict makes an error of a response whose own verdict isn't good; nil when it is good, or when there is none.
func (x *exchange) verdict() *Error {
	if x.client.vendor.Envelope == nil {
		return nil
	}
	said, refused := x.client.vendor.Envelope.refusal(x.body)
	if !refused {
		return nil
	}
	failure := x.responseError(said.kind, nil)
	failure.Code, failure.CodeName, failure.Message = x.clean(said.code), said.name, x.clean(said.message)
	failure.keep(bytes.Clone(x.body[:min(len(x.body), defaultMaxError)]))
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
