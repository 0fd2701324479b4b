package conformance

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// What hostile responses may cost: a fault with all calls of a vendor, the simulator's own work included.
const (
	hostileMaxBody = 1 << 20     // the clients' bound on a response
	hostileAlloc   = 64 << 20    // bytes allocated in all, which bounds what is held at any moment
	hostileBomb    = 1 << 30     // what a bomb expands to
	hostileTime    = time.Minute // of one call, on a busy machine
	hostileTimeout = 80 * time.Millisecond
	settleTime     = 15 * time.Second // for goroutines to end
	hostileText    = 4 << 10          // of an error
)

// errHung marks a file that drips: every pause is short, so only the caller's own context ends it.
var errHung = errors.New("the caller had enough")

// TestHostileResponses tries the four clients, as they are by default but for the length of their waits, against responses that
// are broken, endless or malicious. Not parallel: it counts what is allocated and which goroutines are left.
func TestHostileResponses(t *testing.T) {
	all := subjects()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		v := all[name]
		t.Run(name, func(t *testing.T) {
			idle := runtime.NumGoroutine()
			elsewhereCount := new(atomic.Int64)
			elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhereCount.Add(1) }))
			server, err := vendortest.Start(name, vendortest.WithRecords(12, v.big...), vendortest.WithoutRateLimit())
			must(t, err)
			source, err := v.logIn(t.Context(), server, 0)
			must(t, err)
			token, err := source.Token(t.Context())
			must(t, err)
			for _, m := range hostileCases(v, elsewhere.URL, token.AccessToken) {
				if m.whole && !v.whole || strings.HasPrefix(m.name, "figures") && len(v.figures) == 0 {
					continue
				}
				t.Run(m.name, func(t *testing.T) { runHostile(t, server, source, v, m) })
			}
			if elsewhereCount.Load() != 0 {
				t.Errorf("%d requests went to another host", elsewhereCount.Load())
			}
			must(t, server.Close())
			elsewhere.Close()
			settle(t, idle)
		})
	}
}

// runHostile makes all calls of a vendor against one case, at the same time.
func runHostile(t *testing.T, server *vendortest.Server, source *auth.Source, v subject, m hostileCase) {
	ctx, cancel := context.WithTimeout(t.Context(), hostileTime)
	defer cancel()
	defer server.Heal()
	idle := runtime.NumGoroutine()
	// The client's own transport keeps connections for a minute and a half, which would count as goroutines left behind.
	transport := http.DefaultTransport.(*http.Transport).Clone()
	opts := []rest.ClientOption{rest.WithHTTPClient(&http.Client{Transport: transport}), rest.WithMaxBody(hostileMaxBody), rest.WithRetrier(impatient{rest.NewRetrier(rest.Window{})}), rest.WithRetries(4)}
	if m.slow {
		opts = append(opts, rest.WithTimeout(hostileTimeout), rest.WithRetries(1))
	}
	calls := v.calls(t, server, source, opts...)
	pages := map[string]int{}
	for _, d := range calls {
		f := m.fault
		f.Operation, f.Times = d.operation, -1
		switch d.kind {
		case "list":
			if m.json.any || m.json.kind == nil {
				pages[d.operation] = pagesOf(t, server, d)
			}
			if m.later() {
				f.After = 1 // the second page
			}
		case "write":
			f.Processed = true
		}
		server.Fail(f)
	}
	before := map[string]int{}
	for _, d := range calls {
		before[d.operation] = server.Count(d.operation)
	}

	var start, end runtime.MemStats
	runtime.ReadMemStats(&start)
	var running sync.WaitGroup
	for _, d := range calls {
		running.Go(func() {
			ctx, cancel := ctx, context.CancelFunc(func() {})
			if m.file.kind == errHung && d.kind == "file" {
				ctx, cancel = context.WithTimeout(ctx, 2*hostileTimeout)
			}
			defer cancel()
			number, rows, err := d.run(ctx)
			m.judge(t, v, d, number, rows, err)
		})
	}
	running.Wait()
	runtime.ReadMemStats(&end)
	if ctx.Err() != nil {
		t.Errorf("not over after %v", hostileTime)
	}
	if cost := end.TotalAlloc - start.TotalAlloc; cost > hostileAlloc {
		t.Errorf("%d MiB were allocated, want %d at most", cost>>20, hostileAlloc>>20)
	}
	for _, d := range calls {
		m.count(t, d, server.Count(d.operation)-before[d.operation], pages[d.operation])
	}
	transport.CloseIdleConnections()
	settle(t, idle)
}

// later reports whether an iteration meets the case on its second page.
func (m hostileCase) later() bool { return len(m.fault.Values) == 0 && !m.slow }

// ending says how a call should end.
func (m hostileCase) ending(d hostileCall) ending {
	switch {
	case d.kind == "file":
		return m.file
	case d.free && m.empty != nil:
		return *m.empty
	case d.loose && m.record != nil:
		return *m.record
	}
	return m.json
}

