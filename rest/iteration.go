package rest

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"strconv"

	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
)

// walker is the state of one iteration over pages. It holds all that doesn't depend on the list's type, so that this is
// compiled once and not for every list of every vendor.
type walker struct {
	paging Paging
	opts   []CallOption
	place  Place
	first  int64 // the page that it never goes back behind
	done   bool
	fault  error

	page reflect.Type  // the type of a page
	list reflect.Value // the rows of the page at hand, where they can be seen
	id   *keyField     // of a row, once it has been looked for

	keys      pageKeys        // of the page at hand
	before    pageKeys        // of the one before it
	recent    [][]uint64      // the ids on the latest pages before the page at hand
	kept      int             // how many ids these are
	dropped   bool            // the ids of earlier pages aren't kept any more
	pages     map[uint64]bool // the sums of all pages
	last      uint64          // the sum of the latest page with rows
	opening   uint64          // that of the first one
	elsewhere string          // the field in which the page at hand seems to have its rows
	saysZero  bool            // the page at hand says itself that there are no rows in all

	count  tally
	moving backtrack

	asked    int64  // how many rows a page was asked to hold; 0 when the vendor decides
	atMost   int64  // more rows than this no page holds; 0 when that isn't known
	total    string // the field of a response that counts the rows in all
	limited  bool   // the caller asked for fewer rows than there may be
	repeated bool   // the page at hand has come before
	over     bool   // the list ended before the page at hand
	loose    bool   // the vendor doesn't say where the list ends, nor whether it pages at all: a page that comes again is the end
}

func (p Paging) walk(opts []CallOption) *walker {
	w := &walker{paging: p, pages: map[uint64]bool{}}
	if w.paging.Key == "" {
		w.paging.Key = "id"
	}
	w.opts = append(opts[:len(opts):len(opts)], func(o *callOptions) { o.look = w.look })
	var options callOptions
	options.gather(opts)
	place, err := p.start(options.from)
	if err != nil {
		w.done, w.fault = true, &PageError{Vendor: p.Vendor, Operation: p.Operation, Err: err}
	}
	place.seam = map[string]bool{}
	w.place, w.first = place, 1
	if options.from == "" {
		w.first = place.Number
	}
	w.count.recall(place.past)
	w.last, w.opening = place.past.sum, cmp.Or(place.past.first, place.past.sum)
	if w.last != 0 {
		w.pages[w.last], w.pages[w.opening] = true, true
	}
	return w
}

// forget drops what is known of the page before another one is fetched.
func (w *walker) forget() {
	if w.keys.sum != 0 {
		w.before = w.keys
		w.remember()
	}
	w.keys, w.elsewhere, w.saysZero = pageKeys{}, "", false
	w.list = reflect.Value{}
}

// look reads off a response what its decoded form doesn't tell, or not quickly.
func (w *walker) look(body []byte) {
	if w.paging.Style == "none" && w.list.IsValid() && w.list.Len() > 0 {
		return
	}
	rows := w.list
	if rows.IsValid() && rows.Len() > 0 {
		if w.id == nil {
			found := findKey(rows.Type().Elem(), w.paging.Key)
			w.id = &found
		}
		if keys, ok := w.id.keysOf(rows); ok {
			w.keys = keys
		} else {
			w.keys = rawKeys(rowsWithin(body, w.paging.Items), "")
		}
		return
	}
	if !rows.IsValid() {
		if w.keys = rawKeys(rowsWithin(body, w.paging.Items), w.paging.Key); w.keys.sum != 0 {
			return
		}
	}
	w.elsewhere = rowsElsewhere(body, w.paging.Items, w.page)
	w.saysZero = w.total != "" && jsonscan.Scalar(rawAt(body, w.total)) == "0"
}

// going reports whether there is a page to fetch.
func (w *walker) going() bool { return !w.done }

