package otelexample

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"github.com/seed-8da6be54/vendorkit/rest"
)

// Transport makes a span of each attempt. Its parent is the span of the context that the call was given.
type Transport struct {
	Base   http.RoundTripper
	Tracer trace.Tracer
}

// RoundTrip implements http.RoundTripper.
func (t Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	attempt, ok := rest.AttemptOf(req.Context())
	if !ok {
		return t.Base.RoundTrip(req)
	}
	about := append(server(req.URL),
		attribute.String("vendor", attempt.Vendor),
		attribute.String("operation", attempt.Operation),
		attribute.String("http.request.method", attempt.Method),
		attribute.String("url.template", attempt.Path),
		attribute.String("url.full", withoutQuery(req.URL)),
		attribute.Int64("paced_ms", attempt.Paced.Milliseconds()),
	)
	if attempt.Number > 1 { // the conventions want it of a request that was sent again, and of no other
		about = append(about, attribute.Int("http.request.resend_count", attempt.Number-1))
	}
	ctx, span := t.Tracer.Start(req.Context(), attempt.Method+" "+attempt.Path, trace.WithSpanKind(trace.SpanKindClient), trace.WithAttributes(about...))
	defer span.End()
	response, err := t.Base.RoundTrip(req.WithContext(ctx))
	if err != nil {
		span.SetAttributes(attribute.String("error.type", fmt.Sprintf("%T", err)))
		span.SetStatus(codes.Error, "no response")
		return nil, err
	}
	span.SetAttributes(attribute.Int("http.response.status_code", response.StatusCode))
	if response.StatusCode >= 400 {
		span.SetAttributes(attribute.String("error.type", strconv.Itoa(response.StatusCode)))
		span.SetStatus(codes.Error, http.StatusText(response.StatusCode))
	}
	return response, nil
}

// Unusable returns an option that makes a span of what a Transport can't see, as it sees no more than a response's head: that a response
// under a status of success broke off, or isn't what was promised (a login page, a field of another type). Its parent is the attempt's too.
func Unusable(tracer trace.Tracer) rest.ClientOption {
	return rest.WithObserver(func(ctx context.Context, a rest.AttemptInfo) {
		if a.Err == nil || a.Status/100 != 2 {
			return
		}
		kind := "_OTHER"
		if errors.Is(a.Err, rest.ErrDecode) {
			kind = "unexpected_response"
		}
		_, span := tracer.Start(ctx, "read "+a.Method+" "+a.Path, trace.WithAttributes(
			attribute.String("vendor", a.Vendor), attribute.String("operation", a.Operation), attribute.String("error.type", kind)))
		span.SetStatus(codes.Error, a.Err.Error()) // which shows no query, header, body or credential
		span.End()
	})
}

// server is whom a request goes to.
func server(u *url.URL) []attribute.KeyValue {
	port, err := strconv.Atoi(u.Port())
	switch {
	case err == nil:
	case u.Scheme == "http":
		port = 80
	default:
		port = 443
	}
	return []attribute.KeyValue{attribute.String("server.address", u.Hostname()), attribute.Int("server.port", port)}
}

// withoutQuery is a URL as a trace may have it: tokens travel in queries, and passwords before the host.
func withoutQuery(u *url.URL) string {
	shown := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath}
	return shown.String()
}
