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

// vendor stands for Spiro. It fails once, and echoes what it is sent; then it responds with body.
func vendor(body string) *httptest.Server {
	requests := 0
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if requests++; requests == 1 {
			w.Header().Set("X-Echo", r.Header.Get("Authorization"))
			w.WriteHeader(http.StatusServiceUnavailable)
			io.WriteString(w, r.Header.Get("Authorization"))
			return
		}
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, body)
	}))
}

// calls makes a call of a client with spans and metrics, and returns both, and the call's error.
func calls(body string) (tracetest.SpanStubs, metricdata.ResourceMetrics, error) {
	ctx := context.Background()
	server := vendor(body)
	defer server.Close()
	spans, reader := tracetest.NewInMemoryExporter(), metric.NewManualReader()
	tracer := trace.NewTracerProvider(trace.WithSyncer(spans)).Tracer("sync")
	metrics, err := otelexample.Metrics(metric.NewMeterProvider(metric.WithReader(reader)).Meter("sync"))
	if err != nil {
		log.Fatal(err)
	}
	client, err := spiro.NewClient(server.URL, metrics, otelexample.Unusable(tracer),
		spiro.WithHTTPClient(&http.Client{Transport: otelexample.Transport{Base: http.DefaultTransport, Tracer: tracer}}),
		spiro.WithRequestEditorFn(func(_ context.Context, r *http.Request) error {
			r.Header.Set("Authorization", "Bearer "+secret)
			return nil
		}))
	if err != nil {
		log.Fatal(err)
	}
	ctx, span := tracer.Start(ctx, "nightly sync")
	_, failed := client.Companies.List(ctx, nil, rest.WithEditor(func(_ context.Context, r *http.Request) error {
		r.URL.RawQuery += "&token=" + secret
		return nil
	}))
	span.End()
	var measured metricdata.ResourceMetrics
	if err := reader.Collect(ctx, &measured); err != nil {
		log.Fatal(err)
	}
	return spans.GetSpans(), measured, failed
}

func Example() {
	spans, _, err := calls(`{"data": []}`)
	if err != nil {
		log.Fatal(err)
	}
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
	spans, measured, err := calls(`{"data": []}`)
	if err != nil {
		t.Fatal(err)
	}
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

// TestSpansAndMetricsOfWhatIsOfNoUse: the vendor responded, and the caller got an error.
func TestSpansAndMetricsOfWhatIsOfNoUse(t *testing.T) {
	t.Parallel()
	spans, measured, err := calls("<html>" + secret + "</html>")
	if err == nil {
		t.Fatal("a page was taken for a list")
	}
	if len(spans) != 4 || spans[2].Name != "read GET /companies" || spans[2].Status.Description != err.Error() || spans[2].Parent.SpanID() != spans[3].SpanContext.SpanID() ||
		value(spans[2].Attributes, "error.type") != "unexpected_response" {
		t.Errorf("got spans %+v", spans)
	}
	shown := fmt.Sprintf("%+v %+v", spans, measured)
	if strings.Contains(shown, secret) {
		t.Errorf("the secret shows: %s", shown)
	}
	failed := uint64(0)
	for _, scope := range measured.ScopeMetrics {
		for _, m := range scope.Metrics {
			histogram, ok := m.Data.(metricdata.Histogram[float64])
			if !ok {
				continue
			}
			for _, point := range histogram.DataPoints {
				if kind, ok := point.Attributes.Value("error.type"); ok && kind.AsString() == "unexpected_response" {
					failed += point.Count
				}
			}
		}
	}
	if failed != 1 {
		t.Errorf("%d attempts were counted as of no use: %+v", failed, measured)
	}
}
