package rest

import (
	"context"
	"net/http"
	"net/url"
	"strings"
)

// Call makes a call that no generated method covers: an operation the document doesn't have, or has wrongly. It has the
// same credentials, time-outs and errors as any other. The path starts with a slash and is taken as it is, but for "."
// and ".." segments, which are refused; query may be nil; in is sent as JSON unless it is nil; out is decoded from JSON
// unless it is nil.
func (c *Client) Call(ctx context.Context, method, path string, query url.Values, in, out any, opts ...CallOption) error {
	call := NewCall("call", strings.ToUpper(method), "(undocumented path)")
	call.rest = ""
	segments, _, _ := strings.Cut(path, "?")
	// The path isn't quoted in errors: it holds values, and a query that stands where none may holds credentials.
	if !strings.HasPrefix(path, "/") || segments != path || strings.ContainsAny(path, "#{}\\") {
		call.fail("give a path that starts with a slash and holds no query; escape what it is made from with url.PathEscape")
	}
	number := -1
	for segment := range strings.SplitSeq(segments, "/") {
		number++
		if _, err := url.PathUnescape(segment); err != nil || climbs(segment) {
			call.fail(`segment %d of the path is wrongly escaped, or has "." or ".." as a part of the path`, number)
		}
	}
	call.path = []byte(path)
	call.query = []byte(query.Encode())
	if call.method == "" || strings.Trim(call.method, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-") != "" {
		call.method = "(no method)"
		call.fail("the method is not an HTTP method, such as GET or POST")
	}
	if in != nil {
		call.JSON(in)
	}
	if call.method == http.MethodGet || call.method == http.MethodHead {
		call.RetrySafe(true)
	}
	_, err := c.do(ctx, call, opts, out)
	return err
}
