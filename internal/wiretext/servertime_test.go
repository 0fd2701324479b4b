package wiretext

import (
	"net/http"
	"testing"
	"time"
)

func TestServerTimeIsThatOfTheResponse(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for text, want := range map[[2]string]time.Time{
		{"", ""}:                                now,
		{"yesterday", ""}:                       now,
		{"Fri, 02 Jan 2026 02:54:05 GMT", ""}:   now.Add(-10 * time.Minute),
		{"Friday, 02-Jan-26 03:14:05 GMT", ""}:  now.Add(10 * time.Minute),
		{"Fri, 02 Jan 2026 02:54:05 GMT", "60"}: now.Add(-9 * time.Minute), // kept by a cache for a minute
		{"Fri, 02 Jan 2026 02:54:05 GMT", "-1"}: now.Add(-10 * time.Minute),
		{"", "60"}:                              now,
	} {
		header := http.Header{}
		for i, name := range []string{"Date", "Age"} {
			if text[i] != "" {
				header.Set(name, text[i])
			}
		}
		if got := ServerTime(header, now); !got.Equal(want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
