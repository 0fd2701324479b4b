package rest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"reflect"
	"strconv"

	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// iteration is the state of one iteration over the pages of a list. None of it depends on the list's type, so that this is
// compiled once and not for every list of every vendor.
type iteration struct {
	client  *Client
	call    *call.Call
	listing *call.Listing
	opts    []CallOption
	key     string // the field of a row that tells it from others
	source  func(context.Context, place) fetched
	raw     *Response // what WithResponse fills in
	narrow  rowReader // what WithRows asks for
	suspect int64     // how many pages before the one at hand may have missed rows, because they were fetched side by side
	unsure  unsure    // the latest pages, up to the one at hand, while that can't be told yet
	place   place
	first   int64 // the page that it never goes back behind
	start   int64 // the same of a list by offset: how many rows are before its first page
	done    bool
	fault   error

	page  reflect.Type  // the type of a page
	list  reflect.Value // the rows of the page at hand, where they can be seen
	order []uint64      // their ids
	id    keyField      // of a row

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
	other  otherForm // of the response at hand
	moving backtrack
	feed   feedState
	slim   []feedRow // of the page at hand, where its rows are the caller's own

	asked    int64  // how many rows a page was asked to hold; 0 when the vendor decides
	atMost   int64  // more rows than this no page holds; 0 when that isn't known
	total    string // the field of a response that counts the rows in all
	limited  bool   // the caller asked for fewer rows than there may be
	alike    int    // how many pages in a row have had the rows of the one before
	repeated bool   // the page at hand has come before
	over     bool   // the list ended before the page at hand
	loose    bool   // the vendor doesn't say where the list ends, nor whether it pages at all: a page that comes again is the end
}

// iterate begins an iteration over the list that a call describes.
func iterate(client *Client, described *call.Call, opts []CallOption, page reflect.Type) *iteration {
	l := described.Listing()
	w := &iteration{client: client, call: described.Copy(), listing: l, page: page, pages: map[uint64]bool{}, key: cmp.Or(l.Key, "id")}
	var first int64
	switch l.Style {
	case call.ByNumber:
		first, _ = strconv.ParseInt(w.call.Query().Take(l.Page), 10, 64)
	case call.ByOffset:
		first, _ = strconv.ParseInt(w.call.Query().Get(l.Page), 10, 64)
	}
	if l.Ask != "" {
		w.call.Query().Take(l.Ask)
		w.call.Query().Add(l.Ask, "true")
	}
	if l.Cap > 0 && !w.call.Query().Has(l.Size) {
		w.call.Query().Add(l.Size, strconv.FormatInt(l.Cap, 10))
	}
	w.opts = opts[:len(opts):len(opts)]
	w.source = w.inTurn
	w.begin(opts, first)
	if rows := rowsIn(l, reflect.New(page).Interface()); rows.IsValid() {
		w.id = findKey(rows.Type().Elem(), w.key)
	}
	if l.Size != "" {
		w.asked, _ = strconv.ParseInt(w.call.Query().Get(l.Size), 10, 64)
	}
	w.atMost = l.Cap
	w.limited = l.Limit != "" && w.call.Query().Has(l.Limit)
	w.total = l.Total
	return w
}

// begin finds the place where the iteration begins: at the caller's cursor, or else at the first page.
func (w *iteration) begin(opts []CallOption, first int64) {
	var options callOptions
	options.gather(opts)
	w.raw, w.narrow = options.raw, options.rows
	at, err := startAt(options.from, w.listing.Style, first)
	if err != nil {
		w.done, w.fault = true, &PageError{Vendor: w.client.vendor.Name, Operation: w.call.Operation(), Err: err}
	}
	w.place, w.first = at, 1
	if options.from == "" {
		w.first = at.number
		w.start, _ = strconv.ParseInt(at.token, 10, 64)
	}
	w.count.recall(at.past)
	w.unsure = at.past.unsure
	w.last, w.opening = at.past.sum, cmp.Or(at.past.first, at.past.sum)
	if w.last != 0 {
		w.pages[w.last], w.pages[w.opening] = true, true
	}
}

// forget drops what is known of the page before another one is fetched.
func (w *iteration) forget() {
	if w.keys.sum != 0 {
		w.before = w.keys
		w.remember()
	}
	w.keys, w.elsewhere, w.saysZero = pageKeys{}, "", false
	w.list, w.slim = reflect.Value{}, nil
}

// going reports whether there is a page to fetch.
func (w *iteration) going() bool { return !w.done }

