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
	until int64 // the last page to read again; of a list by offset, how many rows are to be read again, those before counted
	next  place // where to go on behind it
	more  bool
	high  int64 // the last page that was read; of a list by offset, how many rows, those before counted
	vain  int64 // how many pages were read again and gave nothing new
	ids   map[uint64]bool

	missed bool // what is read again may have rows that were missed, and not only such as have moved
}

// goBack turns to an earlier page when the list has become shorter by so many rows since the page before this one of rows, and back to next
// after that.
func (w *iteration) goBack(rows, shrunk int64, next place, more bool) (place, bool, error) {
	suspect := w.suspect
	w.suspect = 0
	switch w.listing.Style {
	case call.ByNumber:
	case call.ByOffset:
		return w.goBackByOffset(rows, shrunk, suspect, next, more)
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

// goBackByOffset does the same for a list by offset. A page that is read again goes on behind the rows that it has, as any other.
func (w *iteration) goBackByOffset(rows, shrunk, suspect int64, next place, more bool) (place, bool, error) {
	b, c := &w.moving, &w.count
	at, size := w.skipped(), w.count.largest
	if !w.place.again {
		b.next, b.more, b.high = next, more, at+rows
	} else if w.keys.ids == nil || !w.list.IsValid() || w.list.Len() == 0 {
		b.vain++
	}
	if w.keys.ids == nil || w.place.again {
		suspect = 0
	}
	back := max(shrunk, suspect*size)
	if c.behind && c.counted && w.start+c.seen < c.total { // only a page that has rows says by how much it has become shorter
		back = max(back, size)
	}
	switch {
	case back > 0 && size > 0 && at > w.start:
		if b.vain > 2*(b.high/size)+16 {
			return place{}, false, w.short("the list is becoming shorter faster than it can be read")
		}
		if w.dropped && (shrunk+size-1)/size > int64(len(w.recent)) {
			return place{}, false, w.short("the list has become shorter by %d rows at once, so that rows not yet read can't be told from those that came", shrunk)
		}
		if b.ids == nil || !w.place.again {
			b.ids = w.known()
		}
		b.until, b.missed = b.high, b.missed || suspect > 0
		return w.againBehind(max(w.start, at-back)), true, nil
	case shrunk > 0 && w.place.again && rows > 0 && at+rows < b.high:
		b.until = b.high // while the first page was read again; those behind it were read before
		return w.againBehind(at + rows), true, nil
	case w.place.again && rows > 0 && at+rows < b.until:
		return w.againBehind(at + rows), true, nil
	case w.place.again:
		b.ids, b.missed = nil, false
		further := max(at+rows-b.high, 0) // the latest page that is read again may end behind those that were read before
		c.seen += further
		if further > 0 || !b.more && c.counted && w.start+c.seen < c.total { // it has grown meanwhile
			b.next, b.more = w.againBehind(b.high+further), true
			b.next.again = false
		}
		return b.next, b.more, nil
	}
	return next, more, nil
}

// skipped is how many rows are before the page at hand of a list by offset.
func (w *iteration) skipped() int64 {
	n, _ := strconv.ParseInt(w.place.token, 10, 64)
	return n
}

func (w *iteration) againBehind(skipped int64) place {
	past := w.count.past()
	past.seen = skipped - w.start
	return place{token: strconv.FormatInt(skipped, 10), past: past, unknown: w.count.guessed, again: true}
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
