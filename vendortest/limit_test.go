package vendortest

import (
	"fmt"
	"testing"
	"time"
)

func TestRateLimit(t *testing.T) {
	t.Parallel()
	s := NewHolaspirit(t)
	path := organization(s)
	for i := range 250 {
		got := do(t, s, get(path))
		if got.status != 200 {
			t.Fatalf("call %d: status %d", i+1, got.status)
		}
		if limit, left := got.header.Get("x-ratelimit-limit"), got.header.Get("x-ratelimit-remaining"); limit != "250" || left != fmt.Sprint(249-i) {
			t.Fatalf("call %d: limit %s, remaining %s", i+1, limit, left)
		}
	}
	got := do(t, s, get(path))
	if got.status != 429 || got.header.Get("x-ratelimit-remaining") != "0" || got.header.Get("Retry-After") != "" {
		t.Errorf("call 251: status %d, header %v", got.status, got.header)
	}
	if reset := got.header.Get("x-ratelimit-reset"); reset == "" || reset == "0" || len(reset) > 3 {
		t.Errorf("x-ratelimit-reset %q isn't the seconds left", reset)
	}
	if login := do(t, s, passwordGrant(s)); login.status != 200 {
		t.Errorf("the token endpoint is limited too: %d", login.status)
	}
	s.Advance(5 * time.Minute)
	if got := do(t, s, get(path)); got.status != 200 || got.header.Get("x-ratelimit-remaining") != "249" {
		t.Errorf("after the reset: %d, %v", got.status, got.header)
	}
}

func TestOwnRateLimitAndNone(t *testing.T) {
	t.Parallel()
	s := NewSpiro(t, WithRateLimit(2, time.Minute))
	var statuses []int
	for range 3 {
		statuses = append(statuses, do(t, s, get("/pipelines")).status)
	}
	if fmt.Sprint(statuses) != "[200 200 429]" {
		t.Errorf("statuses %v", statuses)
	}
	free := NewHolaspirit(t, WithoutRateLimit())
	for range 260 {
		if got := do(t, free, get("/api/me")); got.status != 200 {
			t.Fatalf("status %d", got.status)
		}
	}
}

func TestRollingWindow(t *testing.T) {
	t.Parallel()
	l := limiter{requests: 2, window: time.Minute, rolls: true}
	start := time.Unix(0, 0)
	for i, step := range []struct {
		after time.Duration
		full  bool
	}{{0, false}, {40 * time.Second, false}, {50 * time.Second, true}, {60 * time.Second, false}, {70 * time.Second, true}, {100 * time.Second, false}} {
		if _, full := l.take(start.Add(step.after)); (full != nil) != step.full {
			t.Errorf("call %d: refused %v", i+1, full != nil)
		}
	}
}
