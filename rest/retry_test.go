package rest_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
	"github.com/seed-8da6be54/vendorkit/rest/calllog"
)

// first responds to the first n requests in one way and the others well.
func first(n int, fault func() (*http.Response, error)) func(int, *http.Request) (*http.Response, error) {
	return func(number int, _ *http.Request) (*http.Response, error) {
		if number <= n {
			return fault()
		}
		return reply(200, thingBody)
	}
}

func TestWhatIsTriedAgain(t *testing.T) {
	t.Parallel()
	status := func(status int, header ...string) func() (*http.Response, error) {
		return func() (*http.Response, error) { return reply(status, `{}`, header...) }
	}
	broken := func(err error) func() (*http.Response, error) {
		return func() (*http.Response, error) { return nil, err }
	}
	tests := []struct {
		name          string
		fault         func() (*http.Response, error)
		reads, writes bool // whether they are sent again
	}{
		{"400", status(400), false, false},
		{"403", status(403), false, false},
		{"404", status(404), false, false},
		{"408", status(408), true, false},
		{"409", status(409), false, false},
		{"429", status(429), true, true},
		{"429 and Retry-After", status(429, "Retry-After", "1"), true, true},
		{"500", status(500), false, false},
		{"501", status(501), false, false},
		{"502", status(502), true, false},
		{"503", status(503), true, false},
		{"503 and Retry-After", status(503, "Retry-After", "1"), true, true},
		{"503 and Retry-After of nothing", status(503, "Retry-After", "0"), true, true},
		{"503 and Retry-After of nonsense", status(503, "Retry-After", "soon"), true, false},
		{"504", status(504), true, false},
		{"504 and Retry-After", status(504, "Retry-After", "1"), true, false},
		{"no connection", broken(errDial), true, true},
		{"a connection that broke", broken(errReset), true, false},
		{"a response that broke off", func() (*http.Response, error) {
			response, _ := reply(200, "")
			response.Body = cutBody{}
			return response, nil
		}, true, false},
		{"no such host", broken(&net.OpError{Op: "dial", Err: &net.DNSError{Name: "acme.example", IsNotFound: true}}), false, false},
		{"a page instead of JSON", func() (*http.Response, error) { return reply(200, "<html>", "Content-Type", "text/html") }, false, false},
	}
	methods := map[string]bool{"GET": true, "PUT": true, "DELETE": true, "POST": false, "PATCH": false}
	for _, test := range tests {
		for method, reads := range methods {
			t.Run(test.name+" "+method, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					v := newVendor(first(1, test.fault))
					err := makeCall(t.Context(), v.client(t, rest.Vendor{}), method)
					again := test.writes
					if reads {
						again = test.reads
					}
					if got := v.count() == 2; got != again || (err == nil) != again {
						t.Errorf("%d requests, %v", v.count(), err)
					}
				})
			})
		}
	}
}

type cutBody struct{}

func (cutBody) Read([]byte) (int, error) { return 0, errReset }
func (cutBody) Close() error             { return nil }

func TestWhoSaysWhatMayBeRepeated(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, method string
		document     func(*call.Call)
		opts         []rest.CallOption
		stream       io.Reader
		requests     int
	}{
		{name: "a POST that only reads", method: "POST", document: func(c *call.Call) { c.RetrySafe(true) }, requests: 2},
		{name: "a GET that changes something", method: "GET", document: func(c *call.Call) { c.RetrySafe(false) }, requests: 1},
		{name: "a POST opted in", method: "POST", opts: []rest.CallOption{rest.Repeatable(true)}, requests: 2},
		{name: "a PUT opted out", method: "PUT", opts: []rest.CallOption{rest.Repeatable(false)}, requests: 1},
		{name: "a stream", method: "PUT", stream: io.MultiReader(strings.NewReader("x")), requests: 1},
		{name: "a stream that can go back", method: "PUT", stream: strings.NewReader("x"), requests: 2},
		{name: "a buffer", method: "PUT", stream: bytes.NewBufferString("x"), requests: 2},
		{name: "a POST of a stream that can go back", method: "POST", stream: strings.NewReader("x"), requests: 1},
		{name: "a call that forgoes it", method: "GET", opts: []rest.CallOption{rest.Retries(0)}, requests: 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				v := newVendor(first(1, func() (*http.Response, error) { return nil, errReset }))
				call := call.New("x", test.method, "/things")
				if test.document != nil {
					test.document(call)
				}
				if test.stream != nil {
					call.Stream("text/plain", test.stream)
				}
				err := only(v.client(t, rest.Vendor{}).Do(t.Context(), call, test.opts, nil))
				if v.count() != test.requests || (err == nil) != (test.requests == 2) {
					t.Errorf("%d requests, %v", v.count(), err)
				}
			})
		})
	}
}

