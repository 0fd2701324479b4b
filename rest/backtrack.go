package rest

import (
	"maps"
	"reflect"
	"slices"
	"strconv"

	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// backtrack is how an iteration reads pages again after the list has become shorter: rows behind the ones that were removed
// have moved to pages that were read before.
type backtrack struct {
	until int64 // the last page to read again
	next  place // where to go on behind it
	more  bool
	high  int64 // the last page that was read
	vain  int64 // how many pages were read again and gave nothing new
	ids   map[uint64]bool

	missed bool    // what is read again may have rows that were missed, and not only such as have moved
	places []place // still to read again, of a list by offset
}

// goBack turns to an earlier page when the list has become shorter by so many rows, and back to next after that.
func (w *iteration) goBack(shrunk int64, next place, more bool) (place, bool, error) {
	suspect := w.suspect
	w.suspect = 0
	switch w.listing.Style {
	case call.ByNumber:
	case call.ByOffset:
		next, more = w.goBackByOffset(suspect, next, more)
		return next, more, nil
	default:
		return next, more, nil
	}
	b := &w.moving
	at := w.place.number
	if !w.place.again {
		b.next, b.more, b.high = next, more, at
	} else if w.keys.ids == nil || !w.list.IsValid() || w.list.Len() == 0 {
		b.vain++
	}
	size := w.count.largest
	switch {
	case w.count.behind && w.count.counted && w.count.seen < w.count.total && at > w.first:
		// The list has become shorter, and only a page that has rows says by how much.
		if b.vain > 2*b.high+16 {
			return place{}, false, w.short("the list is becoming shorter faster than it can be read")
		}
		if b.ids == nil || !w.place.again {
			b.ids = w.known()
		}
		b.until = at - 1
		return w.again(at - 1), true, nil
	case shrunk > 0 && size > 0 && at > w.first:
		if b.vain > 2*b.high+16 {
			return place{}, false, w.short("the list is becoming shorter faster than it can be read")
		}
		if w.dropped && (shrunk+size-1)/size > int64(len(w.recent)) {
			return place{}, false, w.short("the list has become shorter by %d rows at once, so that rows not yet read can't be told from those that came", shrunk)
		}
		until := at // rows may be moving the other way as well
		if w.place.again {
			until = b.high // pages behind this one were read before it became shorter
		}
		if b.ids == nil || !w.place.again {
			b.ids = w.known()
		}
		b.until = until
		return w.again(max(w.first, at-max((shrunk+size-1)/size, suspect))), true, nil
	case suspect > 0 && w.keys.ids != nil && at > w.first && !w.place.again:
		b.ids, b.until, b.missed = w.known(), at, true
		return w.again(max(w.first, at-suspect)), true, nil
	case shrunk > 0 && w.place.again && at < b.high:
		b.until = b.high // while the first page was read again; those behind it were read before
		return w.again(at + 1), true, nil
	case w.place.again && at < b.until:
		return w.again(at + 1), true, nil
	case w.place.again:
		b.ids, b.missed = nil, false
		if c := &w.count; !b.more && (c.pages > b.high || c.pages == 0 && c.counted && c.seen < c.total) { // it has grown meanwhile
			b.next, b.more = place{number: b.high + 1, past: c.past(), unknown: c.guessed}, true
		}
		return b.next, b.more, nil
	}
	return next, more, nil
}

// goBackByOffset does the same for a list by offset, where that is because of pages that may have missed rows.
func (w *iteration) goBackByOffset(suspect int64, next place, more bool) (place, bool) {
	b := &w.moving
	if suspect > 0 && w.keys.ids != nil && !w.place.again {
		b.next, b.more, b.ids, b.missed = next, more, w.known(), true
		at, _ := strconv.ParseInt(w.place.token, 10, 64)
		for size := w.count.largest; suspect >= 0; suspect-- {
			skipped := strconv.FormatInt(max(at-suspect*size, 0), 10)
			b.places = append(b.places, place{token: skipped, past: w.count.past(), unknown: w.count.guessed, again: true})
		}
	}
	switch {
	case len(b.places) > 0:
		next, b.places = b.places[0], b.places[1:]
		return next, true
	case w.place.again:
		b.ids, b.missed = nil, false
		return b.next, b.more
	}
	return next, more
}

func (w *iteration) again(page int64) place {
	past := w.count.past()
	past.seen = (page - 1) * past.largest
	return place{number: page, past: past, unknown: w.count.guessed, again: true}
}

// recentIDs is how many ids of rows are kept at least: as many rows can be read again without giving one twice.
const recentIDs = 8192

// remember keeps the ids of the page at hand.
func (w *iteration) remember() {
	if w.keys.ids == nil {
		return
	}
	ids := w.keys.order
	if ids == nil {
		ids = slices.AppendSeq(make([]uint64, 0, len(w.keys.ids)), maps.Keys(w.keys.ids))
	}
	w.recent = append(w.recent, ids)
	w.kept += len(w.keys.ids)
	for w.kept-len(w.recent[0]) >= recentIDs {
		w.kept -= len(w.recent[0])
		w.recent = slices.Delete(w.recent, 0, 1)
		w.dropped = true
	}
}

// known returns the ids of the rows on the page at hand and the latest ones before it.
func (w *iteration) known() map[uint64]bool {
	ids := make(map[uint64]bool, (len(w.recent)+1)*len(w.keys.ids))
	for id := range w.keys.ids {
		ids[id] = true
	}
	for _, page := range w.recent {
		for _, id := range page {
			ids[id] = true
		}
	}
	return ids
}

// dropKnown takes the rows that were given already out of a page that is read again, and keeps the ids of the others. Rows
// without ids stay: they come twice rather than not at all.
func (w *iteration) dropKnown() {
	if !w.place.again || w.keys.ids == nil || !w.list.CanSet() {
		return
	}
	w.dropRows(w.moving.ids)
	for id := range w.keys.ids {
		w.moving.ids[id] = true
	}
	if w.moving.missed { // each of them made another row come twice
		w.count.twice = max(w.count.twice-int64(w.list.Len()), 0)
	}
}

// dropRows takes the rows with these ids out of the page at hand.
func (w *iteration) dropRows(known map[uint64]bool) {
	if w.keys.ids == nil || len(known) == 0 || !w.list.CanSet() {
		return
	}
	fresh := reflect.MakeSlice(w.list.Type(), 0, w.list.Len())
	order := make([]uint64, 0, len(w.order))
	for i, id := range w.order {
		if !known[id] {
			fresh = reflect.Append(fresh, w.list.Index(i))
			order = append(order, id)
		}
	}
	w.list.Set(fresh)
	w.order = order
}
