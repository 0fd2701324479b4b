package rest

import "github.com/seed-8da6be54/vendorkit/rest/call"

// tally counts the rows of an iteration against the vendor's own figures.
type tally struct {
	seen    int64 // rows up to here, those before the place where the iteration began included
	begun   bool
	guessed bool // how many rows were before that place is a guess

	total   int64 // the newest count that the vendor gave
	counted bool  // it gave one
	grown   int64 // by how much the count has grown meanwhile
	pages   int64 // the newest number of pages that it gave

	largest, latest int64 // rows on the largest page, and on the latest one that held any
	empty           int64 // empty pages in a row
	behind          bool  // the page at hand says of itself that it lies behind the last row
	hole            bool  // a page with rows came behind an empty one
	twice           int64 // rows that the page before had shown as well
}

// wrong reports whether the vendor counts fewer rows than came.
func (c *tally) wrong() bool { return c.counted && !c.guessed && c.seen > c.total }

// past is what a cursor says of the count.
func (c *tally) past() past {
	return past{seen: c.seen, total: c.total, counted: c.counted, largest: c.largest, empty: c.empty, hole: c.hole}
}

// recall takes up the count where a cursor was given.
func (c *tally) recall(p past) {
	c.seen, c.total, c.counted, c.largest, c.latest, c.empty, c.hole = p.seen, p.total, p.counted, p.largest, p.largest, p.empty, p.hole
}

// take counts a page. It returns by how many rows the list has become shorter since the page before.
func (w *iteration) take(progress progress) (shrunk int64) {
	c := &w.count
	rows := int64(progress.rows)
	if !c.begun && w.place.unknown {
		c.seen, c.guessed = max(w.place.number-1, 0)*rows, true
	}
	c.begun = true
	// Some vendors count nothing on a page behind the last row, however many rows there are: that is no count of the list.
	c.behind = w.saysZero && rows == 0 && c.seen > 0 && (w.listing.Style == call.ByNumber && w.place.number > w.first ||
		w.listing.Style == call.ByOffset && w.skipped() > w.start)
	if c.behind {
		c.empty++
		return 0
	}
	if progress.total > 0 || w.saysZero && rows == 0 {
		if c.counted {
			shrunk = c.total - progress.total
			c.grown += max(-shrunk, 0)
		}
		c.total, c.counted = progress.total, true
	}
	if progress.pages > 0 {
		if fewer := c.pages - progress.pages; fewer > 0 && !c.counted {
			shrunk = fewer * c.largest
		}
		c.pages = progress.pages
	} else if w.saysZero && rows == 0 {
		c.pages = 0
	}
	if w.place.again {
		return max(shrunk, 0)
	}
	c.seen += rows
	if rows == 0 {
		c.empty++
		return max(shrunk, 0)
	}
	c.hole = c.hole || c.empty > 0
	c.empty, c.latest, c.largest = 0, rows, max(c.largest, rows)
	for id := range w.keys.ids {
		if w.before.ids[id] {
			c.twice++
		}
	}
	return max(shrunk, 0)
}

// missing returns the error of an iteration that ends before it has all that the vendor counts; nil when nothing is missing.
func (w *iteration) missing(progress progress) error {
	c := &w.count
	switch {
	case w.fault != nil:
		return w.fault
	case w.limited:
		return nil
	case c.counted && c.seen < c.total && !c.guessed,
		c.counted && c.guessed && w.asked > 0 && w.listing.Style == call.ByNumber && !w.reached(progress):
		if w.listing.Ceiling > 0 && c.seen >= w.listing.Ceiling {
			return w.ceiling()
		}
		return w.short("%d of %d rows came", c.seen, c.total)
	case c.counted && !c.guessed && c.seen-c.twice+c.grown < c.total:
		return w.short("%d of %d rows came, others twice; an order that doesn't change keeps rows from moving across pages", c.seen-c.twice, c.total)
	case w.listing.Style == call.ByNumber && c.pages > w.moving.high:
		return w.short("page %d of %d has no rows", w.moving.high, c.pages)
	case c.hole && !c.counted:
		return w.short("an empty page came before pages with rows")
	case c.empty > emptyPages && progress.token != "":
		return w.short("%d pages in a row have no rows", c.empty)
	}
	return nil
}

// reached reports whether a page may be the last of an iteration whose first page the caller named: no page holds more rows
// than it was asked for, so there can't be more than these before it.
func (w *iteration) reached(progress progress) bool {
	return w.count.guessed && w.asked > 0 && (w.place.number-1)*w.asked+int64(progress.rows) >= w.count.total
}
