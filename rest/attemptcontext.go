package rest

import (
	"context"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// attemptContext is the context of one attempt. It carries the slot in which a RequestEditorFn leaves its credential, and
// what AttemptOf returns.
type attemptContext struct {
	_ value.Incomparable
	context.Context
	parent context.Context // the caller's
	slot   credentialSlot

	// The parts, not the client and the call: what a context holds is never dropped by the linker, with all its methods.
	vendor, operation, method, template string

	number   int
	paced    time.Duration
	seeOther bool // by 303: what is asked by now is only what became of the request
}

func (c *attemptContext) Value(key any) any {
	switch key {
	case credentialKey{}:
		return &c.slot
	case attemptKey{}:
		return c
	}
	return c.Context.Value(key)
}

// bound makes the context of an attempt, which ends when the client's time-out is over; a download's ends when nothing came for as long.
func (x *exchange) bound(parent context.Context, download bool) *attemptContext {
	ctx := parent
	x.stop = func() {}
	switch {
	case download:
		ctx, x.stop = stallGuard(parent, x.client.timeout)
	case x.client.timeout > 0:
		ctx, x.stop = context.WithTimeout(parent, x.client.timeout)
	}
	return &attemptContext{
		Context: ctx, parent: parent, number: x.latest.number, paced: x.latest.paced,
		vendor: x.client.vendor.Name, operation: x.call.Operation(), method: x.call.Method(), template: x.call.Template(),
	}
}

// late reports whether the attempt's time is over although the caller's isn't.
func (c *attemptContext) late() bool { return c.parent.Err() == nil && c.Err() != nil }
