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
	"sync/atomic"
	"testing"
	"time"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// What hostile responses of a token endpoint may cost, the simulator's own work included.
const (
	tokenAlloc   = 32 << 20
	tokenTimeout = 150 * time.Millisecond
)

// tokenMalice is one row of the table for token endpoints.
type tokenMalice struct {
	name  string
	fault vendortest.Fault
	codes []string // one of which the *auth.TokenError has; none for a login that succeeds
	cause error
	slow  bool
}

func tokenMalices(elsewhere string) []tokenMalice {
	lost, bad := []string{auth.CodeNoResponse}, []string{auth.CodeInvalidResponse}
	value := func(name, literal string) map[string]string { return map[string]string{name: literal} }
	return []tokenMalice{
		{name: "reset before the response", fault: vendortest.Fault{ResetBeforeResponse: true}, codes: lost},
		{name: "reset before the body", fault: vendortest.Fault{ResetBeforeBody: true}, codes: lost},
		{name: "reset within the body", fault: vendortest.Fault{ResetAfterBody: true}, codes: lost},
		{name: "truncated JSON", fault: vendortest.Fault{TruncateJSON: true}, codes: bad},
		{name: "200 with HTML", fault: vendortest.Fault{HTML200: true}, codes: bad},
		{name: "204", fault: vendortest.Fault{Status: 204}, codes: bad},
		{name: "gzip bomb", fault: vendortest.Fault{GzipBomb: hostileBomb}, codes: bad},
		{name: "gzip bomb in an error", fault: vendortest.Fault{Status: 503, GzipBomb: hostileBomb}, codes: bad},
		{name: "error of 10 MB", fault: vendortest.Fault{Status: 500, Body: strings.Repeat("No way. ", 10<<20/8)}, codes: bad},
		{name: "redirect to another host", fault: vendortest.Fault{Redirect: elsewhere + "/harvest"}, codes: []string{auth.CodeRedirected}},
		{name: "body in drips", fault: vendortest.Fault{Drip: 5 * time.Millisecond}, codes: lost, cause: context.DeadlineExceeded, slow: true},
		{name: "response that never begins", fault: vendortest.Fault{Delay: time.Hour}, codes: lost, cause: context.DeadlineExceeded, slow: true},
		// The response's own content counts, not what it says that it is.
		{name: "wrong content type", fault: vendortest.Fault{WrongContentType: "image/png"}},
		{name: "token sent twice", fault: vendortest.Fault{Repeated: value("access_token", `""`)}, codes: bad},
		{name: "token that is a number", fault: vendortest.Fault{Values: value("access_token", "1e400")}, codes: bad},
		{name: "token that is a header", fault: vendortest.Fault{Values: value("access_token", `"a\r\nX-Admin: yes"`)}, codes: bad},
		// A lifetime that makes no sense counts as not said.
		{name: "lifetime beyond float64", fault: vendortest.Fault{Values: value("expires_in", "1e400")}},
		{name: "lifetime below zero", fault: vendortest.Fault{Values: value("expires_in", "-7")}},
		{name: "lifetime that is no number", fault: vendortest.Fault{Values: value("expires_in", `"NaN"`)}},
	}
}

// TestHostileTokenEndpoints tries the logins of all vendors against the same faults. Not parallel, as TestHostileResponses isn't.
func TestHostileTokenEndpoints(t *testing.T) {
	elsewhereCount := new(atomic.Int64)
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhereCount.Add(1) }))
	defer elsewhere.Close()
	all := subjects()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		for _, m := range tokenMalices(elsewhere.URL) {
			t.Run(name+"/"+m.name, func(t *testing.T) { m.runHostile(t, name, all[name]) })
		}
	}
	if elsewhereCount.Load() != 0 {
		t.Errorf("%d requests went to another host", elsewhereCount.Load())
	}
}

func (m tokenMalice) runHostile(t *testing.T, name string, v subject) {
	ctx, cancel := context.WithTimeout(t.Context(), hostileTime)
	defer cancel()
	idle := runtime.NumGoroutine()
	server, err := vendortest.Start(name)
	must(t, err)
	f := m.fault
	f.Operation, f.Times, f.Processed = "token", -1, true
	server.Fail(f)
	given := server.Credentials()
	timeout := time.Duration(0)
	if m.slow {
		timeout = tokenTimeout
	}

	var start, end runtime.MemStats
	runtime.ReadMemStats(&start)
	source, err := v.logIn(ctx, server, timeout)
	runtime.ReadMemStats(&end)
	if cost := end.TotalAlloc - start.TotalAlloc; cost > tokenAlloc {
		t.Errorf("%d MiB were allocated, want %d at most", cost>>20, tokenAlloc>>20)
	}
	if ctx.Err() != nil {
		t.Errorf("not over after %v", hostileTime)
	}
	if sent := server.Count("token"); sent != 1 && !(m.slow && sent == 0) {
		t.Errorf("the login was sent %d times: a code and a refresh token work once", sent)
	}
	failure, typed := errors.AsType[*auth.TokenError](err)
	switch {
	case len(m.codes) == 0:
		if err != nil {
			t.Errorf("want a token: %v", err)
		} else if token, err := source.Token(ctx); err != nil || !token.Expiry.IsZero() && token.Expiry.Before(time.Now()) {
			t.Errorf("%v, %v", token.Expiry, err)
		}
	case err == nil:
		t.Error("want no token")
	case !typed:
		t.Errorf("want an *auth.TokenError, not a %T: %v", err, err)
	default:
		if !slices.Contains(m.codes, failure.Code) {
			t.Errorf("code %q, want one of %q: %v", failure.Code, m.codes, err)
		}
		if m.cause != nil && !errors.Is(err, m.cause) {
			t.Errorf("want %v beneath: %v", m.cause, err)
		}
		text, _ := json.Marshal(failure)
		for _, shown := range []string{err.Error(), fmt.Sprintf("%+v %#v", err, err), string(text)} {
			if len(shown) > hostileText {
				t.Errorf("its text has %d bytes: %.300s", len(shown), shown)
			}
			for _, secret := range []string{given.ClientSecret, given.Password, given.Code} {
				if secret != "" && strings.Contains(shown, secret) {
					t.Errorf("the error shows a credential: %.300s", shown)
				}
			}
		}
	}
	if source != nil && err != nil { // a client passes it on: one error, with both types
		hostileCall := v.calls(t, server, source, rest.WithRetrier(impatient{rest.NewRetrier(rest.Window{})}), rest.WithRetries(4))[0]
		_, _, err := hostileCall.run(ctx)
		if _, typed := errors.AsType[*rest.Error](err); !typed {
			t.Errorf("want a *rest.Error, not a %T: %v", err, err)
		}
		if _, typed := errors.AsType[*auth.TokenError](err); !typed {
			t.Errorf("want an *auth.TokenError beneath: %v", err)
		}
		if sent := server.Count(hostileCall.operation); sent != 0 {
			t.Errorf("%d calls without a token", sent)
		}
	}
	must(t, server.Close())
	settle(t, idle)
}
