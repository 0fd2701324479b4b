package otelexample

import (
	"context"
	"errors"
	"strconv"

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
		attributes := []attribute.KeyValue{
			attribute.String("vendor", a.Vendor), attribute.String("operation", a.Operation), attribute.String("http.request.method", a.Method)}
		if a.Status != 0 {
			attributes = append(attributes, attribute.Int("http.response.status_code", a.Status))
		}
		switch {
		case a.Status >= 400:
			attributes = append(attributes, attribute.String("error.type", strconv.Itoa(a.Status)))
		case a.Err != nil && errors.Is(a.Err, rest.ErrDecode): // under a status of success
			attributes = append(attributes, attribute.String("error.type", "unexpected_response"))
		case a.Err != nil:
			attributes = append(attributes, attribute.String("error.type", "_OTHER"))
		}
		about := metric.WithAttributes(attributes...)
		duration.Record(ctx, a.Duration.Seconds(), about)
		if a.Again {
			retries.Add(ctx, 1, about)
		}
	}), nil
}
