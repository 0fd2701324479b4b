package rest

import (
	"maps"
	"reflect"
	"slices"
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
}

// goBack turns to an earlier page when the list has become shorter by so many rows, and back to next after that.
func (w *iteration) goBack(shrunk int64, next place, more bool) (place, bool, error) {
	if w.listing.Style != "number" {
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
		until := at - 1
		if w.place.again {
			until = b.high // pages behind this one were read before it became shorter
		}
		if b.ids == nil || !w.place.again {
			b.ids = w.known()
		}
		b.until = until
		return w.again(max(w.first, at-(shrunk+size-1)/size)), true, nil
	case w.place.again && at < b.until:
		return w.again(at + 1), true, nil
	case w.place.again:
		b.ids = nil
		return b.next, b.more, nil
	}
	return next, more, nil
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
	w.recent = append(w.recent, slices.AppendSeq(make([]uint64, 0, len(w.keys.ids)), maps.Keys(w.keys.ids)))
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
}

// dropRows takes the rows with these ids out of the page at hand.
func (w *iteration) dropRows(known map[uint64]bool) {
	if w.keys.ids == nil || len(known) == 0 || !w.list.CanSet() {
		return
	}
	fresh := reflect.MakeSlice(w.list.Type(), 0, w.list.Len())
	for i := range w.list.Len() {
		row := w.list.Index(i)
		if id, _ := w.id.idOf(row); !known[id] {
			fresh = reflect.Append(fresh, row)
		}
	}
	w.list.Set(fresh)
}
