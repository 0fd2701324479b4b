package rest_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// A list that becomes shorter while it is read gives every row that stays, once, whatever the vendor counts on a page that lies
// behind the last row then: all rows, or none.
func TestAListThatBecomesShorter(t *testing.T) {
	t.Parallel()
	for _, zero := range []bool{false, true} {
		for _, test := range []struct {
			name     string
			rows     int
			at       int // the page before which rows go
			from, to int // the rows that go, by index
		}{
			{"the end, behind the page at hand", 17, 7, 13, 17},
			{"the end, and rows that came", 17, 7, 8, 17},
			{"the beginning", 17, 7, 0, 5},
			{"the middle", 40, 15, 3, 20},
			{"all but the first page", 30, 10, 2, 30},
			{"all", 30, 10, 0, 30},
			{"one page before the end", 18, 9, 16, 18},
		} {
			shorter(t, fmt.Sprintf("%s, a count of 0 behind the end: %t", test.name, zero), func(t *testing.T, style call.Style) {
				s := &store{
					listing: call.Listing{Style: style, Page: "page", Items: "parts", Total: "meta.Total"},
					figures: []string{"Total"},
				}
				for i := range test.rows {
					s.rows = append(s.rows, part{ID: int64(i + 1), Name: fmt.Sprint("row ", i+1)})
				}
				stay := slices.Delete(slices.Clone(s.rows), test.from, test.to)
				s.arrange = func(s *store, number int) {
					if number == test.at && !s.broken {
						s.broken = true
						s.rows = stay
					}
				}
				s.change = func(s *store, _ int, response map[string]any) {
					if zero && len(response["parts"].([]part)) == 0 {
						response["meta"].(map[string]any)["Total"] = 0
					}
				}
				seen, err := s.iterate(t, "All")
				if err != nil {
					t.Fatalf("after %d rows: %v", len(seen), err)
				}
				for name, times := range seen {
					if times > 1 {
						t.Errorf("%s came %d times", name, times)
					}
				}
				for _, row := range stay {
					if seen[row.Name] == 0 {
						t.Errorf("%s didn't come", row.Name)
					}
				}
				if s.requests > test.rows+20 {
					t.Errorf("%d requests for %d rows", s.requests, test.rows)
				}
			})
		}
	}
}

// shorter runs a test for each style in which rows move across the edge of a page.
func shorter(t *testing.T, name string, test func(*testing.T, call.Style)) {
	for _, style := range []call.Style{call.ByNumber, call.ByOffset} {
		t.Run(name+", by "+string(style), func(t *testing.T) {
			t.Parallel()
			test(t, style)
		})
	}
}

// A list that loses more rows at once than can be distinguished is an error, and no list in which rows come twice.
func TestAListThatLosesTooMuch(t *testing.T) {
	t.Parallel()
	s := &store{listing: call.Listing{Style: call.ByNumber, Page: "page", Items: "parts", Total: "meta.Total"}, figures: []string{"Total"}, requests: -100_000}
	for i := range 40_000 {
		s.rows = append(s.rows, part{ID: int64(i + 1), Name: fmt.Sprint("row ", i+1)})
	}
	s.arrange = func(s *store, number int) {
		if number == 15_000 && !s.broken {
			s.broken = true
			s.rows = slices.Delete(s.rows, 200, 20_000)
		}
	}
	seen, err := s.iterate(t, "All")
	for name, times := range seen {
		if times > 1 {
			t.Errorf("%s came %d times", name, times)
		}
	}
	if !errors.Is(err, rest.ErrIncomplete) {
		t.Errorf("the iteration ended with %v after %d rows", err, len(seen))
	}
}
