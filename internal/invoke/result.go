package invoke

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
	"github.com/seed-8da6be54/vendorkit/internal/spec"
	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
	"github.com/seed-8da6be54/vendorkit/rest"
)

// Result is what the vendor responded.
type Result struct {
	Status int
	// JSON is the response as the vendor sent it, without the fields that a client keeps to itself: its verdict, which was good, and
	// a credential that it echoes. It is nil where nothing came, or nothing that is said to mean anything.
	JSON json.RawMessage
}

// Downloads reports whether the operation responds with a file, which Open gets.
func (c *Call) Downloads() bool {
	media := c.Operation.Response.Media
	return media != "" && !wiretext.IsJSON(media)
}

// Do makes the call. A failure, also one that the vendor reports in a response of success, is a *rest.Error.
func (c *Call) Do(ctx context.Context, opts ...rest.CallOption) (*Result, error) {
	var raw rest.Response
	opts = append(opts[:len(opts):len(opts)], rest.WithResponse(&raw))
	var out any
	made := c.made
	if c.Operation.Response.Media != "" {
		doc := c.invoker.offers.Document()
		if c.Operation.List != nil {
			made = made.Copy().List(listingOf(c.Operation, doc.Page))
		}
		out = reflect.New(responseType(c.Operation, doc)).Interface()
	}
	usable, err := c.invoker.client.Do(ctx, made, opts, out)
	if field, ok := errors.AsType[*rest.Error](err); err != nil && !(usable && ok && field.Field != "") { // what type a field has is nothing to who gets the JSON
		return nil, err
	}
	result := &Result{Status: raw.Status}
	if out != nil {
		result.JSON = withoutEnvelope(bytes.TrimSpace(wiretext.WithoutMark(raw.Body)), c.invoker.offers.Document().Envelope)
	}
	if len(result.JSON) == 0 {
		result.JSON = nil
	}
	return result, nil
}

// Open makes a call that responds with a file.
func (c *Call) Open(ctx context.Context, opts ...rest.CallOption) (*rest.Download, error) {
	return c.invoker.client.Open(ctx, c.made, opts)
}

// withoutEnvelope takes the verdict and an echoed credential out of a response.
func withoutEnvelope(body []byte, envelope spec.Envelope) []byte {
	hidden := map[string]bool{}
	if envelope.Verdict != nil {
		hidden[envelope.Verdict.Field] = true
	}
	if envelope.Token != "" {
		hidden[envelope.Token] = true
	}
	if len(hidden) == 0 || jsonscan.Kind(body) != jsonscan.Object {
		return body
	}
	var out strings.Builder
	out.WriteByte('{')
	kept, all := 0, 0
	jsonscan.Fields(body, func(name, value []byte) bool {
		all++
		if hidden[string(name)] {
			return true
		}
		if kept > 0 {
			out.WriteByte(',')
		}
		kept++
		quoted, _ := json.Marshal(string(name)) // a string always encodes
		out.Write(quoted)
		out.WriteByte(':')
		out.Write(value)
		return true
	})
	if kept == all {
		return body
	}
	out.WriteByte('}')
	return []byte(out.String())
}
