package rest_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
	"weak"

	"github.com/seed-8da6be54/vendorkit/rest"
)

// slowJobs is a vendor of so many jobs, a page of two of which takes 50 ms.
func slowJobs(t *testing.T, jobs int, opts ...rest.ClientOption) (*jobVendor, *rest.Client) {
	t.Helper()
	v := &jobVendor{listing: *jobsCall().Listing(), size: 2, figures: map[string]bool{"total": true}, past: "404"}
	for i := range jobs {
		v.insert(i, fmt.Sprint("job ", i+1))
	}
	v.delay = func() time.Duration { return 25 * time.Millisecond }
	client, err := rest.NewClient(rest.Vendor{Name: "acme"}, "https://acme.example", append([]rest.ClientOption{rest.WithHTTPClient(v)}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	return v, client
}

// A hundred pages side by side take the time of a seventh of them, and no request more.
func TestPagesSideBySideTakeLessTime(t *testing.T) {
	for n, most := range map[int]time.Duration{1: 100, 2: 51, 8: 14, 100: 5} {
		synctest.Test(t, func(t *testing.T) {
			v, client := slowJobs(t, 200)
			start, rows := time.Now(), 0
			for row, err := range rest.All[*jobList, *job](t.Context(), client, jobsCall(), []rest.CallOption{rest.WithParallel(n)}) {
				if rows++; err != nil || int(row.ID) != rows {
					t.Fatalf("row %d is %v, %v", rows, row, err)
				}
			}
			if took := time.Since(start); took > most*50*time.Millisecond || rows != 200 || v.requests != 100 || v.most > n || v.most > 32 {
				t.Errorf("%d at once: %d rows by %d requests, %d at once, in %v", n, rows, v.requests, v.most, took)
			}
		})
	}
}

// What is under way is over when the loop is, however that ends, and no request follows.
func TestNothingIsUnderWayBehindTheLoop(t *testing.T) {
	for name, body := range map[string]func(v *jobVendor, page int) bool{
		"break": func(*jobVendor, int) bool { return false },
		"panic": func(*jobVendor, int) bool { panic("from the loop") },
		"exit":  func(*jobVendor, int) bool { runtime.Goexit(); return false },
		"an error in the middle": func(v *jobVendor, page int) bool {
			v.mu.Lock()
			defer v.mu.Unlock()
			v.fails = 6
			return true
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				v, client := slowJobs(t, 100, rest.WithoutRetries())
				var first error
				var requests int
				loop := func() {
					defer func() {
						if got := recover(); got != nil && got != "from the loop" {
							t.Errorf("the loop panics with %v", got)
						}
						v.mu.Lock()
						defer v.mu.Unlock()
						if requests = v.requests; v.flying > 0 {
							t.Errorf("%d requests are under way", v.flying)
						}
					}()
					pages := 0
					for _, err := range rest.Pages[*jobList](t.Context(), client, jobsCall(), []rest.CallOption{rest.WithParallel(4)}) {
						if first = err; err != nil {
							v.mu.Lock()
							if v.flying > 0 {
								t.Errorf("%d requests are under way beside the error", v.flying)
							}
							v.mu.Unlock()
						}
						if pages++; err != nil || pages == 3 && !body(v, pages) {
							break
						}
					}
				}
				var wg sync.WaitGroup
				wg.Go(loop)
				wg.Wait()
				time.Sleep(time.Minute)
				if v.requests != requests {
					t.Errorf("%d requests followed", v.requests-requests)
				}
				if wrong := v.fails > 0; wrong != (first != nil) || wrong && !errors.Is(first, rest.ErrServer) {
					t.Errorf("the loop ends with %v", first)
				}
			})
		})
	}
}

// The first error in the order of pages is the one that the caller gets, whichever comes first.
func TestTheFirstErrorIsThatOfTheFirstPage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := newVendor(func(_ int, r *http.Request) (*http.Response, error) {
			switch page := r.URL.Query().Get("page"); page {
			case "1", "2":
				return reply(200, fmt.Sprintf(`{"jobs":[{"id":%s}],"meta":{"total":9}}`, page))
			case "3":
				time.Sleep(time.Second)
				return reply(403, `{}`)
			default:
				return reply(404, `{}`)
			}
		}).client(t, rest.Vendor{})
		var rows int
		var last error
		for _, err := range rest.All[*jobList, *job](t.Context(), client, jobsCall(), []rest.CallOption{rest.WithParallel(5)}) {
			if last = err; err == nil {
				rows++
			}
		}
		if rows != 2 || !errors.Is(last, rest.ErrForbidden) {
			t.Errorf("%d rows, then %v", rows, last)
		}
	})
}

