package vendortest

import (
	"net/http"
	"strconv"
	"time"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
)

// limiter counts calls of the API against the vendor's window. It has one count for all credentials: no vendor states
// whether it counts by token, user or organization.
type limiter struct {
	names    spec.RateLimit
	requests int
	window   time.Duration
	rolls    bool

	start time.Time
	used  int
	times []time.Time // of the calls let through, where the window rolls
}

func newLimiter(s *Server) limiter {
	l := limiter{
		names: s.model.doc.RateLimit, requests: s.model.doc.RateLimit.Requests,
		window: time.Duration(s.model.doc.RateLimit.Window) * time.Second, rolls: s.vendor.rateRolls,
	}
	switch {
	case s.settings.limit < 0:
		l.requests = 0
	case s.settings.limit > 0:
		l.requests, l.window = s.settings.limit, s.settings.window
	}
	return l
}

// take lets a call through or refuses it, and gives the headers that say where the window stands.
func (l *limiter) take(now time.Time) (http.Header, *refusal) {
	if l.requests <= 0 {
		return nil, nil
	}
	reset := l.roll(now)
	header := http.Header{}
	set := func(name string, value int) {
		if name != "" {
			header.Set(name, strconv.Itoa(value))
		}
	}
	full := l.used >= l.requests
	if !full {
		l.used++
		if l.rolls {
			l.times = append(l.times, now)
		}
	}
	set(l.names.Limit, l.requests)
	set(l.names.Remaining, l.requests-l.used)
	set(l.names.Reset, int((reset+time.Second-1)/time.Second))
	if full {
		return header, refuse(http.StatusTooManyRequests, "", "too many requests")
	}
	return header, nil
}

// roll brings the window up to now and gives the time until calls are let through again.
func (l *limiter) roll(now time.Time) time.Duration {
	if !l.rolls {
		if l.start.IsZero() || now.Sub(l.start) >= l.window {
			l.start, l.used = now, 0
		}
		return l.window - now.Sub(l.start)
	}
	for len(l.times) > 0 && now.Sub(l.times[0]) >= l.window {
		l.times = l.times[1:]
	}
	l.used = len(l.times)
	if len(l.times) == 0 {
		return l.window
	}
	return l.window - now.Sub(l.times[0])
}
