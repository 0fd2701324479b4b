package rest_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest"
)

var (
	rolling = rest.Window{Requests: 300, Span: 5 * time.Minute}
	headed  = rest.Window{Requests: 250, Span: 5 * time.Minute,
		LimitHeader: "x-ratelimit-limit", RemainingHeader: "x-ratelimit-remaining", ResetHeader: "x-ratelimit-reset"}
)

// counter is a vendor that counts requests in its window, from when they arrive, and refuses what is too much.
type counter struct {
	mu      sync.Mutex
	window  rest.Window
	rolls   bool
	times   []time.Time
	start   time.Time
	used    int
	passed  int
	refused int
}

// take counts one request, of the client or of somebody else.
func (c *counter) take() (*http.Response, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := time.Now()
	if c.rolls {
		for len(c.times) > 0 && now.Sub(c.times[0]) >= c.window.Span {
			c.times = c.times[1:]
		}
		c.used = len(c.times)
	} else if c.start.IsZero() || now.Sub(c.start) >= c.window.Span {
		c.start, c.used = now, 0
	}
	full := c.used >= c.window.Requests
	if full {
		c.refused++
	} else {
		c.used++
		c.passed++
		c.times = append(c.times, now)
	}
	var header []string
	if c.window.LimitHeader != "" {
		reset := c.window.Span - now.Sub(c.start)
		header = []string{c.window.LimitHeader, strconv.Itoa(c.window.Requests), c.window.RemainingHeader,
			strconv.Itoa(c.window.Requests - c.used), c.window.ResetHeader, strconv.Itoa(int((reset + time.Second - 1) / time.Second))}
	}
	if full {
		return reply(429, `{}`, header...)
	}
	return reply(200, thingBody, header...)
}

// slowly responds after the network's time there and back, which varies.
func (c *counter) slowly(int, *http.Request) (*http.Response, error) {
	time.Sleep(rand.N(2 * time.Second))
	response, err := c.take()
	time.Sleep(rand.N(2 * time.Second))
	return response, err
}

// TestWindowIsKeptAndUsed lets eager goroutines loose on a vendor, whose window must never be exceeded, and be used by at
// least nine tenths.
func TestWindowIsKeptAndUsed(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		window rest.Window
		rolls  bool
	}{"a window that rolls": {rolling, true}, "a fixed window with headers": {headed, false}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				const spans = 6
				c := &counter{window: test.window, rolls: test.rolls}
				client := newVendor(c.slowly).client(t, rest.Vendor{Window: test.window})
				ctx, cancel := context.WithTimeout(t.Context(), spans*test.window.Span)
				defer cancel()
				var wg sync.WaitGroup
				for range 40 {
					wg.Go(func() {
						for ctx.Err() == nil {
							if err := makeCall(ctx, client, "GET"); errors.Is(err, context.DeadlineExceeded) {
								return
							} else if err != nil {
								t.Error(err)
							}
						}
					})
				}
				wg.Wait()
				if c.refused > 0 {
					t.Errorf("the vendor refused %d requests", c.refused)
				}
				if least := spans * test.window.Requests * 9 / 10; c.passed < least {
					t.Errorf("%d requests in %d windows, want %d at least", c.passed, spans, least)
				} else {
					t.Logf("%d requests in %d windows", c.passed, spans)
				}
			})
		})
	}
}

// TestOthersUseTheWindow has somebody else use up most of the window before the client comes.
func TestOthersUseTheWindow(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		window rest.Window
		rolls  bool
		most   int // refusals that can't be avoided
	}{
		{"headers tell", headed, false, 0},
		{"only refusals tell", rolling, true, 60 + 40}, // those under way, and what finds out whether there is room again
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c := &counter{window: test.window, rolls: test.rolls}
				for range test.window.Requests - 60 {
					c.take()
					time.Sleep(100 * time.Millisecond)
				}
				client := newVendor(func(int, *http.Request) (*http.Response, error) {
					time.Sleep(10 * time.Millisecond)
					return c.take()
				}).client(t, rest.Vendor{Window: test.window})
				if err := makeCall(t.Context(), client, "GET"); err != nil {
					t.Fatal(err)
				}
				var wg sync.WaitGroup
				for range 120 {
					wg.Go(func() {
						if err := makeCall(t.Context(), client, "GET"); err != nil {
							t.Error(err)
						}
					})
				}
				wg.Wait()
				if c.refused > test.most {
					t.Errorf("the vendor refused %d requests", c.refused)
				}
			})
		})
	}
}

// TestVendorChangesItsLimit follows the limit that the vendor states in its headers.
func TestVendorChangesItsLimit(t *testing.T) {
	t.Parallel()
	for _, now := range []int{100, 500} {
		synctest.Test(t, func(t *testing.T) {
			stated := headed
			stated.Requests = now
			c := &counter{window: stated}
			v := newVendor(func(int, *http.Request) (*http.Response, error) { return c.take() })
			client := v.client(t, rest.Vendor{Window: headed})
			start := time.Now()
			for range now {
				if err := makeCall(t.Context(), client, "GET"); err != nil {
					t.Fatal(err)
				}
			}
			if time.Since(start) != 0 {
				t.Errorf("a limit of %d: the first took %v", now, time.Since(start))
			}
			if err := makeCall(t.Context(), client, "GET"); err != nil || c.refused != 0 || time.Since(start) < headed.Span {
				t.Errorf("a limit of %d: %v, %d refused, after %v", now, err, c.refused, time.Since(start))
			}
		})
	}
}

