package rest

import (
	"context"
	"net/http"
	"net/http/httptrace"
	"sync"
	"sync/atomic"
	"time"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// attemptContext is the context of one attempt. It ends with the caller's, when the attempt is over, and when that takes too long. It
// carries the slot in which a RequestEditorFn leaves its credential, and what AttemptOf returns.
type attemptContext struct {
	_ value.Incomparable

	parent   context.Context // the caller's
	deadline time.Time       // zero: none but the caller's

	mu      sync.Mutex
	bounded context.Context // the caller's with the deadline; nil until somebody wants to hear of its end, since it has a timer
	cancel  context.CancelFunc
	over    bool // the attempt is

	slot credentialSlot

	// The parts, not the client and the call: what a context holds is never dropped by the linker, with all its methods.
	vendor, operation, method, template string

	traceKey any              // under which net/http asks for a request's trace
	sending  wiretext.Sending // the first request of the attempt
	watched  atomic.Bool      // that is under way, and has its trace in here

	number   int
	paced    time.Duration
	seeOther bool // by 303: what is asked by now is only what became of the request
}

// Deadline implements context.Context.
func (c *attemptContext) Deadline() (time.Time, bool) {
	at, ok := c.parent.Deadline()
	if c.deadline.IsZero() || ok && at.Before(c.deadline) {
		return at, ok
	}
	return c.deadline, true
}

// Done implements context.Context.
func (c *attemptContext) Done() <-chan struct{} { return c.ending().Done() }

// ending returns the context that ends when this one does.
func (c *attemptContext) ending() context.Context {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.bounded != nil:
	case c.over:
		c.bounded, c.cancel = context.WithCancel(c.parent)
		c.cancel()
	case c.deadline.IsZero():
		return c.parent
	default:
		c.bounded, c.cancel = context.WithDeadline(c.parent, c.deadline)
	}
	return c.bounded
}

// Err implements context.Context.
func (c *attemptContext) Err() error {
	c.mu.Lock()
	lasts := c.bounded == nil && !c.over
	c.mu.Unlock()
	if lasts && (c.deadline.IsZero() || time.Now().Before(c.deadline)) {
		return c.parent.Err()
	}
	return c.ending().Err()
}

// Value implements context.Context.
func (c *attemptContext) Value(key any) any {
	switch key {
	case credentialKey{}:
		return &c.slot
	case attemptKey{}:
		return c
	case c.traceKey:
		if c.watched.Load() {
			callers := httptrace.ContextClientTrace(c.parent)
			c.mu.Lock()
			trace := c.sending.Trace(callers)
			c.mu.Unlock()
			return trace
		}
	}
	c.mu.Lock()
	outer := c.bounded // by which package context knows what ends with what
	c.mu.Unlock()
	if outer == nil {
		outer = c.parent
	}
	return outer.Value(key)
}

// bound makes the context of an attempt, which ends when the client's time-out is over; a download's ends when nothing came for as long.
func (x *exchange) bound(c *attemptContext, parent context.Context) {
	c.parent = parent
	switch {
	case x.guard != nil:
		c.bounded, c.cancel = x.guard(parent, x.client.timeout)
	case x.client.timeout > 0:
		c.deadline = time.Now().Add(x.client.timeout)
	}
	c.traceKey = x.client.traceKey
	c.number, c.paced = x.latest.number, x.latest.paced
	c.vendor, c.operation, c.method, c.template = x.client.vendor.Name, x.call.Operation(), x.call.Method(), x.call.Template()
}

// end ends the context of an attempt that is over.
func (c *attemptContext) end() {
	c.mu.Lock()
	c.over = true
	cancel := c.cancel
	c.mu.Unlock()
	if cancel != nil {
		cancel()
	}
}

// watch has the first request of an attempt watched, and returns it as it is to be sent.
func (c *attemptContext) watch(req *http.Request, tells bool) (*http.Request, *wiretext.Sending) {
	c.sending.Begin(req, tells)
	c.watched.Store(true)
	if req.Context() != c && httptrace.ContextClientTrace(req.Context()) != httptrace.ContextClientTrace(c) { // an editor has put it under another context, or has a trace
		c.watched.Store(false)
		return wiretext.Watch(req, tells)
	}
	return req, &c.sending
}

// late reports whether the attempt's time is over although the caller's isn't.
func (c *attemptContext) late() bool { return c.parent.Err() == nil && c.Err() != nil }
