package rest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

// body is what a request carries: bytes that can be sent any number of times, or a stream that can be sent once.
type body struct {
	contentType string
	data        []byte
	stream      io.Reader
	size        int64 // of the stream; -1 when unknown
	spent       bool
	has         bool
}

// open returns a reader at the body's start; nil when there is no body. It is kept out of line for the size of a program.
//
//go:noinline
func (b *body) open() (io.ReadCloser, error) {
	switch {
	case !b.has:
		return nil, nil
	case b.stream == nil:
		return io.NopCloser(bytes.NewReader(b.data)), nil
	case b.spent:
		return nil, errors.New("the body was a stream and has been sent already")
	}
	b.spent = true
	if closer, ok := b.stream.(io.ReadCloser); ok {
		return closer, nil
	}
	return io.NopCloser(b.stream), nil
}

// replayable reports whether the body can be sent again.
func (b *body) replayable() bool { return b.stream == nil }

func (b *body) length() int64 {
	if b.stream == nil {
		return int64(len(b.data))
	}
	return b.size
}

// JSON sets a JSON body.
func (c *Call) JSON(v any) {
	data, err := json.Marshal(v)
	if err != nil {
		c.fail("the body can't be written as JSON: %w", err)
		return
	}
	c.body = body{contentType: "application/json", data: data, has: true}
}

// Form sets a form-encoded body from a struct (by its json tags), a map or url.Values.
func (c *Call) Form(v any) {
	values, err := EncodeForm(v)
	if err != nil {
		c.fail("the body can't be written as a form: %w", err)
		return
	}
	c.body = body{contentType: "application/x-www-form-urlencoded", data: []byte(values.Encode()), has: true}
}

// Stream sets a body that is read as it is sent. It is sent once: a failed call isn't tried again.
func (c *Call) Stream(contentType string, r io.Reader) {
	if r == nil {
		c.fail("the body is nil")
		return
	}
	if contentType == "" {
		contentType = "application/octet-stream"
	}
	size := int64(-1)
	if l, ok := r.(interface{ Len() int }); ok {
		size = int64(l.Len())
	}
	c.body = body{contentType: contentType, stream: r, size: size, has: true}
}
