package otelexample

import (
	"context"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/seed-8da6be54/vendorkit/rest"
)

// Metrics returns an option that counts and times the attempts of a client's calls.
func Metrics(meter metric.Meter) (rest.ClientOption, error) {
	duration, err := meter.Float64Histogram("http.client.request.duration", metric.WithUnit("s"))
	if err != nil {
		return nil, err
	}
	retries, err := meter.Int64Counter("vendorkit.retries")
	if err != nil {
		return nil, err
	}
	return rest.WithObserver(func(ctx context.Context, a rest.AttemptInfo) {
		about := metric.WithAttributes(
			attribute.String("vendor", a.Vendor), attribute.String("operation", a.Operation),
			attribute.Int("http.response.status_code", a.Status))
		duration.Record(ctx, a.Duration.Seconds(), about)
		if a.Again {
			retries.Add(ctx, 1, about)
		}
	}), nil
}
