package call

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// Call is one operation to be called. Generated methods fill it in and pass it to a rest.Client. An argument that can't be sent is
// kept as an error, which ends the call before anything is sent.
type Call struct {
	operation string
	method    string
	template  string
	path      []byte   // the template with its parameters filled in, escaped
	unfilled  string   // what of the template is still to be filled in
	short     [32]byte // where the path is, as long as it fits
	query     Query
	header    http.Header
	body      *body // nil: none
	repeat    repeatable
	listing   *Listing // of a list
	guessed   bool     // the response's type is a guess
	maybeOne  bool     // the list comes as the bare record where there is one
	scope     string   // the field of a record within which its id counts
	err       error
}

// New starts a call from the operation's id, the HTTP method and the path's template. It isn't inlined, nor are the functions that
// fill in a call, because every method of a client has calls of them.
//
//go:noinline
func New(operation, method, template string) *Call {
	return &Call{operation: operation, method: method, template: template, unfilled: template}
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

// Path fills in the next parameter of the path. The value becomes one escaped segment. An empty or blank one is refused, and one in
// which "." or ".." stands alone or between slashes, in whatever spelling: a server would read it as another path.
//
//go:noinline
func (c *Call) Path(name, value string) {
	open := strings.IndexByte(c.unfilled, '{')
	end := strings.IndexByte(c.unfilled, '}')
	if open < 0 || end < open || c.unfilled[open+1:end] != name {
		c.fail("path parameter %s doesn't fit %s", name, c.template)
		return
	}
	switch {
	case value == "":
		c.fail("path parameter %s is empty", name)
	case plainName(value):
	case blank(value):
		c.fail("path parameter %s is blank", name)
	case climbs(value):
		c.fail(`path parameter %s must have no "." or ".." as a part of the path`, name)
	}
	if c.path == nil {
		c.path = c.short[:0]
	}
	c.path = append(c.path, c.unfilled[:open]...)
	c.path = append(c.path, url.PathEscape(value)...)
	c.unfilled = c.unfilled[end+1:]
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

// OneOrMany says that the response is a list, which the vendor sends as the bare record if there is only one.
func (c *Call) OneOrMany() { c.maybeOne = true }
