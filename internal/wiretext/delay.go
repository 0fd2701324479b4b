package wiretext

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// LongestDelay bounds what counts as a delay, about 115 days: what is longer is nonsense, and near the end of what a Duration can
// hold, a bit more wraps round to less than nothing.
const LongestDelay = 1e7 * time.Second

// RetryAfter reads how long a response that arrived now asks to wait: by Retry-After or, where a rate limit was reached and that
// names no time to come, by the header that says when the limit is reset ("" where there is none). Asked reports whether
// Retry-After could be read, be it 0 seconds or a date that is over: the server has put the request off, then.
func RetryAfter(header http.Header, now time.Time, limited bool, reset string) (wait time.Duration, asked bool) {
	clock := ServerTime(header, now)
	wait, asked = Delay(header.Get("Retry-After"), clock)
	if wait == 0 && limited && reset != "" {
		wait, _ = Delay(header.Get(reset), clock)
	}
	return wait, asked
}

// Delay reads how long a server wants to be left alone, in seconds or as a date; now is by the server's clock (ServerTime). A date
// that is over is 0. It reports false where nothing is said, and of nonsense: a negative number, a delay of LongestDelay or more.
func Delay(said string, now time.Time) (time.Duration, bool) {
	said = strings.TrimSpace(said)
	if said == "" { // spares the error
		return 0, false
	}
	if strings.Trim(said, "0123456789.e+-") == "" { // ParseFloat reads Go's 1_0 and 0x1p4 too
		n, err := strconv.ParseFloat(said, 64)
		if err != nil || !(n >= 0 && n < LongestDelay.Seconds()) {
			return 0, false
		}
		return time.Duration(n * float64(time.Second)), true
	}
	if at, err := http.ParseTime(said); err == nil && at.Sub(now) < LongestDelay {
		return max(at.Sub(now), 0), true
	}
	return 0, false
}
