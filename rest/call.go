package rest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// Call is one operation on its way: generated methods fill it in and hand it to Do, DoInto, DoJSON, Exec or Open.
type Call struct {
	operation string
	method    string
	template  string
	path      []byte // the template with its parameters filled in, escaped
	rest      string // what of the template is still to be filled in
	query     []byte
	header    http.Header
	body      body
	repeat    repeatable
	envelope  envelope
	listing   *Listing // of a list
	scope     string   // the field of a record within which its id counts
	err       error
}

// repeatable says whether an operation may be sent again when it is not known what became of it.
type repeatable int8

const (
	byMethod repeatable = iota
	repeatYes
	repeatNo
)

// NewCall starts a call: the operation's id, the HTTP method and the path's template. It and what fills a call in are kept
// out of line, because a client has a call of them in each of its methods.
//
//go:noinline
func NewCall(operation, method, template string) *Call {
	return &Call{operation: operation, method: method, template: template, rest: template}
}

// RetrySafe overrides, for this operation, what its method says about being sent again.
//
//go:noinline
func (c *Call) RetrySafe(safe bool) {
	c.repeat = repeatNo
	if safe {
		c.repeat = repeatYes
	}
}

// fail keeps the first fault in what the caller gave; the call then ends before anything is sent.
func (c *Call) fail(format string, args ...any) {
	if c.err == nil {
		c.err = fmt.Errorf(format, args...)
	}
}

// Missing notes that a required parameter was not given.
//
//go:noinline
func (c *Call) Missing(name string) { c.fail("parameter %s is required", name) }

// Path fills in the next parameter of the path. The value becomes one escaped segment. An empty one is refused, and one in which
// "." or ".." stands alone or between slashes, in whatever spelling: a server would read it as another path.
//
//go:noinline
func (c *Call) Path(name, value string) {
	open := strings.IndexByte(c.rest, '{')
	end := strings.IndexByte(c.rest, '}')
	if open < 0 || end < open || c.rest[open+1:end] != name {
		c.fail("path parameter %s doesn't fit %s", name, c.template)
		return
	}
	switch {
	case value == "":
		c.fail("path parameter %s is empty", name)
	case climbs(value):
		c.fail(`path parameter %s must have no "." or ".." as a part of the path`, name)
	}
	c.path = append(c.path, c.rest[:open]...)
	c.path = append(c.path, url.PathEscape(value)...)
	c.rest = c.rest[end+1:]
}

// PathInt fills in a path parameter that is a whole number.
//
//go:noinline
func (c *Call) PathInt(name string, value int64) { c.Path(name, strconv.FormatInt(value, 10)) }

// Header sets a header of this call.
func (c *Call) Header(name, value string) {
	if c.header == nil {
		c.header = http.Header{}
	}
	c.header.Set(name, value)
}

// request builds the HTTP request of one attempt.
func (c *Call) request(ctx context.Context, client *Client, repeatable bool) (*http.Request, error) {
	if c.err != nil {
		return nil, c.err
	}
	if strings.IndexByte(c.rest, '{') >= 0 {
		return nil, fmt.Errorf("path %s isn't filled in", c.template)
	}
	reader, err := c.body.open()
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, c.method, "/", reader)
	if err != nil {
		return nil, errors.New("the request can't be built: bad method")
	}
	escaped := string(c.path) + c.rest
	*req.URL = *client.base
	req.URL.RawPath = client.base.RawPath + escaped
	if req.URL.Path, err = url.PathUnescape(req.URL.RawPath); err != nil {
		return nil, fmt.Errorf("path %s can't be escaped", c.template)
	}
	req.URL.RawQuery = string(c.query)
	req.Host = client.base.Host
	// The lists are the client's own. Nobody can append to one of them in place, since none has room.
	req.Header["Accept"] = client.accept
	req.Header["User-Agent"] = client.userAgent
	for _, h := range client.vendor.Headers {
		req.Header.Set(h[0], h[1])
	}
	if c.method == http.MethodDelete {
		// Holaspirit asks for it on every write, with a body or without; nobody minds it.
		req.Header.Set("Content-Type", "application/json")
	}
	if reader != nil {
		req.Header.Set("Content-Type", c.body.contentType)
		if req.ContentLength = c.body.length(); req.ContentLength == 0 {
			req.Body = http.NoBody
		}
		if c.body.stream == nil || c.body.stream.rewind != nil {
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

// mayRepeat reports whether the operation can be sent again when it isn't known what became of it.
func (c *Call) mayRepeat() bool {
	switch c.repeat {
	case repeatYes:
		return true
	case repeatNo:
		return false
	}
	switch c.method {
	case http.MethodGet, http.MethodHead, http.MethodPut, http.MethodDelete, http.MethodOptions:
		return true
	}
	return false
}
