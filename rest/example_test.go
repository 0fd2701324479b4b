package rest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest"
)

// exampleServer responds with 503 to the first requests, so many of them.
func exampleServer(faults int) *httptest.Server {
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if faults--; faults >= 0 {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		io.WriteString(w, `{"name": "a thing"}`)
	}))
}

// The options go to the generated clients too: holaspirit.NewClient("", rest.WithRetries(2)).
func ExampleWithRetries() {
	server := exampleServer(1)
	defer server.Close()
	client, err := rest.NewClient(rest.Vendor{Name: "acme"}, server.URL, rest.WithRetries(2),
		rest.WithObserver(func(_ context.Context, a rest.AttemptInfo) {
			fmt.Println("attempt", a.Number, "status", a.Status, "again", a.Again)
		}))
	if err != nil {
		log.Fatal(err)
	}
	err = client.Call(context.Background(), "GET", "/things/1", nil, nil, nil)
	fmt.Println(err)
	// Output:
	// attempt 1 status 503 again true
	// attempt 2 status 200 again false
	// <nil>
}

// A call that must be quick, or that somebody else repeats, is made once.
func ExampleRetries() {
	server := exampleServer(1)
	defer server.Close()
	client, err := rest.NewClient(rest.Vendor{Name: "acme"}, server.URL)
	if err != nil {
		log.Fatal(err)
	}
	err = client.Call(context.Background(), "GET", "/things/1", nil, nil, nil, rest.Retries(0))
	fmt.Println(errors.Is(err, rest.ErrServer), err)
	// Output: true acme: call: GET (undocumented path): HTTP 503
}

// A write isn't repeated when it isn't known what became of it, unless the caller says that twice does no harm.
func ExampleRepeatable() {
	server := exampleServer(1)
	defer server.Close()
	client, err := rest.NewClient(rest.Vendor{Name: "acme"}, server.URL)
	if err != nil {
		log.Fatal(err)
	}
	order := map[string]string{"name": "a thing"}
	err = client.Call(context.Background(), "POST", "/things", nil, order, nil, rest.Repeatable(true))
	fmt.Println(err)
	// Output: <nil>
}

// A limiter that isn't the vendor's: two requests at once, and no more in each 50 milliseconds.
func ExampleWithLimiter() {
	server := exampleServer(0)
	defer server.Close()
	client, err := rest.NewClient(rest.Vendor{Name: "acme"}, server.URL,
		rest.WithLimiter(rest.NewLimiter(rest.Window{Requests: 2, Span: 50 * time.Millisecond})))
	if err != nil {
		log.Fatal(err)
	}
	start := time.Now()
	for range 5 {
		if err := client.Call(context.Background(), "GET", "/things/1", nil, nil, nil); err != nil {
			log.Fatal(err)
		}
	}
	fmt.Println("at least two spans:", time.Since(start) >= 100*time.Millisecond)
	// Output: at least two spans: true
}
