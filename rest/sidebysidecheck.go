package rest

import (
	"strconv"

	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// suspect says how many pages before this one, which shows the list as it is now, may have missed rows.
func (s *sideBySide) suspect(page *fetched) int64 {
	u := &s.w.unsure
	if u.left == 0 {
		return 0
	}
	earliest, repeated := s.pages, 0
	for _, id := range page.keys.order {
		if came, again := s.seen[id]; again {
			earliest = min(earliest, came)
			repeated++
		}
	}
	switch {
	case repeated == 0: // rows of an earlier run aren't among those seen
		return u.missed(page.keys.ids)
	case repeated == len(page.keys.order) && u.left < s.most: // rather a page in place of another than rows that moved, since pages came in turn already
		return 0
	}
	return int64(min(s.pages-earliest+s.most, len(u.ends)))
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
	s.latest = fetched{at: page.at, other: page.other, own: page.at.rows == 0 || page.keys.order != nil}
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
	if s.w.listing.Style == call.ByOffset {
		skipped, _ := strconv.ParseInt(at.token, 10, 64)
		return skipped + behind*size
	}
	return (at.number - 1 + behind) * size
}
