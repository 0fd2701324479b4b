package rest

import (
	"context"
	"net/http"
	"strconv"
	"testing"
	"time"
)

// FuzzRetryAfter reads how long a vendor wants to be left alone, in seconds or as a date. What comes of it is a wait that the
// retrier can add to, never one that has wrapped round.
func FuzzRetryAfter(f *testing.F) {
	for _, text := range []string{
		"", "0", "7", " 7 ", "-1", "1.5", "1e400", "1e9", "9223372036854775807", "NaN", "inf", "0x10", "1_0", "Wed, 21 Oct 2015 07:28:00 GMT",
		"Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 0001 00:00:00 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "soon", "7, 8",
	} {
		f.Add(text, 429, int64(0))
		f.Add(text, 503, int64(1e6))
	}
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string, status int, seconds int64) {
		header := http.Header{"Retry-After": {text}, "X-Reset": {text}}
		wait, asked := retryAfter(header, now)
		if wait < 0 || wait >= sensibleWait*time.Second || wait > 0 && !asked {
			t.Fatalf("%q: %v, %t", text, wait, asked)
		}
		window := Window{Requests: 10, Span: time.Minute, ResetHeader: "X-Reset"}
		failure := &Error{Status: status}
		failure.postponed(header, &window)
		for _, most := range []time.Duration{0, time.Hour, 1<<63 - 1} {
			wait, again := newBackOff(window, most, false).Next(context.Background(), Attempt{Method: "GET", Number: 1, Err: failure, Repeatable: true, Replayable: true, Sent: true})
			if again && (wait < 0 || wait < failure.RetryAfter) {
				t.Fatalf("%q: waits %v, asked for %v", text, wait, failure.RetryAfter)
			}
		}
		seconds = (seconds%1e6 + 1e6) % 1e6
		if got, ok := retryAfter(http.Header{"Retry-After": {strconv.FormatInt(seconds, 10)}}, now); !ok || got != time.Duration(seconds)*time.Second {
			t.Fatalf("%d seconds became %v, %t", seconds, got, ok)
		}
		at := now.Add(time.Duration(seconds) * time.Second)
		if got, ok := retryAfter(http.Header{"Retry-After": {at.Format(http.TimeFormat)}}, now); !ok || got != at.Sub(now) {
			t.Fatalf("%v became %v, %t", at, got, ok)
		}
	})
}