// A panic in a function of the caller's is one of the caller's goroutine, as it is without anything fetched ahead.
func TestAPanicOfAnEditorIsTheCallers(t *testing.T) {
	for name, option := range map[string]rest.CallOption{"one ahead": rest.WithPrefetch(), "side by side": rest.WithParallel(3)} {
		synctest.Test(t, func(t *testing.T) {
			_, client := slowJobs(t, 20)
			editor := rest.WithEditor(func(_ context.Context, r *http.Request) error {
				if r.URL.Query().Get("page") == "3" {
					panic("from the editor")
				}
				return nil
			})
			defer func() {
				if got := recover(); got != "from the editor" {
					t.Errorf("%s: recovered %v", name, got)
				}
			}()
			for _, err := range rest.Pages[*jobList](t.Context(), client, jobsCall(), []rest.CallOption{option, editor}) {
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
}

// An editor that ends its goroutine, as a test's FailNow does, ends the caller's, and not the list.
func TestAnEditorThatEndsItsGoroutineEndsTheCallers(t *testing.T) {
	for name, option := range map[string]rest.CallOption{"in turn": rest.Retries(0), "one ahead": rest.WithPrefetch(), "side by side": rest.WithParallel(3)} {
		synctest.Test(t, func(t *testing.T) {
			_, client := slowJobs(t, 20)
			editor := rest.WithEditor(func(_ context.Context, r *http.Request) error {
				if r.URL.Query().Get("page") == "3" {
					runtime.Goexit()
				}
				return nil
			})
			pages, over := 0, false
			var wg sync.WaitGroup
			wg.Go(func() {
				for range rest.Pages[*jobList](t.Context(), client, jobsCall(), []rest.CallOption{option, editor}) {
					pages++
				}
				over = true
			})
			wg.Wait()
			if over || pages != 2 {
				t.Errorf("%s: %d pages, and the loop went on behind them: %t", name, pages, over)
			}
		})
	}
}

// WithResponse shows the page that the caller is at, and AttemptOf and observers tell what belongs to which page.
func TestOptionsOfACallGoWithPagesSideBySide(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		seen, edited := 0, 0
		_, client := slowJobs(t, 20, rest.WithObserver(func(_ context.Context, a rest.AttemptInfo) {
			mu.Lock()
			defer mu.Unlock()
			if seen++; a.Operation != "listJobs" || a.Number != 1 || a.Err != nil {
				t.Errorf("%+v", a)
			}
		}))
		var raw rest.Response
		opts := []rest.CallOption{rest.WithParallel(4), rest.WithResponse(&raw), rest.WithEditor(func(ctx context.Context, _ *http.Request) error {
			mu.Lock()
			defer mu.Unlock()
			if a, ok := rest.AttemptOf(ctx); ok && a.Operation == "listJobs" {
				edited++
			}
			return nil
		})}
		pages := 0
		for page, err := range rest.Pages[*jobList](t.Context(), client, jobsCall(), opts) {
			pages++
			if err != nil || !strings.Contains(string(raw.Body), fmt.Sprintf(`"id":%d,`, page.List.Jobs[0].ID)) || raw.Status != 200 {
				t.Errorf("page %d beside %s, %v", pages, raw.Body, err)
			}
		}
		if pages != 10 || seen != 10 || edited != 10 {
			t.Errorf("%d pages, %d attempts seen, %d edited", pages, seen, edited)
		}
	})
}

// A page is let go of when the caller has gone on to the next one: with those under way, no more than n+1 are held.
func TestPagesSideBySideAreNotKept(t *testing.T) {
	for _, own := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			_, client := slowJobs(t, 200)
			opts := []rest.CallOption{rest.WithParallel(8)}
			var rows []narrowJob
			if own {
				opts = append(opts, rest.WithRows(&rows))
			}
			var given []func() bool
			for page, err := range rest.Pages[*jobList](t.Context(), client, jobsCall(), opts) {
				if err != nil {
					t.Fatal(err)
				}
				list := weak.Make(page.List)
				alive := func() bool { return list.Value() != nil }
				if own {
					first := weak.Make(&rows[0])
					alive = func() bool { return first.Value() != nil }
				}
				given = append(given, alive)
				runtime.GC()
				held := 0
				for _, alive := range given {
					if alive() {
						held++
					}
				}
				if held > 2 { // the one at hand, and at most the one before it
					t.Fatalf("own rows %t: of %d pages that were given, %d are held", own, len(given), held)
				}
			}
		})
	}
}