func TestHowOften(t *testing.T) {
	t.Parallel()
	always := func(int, *http.Request) (*http.Response, error) { return reply(503, `{}`) }
	tests := []struct {
		name     string
		opts     []rest.ClientOption
		call     []rest.CallOption
		requests int
	}{
		{"unless told", nil, nil, 5},
		{"as told", []rest.ClientOption{rest.WithRetries(2)}, nil, 3},
		{"not at all", []rest.ClientOption{rest.WithoutRetries()}, nil, 1},
		{"the call has the last word", []rest.ClientOption{rest.WithoutRetries()}, []rest.CallOption{rest.Retries(1)}, 2},
		{"another's rules", []rest.ClientOption{rest.WithRetrier(patient{})}, nil, 8},
		{"another's rules within a bound", []rest.ClientOption{rest.WithRetrier(patient{}), rest.WithRetries(1)}, nil, 2},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				v := newVendor(always)
				err := makeCall(t.Context(), v.client(t, rest.Vendor{}, test.opts...), "GET", test.call...)
				failure, ok := errors.AsType[*rest.Error](err)
				if v.count() != test.requests || !ok || failure.Attempts != test.requests || failure.Status != 503 {
					t.Errorf("%d requests, %v", v.count(), err)
				}
			})
		})
	}
}

// patient tries everything seven times more.
type patient struct{}

func (patient) Next(_ context.Context, a rest.Attempt) (time.Duration, bool) {
	return time.Second, a.Number < 8
}
func (patient) Succeeded(int) {}

// TestHowLong checks the bounds between which the waits lie, over many calls.
func TestHowLong(t *testing.T) {
	t.Parallel()
	window := rest.Window{Requests: 300, Span: 5 * time.Minute}
	reset := rest.Window{Requests: 250, Span: 5 * time.Minute, RemainingHeader: "x-left", ResetHeader: "x-reset"}
	throttled := &rest.Envelope{Status: "status", OK: "1", Codes: []call.Code{{Value: "91", Kind: rest.ErrRateLimited}}}
	day := time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		name   string
		about  rest.Vendor
		status int
		body   string
		header []string
		least  []time.Duration
		most   []time.Duration
	}{
		{name: "back-off", status: 503, least: make([]time.Duration, 4),
			most: []time.Duration{500 * time.Millisecond, time.Second, 2 * time.Second, 4 * time.Second}},
		{name: "Retry-After in seconds", status: 503, header: []string{"Retry-After", "20"},
			least: []time.Duration{20 * time.Second}, most: []time.Duration{22 * time.Second}},
		{name: "Retry-After as a date", status: 429, header: []string{"Retry-After", day.Add(30 * time.Second).Format(http.TimeFormat)},
			least: []time.Duration{25 * time.Second}, most: []time.Duration{33 * time.Second}},
		{name: "a date that is past", status: 503, header: []string{"Retry-After", day.Add(-time.Hour).Format(http.TimeFormat)},
			least: []time.Duration{0}, most: []time.Duration{500 * time.Millisecond}},
		{name: "the window's reset", about: rest.Vendor{Window: reset}, status: 429, header: []string{"X-Reset", "100"},
			least: []time.Duration{100 * time.Second}, most: []time.Duration{111 * time.Second}},
		{name: "a reset that nobody asked about", about: rest.Vendor{Window: reset}, status: 503, header: []string{"X-Reset", "100"},
			least: []time.Duration{0}, most: []time.Duration{500 * time.Millisecond}},
		{name: "a window without a word", about: rest.Vendor{Window: window}, status: 429,
			least: []time.Duration{18750 * time.Millisecond, 37500 * time.Millisecond, 75 * time.Second, 150 * time.Second},
			most:  []time.Duration{37500 * time.Millisecond, 75 * time.Second, 150 * time.Second, 300 * time.Second}},
		{name: "a vendor's own code", about: rest.Vendor{Envelope: throttled}, status: 200, body: `{"status":91}`,
			least: []time.Duration{0}, most: []time.Duration{500 * time.Millisecond}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				time.Sleep(time.Until(day)) // a bubble begins in the year 2000
				spread := map[time.Duration]bool{}
				for range 20 {
					v := newVendor(func(int, *http.Request) (*http.Response, error) { return reply(test.status, test.body, test.header...) })
					if strings.HasSuffix(test.name, "date") {
						v.respond = func(int, *http.Request) (*http.Response, error) {
							return reply(test.status, "", "Retry-After", time.Now().Add(30*time.Second).UTC().Format(http.TimeFormat))
						}
					}
					client := v.client(t, test.about, rest.WithoutPacing(), rest.WithRetries(len(test.most)))
					if err := makeCall(t.Context(), client, "GET"); err == nil {
						t.Fatal("the call went well")
					}
					at := v.times()
					if len(at) != len(test.most)+1 {
						t.Fatalf("%d requests", len(at))
					}
					for i := range test.most {
						wait := at[i+1] - at[i]
						spread[wait] = true
						if wait < test.least[i] || wait > test.most[i] {
							t.Errorf("wait %d: %v", i+1, wait)
						}
					}
				}
				if len(spread) < 10 {
					t.Errorf("the waits aren't spread: %v", spread)
				}
			})
		})
	}
}