// step takes in a fetched page. It returns where the next one starts, or the error with which the iteration ends.
func (w *walker) step(progress Progress, err error) (Cursor, error) {
	w.done = true
	if err != nil {
		if w.place.peek && (errors.Is(err, ErrNotFound) || errors.Is(err, ErrInvalid)) {
			w.over = true
			w.fault = w.missing(progress)
			return "", nil
		}
		return "", err
	}
	if w.elsewhere != "" && progress.Rows == 0 && !w.saysZero {
		return "", w.short("its rows seem to be in %s, not in %s", w.elsewhere, w.paging.Items)
	}
	if progress.Rows > 0 && w.paging.Style != "none" && !w.place.again {
		if w.repeats(progress) {
			w.repeated = true
			if w.loose && w.keys.sum == w.last && !w.full(progress.Rows) {
				w.over = true
				return "", nil
			}
			return "", w.ended(ErrRepeatedPage)
		}
		w.last = w.keys.sum
		w.pages[w.last] = true
		w.opening = cmp.Or(w.opening, w.last)
	}
	shrunk := w.take(progress)
	next, more := w.following(progress)
	if next, more, err = w.goBack(shrunk, next, more); err != nil {
		return "", err
	}
	if more && w.paging.Ceiling > 0 && !next.again && w.count.seen >= w.paging.Ceiling {
		w.fault = w.ceiling()
		return "", nil
	}
	if !more {
		w.fault = w.missing(progress)
		return "", nil
	}
	next.seam = w.place.seam
	if next.past.first = w.opening; !next.again {
		next.past.sum = w.last
	}
	w.place, w.done = next, false
	return w.paging.cursor(next), nil
}

// repeats reports whether the rows of a page have come before. Rows without ids may be the same by chance: then the vendor's
// word that this is another page counts, and without that only the page just before.
func (w *walker) repeats(progress Progress) bool {
	if progress.Current > 0 && progress.Current < w.place.Number {
		return true
	}
	switch {
	case w.keys.sum == 0: // its rows weren't found as they came
		return false
	case w.keys.ids != nil:
		return w.pages[w.keys.sum]
	case progress.Current > 0 && progress.Current == w.place.Number:
		return false
	case progress.Pages > 0 || progress.Total > 0 || progress.Next > 0:
		return w.keys.sum == w.last
	}
	return w.pages[w.keys.sum]
}

// full reports whether a page may have been cut: it holds as many rows as one was asked for, or as one can hold.
func (w *walker) full(rows int) bool {
	n := int64(rows)
	return w.asked > 0 && n == w.asked || w.atMost > 0 && n == w.atMost
}

// following says which page comes next, if any.
func (w *walker) following(progress Progress) (Place, bool) {
	switch w.paging.Style {
	case "number":
		return w.nextNumber(progress)
	case "cursor", "time":
		return w.nextToken(progress)
	}
	return Place{}, false
}

func (w *walker) nextNumber(progress Progress) (Place, bool) {
	at := w.place.Number
	next := Place{Number: at + 1, past: w.count.past(), unknown: w.count.guessed}
	if progress.Next > at {
		next.Number = progress.Next
	}
	c := &w.count
	claimed := c.pages > at || progress.Next > at
	if c.pages == 0 && c.counted {
		claimed = claimed || c.seen < c.total && (progress.Rows > 0 || !w.reached(progress))
	}
	if progress.Rows == 0 {
		// An empty page isn't the end before the one behind it is empty as well, unless the vendor's figures say so.
		next.peek = !claimed
		bounded := c.pages > 0 || c.counted
		return next, c.empty == 1 && c.seen > 0 && (claimed || !bounded && c.latest >= c.largest)
	}
	return next, claimed || c.pages == 0 && (!c.counted || c.wrong())
}

// emptyPages is how many pages in a row may hold nothing though the vendor says how to go on.
const emptyPages = 10

func (w *walker) nextToken(progress Progress) (Place, bool) {
	next := Place{Token: progress.Token, past: w.count.past(), unknown: w.count.guessed}
	if next.Token == "" || w.count.empty > 0 && next.Token == w.place.Token {
		return next, false
	}
	if next.Token == w.place.Token {
		w.fault = w.ended(ErrRepeatedPage)
		return next, false
	}
	return next, w.count.empty <= emptyPages
}

// ended makes the error with which an iteration ends.
func (w *walker) ended(err error) error {
	failure := &PageError{Vendor: w.paging.Vendor, Operation: w.paging.Operation, Err: err, Seen: w.count.seen}
	if w.count.counted {
		failure.Total = w.count.total
	}
	if w.paging.Style != "none" && (w.paging.Style == "number" || w.place.Token != "") {
		failure.Next = w.paging.cursor(w.place)
	}
	return failure
}

func (w *walker) short(format string, args ...any) error {
	return w.ended(fmt.Errorf("%w: "+format, append([]any{ErrIncomplete}, args...)...))
}

func (w *walker) ceiling() error {
	all := "more"
	if w.count.total > 0 {
		all = strconv.FormatInt(w.count.total, 10)
	}
	return w.ended(fmt.Errorf("%w: %d of %s rows can be read; narrow the list by its filters", ErrPageCeiling, w.count.seen, all))
}
