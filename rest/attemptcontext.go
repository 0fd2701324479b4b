package rest

import (
	"context"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// attemptContext is the context of one attempt. It ends with the caller's, when the attempt is over, and when that takes too long. It
// carries the slot in which a RequestEditorFn leaves its credential, and what AttemptOf returns.
type attemptContext struct {
	_ value.Incomparable
	context.Context
	parent context.Context // the caller's

	// context.WithTimeout would do, with one more allocation.
	cancel   context.CancelFunc // nil: it ends with the caller's only
	timer    *time.Timer        // calls cancel; nil: nothing does
	deadline time.Time          // when that is; zero: never
	stopped  atomic.Bool        // the timer, before it called

	slot credentialSlot

	// The parts, not the client and the call: what a context holds is never dropped by the linker, with all its methods.
	vendor, operation, method, template string

	traceKey any              // under which net/http asks for the trace; nil when that isn't in here
	sending  wiretext.Sending // the first request of the attempt

	number   int
	paced    time.Duration
	seeOther bool // by 303: what is asked by now is only what became of the request
}

// Deadline implements context.Context.
func (c *attemptContext) Deadline() (time.Time, bool) {
	at, ok := c.Context.Deadline()
	if c.deadline.IsZero() || ok && at.Before(c.deadline) {
		return at, ok
	}
	return c.deadline, true
}

// Err implements context.Context.
func (c *attemptContext) Err() error {
	err := c.Context.Err()
	if err != nil && !c.deadline.IsZero() && !c.stopped.Load() && c.parent.Err() == nil {
		return context.DeadlineExceeded
	}
	return err
}

func (c *attemptContext) Value(key any) any {
	switch key {
	case credentialKey{}:
		return &c.slot
	case attemptKey{}:
		return c
	case c.traceKey:
		if c.traceKey != nil {
			return c.sending.Trace()
		}
	}
	return c.Context.Value(key)
}

// bound makes the context of an attempt, which ends when the client's time-out is over; a download's ends when nothing came for as long.
func (x *exchange) bound(parent context.Context, download bool) *attemptContext {
	c := &x.first.context
	if x.latest.number > 1 {
		c = new(attemptContext)
	}
	c.Context, c.parent = parent, parent
	switch {
	case download:
		c.Context, c.cancel = stallGuard(parent, x.client.timeout)
	case x.client.timeout > 0:
		c.Context, c.cancel = context.WithCancel(parent)
		c.deadline = time.Now().Add(x.client.timeout)
		c.timer = time.AfterFunc(x.client.timeout, c.cancel)
	}
	if parent.Value(x.client.traceKey) == nil {
		c.traceKey = x.client.traceKey
	}
	c.number, c.paced = x.latest.number, x.latest.paced
	c.vendor, c.operation, c.method, c.template = x.client.vendor.Name, x.call.Operation(), x.call.Method(), x.call.Template()
	return c
}

// end ends the context of an attempt that is over.
func (c *attemptContext) end() {
	if c.timer != nil {
		c.stopped.Store(c.timer.Stop())
	}
	if c.cancel != nil {
		c.cancel()
	}
}

// watch has the first request of an attempt watched, and returns it as it is to be sent.
func (c *attemptContext) watch(req *http.Request, tells bool) (*http.Request, *wiretext.Sending) {
	if httptrace.ContextClientTrace(req.Context()) != c.sending.Trace() { // the caller has a trace, or an editor another context
		return wiretext.Watch(req, tells)
	}
	c.sending.Begin(req, tells)
	return req, &c.sending
}

// late reports whether the attempt's time is over although the caller's isn't.
func (c *attemptContext) late() bool { return c.parent.Err() == nil && c.Context.Err() != nil }