func TestWaitsThatAreTooLong(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		header []string
		limit  time.Duration // of the context
		opts   []rest.ClientOption
		after  time.Duration
	}{
		{name: "past the cap", header: []string{"Retry-After", "61"}, after: 61 * time.Second},
		{name: "past the caller's cap", header: []string{"Retry-After", "6"}, opts: []rest.ClientOption{rest.WithRetryWait(5 * time.Second)}, after: 6 * time.Second},
		{name: "past the deadline", header: []string{"Retry-After", "6"}, limit: 5 * time.Second, after: 6 * time.Second},
		{name: "absurd", header: []string{"Retry-After", "99999999"}, limit: time.Microsecond},
		{name: "absurd, as a date", header: []string{"Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT"}, limit: time.Microsecond},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				v := newVendor(func(int, *http.Request) (*http.Response, error) { return reply(429, `{}`, test.header...) })
				ctx := t.Context()
				if test.limit > 0 {
					var cancel context.CancelFunc
					ctx, cancel = context.WithTimeout(ctx, test.limit)
					defer cancel()
				}
				start := time.Now()
				err := makeCall(ctx, v.client(t, rest.Vendor{}, test.opts...), "GET")
				failure, ok := errors.AsType[*rest.Error](err)
				if !ok || !errors.Is(err, rest.ErrRateLimited) || v.count() != 1 || failure.RetryAfter != test.after || time.Since(start) != 0 {
					t.Errorf("%v after %v and %d requests", err, time.Since(start), v.count())
				}
			})
		})
	}
}

func TestCancelledWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		v := newVendor(func(int, *http.Request) (*http.Response, error) { return reply(503, `{}`, "Retry-After", "30") })
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(10*time.Second, cancel)
		start := time.Now()
		var seen *rest.Error
		err := makeCall(ctx, v.client(t, rest.Vendor{}, rest.WithObserver(func(_ context.Context, attempt rest.AttemptInfo) { seen = attempt.Err })), "GET")
		if !errors.Is(err, rest.ErrServer) || !errors.Is(err, context.Canceled) || time.Since(start) != 10*time.Second || v.count() != 1 {
			t.Errorf("%v after %v", err, time.Since(start))
		}
		if errors.Is(seen, context.Canceled) {
			t.Errorf("the error that an observer was given has changed: %v", seen)
		}
	})
}

