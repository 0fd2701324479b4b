package rest_test

import (
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest"
)

// TestDatesAreByTheServersClock checks that a date to wait for is read by the Date of the response, however wrong either clock is.
func TestDatesAreByTheServersClock(t *testing.T) {
	t.Parallel()
	for _, wrong := range []time.Duration{-24 * time.Hour, -10 * time.Minute, 0, 10 * time.Minute, 365 * 24 * time.Hour} {
		for _, name := range []string{"Retry-After", "X-Reset"} {
			for _, status := range []int{429, 503} {
				if name == "X-Reset" && status == 503 {
					continue // it says when a window ends, which is only asked where one is full
				}
				synctest.Test(t, func(t *testing.T) {
					v := newVendor(func(number int, _ *http.Request) (*http.Response, error) {
						clock := time.Now().Add(wrong).UTC()
						if number == 1 {
							return reply(status, `{}`, "Date", clock.Format(http.TimeFormat), name, clock.Add(20*time.Second).Format(http.TimeFormat))
						}
						return reply(200, thingBody)
					})
					start := time.Now()
					about := rest.Vendor{Window: rest.Window{ResetHeader: "X-Reset"}}
					if err := makeCall(t.Context(), v.client(t, about), "POST"); err != nil {
						t.Errorf("%v wrong: %v", wrong, err)
					}
					if waited := time.Since(start); waited < 19*time.Second || waited > 23*time.Second {
						t.Errorf("a clock %v wrong, %s, %d: waited %v for 20s", wrong, name, status, waited)
					}
				})
			}
		}
	}
}

// TestDateWithoutAClock checks that without a Date, or with a bad one, our own clock is taken.
func TestDateWithoutAClock(t *testing.T) {
	t.Parallel()
	for _, date := range []string{"", "yesterday"} {
		synctest.Test(t, func(t *testing.T) {
			v := newVendor(func(int, *http.Request) (*http.Response, error) {
				return reply(429, `{}`, "Date", date, "Retry-After", time.Now().Add(time.Hour).UTC().Format(http.TimeFormat))
			})
			failure, ok := errors.AsType[*rest.Error](makeCall(t.Context(), v.client(t, rest.Vendor{}), "GET"))
			if !ok || failure.RetryAfter != time.Hour {
				t.Errorf("%q: %v", date, failure)
			}
		})
	}
}
