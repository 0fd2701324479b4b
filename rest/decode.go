package rest

import (
	"bytes"
	"encoding/json"
	"errors"
	"mime"
	"reflect"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// decode reads a JSON response into out. It reports whether out is usable: after a success, and also when single fields
// were of another type than expected.
func (x *exchange) decode(out any) (bool, *Error) {
	x.body = wiretext.WithoutMark(x.body)
	header, body := x.response.Header, x.body
	if _, free := out.(*value.JSON); free && len(bytes.TrimSpace(body)) == 0 {
		return true, nil
	}
	if media := contentTypeOf(header); !mayBeJSON(media) || wiretext.IsPage(body) {
		media, _, _ = strings.Cut(media, ";")
		if wiretext.IsPage(body) {
			media = "a page of HTML"
		}
		failure := x.unexpected(errors.New("the response is " + x.clean(media) + ", not JSON"))
		failure.outcome = MaybeProcessed.after(x.earlier) // whoever sent it isn't the API
		return false, failure
	}
	if len(bytes.TrimSpace(body)) == 0 {
		return false, x.unexpected(errors.New("the response is empty where JSON was promised"))
	}
	if encoding := foreignEncoding(header, body); encoding != "" {
		return false, x.unexpected(errors.New("the response can't be read: " + x.clean(encoding)))
	}
	part, into := x.target(body, out)
	var err error
	if x.options.rows != nil {
		err = x.options.rows.read(rowSource{x.client, x.call, x.options}, part, into)
	} else {
		err = x.client.decodeInto(part, into)
	}
	if err == nil {
		if failure := x.unrelated(body, out); failure != nil {
			return false, failure
		}
		return true, nil
	}
	if err == errCrowded {
		failure := x.unexpected(err)
		failure.kind = ErrTooLarge
		return false, failure
	}
	mismatch, _ := errors.AsType[*value.DecodeError](err)
	failure := x.unexpected(errors.New("found " + mismatch.Found + " where " + mismatch.Want + " was expected"))
	failure.Field = x.clean(mismatch.Field)
	guessed := x.call.Guessed() && json.Valid(part)
	if failure.Field == "" && !guessed { // nothing could be read
		return false, failure
	}
	if x.client.onDecode != nil {
		x.client.onDecode(failure)
		return true, nil
	}
	if guessed { // what came is whatever the vendor sends
		return true, nil
	}
	return true, failure
}

var errCrowded = errors.New("its rows would take more than twice the largest body in memory; WithMaxBody sets the bound")

// decodeInto decodes JSON into a pointer unless that would take too much memory.
func (c *Client) decodeInto(data []byte, into any) error {
	if crowded(data, reflect.TypeOf(into).Elem(), 2*max(c.maxBody, 32<<20), &c.sizes) {
		return errCrowded
	}
	return value.Decode(data, into)
}

// mayBeJSON reports whether a response of this content type is worth decoding. A missing type and text/plain, which some
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
