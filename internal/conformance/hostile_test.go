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

// What hostile answers may cost: a fault with all calls of a vendor, the simulator's own work included.
const (
	hostileMaxBody = 1 << 20     // the clients' bound on an answer
	hostileAlloc   = 64 << 20    // bytes allocated in all, which bounds what is held at any moment
	hostileBomb    = 1 << 30     // what a bomb expands to
	hostileTime    = time.Minute // of one call, on a busy machine
	hostileTimeout = 80 * time.Millisecond
	settleTime     = 15 * time.Second // for goroutines to end
	hostileText    = 4 << 10          // of an error
)

// ending is how a call ends.
type ending struct {
	kind     error // what errors.Is finds; nil for a success
	cause    error // and what else
	status   int
	attempts int  // of what may be sent again; everything else is sent once
	resent   bool // the transport adds some of its own, where a kept connection dies
	field    bool
	or       error // kind may also be this one
	any      bool  // a success, or any typed error: what counts is that there is an end
}

var (
	fine     = ending{attempts: 1}
	noAnswer = ending{kind: rest.ErrConnection, attempts: 5}
	resent   = ending{kind: rest.ErrConnection, attempts: 5, resent: true}
	late     = ending{kind: rest.ErrConnection, cause: context.DeadlineExceeded, attempts: 2}
	odd      = ending{kind: rest.ErrDecode, status: 200, attempts: 1}
	oddField = ending{kind: rest.ErrDecode, status: 200, attempts: 1, field: true}
)

// malice is one row of the table.
type malice struct {
	name  string
	fault vendortest.Fault
	json  ending // of calls whose answer is JSON
	file  ending // of downloads
	// empty and record are json for answers that may be empty, and for answers whose records may be anything.
	empty, record *ending
	number        string // what a read gives, where it succeeds
	slow          bool
	whole         bool // only of interest where the number is a whole one
}

