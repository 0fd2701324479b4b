package call

import (
	"bytes"
	"encoding/json"
	"io"
)

// body is what a request carries: bytes, or a stream.
type body struct {
	contentType string
	data        []byte
	stream      streamed // nil: data
	size        int64    // of the stream; -1 when unknown
}

// streamed is a *stream. It is an interface so that programs which send none don't have it.
type streamed interface {
	open() (io.ReadCloser, error)
	again() bool
	rewinds() bool
	finish()
}

// open returns a reader at the body's start; nil when there is no body. It is kept out of line for the size of a program.
//
//go:noinline
func (b *body) open() (io.ReadCloser, error) {
	switch {
	case b == nil:
		return nil, nil
	case b.stream == nil:
		return io.NopCloser(bytes.NewReader(b.data)), nil
	}
	return b.stream.open()
}

// replayable reports whether the body can be sent again.
func (b *body) replayable() bool { return b == nil || b.stream == nil || b.stream.again() }

// unrepeated is the empty body of a GET that a transport must not repeat of its own accord, as it does where it can open the body
// anew.
func unrepeated() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(nil)), nil }

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
	c.body = &body{contentType: "application/json", data: data}
}

// Form sets a form-encoded body from a struct (by its json tags), a map or url.Values.
func (c *Call) Form(v any) {
	values, err := EncodeForm(v)
	if err != nil {
		c.fail("the body can't be written as a form: %w", err)
		return
	}
	c.body = &body{contentType: "application/x-www-form-urlencoded", data: []byte(values.Encode())}
}

// Stream sets a body that is read as it is sent, and closed at the end of the call if it is an io.Closer. A failed call is tried
// again, by the rules of WithRetries, when nothing of the body was read yet, or when it can be read again: it is an io.Seeker, or a
// *bytes.Buffer.
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
	c.body = &body{contentType: contentType, stream: newStream(r), size: size}
}
