package auth

import (
	"context"
	"time"
)

const (
	pausedLate  = 100 * time.Millisecond // a context that ends so long after its deadline is one of a process that stood still
	pausedGrace = 2 * time.Second        // to read what came meanwhile
)

// pausedContext ends when its parent does, with one exception. A process may be stopped while it waits for a response (by a signal, with its
// container, with its virtual machine). When it goes on, the deadline has passed, and the response lies in the socket: a single-use
// token that nobody can get again. So if the parent's deadline was noticed late, the context ends a little later.
type pausedContext struct {
	context.Context
	end time.Time
}

func withGrace(parent context.Context) (context.Context, context.CancelFunc) {
	end, ok := parent.Deadline()
	if !ok {
		return context.WithCancel(parent)
	}
	inner, cancel := context.WithCancelCause(context.WithoutCancel(parent))
	stop := context.AfterFunc(parent, func() {
		if parent.Err() == context.DeadlineExceeded && time.Since(end) > pausedLate {
			time.AfterFunc(pausedGrace, func() { cancel(context.DeadlineExceeded) })
			return
		}
		cancel(parent.Err())
	})
	return &pausedContext{inner, end}, func() {
		stop()
		cancel(context.Canceled)
	}
}

// Deadline returns the parent's.
func (c *pausedContext) Deadline() (time.Time, bool) { return c.end, true }

// Err says how the context ended, as the parent's would.
func (c *pausedContext) Err() error { return context.Cause(c.Context) }
