package rest

import (
	"context"
	"errors"
	"log/slog"
	"time"
)

// WithLogger logs every attempt of every call: at Warn when it failed and is made again, which nobody else would tell; else
// at Debug, because the caller gets the error. A record has the vendor, operation, method, path template, attempt,
// duration and status, the time in the limiter and until the next attempt where there was any, and the error.
func WithLogger(logger *slog.Logger) ClientOption {
	if logger == nil {
		return func(*Client) error { return errors.New("WithLogger: the logger is nil") }
	}
	return WithObserver(func(ctx context.Context, a AttemptInfo) {
		level, text := slog.LevelDebug, "call answered"
		switch {
		case a.Again:
			level, text = slog.LevelWarn, "call is tried again"
		case a.Err != nil:
			text = "call failed"
		}
		if !logger.Enabled(ctx, level) {
			return
		}
		attrs := append(make([]slog.Attr, 0, 10),
			slog.String("vendor", a.Vendor), slog.String("operation", a.Operation), slog.String("method", a.Method),
			slog.String("path", a.Path), slog.Int("attempt", a.Number), slog.Duration("duration", a.Duration))
		if a.Status != 0 {
			attrs = append(attrs, slog.Int("status", a.Status))
		}
		if a.Paced >= time.Millisecond {
			attrs = append(attrs, slog.Duration("paced", a.Paced))
		}
		if a.Again {
			attrs = append(attrs, slog.Duration("wait", a.Wait))
		}
		if a.Err != nil {
			attrs = append(attrs, slog.String("error", a.Err.Error()))
		}
		logger.LogAttrs(ctx, level, text, attrs...)
	})
}
