package drift

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"sync"
)

// transport looks at responses on their way.
type transport struct {
	observer *Observer
	next     http.RoundTripper
}

// RoundTrip implements http.RoundTripper.
func (t transport) RoundTrip(req *http.Request) (*http.Response, error) {
	response, err := t.next.RoundTrip(req)
	if err != nil || response == nil || response.StatusCode < 200 || response.Body == nil {
		return response, err
	}
	t.observer.safely(func() {
		if op := t.observer.operationOf(req); op != nil {
			t.observer.head(op, response)
		}
	})
	return response, nil
}

type operationKey struct{}

// WithOperation says which operation, by its operationId, the requests with the context belong to. It isn't needed for the methods
// of this module's clients; without it a request is recognised by its method and path.
func WithOperation(ctx context.Context, operationID string) context.Context {
	return context.WithValue(ctx, operationKey{}, operationID)
}

// head looks at a response's head, and sees to it that its body is looked at when it has been read.
func (o *Observer) head(op *operation, response *http.Response) {
	o.mu.Lock()
	op.seen++
	if op.statuses[response.StatusCode]++; len(op.statuses) > 64 {
		delete(op.statuses, response.StatusCode)
	}
	o.mu.Unlock()
	look := o.expectation(op, response)
	if look == nil {
		return
	}
	response.Body = &tee{ReadCloser: response.Body, observer: o, look: look, length: response.ContentLength}
}

// tee keeps a copy of a body while somebody reads it.
type tee struct {
	io.ReadCloser
	observer *Observer
	look     *expectation
	length   int64 // as announced; -1 when it wasn't

	mu   sync.Mutex // a body may be closed while it is read
	copy bytes.Buffer
	left bool // nothing more is kept: it was looked at, or is too long
	read int64
}

// Read implements io.Reader.
func (t *tee) Read(p []byte) (int, error) {
	n, err := t.ReadCloser.Read(p)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.keep(p[:max(n, 0)])
	if err == io.EOF {
		t.done()
	} else if err != nil {
		t.drop()
	}
	return n, err
}

// Close implements io.Closer. A body that was read up to its announced length counts as read.
func (t *tee) Close() error {
	err := t.ReadCloser.Close()
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.left && t.length >= 0 && t.read == t.length {
		t.done()
	}
	t.drop()
	return err
}

func (t *tee) keep(p []byte) {
	if t.read += int64(len(p)); t.left || len(p) == 0 {
		return
	}
	if t.read > t.observer.maxBody || t.observer.kept.Add(int64(len(p))) > maxKept {
		if t.read <= t.observer.maxBody {
			t.observer.kept.Add(-int64(len(p)))
		}
		t.drop()
		t.observer.mu.Lock()
		t.observer.skipped++
		t.observer.mu.Unlock()
		return
	}
	t.copy.Write(p)
}

func (t *tee) done() {
	if t.left {
		return
	}
	t.observer.safely(func() { t.observer.body(t.look, t.copy.Bytes()) })
	t.drop()
}

func (t *tee) drop() {
	if !t.left {
		t.left = true
		t.observer.kept.Add(-int64(t.copy.Len()))
		t.copy = bytes.Buffer{}
	}
}
