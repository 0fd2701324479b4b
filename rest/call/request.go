package call

import (
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strings"
)

// What package rest reads of a call, and changes.

// Operation returns the operation's id, Method its HTTP method, Template its path without values.
func (c *Call) Operation() string { return c.operation }

// Method returns the HTTP method.
func (c *Call) Method() string { return c.method }

// Template returns the path without values.
func (c *Call) Template() string { return c.template }

// Err returns what is wrong with the call as it was filled in; nil when it can be sent.
func (c *Call) Err() error {
	if c.err == nil && strings.IndexByte(c.unfilled, '{') >= 0 {
		return fmt.Errorf("path %s isn't filled in", c.template)
	}
	return c.err
}

// Listing returns what List was given; nil when the call isn't one for a list.
func (c *Call) Listing() *Listing { return c.listing }

// Guessed reports whether the response's type is a guess (see Guess).
func (c *Call) Guessed() bool { return c.guessed }

// MaybeOne reports whether the vendor sends a list of one as the bare record (see OneOrMany).
func (c *Call) MaybeOne() bool { return c.maybeOne }

// Query returns the parameters in the query, which may be changed.
func (c *Call) Query() *Query { return &c.query }

// Finish releases the body when no further attempt follows.
func (c *Call) Finish() {
	if c.body != nil && c.body.stream != nil {
		c.body.stream.finish()
	}
}

// Copy returns a call that can be changed and sent on its own. Its body, if any, is shared: lists that are iterated have
// none, or one that can be sent again.
func (c *Call) Copy() *Call {
	copied := *c
	copied.query = append(make(Query, 0, len(c.query)+64), c.query...)
	copied.header = c.header.Clone()
	return &copied
}

// Request builds the HTTP request of one attempt at the API's address, with headers of the client's that the call's own replace. Their
// lists are not copied; the address becomes the request's URL.
func (c *Call) Request(ctx context.Context, address *url.URL, header http.Header, repeatable bool) (*http.Request, error) {
	if err := c.Err(); err != nil {
		return nil, err
	}
	reader, err := c.body.open()
	if err != nil {
		return nil, err
	}
	address.RawPath += string(c.path) + c.unfilled
	if address.Path, err = url.PathUnescape(address.RawPath); err != nil {
		return nil, fmt.Errorf("path %s: the address has a malformed percent-escape; check the base URL and the path", c.template)
	}
	address.RawQuery = string(c.query)
	req := (&http.Request{Method: c.method, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Host: address.Host}).WithContext(ctx)
	req.URL, req.Header = address, maps.Clone(header)
	if req.Header == nil {
		req.Header = http.Header{}
	}
	if reader != nil {
		req.Body = reader
	}
	if reader != nil {
		req.Header.Set("Content-Type", c.body.contentType)
		if req.ContentLength = c.body.length(); req.ContentLength == 0 {
			req.Body = http.NoBody
		}
		if c.body.stream == nil || c.body.stream.rewinds() {
			req.GetBody = c.body.open
		}
	}
	if reader == nil && !repeatable && (c.method == http.MethodGet || c.method == http.MethodHead || c.method == http.MethodOptions) {
		// A transport sends again by itself what looks repeatable to it, when a connection that it kept turns out to be
		// dead. It takes a body that it can't open anew, be it empty, for a reason not to.
		req.Body, _ = unrepeated()
	}
	for name, values := range c.header {
		req.Header[name] = values
	}
	return req, nil
}

// Reopen returns the request body of this call again, from its start.
func (c *Call) Reopen() (io.ReadCloser, error) {
	if c.body != nil {
		return c.body.open()
	}
	return unrepeated()
}
