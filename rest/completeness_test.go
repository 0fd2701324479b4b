package rest_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

type part struct {
	ID   int64      `json:"id"`
	Name string     `json:"name"`
	At   value.Time `json:"at"`
}

type partList struct {
	Parts []part `json:"parts"`
	Meta  struct {
		Total int64  `json:"Total"`
		Pages int64  `json:"Pages"`
		Page  int64  `json:"Page"`
		Next  int64  `json:"Next"`
		Token string `json:"Token"`
	} `json:"meta"`
}

// store is a vendor that keeps parts and gives them in pages of two, in one of the ways in which vendors do.
type store struct {
	mu       sync.Mutex
	listing  call.Listing
	figures  []string // of Meta, that it sends
	bare     bool
	rows     []part
	requests int
	broken   bool // whether it has done what the test is about

	page    func(s *store, number int) int                      // the page that is given when this one is asked for
	arrange func(s *store, number int)                          // happens before a page is given
	change  func(s *store, number int, response map[string]any) // is done to a response
}

const partsOnPage = 2

func (s *store) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.requests++; s.requests > 60 {
		w.WriteHeader(http.StatusTeapot)
		return
	}
	number := 1
	size, err := strconv.Atoi(r.URL.Query().Get("size"))
	if err != nil {
		size = partsOnPage
	}
	asked := r.URL.Query().Get("page")
	if s.listing.Style != call.ByTime && asked != "" {
		number, _ = strconv.Atoi(asked)
	}
	if s.listing.Style == call.ByTime && asked != "" {
		number = 2
	}
	skipped := 0
	if s.listing.Style == call.ByOffset {
		skipped, number = number, number/size+1
	}
	if s.arrange != nil {
		s.arrange(s, number)
	}
	at := number
	if s.page != nil {
		at = s.page(s, number)
	}
	rows := s.rows
	if s.listing.Style == call.ByTime && asked != "" && at == number {
		rows = slices.DeleteFunc(slices.Clone(rows), func(p part) bool { return p.At.String() > asked })
		at = 1
	}
	if s.listing.Style == call.ByTime && at != 1 {
		at = 1
	}
	pages := (len(s.rows) + partsOnPage - 1) / partsOnPage
	from := min((at-1)*size, len(rows))
	if s.listing.Style == call.ByOffset && at == number {
		from = min(skipped, len(rows))
	}
	given := rows[from:min(from+size, len(rows))]
	if s.listing.Style == call.Unpaged {
		given = rows
	}
	response := map[string]any{"parts": given, "request": fmt.Sprint("r-", s.requests)}
	meta := map[string]any{}
	for _, figure := range s.figures {
		switch figure {
		case "Total":
			meta[figure] = len(s.rows)
		case "Pages":
			meta[figure] = pages
		case "Page":
			meta[figure] = at
		case "Next":
			if meta[figure] = at + 1; at >= pages {
				meta[figure] = nil
			}
		case "Token":
			if meta[figure] = strconv.Itoa(at + 1); at >= pages {
				meta[figure] = ""
			}
		}
	}
	response["meta"] = meta
	if s.change != nil {
		s.change(s, number, response)
	}
	var body any = response
	if s.bare {
		if body = response["parts"]; body == nil && response["others"] != nil {
			body = response
		}
	}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(body)
}

