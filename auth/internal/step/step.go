// Package step announces the steps of a renewal to whoever listens, so that a test can end the process at each of them,
// or make one fail.
package step

import "context"

// The steps, in the order of a renewal. Each is announced just before it is taken, but for Responded.
const (
	Lock      = "lock"      // the lock is held, nothing has been read
	Change    = "change"    // the record has been read
	Ask       = "ask"       // the request goes out
	Responded = "responded" // the response is here, and in memory only
	Write     = "write"     // the record is written beside the old one
	Sync      = "sync"      // what was written is made durable
	Commit    = "commit"    // the new record takes the old one's place
	Settle    = "settle"    // that is made durable too
	Unlock    = "unlock"    // all is saved, the lock goes back
	Hand      = "hand"      // the token is handed out
)

type key struct{}

// With returns a context whose steps are announced to listen. An error from listen makes the step fail, if it can.
func With(ctx context.Context, listen func(name string) error) context.Context {
	return context.WithValue(ctx, key{}, listen)
}

// At announces a step.
func At(ctx context.Context, name string) error {
	if listen, ok := ctx.Value(key{}).(func(string) error); ok {
		return listen(name)
	}
	return nil
}