// Rows without ids don't show whether anything has moved, so their pages are fetched one after the other, and each once.
func TestPagesOfRowsWithoutIDsAreFetchedInTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v, client := slowJobs(t, 40)
		v.noIDs = true
		rows := 0
		for _, err := range rest.All[*jobList, *job](t.Context(), client, jobsCall(), []rest.CallOption{rest.WithParallel(4)}) {
			if rows++; err != nil {
				t.Fatal(err)
			}
		}
		if rows != 40 || v.requests != 20 || v.most != 1 {
			t.Errorf("%d rows by %d requests, %d at once", rows, v.requests, v.most)
		}
	})
}

// Where hardly a page that was fetched ahead counts, hardly one is: in vain go a tenth of the requests, and those of the first pages.
func TestLittleIsFetchedInVain(t *testing.T) {
	for name, spoil := range map[string]func(*jobVendor, int){
		"pages that lack rows": func(v *jobVendor, page int) { v.short[page] = page % 2 },
		"a list that grows": func(v *jobVendor, request int) {
			v.changes[request] = func(v *jobVendor) { v.insert(len(v.jobs), "another") }
		},
	} {
		synctest.Test(t, func(t *testing.T) {
			v, client := slowJobs(t, 200)
			v.short, v.changes, v.past = map[int]int{}, map[int]func(*jobVendor){}, "empty"
			for i := range 100 {
				spoil(v, i)
			}
			c := jobsCall()
			c.Listing().Total, c.Listing().Pages = "", "meta.pages"
			v.figures["pages"] = true
			pages := 0
			for _, err := range rest.Pages[*jobList](t.Context(), client, c, []rest.CallOption{rest.WithParallel(8)}) {
				if pages++; err != nil {
					t.Fatal(err)
				}
			}
			if most := pages + pages/10 + 8; pages < 100 || v.requests > most {
				t.Errorf("%s: %d requests for %d pages, at most %d were wanted", name, v.requests, pages, most)
			}
		})
	}
}

// Pages side by side keep to the client's pace and its budget of retries, as calls that a program makes at once do.
func TestPagesSideBySideKeepToThePace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v, client := slowJobs(t, 40, rest.WithLimiter(rest.NewLimiter(rest.Window{Requests: 5, Span: time.Second})))
		start := time.Now()
		var at []time.Duration
		for _, err := range rest.Pages[*jobList](t.Context(), client, jobsCall(), []rest.CallOption{rest.WithParallel(8), rest.WithEditor(func(context.Context, *http.Request) error {
			v.mu.Lock()
			defer v.mu.Unlock()
			at = append(at, time.Since(start))
			return nil
		})}) {
			if err != nil {
				t.Fatal(err)
			}
		}
		slices.Sort(at)
		for i := range at {
			if i >= 5 && at[i]-at[i-5] < time.Second {
				t.Errorf("requests %d to %d within %v", i-4, i+1, at[i]-at[i-5])
			}
		}
		if len(at) != 20 {
			t.Errorf("%d requests", len(at))
		}
	})
}

// An iteration goes on side by side where one in turn has stopped, and the other way round.
func TestCursorsAreTheSameSideBySide(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, client := slowJobs(t, 21)
		var names []string
		var from rest.Cursor
		for turn := 0; turn < 20; turn++ {
			opts := []rest.CallOption{rest.StartAt(from)}
			if turn%2 == 0 {
				opts = append(opts, rest.WithParallel(3))
			}
			pages := 0
			from = ""
			for page, err := range rest.Pages[*jobList](t.Context(), client, jobsCall(), opts) {
				if err != nil {
					t.Fatal(err)
				}
				for _, j := range page.List.Jobs {
					names = append(names, j.Name)
				}
				if pages++; pages == 2 {
					from = page.Next
					break
				}
			}
			if from == "" {
				break
			}
		}
		if len(names) != 21 || names[20] != "job 21" || len(slices.Compact(slices.Clone(names))) != 21 {
			t.Errorf("%q", names)
		}
	})
}

// A vendor that repeats its last page for ever, rows without ids, and counts the pages up all the while, is found out.
func TestAListWithoutEndEnds(t *testing.T) {
	t.Parallel()
	c := jobsCall()
	c.Listing().Total, c.Listing().Current = "", "meta.page"
	v := newVendor(func(n int, r *http.Request) (*http.Response, error) {
		if n > 100 {
			return reply(418, `{}`)
		}
		return reply(200, `{"jobs":[{"name":"a"},{"name":"b"}],"meta":{"page":`+r.URL.Query().Get("page")+`}}`)
	})
	var last error
	for _, err := range rest.Pages[*jobList](t.Context(), v.client(t, rest.Vendor{}), c, nil) {
		last = err
	}
	if !errors.Is(last, rest.ErrRepeatedPage) || v.count() > 20 {
		t.Errorf("%v after %d requests", last, v.count())
	}
}
