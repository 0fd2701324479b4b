package rest_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// job is a row with more fields than most callers want.
type job struct {
	ID     value.Int         `json:"id"`
	Name   string            `json:"name"`
	At     value.Time        `json:"at"`
	Cost   float64           `json:"cost"`
	Open   bool              `json:"open"`
	Tags   []string          `json:"tags"`
	Custom map[string]string `json:"custom"`
}

type jobMeta struct {
	Total int64  `json:"total"`
	Pages int64  `json:"pages"`
	Page  int64  `json:"page"`
	Next  int64  `json:"next"`
	Token string `json:"token"`
}

type jobList struct {
	Jobs    []job    `json:"jobs"`
	Meta    jobMeta  `json:"meta"`
	Besides []string `json:"besides"`
}

// jobVendor is a vendor whose list, and what is wrong with it, are chosen at random.
type jobVendor struct {
	mu      sync.Mutex
	listing call.Listing
	jobs    []job
	size    int
	figures map[string]bool // that it sends
	past    string          // what is behind the last page
	short   map[int]int     // by page, how many rows are missing on it
	fails   int             // the page that can't be had
	repeats int             // the page in whose place the one before it comes
	lie     int             // what its count of rows is wrong by
	bare    bool
	noIDs   bool
	renamed bool // its names are in another case

	requests, flying, most int
	asked                  []int // the pages, in the order in which they were asked for
	changes                map[int]func(*jobVendor)
	delay                  func() time.Duration
	moved                  []string
	last                   int
}

// changesOf is what happens to a list while it is read.
type changesOf int

const (
	nothing changesOf = iota
	insertions
	removals
	anything
)

func newJobVendor(random *rand.Rand, changes changesOf) *jobVendor {
	v := &jobVendor{size: 1 + random.IntN(5), figures: map[string]bool{}, short: map[int]int{}, changes: map[int]func(*jobVendor){}}
	styles := []call.Style{"number", "number", "number", "offset"}
	if changes == nothing || changes == anything {
		styles = append(styles, "cursor", "time", "none")
	}
	v.listing = call.Listing{Style: styles[random.IntN(len(styles))], Page: "page", Items: "jobs", Size: "size"}
	chance := func(one int) bool { return random.IntN(one) == 0 }
	with := func(name string, field *string) {
		if chance(2) {
			v.figures[name], *field = true, "meta."+name
		}
	}
	with("total", &v.listing.Total)
	if v.listing.Style == call.ByNumber {
		with("pages", &v.listing.Pages)
		with("page", &v.listing.Current)
		with("next", &v.listing.Next)
	}
	if v.listing.Style == call.ByCursor {
		v.figures["token"], v.listing.Token = true, "meta.token"
	}
	if v.listing.Style == call.ByTime {
		v.listing.From = "at"
	}
	for i := range random.IntN(40) {
		v.insert(len(v.jobs), fmt.Sprint("job ", i+1))
	}
	v.past = []string{"empty", "empty", "404", "the last again", "anew"}[random.IntN(5)]
	if changes == insertions || changes == removals {
		v.past = "empty"
	}
	if changes == nothing || changes == anything {
		if chance(4) {
			v.short[1+random.IntN(8)] = 1 + random.IntN(3)
		}
		if chance(8) {
			v.fails = 1 + random.IntN(8)
		}
		if chance(8) {
			v.repeats = 2 + random.IntN(8)
		}
		if chance(6) {
			v.lie = random.IntN(9) - 4
		}
		if chance(8) {
			v.listing.Ceiling = int64(1 + random.IntN(20))
		}
		v.noIDs = chance(8)
		v.renamed = chance(10)
		if v.bare = chance(6); v.bare {
			v.listing.Loose = true
			if v.listing.Style == call.ByCursor {
				v.listing.Style = "number"
			}
		}
	}
	return v
}

func (v *jobVendor) insert(at int, name string) {
	v.last++
	j := job{ID: value.Int(v.last), Name: name, Cost: float64(v.last) / 4, Open: v.last%2 == 0, Tags: []string{"a", `"]}`}, Custom: map[string]string{"colour": "red"}}
	j.At = value.ParseTime(time.Date(2026, 3, 5, 10, 0, 500-v.last/2, 0, time.UTC).Format(time.RFC3339))
	v.jobs = slices.Insert(slices.Clone(v.jobs), at, j)
}

// change plans what happens before a request.
func (v *jobVendor) change(random *rand.Rand, changes changesOf, request int) {
	kind := map[changesOf]int{insertions: 3 * random.IntN(2), removals: 1, anything: random.IntN(4)}[changes]
	ahead := random.Float64()
	place, many := random.Float64(), 1+random.IntN(min(v.size, 3))
	v.changes[request] = func(v *jobVendor) {
		at := int(place * float64(len(v.jobs)))
		if place < 0.5 {
			at = 0
		}
		switch kind {
		case 0:
			for range many {
				v.insert(at, fmt.Sprint("new ", v.last))
			}
		case 1:
			v.jobs = slices.Delete(slices.Clone(v.jobs), at, min(at+many, len(v.jobs)))
		case 2:
			v.insert(len(v.jobs), fmt.Sprint("last ", v.last))
		case 3: // one moves to a place further in front
			if at = int(place * float64(len(v.jobs))); at < len(v.jobs) {
				moved := v.jobs[at]
				v.moved = append(v.moved, moved.Name)
				v.jobs = slices.Insert(slices.Delete(slices.Clone(v.jobs), at, at+1), int(ahead*float64(at)), moved)
			}
		}
	}
}