// partStyles are the ways in which lists are given. A list is counted when the vendor says how many rows or pages it has.
func partStyles() map[string]*store {
	number := call.Listing{Style: call.ByNumber, Page: "page", Items: "parts"}
	with := func(change func(*call.Listing)) call.Listing {
		listing := number
		change(&listing)
		return listing
	}
	return map[string]*store{
		"numbers and a total": {listing: with(func(l *call.Listing) { l.Total = "meta.Total" }), figures: []string{"Total"}},
		"numbers and all figures": {listing: with(func(l *call.Listing) {
			l.Total, l.Pages, l.Current, l.Next = "meta.Total", "meta.Pages", "meta.Page", "meta.Next"
		}), figures: []string{"Total", "Pages", "Page", "Next"}},
		"numbers of so many pages": {listing: with(func(l *call.Listing) { l.Pages, l.Current = "meta.Pages", "meta.Page" }), figures: []string{"Pages", "Page"}},
		"numbers alone":            {listing: number},
		"numbers, as lists or not": {listing: with(func(l *call.Listing) { l.Total, l.Loose, l.Size, l.Cap = "meta.Total", true, "size", partsOnPage }), figures: []string{"Total"}},
		"numbers of bare lists":    {listing: call.Listing{Style: call.ByNumber, Page: "page", Loose: true, Size: "size", Cap: partsOnPage}, bare: true},
		"a cursor":                 {listing: with(func(l *call.Listing) { l.Style, l.Token = "cursor", "meta.Token" }), figures: []string{"Token"}},
		"a cursor and a total":     {listing: with(func(l *call.Listing) { l.Style, l.Token, l.Total = "cursor", "meta.Token", "meta.Total" }), figures: []string{"Token", "Total"}},
		"times":                    {listing: with(func(l *call.Listing) { l.Style, l.From, l.Key, l.Size = "time", "at", "id", "size" })},
		"one page":                 {listing: call.Listing{Style: call.Unpaged, Items: "parts"}},
		"one counted page":         {listing: call.Listing{Style: call.Unpaged, Items: "parts", Total: "meta.Total"}, figures: []string{"Total"}},
		"one bare page":            {listing: call.Listing{Style: call.Unpaged, Loose: true}, bare: true},
	}
}

// counts reports whether the vendor says how many rows there are.
func (s *store) counts() bool { return slices.Contains(s.figures, "Total") }

// ends reports whether it says in some way that there is more.
func (s *store) ends() bool { return len(s.figures) > 0 }

func (s *store) paged() bool { return s.listing.Style != call.Unpaged }

// otherCase writes the names of a response in another case, as servers do after an update of their framework.
func otherCase(s *store, _ int, response map[string]any) {
	if s.bare {
		return
	}
	response["Parts"], response["Meta"] = response["parts"], response["meta"]
	delete(response, "parts")
	delete(response, "meta")
}

