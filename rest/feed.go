package rest

import (
	"context"
	"reflect"
	"strconv"
	"time"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// feedState is where an iteration over a list stands that goes back in time, from the last row's time to what is older.
//
// The rows of that time come again with the next page, or don't: whether the vendor counts the bound in isn't always public. So
// the rows of the last time that were given are known by their keys; when none of them comes again, the bound is put one
// second later. When more rows carry one time than a page holds, larger pages are asked for.
type feedState struct {
	known   map[uint64]bool // the rows of the page before
	later   bool            // the vendor leaves out the rows at the bound itself
	largest int             // rows on the largest page
	full    int64           // the smallest size that was asked for and came
}

// feedRow is what of a row the iteration goes by.
type feedRow struct {
	key  uint64
	time string
}

// likelyCap is the smallest page size that a vendor may have as a bound of its own.
const likelyCap = 10

// maxFeedPage bounds the page size that an iteration asks for by itself.
const maxFeedPage = 1 << 16

// fetchFeed gets the next page of a feed.
func (w *iteration) fetchFeed(ctx context.Context) (list any, next Cursor, err error) {
	f, at := &w.feed, w.place
	token, moved := at.token, false
	if f.later && at.token != "" {
		token, moved = shifted(at.token, time.Second), true
	}
	for {
		list, err = w.askFeed(ctx, token)
		if err != nil {
			return list, "", err
		}
		if w.elsewhere != "" {
			w.done = true
			return nil, "", w.short("its rows seem to be in %s, not in %s", w.elsewhere, w.listing.Items)
		}
		rows := w.feedRows()
		n := len(rows)
		if at.token != "" && len(at.edge) > 0 && !moved && !shows(rows, at.edge) {
			if token = shifted(at.token, time.Second); token == "" {
				w.done = true
				return nil, "", w.short("the time that it continues from can't be read")
			}
			moved = true
			continue
		}
		if moved && shows(rows, at.edge) {
			f.later = true
		}
		if n == 0 {
			w.done = true
			return list, "", nil
		}
		last := rows[n-1].time
		if at.token != "" && ignored(rows, token) {
			w.done, w.repeated = true, true
			return nil, "", w.ended(ErrRepeatedPage)
		}
		if last == "" {
			w.done = true
			w.fault = w.short("a row has no %s to continue from", w.listing.From)
			w.give(rows, at)
			return list, "", nil
		}
		if at.token != "" && !before(last, at.token) {
			again, err := w.crowded(ctx, rows, at)
			if err != nil {
				w.done, w.fault = true, err
			}
			if again {
				continue
			}
			w.done = true
			w.give(rows, at)
			return list, "", nil
		}
		w.give(rows, at)
		f.largest = max(f.largest, n)
		next := place{token: last}
		for _, row := range rows {
			if row.time == last {
				next.edge = append(next.edge, row.key)
			}
		}
		w.place = next
		return list, cursorAt(w.listing.Style, next), nil
	}
}

// askFeed asks for the page that begins at a time; at "" the feed begins.
func (w *iteration) askFeed(ctx context.Context, token string) (any, error) {
	call := w.call.Copy()
	if token != "" {
		call.Query().Take(w.listing.Page)
		call.Query().AddFirst(w.listing.Page, token)
	}
	if w.asked > 0 && w.listing.Size != "" {
		call.Query().Take(w.listing.Size)
		call.Query().Add(w.listing.Size, strconv.FormatInt(w.asked, 10))
	}
	w.forget()
	return w.takeIn(w.load(ctx, call, w.opts))
}

// crowded deals with a page that doesn't get past the time that it began with. It reports whether to ask again, for a larger
// page; otherwise the feed is over, or more of it can't be reached.
func (w *iteration) crowded(ctx context.Context, rows []feedRow, at place) (again bool, err error) {
	f, n := &w.feed, int64(len(rows))
	if len(rows) < f.largest {
		return false, nil // a page with room left holds all there is
	}
	if w.listing.Size != "" && (w.asked == 0 || n >= w.asked) && 2*max(n, w.asked) <= maxFeedPage {
		if w.asked > 0 {
			f.full = w.asked
		}
		f.largest = len(rows)
		w.asked = 2 * max(n, w.asked)
		return true, nil
	}
	older := shifted(at.token, -time.Second)
	if older == "" {
		return false, w.crowd(at)
	}
	fresh := w.list
	_, err = w.askFeed(ctx, older)
	more := w.list.Len() > 0
	w.list = fresh
	if err != nil {
		return false, err
	}
	if more || n >= likelyCap || f.full > 0 && n >= f.full {
		return false, w.crowd(at)
	}
	return false, nil
}

func (w *iteration) crowd(at place) error {
	return w.short("more rows than a page holds may have the time %s; a filter can take them apart", wiretext.Brief(at.token))
}

// give takes the rows that were given already out of a page.
func (w *iteration) give(rows []feedRow, at place) {
	f := &w.feed
	known := map[uint64]bool{}
	for _, key := range at.edge {
		known[key] = true
	}
	all := w.list
	fresh := reflect.MakeSlice(all.Type(), 0, all.Len())
	keys := make(map[uint64]bool, len(rows))
	for i, row := range rows {
		if !known[row.key] && !f.known[row.key] && !keys[row.key] {
			fresh = reflect.Append(fresh, all.Index(i))
		}
		keys[row.key] = true
	}
	all.Set(fresh)
	f.known = keys
	w.count.seen += int64(fresh.Len())
}

// ignored reports whether a page has rows that are newer than it was asked to begin with.
func ignored(rows []feedRow, token string) bool {
	bound, ok := feedTime(token)
	for _, row := range rows {
		if at, known := feedTime(row.time); ok && known && at.After(bound) {
			return true
		}
	}
	return false
}