// step takes in a fetched page. It returns where the next one starts, or the error with which the iteration ends.
func (w *iteration) step(progress progress, err error) (Cursor, error) {
	w.done = true
	if err != nil {
		if w.place.peek && (errors.Is(err, ErrNotFound) || errors.Is(err, ErrInvalid)) {
			w.over = true
			w.fault = w.missing(progress)
			return "", nil
		}
		return "", err
	}
	if w.elsewhere != "" && progress.rows == 0 && !w.saysZero {
		return "", w.short("its rows seem to be in %s, not in %s", w.elsewhere, w.listing.Items)
	}
	if progress.rows > 0 && w.listing.Style != call.Unpaged && !w.place.again {
		if w.keys.sum == w.last {
			w.alike++
		} else {
			w.alike = 0
		}
		if w.repeats(progress) {
			w.repeated = true
			if w.loose && w.keys.sum == w.last && !w.full(progress.rows) {
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
	if next, more, err = w.goBack(int64(progress.rows), shrunk, next, more); err != nil {
		return "", err
	}
	if more && w.listing.Ceiling > 0 && !next.again && w.count.seen >= w.listing.Ceiling {
		w.fault = w.ceiling()
		return "", nil
	}
	if !more {
		w.fault = w.missing(progress)
		return "", nil
	}
	if next.past.first = w.opening; !next.again {
		next.past.sum, next.past.unsure = w.last, w.unsure
	}
	w.place, w.done = next, false
	return cursorAt(w.listing.Style, next), nil
}

// full reports whether a page may have been cut: it holds as many rows as one was asked for, or as one can hold.
func (w *iteration) full(rows int) bool {
	n := int64(rows)
	return w.asked > 0 && n == w.asked || w.atMost > 0 && n == w.atMost
}

// following says which page comes next, if any.
func (w *iteration) following(progress progress) (place, bool) {
	switch w.listing.Style {
	case call.ByNumber:
		return w.nextNumber(progress)
	case call.ByCursor, call.ByOffset, call.ByTime:
		if w.place.again { // goBack knows
			return place{}, false
		}
		return w.nextToken(progress)
	}
	return place{}, false
}

func (w *iteration) nextNumber(progress progress) (place, bool) {
	at := w.place.number
	next := place{number: at + 1, past: w.count.past(), unknown: w.count.guessed}
	if progress.next > at {
		next.number = progress.next
	}
	c := &w.count
	claimed := c.pages > at || progress.next > at
	if c.pages == 0 && c.counted {
		claimed = claimed || c.seen < c.total && (progress.rows > 0 || !w.reached(progress))
	}
	if progress.rows == 0 {
		// An empty page isn't the end before the one behind it is empty as well, unless the vendor's figures say so.
		next.peek = !claimed
		bounded := c.pages > 0 || c.counted
		return next, c.empty == 1 && c.seen > 0 && (claimed || !bounded && c.latest >= c.largest)
	}
	return next, claimed || c.pages == 0 && (!c.counted || c.wrong())
}

// emptyPages is how many pages in a row may hold nothing though the vendor says how to go on.
const emptyPages = 10

func (w *iteration) nextToken(progress progress) (place, bool) {
	next := place{token: progress.token, past: w.count.past(), unknown: w.count.guessed}
	if next.token == "" || w.count.empty > 0 && next.token == w.place.token {
		return next, false
	}
	if next.token == w.place.token {
		w.fault = w.ended(ErrRepeatedPage)
		return next, false
	}
	return next, w.count.empty <= emptyPages
}

// ended makes the error with which an iteration ends.
func (w *iteration) ended(err error) error {
	failure := &PageError{Vendor: w.client.vendor.Name, Operation: w.call.Operation(), Err: err, Seen: w.count.seen}
	if w.count.counted {
		failure.Total = w.count.total
	}
	if w.listing.Style != call.Unpaged && (w.listing.Style == call.ByNumber || w.place.token != "") {
		failure.Next = cursorAt(w.listing.Style, w.place)
	}
	return failure
}

func (w *iteration) short(format string, args ...any) error {
	return w.ended(fmt.Errorf("%w: "+format, append([]any{ErrIncomplete}, args...)...))
}

func (w *iteration) ceiling() error {
	all := "more"
	if w.count.total > 0 {
		all = strconv.FormatInt(w.count.total, 10)
	}
	return w.ended(fmt.Errorf("%w: %d of %s rows can be read; narrow the list by its filters", ErrPageCeiling, w.count.seen, all))
}
