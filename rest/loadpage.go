package rest

import (
	"context"
	"reflect"

	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// fetched is a page as it came, before it is known where it stands in the iteration.
type fetched struct {
	list any           // a pointer; nil when it holds nothing to read
	rows reflect.Value // within it, or beside it where they are the caller's own; invalid where they can't be seen
	at   progress
	err  error

	keys      pageKeys
	elsewhere string    // the field in which it seems to have its rows
	saysZero  bool      // it says itself that there are no rows in all
	other     otherForm // that it came in
	slim      []feedRow // of rows that are the caller's own, in a feed
	own       bool      // its rows were read as the caller's own; ids are theirs, 0 for none
	ids       []uint64
	raw       [][]byte // the rows as they came, for as long as the response is there
}

// partOfIteration says of a call which iteration it is part of, and which page it fetches.
type partOfIteration struct {
	iteration *iteration
	page      *fetched
}

// loadAt fetches the page at a place.
func (w *iteration) loadAt(ctx context.Context, at place) fetched {
	return w.load(ctx, w.callAt(at), w.opts)
}

// inTurn fetches the page at a place when it is asked for.
func (w *iteration) inTurn(ctx context.Context, at place) fetched {
	page := w.loadAt(ctx, at)
	if !at.again {
		w.examine(&page, w.unsure.missed(page.keys.ids))
	}
	return page
}

// examine takes in a page that came when it was asked for, and shows that so many pages in front of it may have missed rows.
func (w *iteration) examine(page *fetched, missed int64) {
	if w.suspect = missed; missed > 0 {
		w.unsure = unsure{}
	} else {
		w.unsure.settle(page.keys.order)
	}
}

// load makes a call for a page. It changes nothing of the iteration, so that several may be under way.
func (w *iteration) load(ctx context.Context, call *call.Call, opts []CallOption) fetched {
	page := &fetched{list: reflect.New(w.page).Interface()}
	page.rows = rowsIn(w.listing, page.list)
	opts = append(opts, func(o *callOptions) {
		o.part = &partOfIteration{w, page}
		o.look = func(body []byte) { w.look(page, body) }
		o.judges = func(body []byte) bool { return rowsElsewhere(body, w.listing.Items, w.page) != "" }
	})
	usable, err := w.client.do(ctx, call, opts, page.list, &page.other)
	if page.err = err; !usable {
		page.list = nil
		return *page
	}
	rows := 0
	if page.rows.IsValid() {
		rows = page.rows.Len()
	}
	page.at = progressOf(w.listing, page.list, rows)
	if page.other.came {
		// The vendor responded in the other of its two forms: what the declared one says of the iteration isn't there.
		page.at.total = page.other.total
	}
	return *page
}

// look reads off a response what its decoded form doesn't tell, or not quickly.
func (w *iteration) look(page *fetched, body []byte) {
	rows := page.rows
	if w.listing.Style == call.Unpaged && rows.IsValid() && rows.Len() > 0 {
		return
	}
	w.identify(page, body)
	if page.keys.sum != 0 || rows.IsValid() && rows.Len() > 0 {
		return
	}
	page.elsewhere = rowsElsewhere(body, w.listing.Items, w.page)
	page.saysZero = w.total != "" && jsonscan.Scalar(rawAt(body, w.total)) == "0"
}

// identify finds what tells the page's rows from others.
func (w *iteration) identify(page *fetched, body []byte) {
	switch rows := page.rows; {
	case !rows.IsValid():
		page.keys = rawKeys(rowsWithin(body, w.listing), w.key)
	case rows.Len() > 0:
		ok := false
		if page.own {
			page.keys, ok = keysOfIDs(page.ids)
		} else {
			page.keys, ok = w.id.keysOf(rows)
		}
		switch {
		case ok:
		case len(page.raw) == rows.Len():
			page.keys = wholeKeys(page.raw)
		default:
			page.keys = rawKeys(rowsWithin(body, w.listing), "")
		}
		page.raw = nil
	}
}
