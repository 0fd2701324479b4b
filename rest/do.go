package rest

import (
	"bytes"
	"context"
	"reflect"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// Do makes a call that package call describes and decodes its response, a JSON value, into out, a pointer. It reports whether out
// holds something: after a success, and also when a field of the response has another type than the document says. Then out has
// all else, and the error's Field names the field. An empty response is an empty value.JSON.
//
// An object that has none of the fields of out's type, or null where a GET gives an object, is ErrDecode, since it is hardly what the call was
// for; of a write, {"success":true} is a success. Where out is a struct of a few fields that the response may all lack, say so by the call's Guess.
// So is a read whose record, in the field of Vendor.Data, is null, an empty list or absent, unless out has a pointer there. Of a list null
// is no rows, and of a write a record that doesn't come back.
//
// Where out is nil, what the vendor responds isn't read. A page, such as a login page under status 200, is ErrDecode all the same, and so is
// an object that says that something failed and nothing else: whoever sent it isn't the API.
//
//go:noinline
func (c *Client) Do(ctx context.Context, call *call.Call, opts []CallOption, out any) (usable bool, err error) {
	return c.do(ctx, call, opts, out, nil)
}

// do is Do; it says in other, unless that is nil, whether the response came in another form than the declared one.
func (c *Client) do(ctx context.Context, call *call.Call, opts []CallOption, out any, other *otherForm) (bool, error) {
	x := exchange{client: c, call: call}
	x.begin(opts)
	if rows := x.options.rows; rows != nil {
		if x.options.part == nil {
			rows.give(reflect.Value{}) // those of a call before aren't this one's
		}
		if x.options.fault == nil {
			x.options.fault = rows.fits(call.Listing(), out)
		}
	}
	pooled, _ := c.buffers.Get().(*bodyBuffer)
	if pooled == nil {
		pooled = new(bodyBuffer)
	}
	defer func() {
		if pooled.content.Cap() <= 4<<20 {
			c.buffers.Put(pooled)
		}
	}()
	if failure := x.complete(ctx, pooled); failure != nil {
		return false, failure
	}
	if x.options.look != nil {
		defer x.options.look(wiretext.WithoutMark(x.body))
	}
	var usable bool
	var failure *Error
	if out == nil && x.ofNoUse() {
		failure = x.onlyFailure()
	} else {
		usable, failure = x.decode(out)
	}
	x.observed(ctx, failure, 0, false)
	if other != nil {
		*other = x.other
	}
	if failure != nil {
		return usable, failure
	}
	return usable, nil
}

// ofNoUse reports whether a response that nobody reads may be what it is. A page isn't the API's.
func (x *exchange) ofNoUse() bool {
	return !wiretext.IsPage(x.body) && (!bytes.HasPrefix(bytes.TrimSpace(x.body), []byte("<")) || mayBeJSON(x.response.Header.Get("Content-Type")))
}
