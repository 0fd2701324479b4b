// Package otelexample shows how the calls of a client get into OpenTelemetry: a span for each attempt, and metrics. It is an
// example to copy from, and a module of its own so that no program gets OpenTelemetry from vendorkit.
//
// Two seams of package rest are all it takes. A RoundTripper under the client sees each request before it is sent and
// learns from rest.AttemptOf what the request belongs to; an observer sees each attempt when it is over, and so whether the
// response was of any use. Neither is given a query, a header or a body, so no credential gets into a trace.
package otelexample
