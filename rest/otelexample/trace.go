package otelexample

import (
	"net/http"

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
	ctx, span := t.Tracer.Start(req.Context(), attempt.Method+" "+attempt.Path, trace.WithSpanKind(trace.SpanKindClient), trace.WithAttributes(
		attribute.String("vendor", attempt.Vendor),
		attribute.String("operation", attempt.Operation),
		attribute.String("http.request.method", attempt.Method),
		attribute.String("url.template", attempt.Path),
		attribute.Int("http.request.resend_count", attempt.Number-1),
		attribute.Int64("paced_ms", attempt.Paced.Milliseconds()),
	))
	defer span.End()
	response, err := t.Base.RoundTrip(req.WithContext(ctx))
	if err != nil {
		span.SetStatus(codes.Error, "no answer")
		return nil, err
	}
	span.SetAttributes(attribute.Int("http.response.status_code", response.StatusCode))
	if response.StatusCode >= 400 {
		span.SetStatus(codes.Error, http.StatusText(response.StatusCode))
	}
	return response, nil
}
