package rest

import (
	"context"
	"reflect"
	"strconv"

	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// listPage is a fetched page.
type listPage struct {
	list any // a pointer; nil when the page holds nothing to read
	next Cursor
	err  error

	again bool // an unpaged list, shown again, or a page that doesn't exist
}

// eachPage fetches the pages of a list one after the other and gives them to yield until that says no.
func eachPage(ctx context.Context, client *Client, call *call.Call, opts []CallOption, page reflect.Type, yield func(listPage) bool) {
	w := iterate(client, call, opts, page)
	get := w.get
	var options callOptions
	options.gather(opts)
	if ahead := options.prefetch; ahead != nil && options.raw == nil {
		var stop func()
		get, stop = ahead(ctx, w)
		defer stop()
	}
	for more := w.going(); more; {
		var got listPage
		if got, more = get(ctx); got.again {
			break
		}
		if !yield(got) || got.err != nil {
			return
		}
	}
	if w.fault != nil {
		yield(listPage{err: w.fault})
	}
}

// get fetches the page at the iteration's place. It reports whether there is another one behind it.
func (w *iteration) get(ctx context.Context) (listPage, bool) {
	list, next, err := w.fetch(ctx)
	return listPage{list: list, next: next, err: err, again: w.over}, w.going()
}

// fetch gets the page at the iteration's place. The page is nil when it holds nothing to read.
func (w *iteration) fetch(ctx context.Context) (list any, next Cursor, err error) {
	if w.listing.Style == "time" {
		return w.fetchFeed(ctx)
	}
	call := w.call.Copy()
	switch w.listing.Style {
	case "number":
		call.Query().AddFirst(w.listing.Page, strconv.FormatInt(w.place.number, 10))
	case "offset":
		call.Query().Replace(w.listing.Page, w.place.token)
	case "cursor":
		if w.place.token != "" {
			call.Query().Take(w.listing.Page)
			call.Query().AddFirst(w.listing.Page, w.place.token)
		}
	}
	list, err = w.ask(ctx, call)
	if err != nil {
		_, err = w.step(progress{}, err)
		return list, "", err
	}
	at := progressOf(w.listing, list)
	if w.other.came {
		// The vendor responded in the other of its two forms: what the declared one says of the iteration isn't there.
		at.total = w.other.total
	}
	switch {
	case w.listing.Style == "offset":
		w.skip(&at)
	case w.listing.Continue != nil:
		if at.token, err = w.listing.Continue(list, w.place.token, w.asked); err != nil {
			w.done = true
			return list, "", err
		}
	}
	if bare := w.other.came || w.listing.Items == ""; bare && at.total == 0 {
		// Nothing says where the list ends, nor whether this server pages it at all.
		w.loose = true
		if w.listing.Cap > 0 && int64(at.rows) > w.listing.Cap {
			w.done = true
			return list, "", nil
		}
	}
	w.dropKnown()
	next, err = w.step(at, nil)
	if w.over || err != nil {
		list = nil
	}
	return list, next, err
}

// skip works out where a list by offset goes on: behind the rows that came. More rows than were asked for are all there are. Rows
// that the page before had as well, because others were added in front of them meanwhile, are dropped.
func (w *iteration) skip(at *progress) {
	skipped, _ := strconv.ParseInt(w.place.token, 10, 64)
	if w.asked == 0 || int64(at.rows) <= w.asked {
		at.token = strconv.FormatInt(skipped+int64(at.rows), 10)
	}
	w.dropRows(w.before.ids)
}

// ask makes a call for a page. The page is nil when it holds nothing to read; a failed call ends the iteration.
func (w *iteration) ask(ctx context.Context, call *call.Call) (any, error) {
	w.forget()
	list := reflect.New(w.page).Interface()
	w.list = rowsIn(w.listing, list)
	usable, err := w.client.do(ctx, call, w.opts, list, &w.other)
	if err != nil {
		w.done = true
	}
	if !usable {
		return nil, err
	}
	return list, err
}