// malices makes the table for a vendor; elsewhere is another host, secret what must not show.
func malices(v prey, elsewhere, secret string) []malice {
	number := func(literal string) map[string]string { return map[string]string{v.number: literal} }
	figures := func(literal string) map[string]string {
		out := map[string]string{}
		for _, name := range v.figures {
			out[name] = literal
		}
		return out
	}
	big := strings.Repeat("No way. ", 10<<20/8)
	refused := ending{kind: rest.ErrInvalid, status: 400, attempts: 1}
	failed := ending{kind: rest.ErrServer, status: 500, attempts: 1}
	// On a busy machine not even the head comes in time.
	downSlowly := ending{kind: rest.ErrServer, or: rest.ErrConnection, status: 503, attempts: 2}
	down := ending{kind: rest.ErrServer, status: 503, attempts: 5}
	return []malice{
		{name: "reset before the answer", fault: vendortest.Fault{ResetBeforeAnswer: true}, json: resent, file: resent},
		// A reset overtakes what was sent before it, so the head may be lost too.
		{name: "reset before the body", fault: vendortest.Fault{ResetBeforeBody: true}, json: noAnswer, file: ending{kind: rest.ErrConnection, any: true}},
		{name: "reset within the body", fault: vendortest.Fault{ResetAfterBody: true}, json: noAnswer, file: ending{kind: rest.ErrConnection, any: true}},
		{name: "truncated JSON", fault: vendortest.Fault{TruncateJSON: true}, json: odd, file: fine},
		{name: "200 with HTML", fault: vendortest.Fault{HTML200: true}, json: odd, file: odd},
		{name: "204", fault: vendortest.Fault{Status: 204}, json: ending{kind: rest.ErrDecode, status: 204, attempts: 1}, file: fine, empty: &fine},
		{name: "200 without a body", fault: vendortest.Fault{Status: 200}, json: odd, file: fine, empty: &fine},
		{name: "gzip bomb", fault: vendortest.Fault{GzipBomb: hostileBomb},
			json: ending{kind: rest.ErrTooLarge, status: 200, attempts: 1}, file: ending{kind: errEnough}},
		{name: "gzip bomb in an error", fault: vendortest.Fault{Status: 503, GzipBomb: hostileBomb}, json: down, file: down},
		// Three bytes are a row, and a row has thousands: what is within the bound as JSON isn't so as rows.
		{name: "empty rows without end", json: ending{kind: rest.ErrTooLarge, or: rest.ErrDecode, attempts: 1}, record: &fine, file: fine,
			fault: vendortest.Fault{Status: 200, Body: v.before + "[" + strings.Repeat("{},", 300_000) + "{}]" + v.after}},
		{name: "error of 10 MB", fault: vendortest.Fault{Status: 500, Body: big}, json: failed, file: failed},
		{name: "error that echoes the credential", json: refused, file: refused,
			fault: vendortest.Fault{Status: 400, Body: `{"error": "` + secret + `", "error_description": "Not with ` + secret + `"}`}},
		{name: "redirect to another host", fault: vendortest.Fault{Redirect: elsewhere + "/harvest"},
			json: ending{kind: rest.ErrConnection, attempts: 1}, file: ending{kind: rest.ErrConnection, attempts: 1}},
		{name: "body in drips", fault: vendortest.Fault{Drip: 5 * time.Millisecond}, slow: true, json: late, file: ending{kind: errHung}},
		{name: "body that stalls", fault: vendortest.Fault{Drip: time.Hour}, slow: true, json: late,
			file: ending{kind: rest.ErrConnection, cause: context.DeadlineExceeded}},
		{name: "answer that never begins", fault: vendortest.Fault{Delay: time.Hour}, slow: true, json: late, file: late},
		{name: "error in drips", fault: vendortest.Fault{Status: 503, Body: "down", Drip: 10 * time.Millisecond}, slow: true,
			json: downSlowly, file: downSlowly},
		{name: "wrong content type", fault: vendortest.Fault{WrongContentType: "image/png"}, json: odd, file: fine},
		// Of members sent twice the last one counts, as encoding/json has it. That is no error.
		{name: "members sent twice", fault: vendortest.Fault{Repeated: number("77")}, json: fine, file: fine, number: "77"},
		{name: "verdict sent twice", fault: vendortest.Fault{Repeated: map[string]string{"status": "1", "data": "null"}}, json: ending{any: true}, file: fine},
		{name: "number beyond float64", fault: vendortest.Fault{Values: number("1e400")}, json: oddField, file: fine, record: &fine},
		{name: "number beyond int64", fault: vendortest.Fault{Values: number("1180591620717411303424")}, whole: true, json: oddField, file: fine, record: &fine},
		{name: "fraction", fault: vendortest.Fault{Values: number("0.5")}, whole: true, json: oddField, file: fine, record: &fine},
		{name: "NaN as text", fault: vendortest.Fault{Values: number(`"NaN"`)}, json: oddField, file: fine, record: &fine},
		{name: "NaN bare", fault: vendortest.Fault{Values: number("NaN")}, json: odd, file: fine},
		// The document says nothing of signs; a negative number is passed on.
		{name: "negative number", fault: vendortest.Fault{Values: number("-7")}, json: fine, file: fine, number: "-7"},
		{name: "figures of a list below zero", fault: vendortest.Fault{Values: figures("-7")}, json: ending{any: true}, file: fine},
		{name: "figures of a list at the end of int64", fault: vendortest.Fault{Values: figures("9223372036854775807")}, json: ending{any: true}, file: fine},
		{name: "figures of a list beyond float64", fault: vendortest.Fault{Values: figures("1e400")}, json: ending{any: true}, file: fine},
	}
}

// errHung marks a file that drips: every pause is short, so only the caller's own context ends it.
var errHung = errors.New("the caller had enough")

// TestHostileAnswers holds the four clients, as they are by default but for the length of their waits, against answers that
// are broken, endless or malicious. Not parallel: it counts what is allocated and which goroutines are left.
func TestHostileAnswers(t *testing.T) {
	all := preys()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		v := all[name]
		t.Run(name, func(t *testing.T) {
			idle := runtime.NumGoroutine()
			harvested := new(atomic.Int64)
			elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { harvested.Add(1) }))
			server, err := vendortest.Start(name, vendortest.WithRecords(12, v.big...), vendortest.WithoutRateLimit())
			must(t, err)
			source, err := v.logIn(t.Context(), server, 0)
			must(t, err)
			token, err := source.Token(t.Context())
			must(t, err)
			for _, m := range malices(v, elsewhere.URL, token.AccessToken) {
				if m.whole && !v.whole || strings.HasPrefix(m.name, "figures") && len(v.figures) == 0 {
					continue
				}
				t.Run(m.name, func(t *testing.T) { face(t, server, source, v, m) })
			}
			if harvested.Load() != 0 {
				t.Errorf("%d requests went to another host", harvested.Load())
			}
			must(t, server.Close())
			elsewhere.Close()
			settle(t, idle)
		})
	}
}

