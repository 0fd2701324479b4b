package rest

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// postponed notes how long the vendor asks to wait.
func (e *Error) postponed(header http.Header, window *Window) {
	now := wiretext.ServerTime(header, time.Now())
	e.RetryAfter, e.asked = retryAfter(header, now)
	if e.asked && e.Status == http.StatusServiceUnavailable {
		e.outcome = NotProcessed
	}
	if e.RetryAfter == 0 && window.ResetHeader != "" && e.Is(ErrRateLimited) {
		e.RetryAfter, _ = delay(header.Get(window.ResetHeader), now)
	}
}

// retryAfter reads Retry-After, and reports whether there was one. Now is by the server's clock (wiretext.ServerTime).
func retryAfter(header http.Header, now time.Time) (time.Duration, bool) {
	return delay(header.Get("Retry-After"), now)
}

// delay reads how long a server wants to be left alone, in seconds or as a date. Nonsense, and a date in many months, count as not
// said.
func delay(said string, now time.Time) (time.Duration, bool) {
	said = strings.TrimSpace(said)
	if said == "" {
		return 0, false
	}
	if wait, ok := seconds(said); ok {
		return wait, true
	}
	if at, err := http.ParseTime(said); err == nil && at.Sub(now) < sensibleWait*time.Second {
		return max(at.Sub(now), 0), true
	}
	return 0, false
}

// sensibleWait bounds what counts as a wait, in seconds: what is longer is nonsense, and near the end of what a Duration can
// hold, a bit more wraps round to less than nothing.
const sensibleWait = 1e7

// seconds reads a number of seconds from now. A negative one, and one of months, is no such number.
func seconds(text string) (time.Duration, bool) {
	if text == "" { // spares the error
		return 0, false
	}
	n, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || !(n >= 0 && n < sensibleWait) {
		return 0, false
	}
	return time.Duration(n * float64(time.Second)), true
}