// TestAnIterationIsCompleteOrAnError iterates over lists of every style whose vendor does what vendors do. Whatever it does,
// all rows come that are there from beginning to end, or an error says that they don't, after a bounded number of requests.
func TestAnIterationIsCompleteOrAnError(t *testing.T) {
	t.Parallel()
	whatever, right, wrong := 0, 1, 2
	for name, behaviour := range map[string]struct {
		setup func(s *store)
		// must says what has to come of it: all rows, an error, or, where the vendor gives too little to tell, nothing.
		must func(s *store) int
	}{
		"all is well": {func(*store) {}, func(*store) int { return right }},
		"the page is ignored": {func(s *store) {
			s.page = func(*store, int) int { return 1 }
		}, func(s *store) int {
			if s.paged() {
				return wrong
			}
			return right
		}},
		"the page is ignored and rows have no ids": {func(s *store) {
			s.page = func(*store, int) int { return 1 }
			for i := range s.rows {
				s.rows[i].ID = 0
			}
		}, func(s *store) int {
			if s.paged() {
				return wrong
			}
			return right
		}},
		"names are in another case": {func(s *store) {
			s.change = otherCase
		}, func(*store) int { return right }},
		"names are in another case and rows have no ids": {func(s *store) {
			s.change = otherCase
			for i := range s.rows {
				s.rows[i].ID = 0
			}
		}, func(*store) int { return right }},
		"names are in another case, rows have no ids, and the page is ignored": {func(s *store) {
			s.change = otherCase
			s.page = func(*store, int) int { return 1 }
			for i := range s.rows {
				s.rows[i].ID = 0
			}
		}, func(s *store) int {
			if s.paged() {
				return wrong
			}
			return right
		}},
		"pages begin anew after the last": {func(s *store) {
			s.page = func(s *store, number int) int { return (number-1)%(len(s.rows)/partsOnPage) + 1 }
		}, func(s *store) int {
			if s.ends() || !s.paged() || s.listing.Style == call.ByTime {
				return right
			}
			return wrong
		}},
		"rows are under another name": {func(s *store) {
			s.change = func(_ *store, _ int, response map[string]any) {
				response["others"] = response["parts"]
				delete(response, "parts")
			}
		}, func(s *store) int {
			if s.bare {
				return right // the only list there is
			}
			return wrong
		}},
		"rows are under another name, further down": {func(s *store) {
			s.change = func(_ *store, _ int, response map[string]any) {
				response["others"] = map[string]any{"rows": response["parts"]}
				delete(response, "parts")
			}
		}, func(*store) int { return wrong }},
		"rows are null": {func(s *store) {
			s.change = func(_ *store, _ int, response map[string]any) { response["parts"] = nil }
		}, func(s *store) int {
			if s.counts() || slices.Contains(s.figures, "Pages") {
				return wrong
			}
			return whatever
		}},
		"rows are null in the middle": {func(s *store) {
			s.change = func(_ *store, number int, response map[string]any) {
				if number == 2 {
					response["parts"] = nil
				}
			}
		}, func(s *store) int {
			if s.counts() && s.paged() {
				return wrong
			}
			return whatever
		}},
		"a page in the middle is empty": {func(s *store) {
			s.change = func(_ *store, number int, response map[string]any) {
				if number == 2 {
					response["parts"] = []part{}
				}
			}
		}, func(s *store) int {
			switch {
			case !s.paged():
				return right
			case s.listing.Style == call.ByNumber || s.counts():
				return wrong
			}
			return whatever
		}},
		"a page in the middle is short": {func(s *store) {
			s.change = func(_ *store, number int, response map[string]any) {
				if number == 2 {
					response["parts"] = response["parts"].([]part)[:1]
				}
			}
		}, func(s *store) int {
			if s.counts() && s.paged() {
				return wrong
			}
			return whatever
		}},
		"equal rows change their order": {func(s *store) {
			s.arrange = func(s *store, number int) {
				if !s.broken && number == 2 {
					s.broken = true
					s.rows[1], s.rows[2] = s.rows[2], s.rows[1]
				}
			}
		}, func(s *store) int {
			switch {
			case !s.paged():
				return right
			case s.counts():
				return wrong
			}
			return whatever
		}},
		"rows are removed before the place": {func(s *store) {
			s.arrange = func(s *store, number int) {
				if !s.broken && number == 2 {
					s.broken = true
					s.rows = s.rows[1:]
				}
			}
		}, func(s *store) int {
			if s.listing.Style == call.ByNumber && s.counts() || s.listing.Style == call.ByTime {
				return right
			}
			return whatever
		}},
		"many rows are removed before the place": {func(s *store) {
			s.arrange = func(s *store, number int) {
				if !s.broken && number == 3 {
					s.broken = true
					s.rows = s.rows[3:]
				}
			}
		}, func(s *store) int {
			if s.listing.Style == call.ByNumber && s.counts() || s.listing.Style == call.ByTime {
				return right
			}
			return whatever
		}},
		"rows are added before the place": {func(s *store) {
			s.arrange = func(s *store, number int) {
				if !s.broken && number == 2 {
					s.broken = true
					s.rows = slices.Insert(slices.Clone(s.rows), 0, part{ID: 99, Name: "new", At: value.ParseTime("2026-03-09T10:00:00Z")})
				}
			}
		}, func(s *store) int {
			if s.bare || s.listing.Style == call.ByNumber && len(s.figures) == 0 {
				return whatever
			}
			return right
		}},
		"rows are added at the end": {func(s *store) {
			s.arrange = func(s *store, number int) {
				if !s.broken && number == 2 {
					s.broken = true
					s.rows = append(slices.Clone(s.rows), part{ID: 99, Name: "new", At: value.ParseTime("2026-01-01T10:00:00Z")})
				}
			}
		}, func(*store) int { return right }},
		"the total is 0 all the time": {func(s *store) {
			s.change = func(s *store, _ int, response map[string]any) {
				if s.counts() {
					response["meta"].(map[string]any)["Total"] = 0
				}
			}
		}, func(*store) int { return right }},
		"the total is that of the page": {func(s *store) {
			s.change = func(s *store, number int, response map[string]any) {
				if s.counts() {
					response["meta"].(map[string]any)["Total"] = 3
				}
			}
		}, func(s *store) int { return right }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for style, template := range partStyles() {
				for _, way := range []string{"All", "All ahead", "All side by side", "Pages", "Pages ahead", "Pages side by side", "resumed"} {
					t.Run(style+"/"+way, func(t *testing.T) {
						t.Parallel()
						s := &store{listing: template.listing, figures: template.figures, bare: template.bare}
						for i := range 6 {
							s.rows = append(s.rows, part{ID: int64(i + 1), Name: fmt.Sprint("part ", i+1), At: value.ParseTime(fmt.Sprintf("2026-03-05T10:00:%02dZ", 50-i))})
						}
						behaviour.setup(s)
						before := slices.Clone(s.rows)
						names, err := s.iterate(t, way)
						s.mu.Lock()
						defer s.mu.Unlock()
						if s.requests > 60 {
							t.Fatalf("%d requests for %d rows", s.requests, len(before))
						}
						var lost []string
						for _, row := range before {
							if slices.Contains(s.rows, row) && names[row.Name] == 0 {
								lost = append(lost, row.Name)
							}
						}
						must := behaviour.must(s)
						if way == "resumed" && name == "equal rows change their order" {
							must = whatever // a cursor doesn't hold the rows of the page before
						}
						switch {
						case err == nil && must == wrong:
							t.Errorf("no error, and %v came", slices.Sorted(maps.Keys(names)))
						case err != nil && must == right:
							t.Errorf("%v", err)
						case err == nil && must == right && len(lost) > 0:
							t.Errorf("no error, and %v didn't come", lost)
						}
						if s.listing.Style == call.ByTime {
							for name, times := range names {
								if times > 1 {
									t.Errorf("%s came %d times", name, times)
								}
							}
						}
						if err == nil {
							return
						}
						if page, ok := errors.AsType[*rest.PageError](err); ok {
							if !errors.Is(err, rest.ErrIncomplete) && !errors.Is(err, rest.ErrRepeatedPage) {
								t.Errorf("%v", err)
							}
							if page.Total > 0 && page.Seen > page.Total && errors.Is(err, rest.ErrIncomplete) {
								t.Errorf("%d of %d rows", page.Seen, page.Total)
							}
						} else if !errors.Is(err, rest.ErrDecode) {
							t.Errorf("%v", err)
						}
					})
				}
			}
		})
	}
}

