package rest

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// FuzzRetryAfter reads how long a vendor wants to be left alone, in seconds or as a date. What comes of it is a wait that the
// retrier can add to, never one that has wrapped round.
func FuzzRetryAfter(f *testing.F) {
	for _, text := range []string{
		"", "0", "7", " 7 ", "-1", "1.5", "1e400", "1e9", "9223372036854775807", "NaN", "inf", "0x10", "1_0", "Wed, 21 Oct 2015 07:28:00 GMT",
		"Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 0001 00:00:00 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "soon", "7, 8",
	} {
		f.Add(text, 429)
		f.Add(text, 503)
	}
	f.Fuzz(func(t *testing.T, text string, status int) {
		header := http.Header{"Retry-After": {text}, "X-Reset": {text}}
		window := Window{Requests: 10, Span: time.Minute, ResetHeader: "X-Reset"}
		failure := &Error{Status: status}
		failure.postponed(header, &window)
		if failure.RetryAfter < 0 || failure.RetryAfter >= wiretext.LongestDelay {
			t.Fatalf("%q: %v", text, failure.RetryAfter)
		}
		for _, most := range []time.Duration{0, time.Hour, 1<<63 - 1} {
			wait, again := newBackOff(window, most, false).Next(context.Background(), Attempt{Method: "GET", Number: 1, Err: failure, Repeatable: true, Replayable: true, Sent: true})
			if again && (wait < 0 || wait < failure.RetryAfter) {
				t.Fatalf("%q: waits %v, asked for %v", text, wait, failure.RetryAfter)
			}
		}
	})
}