// judge looks at how a call has ended.
func (m hostileCase) judge(t *testing.T, v subject, d hostileCall, number string, rows int, err error) {
	want := m.ending(d)
	fail := func(format string, args ...any) {
		t.Helper()
		t.Errorf("%s %s: %s: %.500v", d.kind, d.operation, fmt.Sprintf(format, args...), err)
	}
	if want.kind == errHung {
		want = ending{kind: rest.ErrConnection, cause: context.DeadlineExceeded}
	}
	if want.kind == errEnough {
		if !errors.Is(err, errEnough) {
			fail("want an endless file")
		}
		return
	}
	if err == nil {
		if want.kind != nil {
			fail("want %v", want.kind)
		}
		if d.kind == "read" && m.number != "" && number != m.number {
			fail("the number is %s, want %s", number, m.number)
		}
		return
	}
	if want.any && want.kind == nil {
		if _, ok := errors.AsType[*rest.PageError](err); ok {
			return
		}
	} else if want.kind == nil {
		fail("want a success")
		return
	}
	failure, ok := errors.AsType[*rest.Error](err)
	if !ok {
		fail("want a *rest.Error, not a %T", err)
		return
	}
	if want.kind != nil && !errors.Is(err, want.kind) && (want.or == nil || !errors.Is(err, want.or)) {
		fail("want %v", want.kind)
	}
	if want.cause != nil && !errors.Is(err, want.cause) {
		fail("want %v beneath", want.cause)
	}
	if want.status != failure.Status && want.or == nil && (want.status != 200 || failure.Status/100 != 2) && want.status != 0 {
		fail("status %d, want %d", failure.Status, want.status)
	}
	if failure.Operation != d.operation {
		fail("operation %q", failure.Operation)
	}
	if want.field && !strings.HasSuffix(failure.Field, v.number) {
		fail("field %q, want %q", failure.Field, v.number)
	}
	if want.or == rest.ErrDecode && d.kind == "list" && !errors.Is(err, rest.ErrTooLarge) {
		fail("want %v", rest.ErrTooLarge)
	}
	if d.kind == "list" && m.later() && rows == 0 {
		fail("the first page is lost")
	}
	if len(failure.Body()) > hostileMaxBody {
		fail("%d bytes of the response are kept", len(failure.Body()))
	}
	text, _ := json.Marshal(failure)
	for _, shown := range []string{err.Error(), fmt.Sprintf("%+v %#v", err, err), string(text)} {
		if len(shown) > hostileText {
			fail("its text has %d bytes", len(shown))
		}
		if m.secret() != "" && strings.Contains(shown, m.secret()) {
			t.Errorf("%s %s: the error shows the credential", d.kind, d.operation)
		}
	}
}

// secret is the credential that a case echoes.
func (m hostileCase) secret() string {
	var body struct{ Error string }
	if strings.Contains(m.name, "echoes") {
		json.Unmarshal([]byte(m.fault.Body), &body)
	}
	return body.Error
}

// count looks at how often a call was sent.
func (m hostileCase) count(t *testing.T, d hostileCall, sent, pages int) {
	want := m.ending(d)
	if want.any || want.attempts == 0 {
		if sent > pages+5 {
			t.Errorf("%s %s: sent %d times, where there are %d pages", d.kind, d.operation, sent, pages)
		}
		if d.kind == "write" && !d.repeats && sent != 1 {
			t.Errorf("%s %s: sent %d times", d.kind, d.operation, sent)
		}
		return
	}
	attempts := want.attempts
	if !d.repeats {
		attempts = 1
	}
	if d.kind == "list" {
		switch {
		case want.kind == nil:
			attempts = pages
			if sent == pages+1 { // the write beside it has made a row more
				attempts++
			}
		case m.later():
			attempts++ // the first page
		}
	}
	if m.slow && sent < attempts { // on a busy machine the time is over before anything is sent
		return
	}
	if sent != attempts && (!want.resent || !d.repeats || sent < attempts || sent > 2*attempts) {
		t.Errorf("%s %s: sent %d times, want %d", d.kind, d.operation, sent, attempts)
	}
}

// pagesOf iterates over a list while nothing is wrong and returns how many pages it has.
func pagesOf(t *testing.T, server *vendortest.Server, d hostileCall) int {
	before := server.Count(d.operation)
	if _, _, err := d.run(t.Context()); err != nil {
		t.Fatalf("%s %s: %v", d.kind, d.operation, err)
	}
	return server.Count(d.operation) - before
}

// impatient is a retrier that doesn't wait.
type impatient struct{ rest.Retrier }

func (h impatient) Next(ctx context.Context, attempt rest.Attempt) (time.Duration, bool) {
	wait, again := h.Retrier.Next(ctx, attempt)
	return min(wait, time.Millisecond), again
}

// settle waits until no more goroutines run than before.
func settle(t *testing.T, before int) {
	t.Helper()
	for end := time.Now().Add(settleTime); runtime.NumGoroutine() > before; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			stacks := make([]byte, 1<<20)
			t.Fatalf("%d goroutines, before %d:\n%.8000s", runtime.NumGoroutine(), before, stacks[:runtime.Stack(stacks, true)])
		}
	}
}
