package rest

import (
	"context"
	"slices"
)

// sideBySide fetches pages that an iteration is going to ask for. The iteration remains the judge of what comes next; it sees one
// page after the other, as though each had been fetched when it asked for it.
//
// That takes more than the page being the one it asks for. When rows move while pages are under way, some of these show the list as it was
// and some as it is, in any order, and rows are missed where a page of before the change follows one of after it. Where the vendor
// counts its rows, the first page of after the change shows another count: it and those behind it are fetched again. Where it doesn't, or
// rows changed places, a page of after the change comes later, at the latest the last one, which is never taken ahead then; it has rows that came
// already. The pages between are read again, and give the rows that they hadn't.
type sideBySide struct {
	w      *iteration
	ctx    context.Context
	cancel context.CancelFunc

	most   int
	limit  int // how many may be under way, given how often the list changes
	window int // how many may be under way now
	calm   int // how many pages have come since the limit was set
	turns  int // how many pages are fetched in turn before others are sent for again
	rest   int // how many that were the last time
	came   int // how many that were fetched ahead have counted since
	coming []*pageFlight

	latest fetched        // that the iteration was given, without what it holds
	full   int            // how many of these, up to the latest, had as many rows as a page has
	pages  int            // that it was given
	seen   map[uint64]int // the ids on the latest pages, and on which of them
	recent [][]uint64     // the same by page
	kept   int
}

// pageFlight is a page under way.
type pageFlight struct {
	*flight[fetched]
	place  place
	guess  bool // it was sent for before the page in front of it had come
	cancel context.CancelFunc
	raw    Response
}

// get is the iteration's get, with more pages sent for before the page is given.
func (s *sideBySide) get(ctx context.Context) (listPage, bool) {
	page, more := s.w.get(ctx)
	if more && page.err == nil {
		s.launch()
	} else {
		s.stop()
	}
	return page, more
}

// stop ends what is under way.
func (s *sideBySide) stop() {
	s.cancel()
	s.drop()
}

// drop cancels the pages under way, and waits for them.
func (s *sideBySide) drop() {
	for _, page := range s.coming {
		page.cancel()
	}
	for _, page := range s.coming {
		<-page.done
	}
	s.coming = nil
}

// page gives the iteration the page that it asks for.
func (s *sideBySide) page(ctx context.Context, at place) fetched {
	if len(s.coming) > 0 {
		head := s.coming[0]
		if s.same(head.place, at) {
			page, returned := head.land()
			if returned && (page.err != nil || s.still(&page, at)) {
				s.coming = slices.Delete(s.coming, 0, 1) // which lets go of the page
				head.cancel()
				if s.w.raw != nil {
					*s.w.raw = head.raw
				}
				if head.guess {
					s.w.unsure.ahead(page.keys.order, s.most)
				} else {
					s.w.unsure.settle(page.keys.order)
				}
				s.came++
				if s.calm++; s.calm >= 4*s.limit && s.limit < s.most {
					s.limit, s.calm = s.limit+1, 0
				}
				s.note(page)
				return page
			}
		}
		s.retreat()
	}
	page := s.w.loadAt(ctx, at)
	if !at.again {
		s.w.examine(&page, s.suspect(&page))
	}
	s.note(page)
	return page
}

// fruitful is how many pages fetched ahead make up for those that are dropped then.
const fruitful = 8

// retreat drops what is under way, because the list changes, or its pages aren't as long as they should be. Where that goes on, less and
// less is under way to be dropped, and in the end it is tried now and then: each page that is dropped is a request of the vendor's limit.
func (s *sideBySide) retreat() {
	s.drop()
	if s.came < fruitful {
		s.rest = min(2*s.rest+1, 31)
	} else {
		s.rest = 0
	}
	s.came, s.turns = 0, s.rest
	s.window, s.limit, s.calm = 0, max(s.limit/2, 1), 0
}
