package rest

import (
	"crypto/tls"
	"net/http"
)

// send makes one request, and those that redirects within the host ask for.
//
// An http.Client readies itself for redirects with every request, which copies the header and is a fifth of what a small call costs. So
// the request goes to the transport, and to the client only with a response that is a redirect. A client that does more than to
// follow them gets every request.
func (c *Client) send(req *http.Request) (*http.Response, error) {
	if c.doer != nil {
		return c.doer.Do(req)
	}
	if c.standard.Jar != nil || c.standard.Timeout != 0 || unfinished(req) {
		return c.standard.Do(req)
	}
	transport := c.standard.Transport
	if transport == nil {
		transport = http.DefaultTransport
	}
	response, err := transport.RoundTrip(req)
	switch {
	case err != nil:
		if plain, ok := err.(tls.RecordHeaderError); ok && string(plain.RecordHeader[:]) == "HTTP/" {
			err = http.ErrSchemeMismatch
		}
		return nil, err
	case response == nil:
		return nil, nil
	case response.Body == nil || response.StatusCode/100 == 3:
		follower := *c.standard
		follower.Transport = &after{response: response, transport: transport}
		return follower.Do(req)
	}
	return response, nil
}

// unfinished reports whether an editor has left something for an http.Client to do: to make a header of the URL's user and password, or
// a header at all, or to refuse the request.
func unfinished(req *http.Request) bool {
	return req.URL == nil || req.URL.User != nil || req.Header == nil || req.RequestURI != ""
}

// after is a transport that has a response to the first request already.
type after struct {
	response  *http.Response // nil once it was given
	transport http.RoundTripper
}

func (a *after) RoundTrip(req *http.Request) (*http.Response, error) {
	if response := a.response; response != nil {
		a.response = nil
		return response, nil
	}
	return a.transport.RoundTrip(req)
}
