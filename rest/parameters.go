package rest

import (
	"net/url"

	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// WithParameters sends more parameters with this call than its method has: in the query of a GET or HEAD, in the form or
// JSON body of any other, and as a form when such a call has no body. It is for parameters that go with any operation,
// and for those whose names the document doesn't have. A parameter that the call has already is replaced.
func WithParameters(parameters url.Values) CallOption {
	return func(o *callOptions) {
		if o.parameters == nil {
			o.parameters = url.Values{}
		}
		for name, values := range parameters {
			o.parameters[name] = values
		}
		o.place = (*call.Call).AddParameters // by way of the option, so that a program which doesn't use it doesn't have it
	}
}