// TestCallsEndedByTheirContext: whoever ends a call finds that in its error, and what the vendor had said by then.
func TestCallsEndedByTheirContext(t *testing.T) {
	t.Parallel()
	torn := func(status int) func(int, *http.Request) (*http.Response, error) {
		return func(_ int, r *http.Request) (*http.Response, error) {
			response, err := reply(status, "")
			response.Body = &slowly{ctx: r.Context(), left: 1, silent: true}
			return response, err
		}
	}
	own := errors.New("the transport's own word for it")
	tests := []struct {
		name    string
		respond func(int, *http.Request) (*http.Response, error)
		also    error
	}{
		{"within a success", torn(200), rest.ErrConnection},
		{"within a refusal", torn(400), rest.ErrInvalid},
		{"within a failure that passes", torn(503), rest.ErrServer},
		{"while it waits after a connection that failed", func(int, *http.Request) (*http.Response, error) { return nil, errDial }, errDial},
		{"a transport that says it in its own way", func(_ int, r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, own
		}, own},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				v := newVendor(test.respond)
				for _, method := range []string{"GET", "POST"} {
					ctx, cancel := context.WithCancel(t.Context())
					time.AfterFunc(time.Microsecond, cancel)
					if err := makeCall(ctx, v.client(t, rest.Vendor{}), method); !errors.Is(err, context.Canceled) || !errors.Is(err, test.also) {
						t.Errorf("%s: %v", method, err)
					}
				}
			})
		})
	}
	client := newVendor(func(int, *http.Request) (*http.Response, error) { return reply(400, `{}`) })
	ctx, cancel := context.WithCancel(t.Context())
	after := rest.WithObserver(func(context.Context, rest.AttemptInfo) { cancel() })
	if err := makeCall(ctx, client.client(t, rest.Vendor{}, after), "GET"); !errors.Is(err, rest.ErrInvalid) || errors.Is(err, context.Canceled) {
		t.Errorf("a refusal that came before the end: %v", err)
	}
}

// TestCallsEndedWithAReason: net/http gives the reason of a context that was ended with one in place of its end.
func TestCallsEndedWithAReason(t *testing.T) {
	t.Parallel()
	reason := errors.New("the worker is shut down")
	arrived := make(chan struct{}, 1)
	client := newClient(t, func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body) // until then a server doesn't see its client go
		if r.URL.Path == "/file" {
			io.WriteString(w, "x")
			w.(http.Flusher).Flush()
		}
		arrived <- struct{}{}
		<-r.Context().Done()
	})
	ended := func() context.Context {
		ctx, cancel := context.WithCancelCause(t.Context())
		go func() {
			<-arrived
			cancel(reason)
		}()
		return ctx
	}
	file := func() error {
		file, err := client.Open(ended(), call.New("getFile", "GET", "/file"), nil)
		if err != nil {
			return err
		}
		defer file.Close()
		_, err = io.ReadAll(file)
		return err
	}
	for name, err := range map[string]error{"a read": makeCall(ended(), client, "GET"), "a write": makeCall(ended(), client, "POST"), "a download": file()} {
		if !errors.Is(err, context.Canceled) || !errors.Is(err, reason) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestBodyIsReplayed checks that each attempt carries the whole body and is authorised anew.
func TestBodyIsReplayed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var bodies, marks []string
		v := newVendor(nil)
		v.respond = func(number int, r *http.Request) (*http.Response, error) {
			body, err := r.GetBody()
			if err != nil {
				t.Fatal(err)
			}
			text := make([]byte, 100)
			n, _ := body.Read(text)
			bodies, marks = append(bodies, string(text[:n])), append(marks, r.Header.Get("X-Number"))
			if number < 4 {
				return reply(429, `{}`)
			}
			return reply(200, thingBody)
		}
		edits := 0
		err := makeCall(t.Context(), v.client(t, rest.Vendor{}), "POST", rest.WithEditor(func(_ context.Context, r *http.Request) error {
			edits++
			r.Header.Set("X-Number", strconv.Itoa(edits))
			return nil
		}))
		if err != nil || strings.Join(bodies, "") != strings.Repeat(`{"name":"x"}`, 4) || strings.Join(marks, "") != "1234" {
			t.Errorf("%v, %q, %q", err, bodies, marks)
		}
	})
}

