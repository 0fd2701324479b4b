// Package pause waits.
package pause

import (
	"context"
	"time"
)

// For waits for d, and reports whether ctx is still alive then; it returns early when ctx ends.
func For(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
