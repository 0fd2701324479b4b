package wiretext

import (
	"net/http"
	"strconv"
	"time"
)

// ServerTime returns what time a server had when it made a response that arrived now: its Date, and its Age where a cache has
// kept it. Without a Date it is now. Dates in the response, such as Retry-After's, are by that clock.
func ServerTime(header http.Header, now time.Time) time.Time {
	said := header.Get("Date")
	if said == "" { // spares the error
		return now
	}
	date, err := http.ParseTime(said)
	if err != nil {
		return now
	}
	if age, err := strconv.ParseUint(header.Get("Age"), 10, 31); err == nil {
		date = date.Add(time.Duration(age) * time.Second)
	}
	return date
}