// slot is a limiter that lets one request through in a second.
func slot() rest.Limiter {
	return rest.NewLimiter(rest.Window{Requests: 1, Span: time.Second})
}

func TestFirstComeFirstServed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		limiter := slot()
		var served []int
		var wg sync.WaitGroup
		for i := range 20 {
			wg.Go(func() {
				if err := limiter.Wait(t.Context()); err != nil {
					t.Error(err)
				}
				served = append(served, i) // one at a time: that is the point
				limiter.Observe(200, nil)
			})
			synctest.Wait()
		}
		start := time.Now()
		wg.Wait()
		if !slices.IsSorted(served) || len(served) != 20 || time.Since(start) != 19*time.Second {
			t.Errorf("served %v in %v", served, time.Since(start))
		}
	})
}

func TestCancelledWaiterTakesNoPlace(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		limiter := slot()
		if err := limiter.Wait(t.Context()); err != nil {
			t.Fatal(err)
		}
		limiter.Observe(200, nil)
		start := time.Now()
		var mu sync.Mutex
		got := map[int]time.Duration{}
		var wg sync.WaitGroup
		for i := range 6 {
			ctx, cancel := context.WithCancel(t.Context())
			if i%2 == 0 { // cancelled before its turn, or in the moment of it
				time.AfterFunc(time.Duration(i)*time.Second/2, cancel)
			}
			wg.Go(func() {
				defer cancel()
				if err := limiter.Wait(ctx); err != nil {
					if !errors.Is(err, context.Canceled) {
						t.Error(err)
					}
					return
				}
				mu.Lock()
				got[i] = time.Since(start)
				mu.Unlock()
				limiter.Observe(200, nil)
			})
			synctest.Wait()
		}
		wg.Wait()
		for i, turn := range []int{1, 3, 5} {
			if got[turn] > time.Duration(i+2)*time.Second {
				t.Errorf("waiter %d was served after %v", turn, got[turn])
			}
		}
		if _, ok := got[0]; ok {
			t.Error("a cancelled waiter was served")
		}
	})
}

func TestNoRoomBeforeTheDeadline(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		v := newVendor(func(int, *http.Request) (*http.Response, error) { return reply(200, thingBody) })
		client := v.client(t, rest.Vendor{Window: rest.Window{Requests: 2, Span: time.Minute}})
		for range 2 {
			if err := makeCall(t.Context(), client, "GET"); err != nil {
				t.Fatal(err)
			}
		}
		start := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Second)
		defer cancel()
		err := makeCall(ctx, client, "GET")
		if !errors.Is(err, rest.ErrRateLimited) || !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != 0 || v.count() != 2 {
			t.Errorf("got %v after %v", err, time.Since(start))
		}
		if want := "acme: makeThing: GET /things: failed: the rate limit has no room before the context's deadline"; err.Error() != want {
			t.Errorf("got %q", err)
		}
		ctx, cancel = context.WithTimeout(t.Context(), 70*time.Second)
		defer cancel()
		if err := makeCall(ctx, client, "GET"); err != nil || time.Since(start) != time.Minute {
			t.Errorf("with time enough: %v after %v", err, time.Since(start))
		}
	})
}

// TestWhatNeverLeftDoesNotCount fails calls before they are sent, and expects the whole window to be left.
func TestWhatNeverLeftDoesNotCount(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		down := true
		v := newVendor(func(int, *http.Request) (*http.Response, error) {
			if down {
				return nil, errDial
			}
			return reply(200, thingBody)
		})
		client := v.client(t, rest.Vendor{Window: rest.Window{Requests: 5, Span: time.Minute}}, rest.WithoutRetries())
		bad := rest.WithEditor(func(context.Context, *http.Request) error { return errors.New("no token") })
		panics := rest.WithEditor(func(context.Context, *http.Request) error { panic("an editor's bug") })
		for range 20 {
			makeCall(t.Context(), client, "GET")
			makeCall(t.Context(), client, "GET", bad)
			func() {
				defer func() { recover() }()
				makeCall(t.Context(), client, "GET", panics)
			}()
		}
		down = false
		start := time.Now()
		for range 5 {
			if err := makeCall(t.Context(), client, "GET"); err != nil {
				t.Fatal(err)
			}
		}
		if time.Since(start) != 0 {
			t.Errorf("the window's five took %v", time.Since(start))
		}
	})
}

// notes is a caller's own limiter.
type notes struct {
	mu    sync.Mutex
	lines []string
}

