package conformance

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/seed-8da6be54/vendorkit/rest/value"

	"github.com/seed-8da6be54/vendorkit/gen/humanity"
	"github.com/seed-8da6be54/vendorkit/gen/spiro"
	"github.com/seed-8da6be54/vendorkit/internal/spec"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/specs"
)

const rowsInAll, rowsOnPage = 6, 2

// lister is a server that responds with any list as its vendor's document says, and misbehaves in one way.
type lister struct {
	mu       sync.Mutex
	page     *spec.Page
	bare     bool
	offset   string // the parameter that says how many rows to leave out
	rows     []int
	requests int
	done     bool
	fault    string
}

func (l *lister) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.requests++
	query := r.URL.Query()
	style := l.page.Style
	number, size := 1, rowsOnPage
	parameter := l.page.Page
	if style == "time" {
		parameter = l.page.Cursor
	}
	if n, err := strconv.Atoi(query.Get(parameter)); err == nil {
		number = n
	}
	if l.offset != "" {
		n, _ := strconv.Atoi(query.Get(l.offset))
		number = n/size + 1
	}
	if !l.done && number == 2 {
		l.done = true
		switch l.fault {
		case "a row is removed":
			l.rows = l.rows[1:]
		case "a row is added":
			l.rows = append(slices.Clone(l.rows), 99)
		}
	}
	rows, from := l.rows, (number-1)*size
	switch {
	case l.fault == "the page is ignored":
		from = 0
	case style == "none":
		from, size = 0, len(rows)
	case style == "time":
		if asked := value.ParseTime(query.Get(parameter)); !asked.IsZero() {
			rows = slices.DeleteFunc(slices.Clone(rows), func(id int) bool { return moment(id).Time().After(asked.Time()) })
		}
		if n, err := strconv.Atoi(query.Get("count")); err == nil {
			size = n
		}
		from = 0
	}
	given := []any{}
	for _, id := range rows[min(from, len(rows)):min(from+size, len(rows))] {
		given = append(given, map[string]any{"id": id, "time": moment(id).String()})
	}
	items := l.page.Items
	response := map[string]any{"request": l.requests, "status": 1}
	pages := (len(l.rows) + rowsOnPage - 1) / rowsOnPage
	next := any(nil)
	if number < pages {
		next = number + 1
	}
	current := number
	if l.fault == "the page is ignored" {
		current = 1
	}
	total := len(l.rows)
	if l.fault == "the total is 0" {
		total = 0
	}
	put(response, l.page.Total, total)
	put(response, l.page.Pages, pages)
	put(response, l.page.Current, current)
	put(response, l.page.Next, next)
	switch {
	case l.fault == "null":
		response[items] = nil
	case l.fault == "another name":
		response["others"] = given
	case l.fault == "empty in the middle" && number == 2:
		response[items] = []any{}
	default:
		response[items] = given
	}
	var body any = response
	if l.bare {
		body = response[items]
	}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(body)
}

// listers serve each its own lists under a path of its own, so that thousands of them share a few connections.
type listers struct {
	server *httptest.Server
	all    sync.Map // by the first segment of the path
	count  atomic.Int64
}

func newListers(t *testing.T) *listers {
	s := &listers{}
	s.server = httptest.NewServer(s)
	t.Cleanup(s.server.Close)
	return s
}

// add returns the address at which a lister responds.
func (s *listers) add(l *lister) string {
	segment := strconv.FormatInt(s.count.Add(1), 10)
	s.all.Store(segment, l)
	return s.server.URL + "/" + segment
}

// ServeHTTP implements http.Handler.
func (s *listers) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	segment, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if l, known := s.all.Load(segment); known {
		l.(*lister).ServeHTTP(w, r)
		return
	}
	http.NotFound(w, r)
}

func moment(id int) value.Time {
	return value.ParseTime(fmt.Sprintf("2026-03-05T10:00:%02d+00:00", 59-min(id, 50)/2)) // two of each time
}

