package rest_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

type happening struct {
	ID string     `json:"id"`
	At value.Time `json:"at"`
}

type happenings struct {
	Items []happening `json:"items"`
}

// feed is a vendor that says what happened, newest first, up to a time.
type feed struct {
	seconds  []int
	size     int  // of a page when none is asked for
	atMost   int  // of any page; 0 is no bound
	excludes bool // leaves out what happened at the time itself
	asked    []string
}

func (f *feed) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.asked = append(f.asked, r.URL.RawQuery)
	until := value.ParseTime(r.URL.Query().Get("until"))
	size := f.size
	if n, err := strconv.Atoi(r.URL.Query().Get("count")); err == nil {
		size = n
	}
	if f.atMost > 0 {
		size = min(size, f.atMost)
	}
	var rows []string
	for i, second := range f.seconds {
		at := value.ParseTime(fmt.Sprintf("2026-03-05T10:00:%02d+00:00", second))
		if !until.IsZero() && (at.Time().After(until.Time()) || f.excludes && at.Equal(until)) || len(rows) == size {
			continue
		}
		rows = append(rows, fmt.Sprintf(`{"id":"r%d","at":%q}`, i+1, at))
	}
	w.Header().Set("Content-Type", "application/json")
	fmt.Fprintf(w, `{"items":[%s]}`, strings.Join(rows, ","))
}

func (f *feed) call(count int) *call.Call {
	c := call.New("listHappenings", http.MethodGet, "/happenings")
	if count > 0 {
		c.Int("count", new(int64(count)))
	}
	return c.List(call.Listing{Style: call.ByTime, Page: "until", Size: "count", Items: "items", From: "at", Key: "id"})
}

// TestAFeedGivesEachRowOnce goes back in time over rows that share their times, whether the vendor counts the time that it is
// asked about in or not.
func TestAFeedGivesEachRowOnce(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		seconds      []int
		size, atMost int
		count        int
		incomplete   bool
	}{
		"nothing":                           {nil, 10, 0, 0, false},
		"one row":                           {[]int{9}, 10, 0, 0, false},
		"two rows of one time":              {[]int{9, 9}, 10, 0, 0, false},
		"all times differ":                  {[]int{9, 8, 7, 6, 5, 4, 3}, 3, 0, 0, false},
		"equal times across a page's edge":  {[]int{9, 8, 8, 8, 7, 6, 6, 5}, 3, 0, 0, false},
		"more of one time than a page":      {[]int{9, 5, 5, 5, 5, 5, 1, 0}, 3, 0, 3, false},
		"more of one time, no size given":   {[]int{9, 5, 5, 5, 5, 5, 1, 0}, 2, 0, 0, false},
		"pages of one row":                  {[]int{9, 5, 5, 5, 1}, 1, 0, 0, false},
		"more of one time than any page":    {[]int{9, 5, 5, 5, 5, 5, 1, 0}, 3, 3, 3, true},
		"more of the oldest time than that": {[]int{9, 5, 5, 5, 5, 5}, 3, 3, 3, true},
		"all of one time":                   {[]int{5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5}, 10, 20, 0, true},
	} {
		for _, excludes := range []bool{false, true} {
			for _, way := range []string{"in one go", "ahead", "resumed"} {
				t.Run(fmt.Sprintf("%s/excludes %t/%s", name, excludes, way), func(t *testing.T) {
					t.Parallel()
					f := &feed{seconds: test.seconds, size: test.size, atMost: test.atMost, excludes: excludes}
					client := newClient(t, f.ServeHTTP)
					var got []string
					var failure error
					for from, more := rest.Cursor(""), true; more; {
						more = false
						opts := []rest.CallOption{rest.StartAt(from)}
						if way == "ahead" {
							opts = append(opts, rest.WithPrefetch())
						}
						for page, err := range rest.Pages[*happenings](t.Context(), client, f.call(test.count), opts) {
							if failure = err; err != nil {
								break
							}
							for _, row := range page.List.Items {
								got = append(got, row.ID)
							}
							if from = page.Next; way == "resumed" && from != "" {
								more = true
								break
							}
						}
						if len(f.asked) > 60 {
							t.Fatal("it goes on and on")
						}
					}
					if test.incomplete {
						if !errors.Is(failure, rest.ErrIncomplete) {
							t.Errorf("%d of %d rows, %v", len(got), len(test.seconds), failure)
						}
						return
					}
					var want []string
					for i := range test.seconds {
						want = append(want, fmt.Sprint("r", i+1))
					}
					if failure != nil || !slices.Equal(want, got) {
						t.Errorf("got %v, %v, want %v; asked %q", got, failure, want, f.asked)
					}
				})
			}
		}
	}
}

// TestAFeedThatCantGoOnSaysSo: a row without a time, and a vendor that ignores the time.
func TestAFeedThatCantGoOnSaysSo(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		body string
		want error
		rows int
	}{
		"no time":           {`{"items":[{"id":"a","at":"2026-03-05T10:00:05Z"},{"id":"b"}]}`, rest.ErrIncomplete, 2},
		"ignores the time":  {`{"items":[{"id":"a","at":"2026-03-05T10:00:05Z"},{"id":"b","at":"2026-03-05T10:00:04Z"}]}`, rest.ErrRepeatedPage, 2},
		"under other names": {`{"rows":[{"id":"a","at":"2026-03-05T10:00:05Z"}]}`, rest.ErrIncomplete, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := newClient(t, respond(200, "application/json", test.body))
			rows := 0
			var failure error
			for _, err := range rest.All[*happenings, *happening](t.Context(), client, new(feed).call(0), nil) {
				if failure = err; err == nil {
					rows++
				}
			}
			if !errors.Is(failure, test.want) || rows != test.rows {
				t.Errorf("%d rows, %v", rows, failure)
			}
		})
	}
}

// TestACursorOfAFeedThatWasChangedIsRefused: what was stored is checked before anything is sent.
func TestACursorOfAFeedThatWasChangedIsRefused(t *testing.T) {
	t.Parallel()
	f := &feed{}
	client := newClient(t, f.ServeHTTP)
	for _, from := range []rest.Cursor{"time:", "number:2", "time:2026-03-05T10:00:05Z#seen=!"} {
		for _, err := range rest.All[*happenings, *happening](t.Context(), client, f.call(0), []rest.CallOption{rest.StartAt(from)}) {
			if !errors.Is(err, rest.ErrBadCursor) {
				t.Errorf("%q: %v", from, err)
			}
		}
	}
	if len(f.asked) > 0 {
		t.Errorf("asked %q", f.asked)
	}
}