func (n *notes) add(line string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.lines = append(n.lines, line)
}
func (n *notes) Wait(context.Context) error { n.add("wait"); return nil }
func (n *notes) Observe(status int, header http.Header) {
	n.add(fmt.Sprint(status, " ", header.Get("X-Left")))
}

// TestRefusalHoldsEverybody checks that one refusal pauses all calls, for as long as the vendor asks.
func TestRefusalHoldsEverybody(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		v := newVendor(func(number int, _ *http.Request) (*http.Response, error) {
			if number == 1 {
				return reply(429, `{}`, "Retry-After", "30")
			}
			return reply(200, thingBody)
		})
		client := v.client(t, rest.Vendor{Window: rolling})
		var wg sync.WaitGroup
		for range 50 {
			wg.Go(func() {
				if err := makeCall(t.Context(), client, "GET"); err != nil {
					t.Error(err)
				}
			})
			synctest.Wait()
		}
		wg.Wait()
		for i, at := range v.times()[1:] {
			if at < 30*time.Second {
				t.Errorf("request %d came after %v", i+2, at)
			}
		}
	})
}

// TestRefusalDismissesTheHurried checks that who waits for room learns at once when there will be none in time.
func TestRefusalDismissesTheHurried(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		limiter := rest.NewLimiter(rest.Window{Requests: 1, Span: 10 * time.Second})
		if err := limiter.Wait(t.Context()); err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		var wg sync.WaitGroup
		for _, limit := range []time.Duration{15 * time.Second, 16 * time.Second, time.Minute} {
			wg.Go(func() {
				ctx, cancel := context.WithTimeout(t.Context(), limit)
				defer cancel()
				err := limiter.Wait(ctx)
				if hurried := limit < time.Minute; hurried != errors.Is(err, rest.ErrRateLimited) || hurried && time.Since(start) != 6*time.Second {
					t.Errorf("with %v: %v after %v", limit, err, time.Since(start))
				}
			})
			synctest.Wait()
		}
		time.Sleep(6 * time.Second)
		limiter.Observe(429, http.Header{"Retry-After": {"10"}})
		wg.Wait()
	})
}

// TestNoPlaceIsLost has many come and go at random, and counts what is left at the end.
func TestNoPlaceIsLost(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		window := rest.Window{Requests: 20, Span: time.Minute}
		limiter := rest.NewLimiter(window)
		var wg sync.WaitGroup
		for range 500 {
			wg.Go(func() {
				time.Sleep(rand.N(5 * time.Minute))
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				time.AfterFunc(rand.N(2*time.Minute), cancel)
				if limiter.Wait(ctx) != nil {
					return
				}
				time.Sleep(rand.N(5 * time.Second))
				limiter.Observe([]int{200, 0, rest.Unsent}[rand.IntN(3)], nil)
			})
		}
		wg.Wait()
		time.Sleep(window.Span)
		start := time.Now()
		for range window.Requests {
			if err := limiter.Wait(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if time.Since(start) != 0 {
			t.Errorf("the whole window took %v", time.Since(start))
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := limiter.Wait(ctx); !errors.Is(err, rest.ErrRateLimited) {
			t.Errorf("one more than the window has: %v", err)
		}
	})
}

// FuzzRateHeaders feeds a limiter and a client what a vendor may write into its headers. Whatever that is, the call ends,
// and a limiter lets a request through again within two windows.
func FuzzRateHeaders(f *testing.F) {
	for _, seed := range [][4]string{{"250", "0", "300", ""}, {"", "", "", "7"}, {"-1", "x", "1e309", "NaN"}, {"0", "99999999999999999999", "-5", "Wed, 21 Oct 2015 07:28:00 GMT"}} {
		f.Add(seed[0], seed[1], seed[2], seed[3], 429)
		f.Add(seed[0], seed[1], seed[2], seed[3], 200)
	}
	f.Fuzz(func(t *testing.T, limit, left, reset, after string, status int) {
		synctest.Test(t, func(t *testing.T) {
			limiter := rest.NewLimiter(headed)
			header := http.Header{"X-Ratelimit-Limit": {limit}, "X-Ratelimit-Remaining": {left}, "X-Ratelimit-Reset": {reset}, "Retry-After": {after}}
			for range 3 {
				ctx, cancel := context.WithTimeout(t.Context(), 2*headed.Span)
				if err := limiter.Wait(ctx); err != nil {
					n, parseErr := strconv.ParseFloat(reset, 64)
					if parseErr != nil || n < headed.Span.Seconds() {
						t.Errorf("nobody is let through after %q, %q, %q, %q: %v", limit, left, reset, after, err)
					}
				} else {
					limiter.Observe(status, header)
				}
				cancel()
			}
			v := newVendor(func(number int, _ *http.Request) (*http.Response, error) {
				response, err := reply(max(status, 300), `{}`)
				response.Header = header
				return response, err
			})
			if err := makeCall(t.Context(), v.client(t, rest.Vendor{Window: headed}, rest.WithoutPacing()), "GET"); err == nil || !typed(err) {
				t.Errorf("got %v", err)
			}
		})
	})
}
