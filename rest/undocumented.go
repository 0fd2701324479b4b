package rest

import (
	"context"
	"net/url"

	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// Call makes a call that no generated method covers: of an operation that isn't in the document, or is wrong there. It has the same
// credentials, time-outs and errors as any other call. The path starts with a slash and is used as it is, except that "." and ".."
// segments are refused; query may be nil; in is sent as JSON unless it is nil; the response is decoded from JSON into out unless
// that is nil.
func (c *Client) Call(ctx context.Context, method, path string, query url.Values, in, out any, opts ...CallOption) error {
	call := call.Undocumented("call", method, path, query)
	if in != nil {
		call.JSON(in)
	}
	opts = append(opts[:len(opts):len(opts)], func(o *callOptions) { o.ownType = true })
	_, err := c.Do(ctx, call, opts, out)
	return err
}