// put puts a figure where a document says.
func put(response map[string]any, names []string, value any) {
	for i, name := range names {
		if i == len(names)-1 {
			response[name] = value
			return
		}
		inner, _ := response[name].(map[string]any)
		if inner == nil {
			inner = map[string]any{}
			response[name] = inner
		}
		response = inner
	}
}

// expectation says what has to come of an iteration: every row, an error, or either where the vendor gives too little to say.
type expectation int

const (
	everyRow expectation = iota
	anError
	either
)

func (l *lister) expected(counted bool) expectation {
	style := l.page.Style
	figures := counted || l.page.Pages != nil && !l.bare
	paged := style != "none"
	switch l.fault {
	case "the page is ignored":
		if paged && !l.bare {
			return anError
		}
		return either // fewer rows than a page holds, and the same again: a list without pages looks like that
	case "null":
		if figures {
			return anError
		}
		return either
	case "another name":
		if l.bare {
			return either
		}
		return anError
	case "empty in the middle":
		switch {
		case style == "time" || !paged:
			return everyRow
		case style == "number":
			return anError
		}
		return either // the rows that a vendor gives behind an empty page come, and nothing counts the others
	case "a row is removed", "a row is added":
		if counted || !paged || style == "time" {
			return everyRow
		}
		return either
	}
	return everyRow
}

// TestEveryListIsCompleteOrAnError iterates over every list of every vendor by the vendor's own client, against a server that
// does what servers do: every row comes, or an error says that it doesn't, after a bounded number of requests.
func TestEveryListIsCompleteOrAnError(t *testing.T) {
	t.Parallel()
	names, err := spec.Vendors(specs.Files())
	must(t, err)
	listers := newListers(t)
	for _, name := range names {
		doc := openDocument(t, name)
		lists := 0
		for _, op := range doc.Operations {
			page := op.Page
			if page == nil {
				continue
			}
			lists++
			counted := page.Total != nil && page.Items != ""
			// The ways to iterate are the same for all lists of a style; each list is tried in one of them, in turn.
			for i, fault := range listFaults() {
				t.Run(name+"/"+op.ID+"/"+fault, func(t *testing.T) { // not parallel: the race detector has much to keep of thousands that wait
					l := &lister{page: page, bare: page.Items == "", fault: fault}
					client, err := newClient(name, listers.add(l), rest.WithHTTPClient(listers.server.Client()), rest.WithoutPacing(), rest.WithoutRetries())
					must(t, err)
					method := goMethod(client, op.Tag, "All"+strings.TrimPrefix(op.GoMethod, "List"))
					path := map[string]string{}
					for _, name := range op.PathNames() {
						path[name] = "7"
					}
					args := makeArguments(t, exampler{least: true}, op, method.Type(), path).values
					switch (lists + i) % 3 {
					case 0:
						args = append(args, reflect.ValueOf(rest.WithPrefetch()))
					case 1:
						args = append(args, reflect.ValueOf(rest.WithParallel(3)))
					}
					l.check(t, counted, func(yield func(id string, err error) bool) {
						for row, err := range method.Call(args)[0].Seq2() {
							failure, _ := err.Interface().(error)
							id := ""
							if failure == nil {
								id = idOf(t, row.Interface())
							}
							if !yield(id, failure) {
								return
							}
						}
					})
				})
			}
		}
		if lists == 0 {
			t.Errorf("%s has no lists", name)
		}
	}
}

