package wiretext

import (
	"net/http"
	"strconv"
	"testing"
	"time"
)

func TestDelay(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	const nonsense = -1
	for said, want := range map[string]time.Duration{
		"0": 0, "-0": 0, "7": 7 * time.Second, " 7\t": 7 * time.Second, "007": 7 * time.Second, "+7": 7 * time.Second, "1.5": 1500 * time.Millisecond,
		"86401": 24*time.Hour + time.Second, "9999999": 9999999 * time.Second, "1e3": 1000 * time.Second, "1e-05": 10 * time.Microsecond,
		"": nonsense, " ": nonsense, "soon": nonsense, "-1": nonsense, "-0.1": nonsense, "7, 8": nonsense, "7s": nonsense, "1 5": nonsense, "NaN": nonsense,
		"inf": nonsense, "10000000": nonsense, "1e400": nonsense, "18446744073709551616": nonsense, "0x10": nonsense, "1_0": nonsense, "0x1p4": nonsense, ".": nonsense, "1-2": nonsense,
		"Fri, 02 Jan 2026 03:05:05 GMT":   time.Minute,
		" Fri, 02 Jan 2026 03:05:05 GMT ": time.Minute,
		"Friday, 02-Jan-26 03:05:05 GMT":  time.Minute,
		"Fri Jan  2 03:05:05 2026":        time.Minute,
		"Fri, 02 Jan 2026 03:00:00 GMT":   0,
		"Mon, 01 Jan 0001 00:00:00 GMT":   0,
		"Fri, 31 Dec 9999 23:59:59 GMT":   nonsense,
		"2026-01-02T03:05:05Z":            nonsense,
	} {
		wait, ok := Delay(said, now)
		if ok != (want != nonsense) || ok && wait != want || !ok && wait != 0 {
			t.Errorf("%q: %v, %t", said, wait, ok)
		}
	}
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	const date, later = "Fri, 02 Jan 2026 05:04:05 GMT", "Fri, 02 Jan 2026 05:04:35 GMT" // by a clock that is two hours ahead
	for name, test := range map[string]struct {
		header  map[string]string
		limited bool
		reset   string
		want    time.Duration
		asked   bool
	}{
		"nothing said":                      {nil, true, "X-Reset", 0, false},
		"Retry-After":                       {map[string]string{"Retry-After": "7", "X-Reset": "9"}, true, "X-Reset", 7 * time.Second, true},
		"Retry-After, by the server's time": {map[string]string{"Retry-After": later, "Date": date}, false, "", 30 * time.Second, true},
		"the reset alone":                   {map[string]string{"X-Reset": "9"}, true, "X-Reset", 9 * time.Second, false},
		"the reset, by the server's time":   {map[string]string{"X-Reset": later, "Date": date}, true, "X-Reset", 30 * time.Second, false},
		"the reset of no limit":             {map[string]string{"X-Reset": "9"}, false, "X-Reset", 0, false},
		"a reset that nobody names":         {map[string]string{"X-Reset": "9", "": "9"}, true, "", 0, false},
		"nonsense, then the reset":          {map[string]string{"Retry-After": "soon", "X-Reset": "9"}, true, "X-Reset", 9 * time.Second, false},
		"less than nothing, then the reset": {map[string]string{"Retry-After": "-5", "X-Reset": "9"}, true, "X-Reset", 9 * time.Second, false},
		"for ever, then the reset":          {map[string]string{"Retry-After": "1e9", "X-Reset": "9"}, true, "X-Reset", 9 * time.Second, false},
		"0, then the reset":                 {map[string]string{"Retry-After": "0", "X-Reset": "9"}, true, "X-Reset", 9 * time.Second, true},
		"0":                                 {map[string]string{"Retry-After": "0"}, false, "X-Reset", 0, true},
		"a date that is over":               {map[string]string{"Retry-After": date, "Date": later}, false, "", 0, true},
		"nonsense in both":                  {map[string]string{"Retry-After": "soon", "X-Reset": "later"}, true, "X-Reset", 0, false},
	} {
		header := http.Header{}
		for field, value := range test.header {
			header.Set(field, value)
		}
		if wait, asked := RetryAfter(header, now, test.limited, test.reset); wait != test.want || asked != test.asked {
			t.Errorf("%s: %v, %t, want %v, %t", name, wait, asked, test.want, test.asked)
		}
	}
}

// FuzzDelay checks that what is read is a time that one can wait for, and that whole seconds and dates are read exactly.
func FuzzDelay(f *testing.F) {
	for _, said := range []string{
		"", "0", "7", " 7 ", "-1", "1.5", "1e400", "1e9", "9223372036854775807", "NaN", "inf", "0x10", "1_0", "Wed, 21 Oct 2015 07:28:00 GMT",
		"Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 0001 00:00:00 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "soon", "7, 8",
	} {
		f.Add(said, int64(1e6))
	}
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	f.Fuzz(func(t *testing.T, said string, seconds int64) {
		if wait, ok := Delay(said, now); wait < 0 || wait >= LongestDelay || wait > 0 && !ok {
			t.Fatalf("%q: %v, %t", said, wait, ok)
		}
		seconds = (seconds%1e6 + 1e6) % 1e6
		want := time.Duration(seconds) * time.Second
		for _, exact := range []string{strconv.FormatInt(seconds, 10), now.Add(want).Format(http.TimeFormat)} {
			if wait, ok := Delay(exact, now); !ok || wait != want {
				t.Fatalf("%q became %v, %t, want %v", exact, wait, ok, want)
			}
		}
	})
}
