package rest_test

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// shelf is a vendor whose list is asked for by how many rows to skip.
type shelf struct {
	rows    []string
	ignores bool                  // gives all rows, whatever is asked for
	before  func(s *shelf, n int) // runs before the n-th request, from 0
	asked   []string
}

func (s *shelf) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.before != nil {
		s.before(s, len(s.asked))
	}
	s.asked = append(s.asked, r.URL.RawQuery)
	skip, _ := strconv.Atoi(r.URL.Query().Get("start"))
	size, _ := strconv.Atoi(r.URL.Query().Get("size"))
	rows := s.rows
	if !s.ignores {
		rows = rows[min(skip, len(rows)):min(skip+size, len(rows))]
	}
	var parts []string
	for _, row := range rows {
		parts = append(parts, fmt.Sprintf(`{"id":%q}`, row))
	}
	w.Header().Set("Content-Type", "application/json")
	fmt.Fprintf(w, `{"items":[%s]}`, strings.Join(parts, ","))
}

func (s *shelf) call(start string) *call.Call {
	c := call.New("listBooks", http.MethodGet, "/books")
	if start != "" {
		c.String("start", &start)
	}
	c.String("order", new("id"))
	return c.List(call.Listing{Style: call.ByOffset, Page: "start", Size: "size", Cap: 2, Items: "items"})
}

type book struct {
	ID string `json:"id"`
}

type bookList struct {
	Items []book `json:"items"`
}

func (s *shelf) iterate(t *testing.T, start string, opts ...rest.CallOption) (ids []string, err error) {
	t.Helper()
	client := newClient(t, s.ServeHTTP)
	for row, err := range rest.All[*bookList, *book](t.Context(), client, s.call(start), opts) {
		if err != nil {
			return ids, err
		}
		ids = append(ids, row.ID)
	}
	return ids, nil
}

func TestListByOffset(t *testing.T) {
	t.Parallel()
	five := []string{"a", "b", "c", "d", "e"}
	for name, test := range map[string]struct {
		shelf shelf
		start string
		ids   []string
		asked []string
		err   error
	}{
		"to its end": {shelf: shelf{rows: five}, ids: five, asked: []string{
			"order=id&size=2&start=0", "order=id&size=2&start=2", "order=id&size=2&start=4", "order=id&size=2&start=5"}},
		"from the caller's place, where it stands in the query": {shelf: shelf{rows: five}, start: "3", ids: []string{"d", "e"}, asked: []string{
			"start=3&order=id&size=2", "start=5&order=id&size=2"}},
		"empty": {asked: []string{"order=id&size=2&start=0"}},
		"a row comes in front: one that moves to the next page comes once": {
			shelf: shelf{rows: five, before: func(s *shelf, n int) {
				if n == 1 {
					s.rows = append([]string{"new"}, s.rows...)
				}
			}},
			ids:   five,
			asked: []string{"order=id&size=2&start=0", "order=id&size=2&start=2", "order=id&size=2&start=4", "order=id&size=2&start=6"},
		},
		"more rows than were asked for are all there are":                  {shelf: shelf{rows: five, ignores: true}, ids: five, asked: []string{"order=id&size=2&start=0"}},
		"a vendor that ignores where to begin, with as many as one page's": {shelf: shelf{rows: five[:2], ignores: true}, ids: five[:2], asked: []string{"order=id&size=2&start=0", "order=id&size=2&start=2"}, err: rest.ErrRepeatedPage},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ids, err := test.shelf.iterate(t, test.start)
			if !errors.Is(err, test.err) {
				t.Errorf("%v, want %v", err, test.err)
			}
			if diff := cmp.Diff(test.ids, ids) + cmp.Diff(test.asked, test.shelf.asked); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestListByOffsetGoesOnAtACursor(t *testing.T) {
	t.Parallel()
	s := &shelf{rows: []string{"a", "b", "c", "d", "e"}}
	client := newClient(t, s.ServeHTTP)
	var next rest.Cursor
	for page, err := range rest.Pages[*bookList](t.Context(), client, s.call(""), nil) {
		if err != nil {
			t.Fatal(err)
		}
		next = page.Next
		break
	}
	ids, err := s.iterate(t, "", rest.StartAt(next))
	if diff := cmp.Diff([]string{"c", "d", "e"}, ids); err != nil || diff != "" {
		t.Errorf("from %q: %v, -want +got:\n%s", next, err, diff)
	}
	for _, bad := range []rest.Cursor{"offset:", "offset:x", "offset:-1", "cursor:2", "number:2"} {
		if _, err := s.iterate(t, "", rest.StartAt(bad)); !errors.Is(err, rest.ErrBadCursor) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// TestCursorThatIsWorkedOut iterates over a list whose pages have what to continue with in no field of its own.
func TestCursorThatIsWorkedOut(t *testing.T) {
	t.Parallel()
	odd := errors.New("odd")
	for name, test := range map[string]struct {
		fails bool
		ids   []string
		err   error
	}{
		"to its end":     {ids: []string{"a", "b", "c"}},
		"an error of it": {fails: true, ids: []string{"a", "b"}, err: odd},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var given []string
			client := newClient(t, func(w http.ResponseWriter, r *http.Request) {
				body := `{"items":[{"id":"a"},{"id":"b"}]}`
				if r.URL.Query().Get("after") == "b" {
					body = `{"items":[{"id":"c"}]}`
				}
				respond(200, "application/json", body)(w, r)
			})
			listing := call.Listing{Style: call.ByCursor, Page: "after", Size: "size", Cap: 2, Items: "items", Continue: func(page any, at string, asked int64) (string, error) {
				given = append(given, fmt.Sprintf("%q %d", at, asked))
				rows := page.(*bookList).Items
				switch {
				case test.fails:
					return "", odd
				case int64(len(rows)) < asked:
					return "", nil
				}
				return rows[len(rows)-1].ID, nil
			}}
			var ids []string
			var err error
			for row, failure := range rest.All[*bookList, *book](t.Context(), client, call.New("listBooks", http.MethodGet, "/books").List(listing), nil) {
				if err = failure; err == nil {
					ids = append(ids, row.ID)
				}
			}
			want := []string{`"" 2`, `"b" 2`}[:len(test.ids)-1]
			if diff := cmp.Diff(test.ids, ids) + cmp.Diff(want, given); !errors.Is(err, test.err) || diff != "" {
				t.Errorf("%v, -want +got:\n%s", err, diff)
			}
		})
	}
}
