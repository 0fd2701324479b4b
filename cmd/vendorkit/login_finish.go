package main

import (
	"context"
	"fmt"
	"io"
)

// finish runs work to its end even if ctx ends meanwhile: what a vendor gives out once must get to the store, and the
// process would take it along. Package auth limits the time of every such work.
func finish[T any](ctx context.Context, notes io.Writer, work func(context.Context) (T, error)) (T, error) {
	type outcome struct {
		value T
		err   error
	}
	var none T
	if err := ctx.Err(); err != nil {
		return none, err
	}
	done := make(chan outcome, 1)
	go func() {
		value, err := work(context.WithoutCancel(ctx))
		done <- outcome{value, err}
	}()
	select {
	case got := <-done:
		return got.value, got.err
	case <-ctx.Done():
		fmt.Fprintln(notes, "interrupted; what was begun with the vendor is brought to its end first")
	}
	got := <-done
	return got.value, got.err
}