// Do responds at some point between when the request comes and when its response arrives.
func (v *jobVendor) Do(r *http.Request) (*http.Response, error) {
	v.mu.Lock()
	v.flying++
	v.most = max(v.most, v.flying)
	v.mu.Unlock()
	defer func() {
		v.mu.Lock()
		v.flying--
		v.mu.Unlock()
	}()
	if v.delay != nil {
		v.sleep(r)
	}
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	status, body := v.respond(r)
	if v.delay != nil {
		v.sleep(r)
	}
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	return reply(status, body)
}

func (v *jobVendor) sleep(r *http.Request) {
	v.mu.Lock()
	wait := v.delay()
	v.mu.Unlock()
	select {
	case <-time.After(wait):
	case <-r.Context().Done():
	}
}

func (v *jobVendor) respond(r *http.Request) (status int, body string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.requests++
	if change := v.changes[v.requests]; change != nil {
		change(v)
	}
	if v.requests > 300 {
		return 418, `{"message":"there is no end to it"}`
	}
	query := r.URL.Query()
	number, from, size := 1, 0, v.size
	asked := query.Get("page")
	jobs := v.jobs
	switch v.listing.Style {
	case "number":
		number, _ = strconv.Atoi(asked)
		from = (number - 1) * size
	case "offset", "cursor":
		from, _ = strconv.Atoi(asked)
		number = from/size + 1
	case "time":
		if at := value.ParseTime(asked); at.Valid() {
			number = 2
			jobs = slices.DeleteFunc(slices.Clone(jobs), func(j job) bool { return j.At.Time().After(at.Time()) })
		}
		if n, err := strconv.Atoi(query.Get("size")); err == nil {
			size = n
		}
	case "none":
		size = len(jobs)
	}
	v.asked = append(v.asked, number)
	if number == v.fails {
		return 500, `{"message":"broken"}`
	}
	if number == v.repeats {
		from = max(from-size, 0)
	}
	if from >= len(jobs) && from > 0 {
		switch v.past {
		case "404":
			return 404, `{}`
		case "the last again":
			from = max(len(jobs)-size, 0)
		case "anew":
			from = 0
		}
	}
	given := slices.Clone(jobs[min(from, len(jobs)):min(from+size, len(jobs))])
	given = given[:max(0, len(given)-v.short[number])]
	if v.noIDs {
		for i := range given {
			given[i].ID = 0
		}
	}
	pages := (len(jobs) + v.size - 1) / v.size
	meta := map[string]any{}
	figure := func(name string, figure any) {
		if v.figures[name] {
			meta[name] = figure
		}
	}
	figure("total", max(len(v.jobs)+v.lie, 0))
	figure("pages", pages)
	figure("page", number)
	if number < pages {
		figure("next", number+1)
	}
	if from+size < len(jobs) {
		figure("token", strconv.Itoa(from+len(given)))
	}
	var response any = map[string]any{"jobs": given, "meta": meta, "besides": []string{"x"}}
	if v.renamed {
		response = map[string]any{"Jobs": given, "META": meta}
	}
	if v.bare {
		response = given
	}
	text, _ := json.Marshal(response)
	return 200, string(text)
}

// narrowJob is what most callers want of a job.
type narrowJob struct {
	Name string `json:"name"`
	Open bool   `json:"open"`
}

// iterated is what came of an iteration: what the caller sees of each page, and the error.
type iterated struct {
	Pages []string
	Names []string
	Err   string
}

// iterate reads the whole list, or as many pages as it should stop behind; 0 is no bound.
func (v *jobVendor) iterate(t *testing.T, own bool, stop int, opts ...rest.CallOption) (out iterated) {
	t.Helper()
	client, err := rest.NewClient(rest.Vendor{Name: "acme"}, "https://acme.example", rest.WithHTTPClient(v), rest.WithoutRetries())
	if err != nil {
		t.Fatal(err)
	}
	c := call.New("listJobs", http.MethodGet, "/jobs").List(v.listing)
	var rows []narrowJob
	if own {
		opts = append(opts, rest.WithRows(&rows))
	}
	for page, err := range rest.Pages[*jobList](t.Context(), client, c, opts) {
		if err != nil {
			out.Err = err.Error()
		}
		if page.List == nil {
			if own && rows != nil {
				t.Errorf("%d rows of no page", len(rows))
			}
			continue
		}
		if !own {
			rows = nil
			for _, j := range page.List.Jobs {
				rows = append(rows, narrowJob{j.Name, j.Open})
			}
		} else if len(page.List.Jobs) != 0 {
			t.Errorf("the list has %d rows beside the caller's", len(page.List.Jobs))
		}
		out.Pages = append(out.Pages, fmt.Sprint(rows, page.List.Meta, page.List.Besides, settled(page.Next)))
		for _, row := range rows {
			out.Names = append(out.Names, row.Name)
		}
		if stop--; stop == 0 {
			break
		}
	}
	return out
}

// settled is a cursor without what it holds of pages that were fetched ahead; an iteration in turn would give it.
func settled(next rest.Cursor) rest.Cursor {
	place, past, counted := strings.Cut(string(next), "#rows=")
	without := func(text string) string {
		text, _, _ = strings.Cut(text, ":u")
		return text
	}
	if !counted {
		return rest.Cursor(without(place))
	}
	if past = without(past); strings.Contains(past, ":t") { // where the vendor counts its rows
		place += "#rows=" + past
	}
	return rest.Cursor(place)
}

// cases is how many random lists a test is to try.
func cases(usual int) int {
	if n, err := strconv.Atoi(os.Getenv("VENDORKIT_LIST_CASES")); err == nil {
		return n
	}
	return usual
}