// iterate returns how often the parts of each name came.
func (s *store) iterate(t *testing.T, way string) (names map[string]int, err error) {
	client := newClient(t, s.ServeHTTP, rest.WithoutRetries())
	names = map[string]int{}
	var opts []rest.CallOption
	if way == "All ahead" || way == "Pages ahead" {
		opts = append(opts, rest.WithPrefetch())
	}
	if strings.HasSuffix(way, "side by side") {
		opts = append(opts, rest.WithParallel(4))
	}
	take := func(rows []part) {
		for _, row := range rows {
			names[row.Name]++
		}
	}
	call := call.New("listParts", http.MethodGet, "/parts").List(s.listing)
	if strings.HasPrefix(way, "All") {
		if s.bare {
			for row, err := range rest.All[*[]part, *part](t.Context(), client, call, opts) {
				if err != nil {
					return names, err
				}
				take([]part{*row})
			}
			return names, nil
		}
		for row, err := range rest.All[*partList, *part](t.Context(), client, call, opts) {
			if err != nil {
				return names, err
			}
			take([]part{*row})
		}
		return names, nil
	}
	for resumed, from := true, rest.Cursor(""); resumed; {
		resumed = false
		opts := append(opts, rest.StartAt(from))
		if s.bare {
			for page, err := range rest.Pages[*[]part](t.Context(), client, call, opts) {
				if err != nil {
					return names, err
				}
				take(*page.List)
				if from = page.Next; way == "resumed" && from != "" {
					resumed = true
					break
				}
			}
			continue
		}
		for page, err := range rest.Pages[*partList](t.Context(), client, call, opts) {
			if err != nil {
				return names, err
			}
			take(page.List.Parts)
			if from = page.Next; way == "resumed" && from != "" {
				resumed = true
				break
			}
		}
	}
	return names, nil
}
