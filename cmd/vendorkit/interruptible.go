package main

import "context"

// interruptible reads until the context ends. What reads a pipe, or waits for one to be opened, can't be called off, and an interruption is
// no more than the end of the context here: without this the command would wait for whoever is at the pipe's other end.
func interruptible[T any](ctx context.Context, read func() (T, error)) (T, error) {
	type outcome struct {
		value T
		err   error
	}
	done := make(chan outcome, 1)
	go func() {
		value, err := read()
		done <- outcome{value, err}
	}()
	select {
	case got := <-done:
		return got.value, got.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}
