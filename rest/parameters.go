package rest

import (
	"net/url"

	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// WithParameters sends more parameters with this call than its method has: in the query of a GET or HEAD, in the form or JSON body
// of any other, and as a form if such a call has no body. Use it for parameters that every operation accepts, and for those that the
// document doesn't have. It replaces a parameter of the same name.
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
