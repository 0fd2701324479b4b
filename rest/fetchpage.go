package rest

import (
	"context"
	"reflect"
	"strconv"

	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// listPage is a fetched page.
type listPage struct {
	list any           // a pointer; nil when the page holds nothing to read
	rows reflect.Value // the rows that WithRows asks for
	next Cursor
	err  error

	again bool // an unpaged list, shown again, or a page that doesn't exist
}

// eachPage fetches the pages of a list one after the other and gives them to yield until that says no.
func eachPage(ctx context.Context, client *Client, call *call.Call, opts []CallOption, page reflect.Type, yield func(listPage) bool) {
	var options callOptions
	options.gather(opts)
	if options.fault != nil {
		x := exchange{client: client, call: call, options: &options}
		yield(listPage{err: x.unsentError(ErrRequest, options.fault)})
		return
	}
	w := iterate(client, call, opts, page)
	get := w.get
	if ahead, ok := options.ahead.(pageFetcher); ok {
		var stop func()
		get, stop = ahead(ctx, w)
		defer stop()
	}
	for more := w.going(); more; {
		var got listPage
		if got, more = get(ctx); got.again {
			break
		}
		if w.narrow != nil {
			w.narrow.give(got.rows)
		}
		if !yield(got) || got.err != nil {
			return
		}
	}
	if w.fault != nil {
		if w.narrow != nil {
			w.narrow.give(reflect.Value{})
		}
		yield(listPage{err: w.fault})
	}
}

// get fetches the page at the iteration's place. It reports whether there is another one behind it.
func (w *iteration) get(ctx context.Context) (listPage, bool) {
	list, next, err := w.fetch(ctx)
	page := listPage{list: list, next: next, err: err, again: w.over}
	if w.narrow != nil && list != nil {
		page.rows = w.list
	}
	return page, w.going()
}

// fetch gets the page at the iteration's place. The page is nil when it holds nothing to read.
func (w *iteration) fetch(ctx context.Context) (list any, next Cursor, err error) {
	if w.listing.Style == call.ByTime {
		return w.fetchFeed(ctx)
	}
	w.forget()
	page := w.source(ctx, w.place)
	list, err = w.takeIn(page)
	if err != nil {
		_, err = w.step(progress{}, err)
		return list, "", err
	}
	at := page.at
	switch {
	case w.listing.Style == call.ByOffset:
		w.skip(&at)
	case w.listing.Continue != nil:
		if at.token, err = w.continued(list, at.rows); err != nil {
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

// callAt makes the call for the page at a place.
func (w *iteration) callAt(at place) *call.Call {
	c := w.call.Copy()
	switch w.listing.Style {
	case call.ByNumber:
		c.Query().AddFirst(w.listing.Page, strconv.FormatInt(at.number, 10))
	case call.ByOffset:
		c.Query().Replace(w.listing.Page, at.token)
	case call.ByCursor:
		if at.token != "" {
			c.Query().Take(w.listing.Page)
			c.Query().AddFirst(w.listing.Page, at.token)
		}
	}
	return c
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

// continued asks a vendor's own code what to continue with. That looks at how many rows came, also where they are read as the
// caller's own and aren't in the list.
func (w *iteration) continued(list any, rows int) (string, error) {
	if w.narrow != nil {
		if own := rowsIn(w.listing, list); own.IsValid() && own.Len() != rows {
			own.Set(reflect.MakeSlice(own.Type(), rows, rows))
			defer own.SetZero()
		}
	}
	return w.listing.Continue(list, w.place.token, w.asked)
}

// takeIn makes a fetched page the one at hand. The page is nil when it holds nothing to read; a failed call ends the iteration.
func (w *iteration) takeIn(page fetched) (any, error) {
	w.order = page.keys.order
	w.list, w.keys, w.elsewhere, w.saysZero, w.other, w.slim = page.rows, page.keys, page.elsewhere, page.saysZero, page.other, page.slim
	if page.err != nil {
		w.done = true
	}
	return page.list, page.err
}