// TestOutage is the drill: 100 goroutines call a vendor that responds with 503 only, then recovers.
func TestOutage(t *testing.T) {
	t.Parallel()
	const goroutines, outage = 100, 10 * time.Second
	for _, header := range [][]string{nil, {"Retry-After", "2"}} {
		for _, calls := range []int{1, 50} { // in a row, by each goroutine
			t.Run(strings.Join(header, " ")+" "+strconv.Itoa(calls), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					v := newVendor(nil)
					during, firsts := 0, 0
					v.respond = func(int, *http.Request) (*http.Response, error) {
						if time.Since(v.start) > outage {
							return reply(200, thingBody)
						}
						v.mu.Lock()
						during++
						v.mu.Unlock()
						return reply(503, `{}`, header...)
					}
					client := v.client(t, rest.Vendor{})
					var wg sync.WaitGroup
					var mu sync.Mutex
					for range goroutines {
						wg.Go(func() {
							for range calls {
								mu.Lock()
								if time.Since(v.start) <= outage {
									firsts++
								}
								mu.Unlock()
								err := makeCall(t.Context(), client, "GET")
								if err != nil && !errors.Is(err, rest.ErrServer) {
									t.Error(err)
								}
							}
						})
					}
					wg.Wait()
					if float64(during) > 1.2*float64(firsts) || during < firsts {
						t.Errorf("%d requests for %d calls in the outage", during, firsts)
					}
					time.Sleep(time.Until(v.start.Add(outage + time.Second)))
					for range 500 { // what is called after the recovery goes well, and fills the budget again
						if err := makeCall(t.Context(), client, "GET"); err != nil {
							t.Fatal(err)
						}
					}
				})
			})
		}
	}
}

// TestBudgetFillsAgain empties the budget, makes good calls, and sees that calls are tried again.
func TestBudgetFillsAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		down := true
		v := newVendor(func(int, *http.Request) (*http.Response, error) {
			if down {
				return reply(502, `{}`)
			}
			return reply(200, thingBody)
		})
		client := v.client(t, rest.Vendor{})
		call := func(n int) int {
			before := v.count()
			for range n {
				makeCall(t.Context(), client, "GET")
			}
			return v.count() - before
		}
		if sent := call(30); sent != 30+20 {
			t.Errorf("%d requests for 30 calls with a full budget", sent)
		}
		if sent := call(10); sent != 10 {
			t.Errorf("%d requests for 10 calls without a budget", sent)
		}
		down = false
		call(25)
		down = true
		if sent := call(10); sent != 10+2 {
			t.Errorf("%d requests for 10 calls after 25 good ones", sent)
		}
	})
}

func TestRetryOptions(t *testing.T) {
	t.Parallel()
	for name, opt := range map[string]rest.ClientOption{
		"WithRetries": rest.WithRetries(-1), "WithRetryWait": rest.WithRetryWait(0), "WithRetrier": rest.WithRetrier(nil),
		"WithLimiter": rest.WithLimiter(nil), "WithObserver": rest.WithObserver(nil), "calllog.To": calllog.To(nil),
	} {
		if _, err := rest.NewClient(rest.Vendor{Name: "acme"}, "https://acme.example", opt); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestConnectionsAreReused checks that a failure's response is read to its end, so that the next attempt needs no new
// connection.
func TestConnectionsAreReused(t *testing.T) {
	t.Parallel()
	for _, size := range []int{0, 100, 60_000} {
		var connections atomic.Int64
		server := httptest.NewUnstartedServer(respond(503, "application/json", strings.Repeat(" ", size)))
		server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
			if state == http.StateNew {
				connections.Add(1)
			}
		}
		server.Start()
		defer server.Close()
		client, err := rest.NewClient(rest.Vendor{Name: "acme"}, server.URL, rest.WithRetrier(hasty{rest.NewRetrier(rest.Window{})}))
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			if err := makeCall(t.Context(), client, "GET", rest.Retries(4)); !errors.Is(err, rest.ErrServer) {
				t.Fatal(err)
			}
		}
		if n := connections.Load(); n != 1 {
			t.Errorf("responses of %d bytes: 15 attempts took %d connections", size, n)
		}
	}
}

// TestRedirectLoopIsNotTriedAgain checks what fails for a reason that stays, over a real connection.
func TestRedirectLoopIsNotTriedAgain(t *testing.T) {
	t.Parallel()
	var requests atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		http.Redirect(w, r, "/again", http.StatusFound)
	}))
	defer server.Close()
	secure := httptest.NewTLSServer(respond(200, "application/json", thingBody))
	defer secure.Close()
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	for url, want := range map[string]int64{server.URL: 10, secure.URL: 0} { // nobody trusts the second one's certificate
		requests.Store(0)
		client, err := rest.NewClient(rest.Vendor{Name: "acme"}, url)
		if err != nil {
			t.Fatal(err)
		}
		err = makeCall(t.Context(), client, "GET")
		if failure, ok := errors.AsType[*rest.Error](err); !ok || failure.Attempts != 1 || requests.Load() != want {
			t.Errorf("%v, %d requests", err, requests.Load())
		}
	}
}
