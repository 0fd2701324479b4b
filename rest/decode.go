package rest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"reflect"
	"strings"

	"github.com/seed-8da6be54/vendorkit/rest/call"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// Do makes a call that package call describes and decodes its response, a JSON value, into out, a pointer. It reports whether out
// holds something: after a success, and also when a field of the response has another type than the document says. Then out has
// all else, and the error's Field names the field. An empty response is an empty value.JSON.
//
// Where out is nil, what the vendor responds isn't read. A page, such as a login page under status 200, is ErrDecode all the same:
// whoever sent it isn't the API.
//
//go:noinline
func (c *Client) Do(ctx context.Context, call *call.Call, opts []CallOption, out any) (usable bool, err error) {
	return c.do(ctx, call, opts, out, nil)
}

// do is Do; it says in other, unless that is nil, whether the response came in another form than the declared one.
func (c *Client) do(ctx context.Context, call *call.Call, opts []CallOption, out any, other *otherForm) (bool, error) {
	x := exchange{client: c, call: call}
	x.options.gather(opts)
	if x.options.place != nil {
		x.options.place(call, x.options.parameters)
	}
	pooled, _ := c.buffers.Get().(*bytes.Buffer)
	if pooled == nil {
		pooled = new(bytes.Buffer)
	}
	defer func() {
		if pooled.Cap() <= 4<<20 {
			c.buffers.Put(pooled)
		}
	}()
	response, _, failure := x.send(ctx, pooled)
	if failure != nil {
		return false, failure
	}
	body := pooled.Bytes()
	if x.options.look != nil {
		defer x.options.look(wiretext.WithoutMark(body))
	}
	if out == nil && !wiretext.IsPage(body) && (!bytes.HasPrefix(bytes.TrimSpace(body), []byte("<")) || mayBeJSON(response.Header.Get("Content-Type"))) {
		return false, nil
	}
	usable, err := x.decode(response, body, out)
	if other != nil {
		*other = x.other
	}
	return usable, err
}

// readBody reads a whole answer under the client's bound.
func (x *exchange) readBody(ctx context.Context, response *http.Response, into *bytes.Buffer) *Error {
	into.Reset()
	bound := x.client.maxBody
	if n := response.ContentLength; n > 0 && n <= bound {
		into.Grow(int(n) + bytes.MinRead)
	}
	x.limited = io.LimitedReader{R: response.Body, N: bound + 1}
	n, err := into.ReadFrom(&x.limited)
	if err != nil || n > bound {
		drain(response.Body)
	} else {
		response.Body.Close() // it was read to its end
	}
	var failure *Error
	switch {
	case err != nil:
		failure = x.answered(ErrConnection, transportCause(err, x.secrets()), response.StatusCode, response.Header)
		if ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded) {
			failure.cause = fmt.Errorf("no complete answer within %v: %w", x.client.timeout, context.DeadlineExceeded)
		}
	case n > bound:
		failure = x.answered(ErrTooLarge, fmt.Errorf("more than %d bytes; WithMaxBody sets the bound", bound), response.StatusCode, response.Header)
	}
	return failure
}

// decode reads a JSON answer into out. It reports whether out is usable: after a success, and also when single members
// had another type than was expected.
func (x *exchange) decode(response *http.Response, body []byte, out any) (bool, error) {
	body = wiretext.WithoutMark(body)
	if _, free := out.(*value.JSON); free && len(bytes.TrimSpace(body)) == 0 {
		return true, nil
	}
	if media := response.Header.Get("Content-Type"); !mayBeJSON(media) || wiretext.IsPage(body) {
		media, _, _ = strings.Cut(media, ";")
		if wiretext.IsPage(body) {
			media = "a page of HTML"
		}
		failure := x.unexpected(response, body, errors.New("the answer is "+x.clean(media)+", not JSON"))
		failure.outcome = MaybeProcessed.after(x.earlier) // whoever sent it isn't the API
		return false, failure
	}
	if len(bytes.TrimSpace(body)) == 0 {
		return false, x.unexpected(response, body, errors.New("the answer is empty where JSON was promised"))
	}
	if encoding := foreignEncoding(response.Header, body); encoding != "" {
		return false, x.unexpected(response, body, errors.New("the response can't be read: "+x.clean(encoding)))
	}
	part, into := x.target(body, out)
	if crowded(part, reflect.TypeOf(into).Elem(), 2*max(x.client.maxBody, 32<<20), &x.client.sizes) {
		failure := x.unexpected(response, body, errors.New("its rows take more than twice of that; WithMaxBody sets the bound"))
		failure.kind = ErrTooLarge
		return false, failure
	}
	err := value.Decode(part, into)
	if err == nil {
		return true, nil
	}
	mismatch, _ := errors.AsType[*value.DecodeError](err)
	failure := x.unexpected(response, body, errors.New("found "+mismatch.Found+" where "+mismatch.Want+" was expected"))
	if failure.Field = x.clean(mismatch.Field); failure.Field == "" { // nothing could be read
		return false, failure
	}
	if x.client.onDecode != nil {
		x.client.onDecode(failure)
		return true, nil
	}
	return true, failure
}

// unexpected starts the error of an answer that isn't what was promised. It is kept out of line: inlined four times it would
// be most of decode's code.
//
//go:noinline
func (x *exchange) unexpected(response *http.Response, body []byte, cause error) *Error {
	failure := x.answered(ErrDecode, cause, response.StatusCode, response.Header)
	failure.keep(bytes.Clone(body))
	return failure
}

// clean makes a text of an answer fit for an error.
//
//go:noinline
func (x *exchange) clean(s string) string { return masks(x.secrets()).line(s) }

// mayBeJSON reports whether an answer of this content type is worth decoding. A missing type and text/plain, which some
// servers put on JSON, pass; a type that promises something else doesn't.
func mayBeJSON(contentType string) bool {
	switch contentType {
	case "", "application/json", "application/json; charset=utf-8":
		return true
	}
	media, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		media, _, _ = strings.Cut(strings.ToLower(contentType), ";")
		media = strings.TrimSpace(media)
	}
	return media == "text/plain" || strings.HasSuffix(media, "/json") || strings.HasSuffix(media, "+json") || strings.HasSuffix(media, "/x-json")
}
