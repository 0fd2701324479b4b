// Package calllog logs what the calls of this module's clients do, to a slog.Logger. It is separate from package rest so that a
// program that doesn't use it doesn't link slog.
package calllog

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest"
)

// To logs every attempt of every call. A failed attempt that is repeated is logged at Warn, because nothing else reports it; any
// other at Debug, because the caller gets the error, including that of a success response that can't be used. A record has the vendor, operation, method, path template, attempt, duration
// and status, the times spent in the limiter and before the next attempt if there were any, and the error.
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

// Value returns the parts of a call's error that are safe to log as a group, for logs that are searched by field. An error that is
// logged directly shows its text, or its parts in JSON.
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