// TestListsByHandAreCompleteOrAnError does the same with the iterations that are written by hand.
func TestListsByHandAreCompleteOrAnError(t *testing.T) {
	t.Parallel()
	pages := &spec.Page{
		Style: "number", Page: "page[number]", Items: "data", Pages: []string{"meta", "pagination", "total_pages"}, Current: []string{"meta", "pagination", "current_page"},
	}
	tokens := &spec.Page{Style: "cursor", Page: "cursor", Items: "data", Next: []string{"metadata", "cursor"}}
	offsets := &spec.Page{Style: "offset", Items: "data"}
	for _, fault := range listFaults() {
		for way, opts := range map[string][]rest.CallOption{"in turn": nil, "one ahead": {rest.WithPrefetch()}, "side by side": {rest.WithParallel(3)}} {
			for name, list := range map[string]struct {
				page    *spec.Page
				offset  string
				iterate func(t *testing.T, base string) iter.Seq2[string, error]
			}{
				"spiro resources": {pages, "", func(t *testing.T, base string) iter.Seq2[string, error] {
					client, err := spiro.NewClient(base, rest.WithoutPacing(), rest.WithoutRetries())
					must(t, err)
					return ids(t, spiro.Resources[value.JSON](client, "/reminders").All(t.Context(), nil, opts...))
				}},
				"humanity master tasks": {tokens, "", func(t *testing.T, base string) iter.Seq2[string, error] {
					client, err := humanity.NewClient(base, rest.WithoutPacing(), rest.WithoutRetries())
					must(t, err)
					return ids(t, client.MasterTasks.All(t.Context(), nil, opts...))
				}},
				"humanity open shifts": {offsets, "start_limit", func(t *testing.T, base string) iter.Seq2[string, error] {
					client, err := humanity.NewClient(base, rest.WithoutPacing(), rest.WithoutRetries())
					must(t, err)
					return ids(t, client.Shifts.Open(t.Context(), &humanity.ListShiftsParams{EndLimit: new(int64(rowsOnPage))}, opts...))
				}},
			} {
				t.Run(name+"/"+fault+"/"+way, func(t *testing.T) {
					l := &lister{page: list.page, offset: list.offset, fault: fault}
					server := httptest.NewServer(l)
					defer server.Close()
					l.check(t, false, list.iterate(t, server.URL))
				})
			}
		}
	}
}

func listFaults() []string {
	return []string{"none", "the page is ignored", "another name", "null", "empty in the middle", "a row is removed", "a row is added", "the total is 0"}
}

// check iterates, and looks at what came of it.
func (l *lister) check(t *testing.T, counted bool, rows iter.Seq2[string, error]) {
	t.Helper()
	for id := range rowsInAll {
		l.rows = append(l.rows, id+1)
	}
	before := slices.Clone(l.rows)
	came := map[string]int{}
	var failure error
	n := 0
	for id, err := range rows {
		if failure = err; err != nil {
			break
		}
		came[id]++
		if n++; n > 10*rowsInAll {
			t.Fatal("it goes on and on")
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.requests > 30 {
		t.Errorf("%d requests for %d rows", l.requests, len(before))
	}
	want := l.expected(counted)
	var lost []int
	for _, id := range before {
		if slices.Contains(l.rows, id) && came[strconv.Itoa(id)] == 0 {
			lost = append(lost, id)
		}
	}
	if came["<nil>"] > 0 && came["<nil>"] >= len(before)-1 {
		lost = nil // rows of this type have no ids: they are counted
	}
	switch {
	case failure == nil && want == anError:
		t.Errorf("no error, and %v came", slices.Sorted(maps.Keys(came)))
	case failure == nil && want == everyRow && len(lost) > 0:
		t.Errorf("no error, and %v didn't come", lost)
	case failure != nil && want == everyRow:
		t.Error(failure)
	}
	if failure != nil && !errors.Is(failure, rest.ErrIncomplete) && !errors.Is(failure, rest.ErrRepeatedPage) && !errors.Is(failure, rest.ErrDecode) && !errors.Is(failure, humanity.ErrNoCursor) {
		t.Error(failure)
	}
}

func ids[T any](t *testing.T, rows iter.Seq2[*T, error]) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for row, err := range rows {
			id := ""
			if err == nil {
				id = idOf(t, row)
			}
			if !yield(id, err) {
				return
			}
		}
	}
}

// idOf reads the id of a row, whatever its type.
func idOf(t *testing.T, row any) string {
	data, err := json.Marshal(row)
	must(t, err)
	var fields map[string]any
	must(t, json.Unmarshal(data, &fields))
	return fmt.Sprint(fields["id"])
}