// face makes all calls of a vendor against one malice, at the same time.
func face(t *testing.T, server *vendortest.Server, source *auth.Source, v prey, m malice) {
	ctx, cancel := context.WithTimeout(t.Context(), hostileTime)
	defer cancel()
	defer server.Heal()
	idle := runtime.NumGoroutine()
	// The client's own transport keeps connections for a minute and a half, which would count as goroutines left behind.
	transport := http.DefaultTransport.(*http.Transport).Clone()
	opts := []rest.ClientOption{rest.WithHTTPClient(&http.Client{Transport: transport}), rest.WithMaxBody(hostileMaxBody), rest.WithRetrier(hasty{rest.NewRetrier(rest.Window{})}), rest.WithRetries(4)}
	if m.slow {
		opts = append(opts, rest.WithTimeout(hostileTimeout), rest.WithRetries(1))
	}
	deeds := v.calls(t, server, source, opts...)
	honest := map[string]int{}
	for _, d := range deeds {
		f := m.fault
		f.Operation, f.Times = d.operation, -1
		switch d.kind {
		case "list":
			if m.json.any || m.json.kind == nil {
				honest[d.operation] = pagesOf(t, server, d)
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
	for _, d := range deeds {
		before[d.operation] = server.Count(d.operation)
	}

	var start, end runtime.MemStats
	runtime.ReadMemStats(&start)
	var running sync.WaitGroup
	for _, d := range deeds {
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
	for _, d := range deeds {
		m.count(t, d, server.Count(d.operation)-before[d.operation], honest[d.operation])
	}
	transport.CloseIdleConnections()
	settle(t, idle)
}

// later reports whether a walk meets the malice on its second page.
func (m malice) later() bool { return len(m.fault.Values) == 0 && !m.slow }

// ending says how a call should end.
func (m malice) ending(d deed) ending {
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
func (m malice) judge(t *testing.T, v prey, d deed, number string, rows int, err error) {
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
		if want.kind != nil && !want.any {
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
		fail("member %q, want %q", failure.Field, v.number)
	}
	if want.or == rest.ErrDecode && d.kind == "list" && !errors.Is(err, rest.ErrTooLarge) {
		fail("want %v", rest.ErrTooLarge)
	}
	if d.kind == "list" && m.later() && rows == 0 {
		fail("the first page is lost")
	}
	if len(failure.Body()) > hostileMaxBody {
		fail("%d bytes of the answer are kept", len(failure.Body()))
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

// secret is what a malice echoes.
func (m malice) secret() string {
	var body struct{ Error string }
	if strings.Contains(m.name, "echoes") {
		json.Unmarshal([]byte(m.fault.Body), &body)
	}
	return body.Error
}

// count looks at how often a call was sent.
func (m malice) count(t *testing.T, d deed, sent, honest int) {
	want := m.ending(d)
	if want.any || want.attempts == 0 {
		if sent > honest+5 {
			t.Errorf("%s %s: sent %d times, where there are %d pages", d.kind, d.operation, sent, honest)
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
			attempts = honest
			if sent == honest+1 { // the write beside it has made a row more
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

// pagesOf walks a list while nothing is wrong and returns how many pages it has.
func pagesOf(t *testing.T, server *vendortest.Server, d deed) int {
	before := server.Count(d.operation)
	if _, _, err := d.run(t.Context()); err != nil {
		t.Fatalf("%s %s: %v", d.kind, d.operation, err)
	}
	return server.Count(d.operation) - before
}

// hasty is a retrier that doesn't wait.
type hasty struct{ rest.Retrier }

func (h hasty) Next(ctx context.Context, attempt rest.Attempt) (time.Duration, bool) {
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
