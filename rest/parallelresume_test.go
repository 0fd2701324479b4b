package rest_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// TestNothingIsLostBetweenRuns interrupts iterations side by side over random lists that change, and goes on from the last cursor, side
// by side or in turn: every row that is there from beginning to end comes.
func TestNothingIsLostBetweenRuns(t *testing.T) {
	t.Parallel()
	for seed := range uint64(cases(500)) {
		keptBetweenRuns(t, seed)
		if t.Failed() {
			t.Fatalf("list %d", seed)
		}
	}
}

func keptBetweenRuns(t *testing.T, seed uint64) {
	synctest.Test(t, func(t *testing.T) {
		v, n, random := changingJobs(seed, 3)
		before := slices.Clone(v.jobs)
		client, err := rest.NewClient(rest.Vendor{Name: "acme"}, "https://acme.example", rest.WithHTTPClient(v), rest.WithoutRetries())
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		var cursors []rest.Cursor
		var from rest.Cursor
		for run, over := 0, false; !over; run++ {
			opts := []rest.CallOption{rest.StartAt(from)}
			if random.IntN(4) > 0 {
				opts = append(opts, rest.WithParallel(n))
			}
			stop, pages := random.IntN(6), 0
			if run > 10 {
				stop = 0 // the runs come to an end
			}
			over = true
			for page, err := range rest.Pages[*jobList](t.Context(), client, call.New("listJobs", http.MethodGet, "/jobs").List(v.listing), opts) {
				if err != nil {
					t.Log(err)
					return
				}
				for _, j := range page.List.Jobs {
					names = append(names, j.Name)
				}
				cursors = append(cursors, page.Next)
				if page.Next != "" {
					from = page.Next
				}
				if pages++; pages == stop {
					over = page.Next == ""
					break
				}
			}
		}
		for _, j := range before {
			stays := slices.ContainsFunc(v.jobs, func(other job) bool { return other.ID == j.ID })
			if stays && !slices.Contains(v.moved, j.Name) && !slices.Contains(names, j.Name) {
				t.Errorf("%d at once of %d rows, %d a page, %v: %s didn't come; asked for %v\n%q", n, len(before), v.size, v.listing, j.Name, v.asked, cursors)
			}
		}
	})
}

// Where a row that has moved made a page miss one, and the run ended before that could be seen, the next run sees it and reads the pages
// again. Here the twelfth row moves in front of the fifth once pages of the list as it was are under way.
func TestPagesFetchedAheadAreReadAgainInTheNextRun(t *testing.T) {
	t.Parallel()
	was := []int64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}
	is := []int64{1, 2, 3, 4, 12, 5, 6, 7, 8, 9, 10, 11}
	for _, style := range []call.Style{call.ByNumber, call.ByOffset} {
		for _, next := range []struct {
			name    string
			opts    []rest.CallOption
			changed bool
			want    []int64
		}{
			{"in turn", nil, true, []int64{8, 9, 12, 5, 6, 7, 10, 11}},
			{"side by side", []rest.CallOption{rest.WithParallel(4)}, true, []int64{8, 9, 12, 5, 6, 7, 10, 11}},
			{"nothing moved", nil, false, []int64{9, 10, 11, 12}},
		} {
			t.Run(string(style)+"/"+next.name, func(t *testing.T) {
				t.Parallel()
				var second atomic.Bool
				v := newVendor(func(_ int, r *http.Request) (*http.Response, error) {
					at, _ := strconv.Atoi(r.URL.Query().Get("page"))
					if style == call.ByNumber {
						at = 2 * (at - 1)
					}
					rows := was
					if next.changed && (second.Load() || at == 4) {
						rows = is
					}
					var page []bin
					for _, id := range rows[min(at, 12):min(at+2, 12)] {
						page = append(page, bin{id})
					}
					body, _ := json.Marshal(binList{Rows: page})
					return reply(http.StatusOK, string(body))
				})
				client := v.client(t, rest.Vendor{}, rest.WithoutRetries())
				bins := call.New("listBins", http.MethodGet, "/bins").List(call.Listing{Style: style, Page: "page", Items: "rows"})
				read := func(pages int, opts ...rest.CallOption) (ids []int64, at rest.Cursor) {
					for page, err := range rest.Pages[*binList](t.Context(), client, bins, opts) {
						if err != nil {
							t.Fatal(err)
						}
						for _, row := range page.List.Rows {
							ids = append(ids, row.ID)
						}
						if at, pages = page.Next, pages-1; pages == 0 {
							break
						}
					}
					return ids, at
				}
				first, at := read(4, rest.WithParallel(4))
				want := was[:8]
				if next.changed {
					want = []int64{1, 2, 3, 4, 12, 5, 7, 8} // the sixth is missing
				}
				if diff := cmp.Diff(want, first); diff != "" {
					t.Fatalf("the first run (-want +got):\n%s", diff)
				}
				second.Store(true)
				rows, _ := read(0, append(next.opts, rest.StartAt(at))...)
				if diff := cmp.Diff(next.want, rows); diff != "" {
					t.Errorf("the next run from %s (-want +got):\n%s", at, diff)
				}
			})
		}
	}
}
