package rest_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// troubled is a server that processes orders, and fails at every point of it. It counts how often each was processed.
type troubled struct {
	mu        sync.Mutex
	processed map[string]int
	responded atomic.Int64
	active    sync.WaitGroup
}

// points are where it fails; each says whether the order was processed before that.
var points = []struct {
	name string
	fail func(s *troubled, order string, w http.ResponseWriter, r *http.Request)
}{
	{"reset before the body is read", func(_ *troubled, _ string, w http.ResponseWriter, _ *http.Request) { reset(w, "") }},
	{"reset within the body", func(_ *troubled, _ string, w http.ResponseWriter, r *http.Request) {
		io.CopyN(io.Discard, r.Body, 5)
		reset(w, "")
	}},
	{"reset after the order was processed", func(s *troubled, order string, w http.ResponseWriter, r *http.Request) {
		s.process(order, r)
		reset(w, "")
	}},
	{"half a head", func(s *troubled, order string, w http.ResponseWriter, r *http.Request) {
		s.process(order, r)
		reset(w, "HTTP/1.1 200 O")
	}},
	{"half a body", func(s *troubled, order string, w http.ResponseWriter, r *http.Request) {
		s.process(order, r)
		reset(w, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"name\":")
	}},
	{"the connection is closed after a good response", func(s *troubled, order string, w http.ResponseWriter, r *http.Request) {
		s.process(order, r)
		reset(w, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n"+thingBody)
	}},
	{"429", refuses(429, nil)},
	{"429 and Retry-After", refuses(429, http.Header{"Retry-After": {"0"}})},
	{"503 and Retry-After", refuses(503, http.Header{"Retry-After": {"0"}})},
	{"408", processes(408)}, {"500", processes(500)}, {"502", processes(502)}, {"503", processes(503)}, {"504", processes(504)},
	{"200 and no JSON", func(s *troubled, order string, w http.ResponseWriter, r *http.Request) {
		s.process(order, r)
		respond(200, "text/html", "<html>")(w, r)
	}},
}

// refuses turns an order away, by a status that says that nothing was done.
func refuses(status int, header http.Header) func(*troubled, string, http.ResponseWriter, *http.Request) {
	return func(_ *troubled, _ string, w http.ResponseWriter, r *http.Request) {
		for name, values := range header {
			w.Header()[name] = values
		}
		respond(status, "application/json", `{}`)(w, r)
	}
}

// processes does what was ordered, and then claims to have failed.
func processes(status int) func(*troubled, string, http.ResponseWriter, *http.Request) {
	return func(s *troubled, order string, w http.ResponseWriter, r *http.Request) {
		s.process(order, r)
		respond(status, "application/json", `{}`)(w, r)
	}
}

// reset writes part of a response and breaks the connection.
func reset(w http.ResponseWriter, part string) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		panic(err)
	}
	io.WriteString(conn, part)
	if part == "" {
		conn.(*net.TCPConn).SetLinger(0) // a reset, not an end
	}
	conn.Close()
}

func (s *troubled) process(order string, r *http.Request) {
	io.Copy(io.Discard, r.Body)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.processed[order]++
}

func (s *troubled) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.active.Add(1)
	defer s.active.Done()
	s.responded.Add(1)
	order := r.Header.Get("X-Order")
	if pick := rand.IntN(2 * len(points)); pick < len(points) {
		points[pick].fail(s, order, w, r)
		return
	}
	s.process(order, r)
	respond(200, "application/json", thingBody)(w, r)
}

// shaky refuses every so many connections.
func shaky() *http.Client {
	var dialer net.Dialer
	return &http.Client{Transport: &http.Transport{
		MaxIdleConnsPerHost: 50,
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			if rand.IntN(5) == 0 {
				return nil, &net.OpError{Op: "dial", Net: network, Err: errors.New("connection refused")}
			}
			return dialer.DialContext(ctx, network, address)
		},
	}}
}

// TestNothingIsProcessedTwice makes 10,000 calls that change something, to a server that fails at every point. It isn't
// parallel, because it leaves little time to tests that measure it.
func TestNothingIsProcessedTwice(t *testing.T) {
	calls := 10_000
	if testing.Short() {
		calls = 1_000
	}
	tests := []struct {
		name  string
		calls int
		build func(number int) *call.Call
		opts  []rest.CallOption
		twice bool // allowed
	}{
		{name: "POST", calls: calls, build: func(int) *call.Call {
			call := call.New("order", "POST", "/orders")
			call.JSON(thing{strings.Repeat("x", rand.IntN(2000))})
			return call
		}},
		{name: "POST without a body", calls: calls / 10, build: func(int) *call.Call { return call.New("order", "POST", "/orders") }},
		{name: "PATCH that streams", calls: calls / 10, build: func(int) *call.Call {
			call := call.New("order", "PATCH", "/orders")
			call.Stream("text/plain", bufio.NewReader(strings.NewReader("x")))
			return call
		}},
		{name: "GET that changes something", calls: calls / 5, build: func(int) *call.Call {
			call := call.New("order", "GET", "/orders")
			call.RetrySafe(false)
			return call
		}},
		{name: "PUT opted out", calls: calls / 10, opts: []rest.CallOption{rest.Repeatable(false)}, build: func(int) *call.Call {
			call := call.New("order", "PUT", "/orders")
			call.JSON(thing{"x"})
			return call
		}},
		{name: "POST opted in", calls: calls / 10, opts: []rest.CallOption{rest.Repeatable(true)}, twice: true, build: func(int) *call.Call {
			call := call.New("order", "POST", "/orders")
			call.JSON(thing{"x"})
			return call
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := &troubled{processed: map[string]int{}}
			server := httptest.NewServer(s)
			defer server.Close()
			client, err := rest.NewClient(rest.Vendor{Name: "acme"}, server.URL, rest.WithHTTPClient(shaky()), rest.WithRetrier(hasty{rest.NewRetrier(rest.Window{})}))
			if err != nil {
				t.Fatal(err)
			}
			var next, done, failed atomic.Int64
			var wg sync.WaitGroup
			for range 50 {
				wg.Go(func() {
					for n := next.Add(1); n <= int64(test.calls); n = next.Add(1) {
						call := test.build(int(n))
						call.Header("X-Order", fmt.Sprint(n))
						err := only(client.Do(t.Context(), call, test.opts, new(thing)))
						if err == nil {
							done.Add(1)
						} else if failed.Add(1); !typed(err) {
							t.Error(err)
						}
					}
				})
			}
			wg.Wait()
			server.Close() // what is under way is still carried out
			s.active.Wait()
			twice := 0
			for order, n := range s.processed {
				if n > 1 {
					if twice++; !test.twice {
						t.Errorf("order %s was processed %d times", order, n)
					}
				}
			}
			if test.twice && twice == 0 {
				t.Error("nothing was repeated although the caller allowed it")
			}
			t.Logf("%d calls: %d went well, %d failed, %d requests, %d orders processed, %d of them twice", test.calls, done.Load(), failed.Load(), s.responded.Load(), len(s.processed), twice)
			if int64(len(s.processed)) < done.Load() {
				t.Error("calls went well that weren't processed")
			}
		})
	}
}

func typed(err error) bool {
	_, ok := errors.AsType[*rest.Error](err)
	return ok
}

// hasty has the default rules, a tenth of a millisecond for every wait.
type hasty struct{ rest.Retrier }

func (h hasty) Next(ctx context.Context, a rest.Attempt) (time.Duration, bool) {
	_, again := h.Retrier.Next(ctx, a)
	return 100 * time.Microsecond, again
}
