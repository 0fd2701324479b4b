package rest

import (
	"context"
	"fmt"
	"strconv"
)

// mostParallel is how many pages of one list are under way at most: as many connections the default client keeps.
const mostParallel = 32

// WithParallel makes an iteration over a list that is paged by number or offset fetch up to n pages at once: those behind the page
// that the caller is at. Rows come in order, Page.Next is what it would be otherwise, and the first error in the order of pages ends the
// iteration. At most n+1 pages are held. All requests are paced and tried again as any others. n must be 1 or more; more than 32 counts
// as 32. With 1, and for lists of other styles, it is WithPrefetch.
//
// What Pages promises holds. Pages are counted by the rows that come, of which the first page shows how many make one. A page that was
// fetched ahead counts only if nothing has moved since: the vendor counts as many rows and pages as on the page before, the page is as long
// as it should be, and it has no row that has come already. Otherwise it and those behind it are dropped, it is fetched again, pages
// that may have missed rows are read again, and the iteration goes on page by page until the list has come to rest; of a list that changes all
// the time, fewer pages are fetched ahead. Pages of rows without ids are fetched one after the other.
//
// Where the vendor says how many rows or pages there are, and where it has a ceiling, nothing is asked for behind that; elsewhere
// up to n-1 pages behind the last one may be asked for, and what comes of that is of no account.
//
// When the caller leaves the loop, and before an error is given, what is under way is cancelled and waited for. WithResponse shows the page that
// the caller is at. Functions of WithEditor and WithObserver are called on several goroutines at once, and an observer sees attempts that
// were cancelled too.
func WithParallel(n int) CallOption {
	return func(o *callOptions) {
		switch {
		case n < 1:
			o.refuse(fmt.Errorf("WithParallel: %d pages at once; 1 or more were expected", n))
		case n == 1:
			o.ahead = fetchAhead
		default:
			o.ahead = func(ctx context.Context, w *iteration) (func(context.Context) (listPage, bool), func()) {
				if style := w.listing.Style; style != "number" && style != "offset" {
					return fetchAhead(ctx, w)
				}
				s := &sideBySide{w: w, most: min(n, mostParallel), seen: map[uint64]int{}}
				s.limit, s.window = s.most, s.most
				s.ctx, s.cancel = context.WithCancel(ctx)
				w.source = s.page
				return s.get, s.stop
			}
		}
	}
}

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
	coming []*pageFlight

	latest fetched        // that the iteration was given, without what it holds
	full   int            // how many of these, up to the latest, had as many rows as a page has
	pages  int            // that it was given
	ahead  int            // how many of these, up to the latest, had been sent for before the one in front of them came
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
				s.coming = s.coming[1:]
				head.cancel()
				if s.w.raw != nil {
					*s.w.raw = head.raw
				}
				if s.ahead++; !head.guess {
					s.ahead = 0
				}
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
		s.w.suspect = s.suspect(&page)
		s.ahead = 0
	}
	s.note(page)
	return page
}

// retreat drops what is under way, because the list changes. Where that goes on, less and less is under way to be dropped.
func (s *sideBySide) retreat() {
	s.drop()
	s.window, s.limit, s.calm = 0, max(s.limit/2, 1), 0
}

// suspect says how many pages before this one, which shows the list as it is now, may have missed rows.
func (s *sideBySide) suspect(page *fetched) int64 {
	if s.ahead == 0 {
		return 0
	}
	earliest := s.pages
	for _, id := range page.keys.order {
		if came, again := s.seen[id]; again {
			earliest = min(earliest, came)
		}
	}
	if earliest == s.pages {
		return 0
	}
	return int64(min(s.pages-earliest+s.most, s.ahead))
}

func (s *sideBySide) same(one, other place) bool {
	return one.number == other.number && one.token == other.token && !other.again
}

// note keeps what later pages are compared with.
func (s *sideBySide) note(page fetched) {
	s.recent = append(s.recent, page.keys.order)
	for _, id := range page.keys.order {
		s.seen[id] = s.pages
	}
	s.pages++
	s.kept += len(page.keys.order)
	for len(s.recent) > 1 && s.kept-len(s.recent[0]) >= recentIDs {
		for _, id := range s.recent[0] {
			delete(s.seen, id)
		}
		s.kept -= len(s.recent[0])
		s.recent = s.recent[1:]
	}
	if int64(page.at.rows) < s.w.count.largest {
		s.full = 0
	} else {
		s.full++
	}
	s.latest = fetched{at: page.at, other: page.other, own: page.keys.order != nil}
}

// still reports whether a page that was fetched ahead shows the list as the page before it does.
func (s *sideBySide) still(page *fetched, at place) bool {
	before, now := &s.latest.at, &page.at
	if now.total != before.total || now.pages != before.pages || page.other.came != s.latest.other.came || page.elsewhere != "" {
		return false
	}
	for _, id := range page.keys.order {
		if _, again := s.seen[id]; again {
			return false
		}
	}
	if now.rows > 0 && page.keys.order == nil {
		return false
	}
	size, rows := s.w.count.largest, int64(now.rows)
	if now.total > 0 {
		return rows == min(size, max(now.total-s.start(at, 0), 0))
	}
	return rows == size // what may be the last page has to show the list as it is now
}

// start says how many rows are in front of the page that is so many behind a place.
func (s *sideBySide) start(at place, behind int64) int64 {
	size := s.w.count.largest
	if s.w.listing.Style == "offset" {
		skipped, _ := strconv.ParseInt(at.token, 10, 64)
		return skipped + behind*size
	}
	return (at.number - 1 + behind) * size
}

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
		l.Style == "number" && c.pages > 0 && s.w.place.number+behind > c.pages,
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
	if s.w.listing.Style == "offset" {
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
