// Package calllog writes what the calls of this module's clients do to a slog.Logger. It stands apart from package rest so that
// a program which doesn't use it doesn't have slog.
package calllog

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest"
)

// To logs every attempt of every call: at Warn when it failed and is made again, which nobody else would tell; else
// at Debug, because the caller gets the error. A record has the vendor, operation, method, path template, attempt,
// duration and status, the time in the limiter and until the next attempt where there was any, and the error.
func To(logger *slog.Logger) rest.ClientOption {
	if logger == nil {
		return func(*rest.Client) error { return errors.New("calllog.To: the logger is nil") }
	}
	return rest.WithObserver(func(ctx context.Context, a rest.AttemptInfo) {
		level, text := slog.LevelDebug, "call completed"
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

// Value gives the parts of a call's error that are safe to log as a group, for logs that are searched by field. Logged as it is
// an error shows its text, or in JSON its parts.
func Value(err error) slog.Value {
	e, ok := errors.AsType[*rest.Error](err)
	if !ok {
		return slog.AnyValue(err)
	}
	attrs := []slog.Attr{
		slog.String("vendor", e.Vendor), slog.String("operation", e.Operation),
		slog.String("method", e.Method), slog.String("path", e.Path),
	}
	if e.Status != 0 {
		attrs = append(attrs, slog.Int("status", e.Status))
	}
	for _, pair := range [...][2]string{{"code", e.Code}, {"code_name", e.CodeName}, {"message", e.Message}, {"field", e.Field}, {"request_id", e.RequestID}} {
		if pair[1] != "" {
			attrs = append(attrs, slog.String(pair[0], pair[1]))
		}
	}
	if e.RetryAfter > 0 {
		attrs = append(attrs, slog.Duration("retry_after", e.RetryAfter))
	}
	if e.Attempts > 1 {
		attrs = append(attrs, slog.Int("attempts", e.Attempts))
	}
	if cause := e.Unwrap(); cause != nil {
		attrs = append(attrs, slog.String("cause", cause.Error()))
	}
	return slog.GroupValue(attrs...)
}
