package rest

import (
	"context"
	"strconv"

	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// launch sends for the pages behind the one that the iteration was given, as many as may be under way.
func (s *sideBySide) launch() {
	w := s.w
	if w.place.again { // pages that have come already are read again, each because of what the one before has shown
		s.drop()
		s.window = 0
		return
	}
	if len(s.coming) > 0 && !s.same(s.coming[0].place, w.place) {
		s.retreat()
	}
	if s.turns > 0 {
		s.turns--
		return
	}
	if len(s.coming) == 0 && !s.latest.own { // what is fetched ahead of rows without ids doesn't count
		return
	}
	for behind := int64(0); behind < int64(s.window); behind++ {
		if behind < int64(len(s.coming)) {
			if s.ends(s.coming[behind]) {
				break
			}
			continue
		}
		if behind > 0 && !s.likely(behind) {
			break
		}
		s.send(s.behind(behind), behind > 0)
	}
	s.window = min(max(2*s.window, 1), s.limit)
}

// ends reports whether a page has come already, and nothing is to be expected behind it.
func (s *sideBySide) ends(page *pageFlight) bool {
	select {
	case <-page.done:
		return !page.returned || page.result.err != nil || int64(page.result.at.rows) < s.w.count.largest
	default:
		return false
	}
}

// likely reports whether a page so many behind the one that comes next may be asked for: there is one, by all that is known.
func (s *sideBySide) likely(behind int64) bool {
	c, l := &s.w.count, s.w.listing
	size := c.largest
	if size == 0 || int64(s.latest.at.rows) < size || !s.latest.own {
		return false
	}
	start := s.start(s.w.place, behind)
	switch {
	case start/size > 1<<40: // what a vendor says of itself may be anything
		return false
	case !c.counted && c.pages == 0 && s.full < 2 && (s.w.asked > 0 || s.w.atMost > 0) && !s.w.full(int(size)):
		return false // the only page there is, it seems
	case c.counted && start >= c.total,
		l.Style == call.ByNumber && c.pages > 0 && s.w.place.number+behind > c.pages,
		l.Ceiling > 0 && max(start, c.seen+behind*size) >= l.Ceiling:
		return false
	}
	return true
}

// behind is the place of the page that is so many behind the one that comes next.
func (s *sideBySide) behind(n int64) place {
	if n == 0 {
		return s.w.place
	}
	if s.w.listing.Style == call.ByOffset {
		return place{token: strconv.FormatInt(s.start(s.w.place, n), 10)}
	}
	return place{number: s.w.place.number + n}
}

// send sends for the page at a place.
func (s *sideBySide) send(at place, guess bool) {
	ctx, cancel := context.WithCancel(s.ctx)
	page := &pageFlight{place: at, guess: guess, cancel: cancel}
	w, opts := s.w, s.w.opts
	if w.raw != nil {
		opts = append(opts, WithResponse(&page.raw))
	}
	page.flight = takeOff(func() fetched {
		if err := ctx.Err(); err != nil {
			return fetched{err: err}
		}
		return w.load(ctx, w.callAt(at), opts)
	})
	s.coming = append(s.coming, page)
}
