package otelexample_test

import (
	"context"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/seed-8da6be54/vendorkit/gen/spiro"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/otelexample"
)

const secret = "planted-secret-0123456789"

// vendor stands for Spiro. It fails once, and echoes what it is sent.
func vendor() *httptest.Server {
	requests := 0
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if requests++; requests == 1 {
			w.Header().Set("X-Echo", r.Header.Get("Authorization"))
			w.WriteHeader(http.StatusServiceUnavailable)
			io.WriteString(w, r.Header.Get("Authorization"))
			return
		}
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, `{"data": []}`)
	}))
}

// calls makes a call of a client with spans and metrics, and returns both.
func calls() (tracetest.SpanStubs, metricdata.ResourceMetrics) {
	ctx := context.Background()
	server := vendor()
	defer server.Close()
	spans, reader := tracetest.NewInMemoryExporter(), metric.NewManualReader()
	tracer := trace.NewTracerProvider(trace.WithSyncer(spans)).Tracer("sync")
	metrics, err := otelexample.Metrics(metric.NewMeterProvider(metric.WithReader(reader)).Meter("sync"))
	if err != nil {
		log.Fatal(err)
	}
	client, err := spiro.NewClient(server.URL, metrics,
		spiro.WithHTTPClient(&http.Client{Transport: otelexample.Transport{Base: http.DefaultTransport, Tracer: tracer}}),
		spiro.WithRequestEditorFn(func(_ context.Context, r *http.Request) error {
			r.Header.Set("Authorization", "Bearer "+secret)
			return nil
		}))
	if err != nil {
		log.Fatal(err)
	}
	ctx, span := tracer.Start(ctx, "nightly sync")
	if _, err := client.Companies.List(ctx, nil, rest.WithEditor(func(_ context.Context, r *http.Request) error {
		r.URL.RawQuery += "&token=" + secret
		return nil
	})); err != nil {
		log.Fatal(err)
	}
	span.End()
	var measured metricdata.ResourceMetrics
	if err := reader.Collect(ctx, &measured); err != nil {
		log.Fatal(err)
	}
	return spans.GetSpans(), measured
}

func Example() {
	spans, _ := calls()
	for _, span := range spans {
		again := value(span.Attributes, "http.request.resend_count") // of what was sent again only
		fmt.Println(strings.TrimSpace(fmt.Sprintln(span.Name, value(span.Attributes, "operation"), value(span.Attributes, "http.response.status_code"), again)))
	}
	// Output:
	// GET /companies listCompanies 503
	// GET /companies listCompanies 200 1
	// nightly sync
}

func value(attributes []attribute.KeyValue, key attribute.Key) string {
	for _, a := range attributes {
		if a.Key == key {
			return a.Value.String()
		}
	}
	return ""
}

func TestSpansAndMetrics(t *testing.T) {
	t.Parallel()
	spans, measured := calls()
	if len(spans) != 3 || spans[0].Parent.SpanID() != spans[2].SpanContext.SpanID() || spans[0].Status.Description != "Service Unavailable" {
		t.Errorf("got spans %+v", spans)
	}
	if first := spans[0].Attributes; value(first, "http.request.resend_count") != "" || value(first, "error.type") != "503" || value(first, "server.address") != "127.0.0.1" ||
		value(first, "server.port") == "" || !strings.HasSuffix(value(first, "url.full"), "/companies") {
		t.Errorf("the first attempt has %v", first)
	}
	if second := spans[1].Attributes; value(second, "http.request.resend_count") != "1" || value(second, "error.type") != "" {
		t.Errorf("the second attempt has %v", second)
	}
	shown := fmt.Sprintf("%+v %+v", spans, measured)
	for _, word := range []string{"http.client.request.duration", "vendorkit.retries"} {
		if !strings.Contains(shown, word) {
			t.Errorf("there is no %s", word)
		}
	}
	if strings.Contains(shown, secret) {
		t.Errorf("the secret shows: %s", shown)
	}
}
