package rest

import (
	"maps"
	"net/http"
	"net/url"
)

// build makes the request of an attempt, with its address in the place given.
func (x *exchange) build(ctx *attemptContext, address *url.URL) *Error {
	*address = *x.client.base
	req, err := x.call.Request(ctx, address, x.client.headerOf(x.call.Method()), x.mayRepeat())
	if err != nil {
		return x.unsentError(ErrRequest, err)
	}
	x.request = req
	return nil
}

// headersOf returns what the requests of a client have in their header: under "" those of any method, and under a method's name
// those of that method, where it has more. Nobody can append to one of the lists in place, since none has room.
func headersOf(vendor Vendor, agent string) map[string]http.Header {
	common := http.Header{"Accept": {"application/json"}, "User-Agent": {agent}}
	add := func(to http.Header, pairs [][2]string) {
		for _, pair := range pairs {
			to.Set(pair[0], pair[1])
		}
	}
	add(common, vendor.Headers)
	headers := map[string]http.Header{"": common}
	for method, pairs := range vendor.MethodHeaders {
		headers[method] = maps.Clone(common)
		add(headers[method], pairs)
	}
	return headers
}

// headerOf returns what a request of this method has in its header.
func (c *Client) headerOf(method string) http.Header {
	if header := c.headers[method]; header != nil {
		return header
	}
	return c.headers[""]
}
