package rest_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// BenchmarkCall makes a call to a vendor without a network, with what a client does by default and without it.
func BenchmarkCall(b *testing.B) {
	window := rest.Window{Requests: 1 << 20, Span: time.Millisecond}
	for _, bench := range []struct {
		name string
		opts []rest.ClientOption
	}{
		{"retries and pacing", nil},
		{"neither", []rest.ClientOption{rest.WithoutRetries(), rest.WithoutPacing()}},
	} {
		b.Run(bench.name, func(b *testing.B) {
			client, err := rest.NewClient(rest.Vendor{Name: "acme", Window: window}, "https://acme.example",
				append(bench.opts, rest.WithHTTPClient(instant{}))...)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				call := call.New("getThing", http.MethodGet, "/things/{id}")
				call.PathInt("id", 1)
				if err := only(client.Do(b.Context(), call, nil, new(thing))); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkLimiter lets requests through a limiter that has room.
func BenchmarkLimiter(b *testing.B) {
	limiter := rest.NewLimiter(rest.Window{Requests: 1 << 20, Span: time.Millisecond, RemainingHeader: "x-left", ResetHeader: "x-reset"})
	header := http.Header{"X-Left": {"1000000"}, "X-Reset": {"1"}}
	b.ReportAllocs()
	for b.Loop() {
		if err := limiter.Wait(b.Context()); err != nil {
			b.Fatal(err)
		}
		limiter.Observe(200, header)
	}
}

type instant struct{}

func (instant) Do(*http.Request) (*http.Response, error) { return reply(200, thingBody) }
