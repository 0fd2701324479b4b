package rest

import (
	"context"
	"runtime"
)

// WithPrefetch makes an iteration over pages fetch the next page while the caller works on the current one. At most two pages are
// held. It has no effect together with [WithResponse], which shows the page that the caller is working on.
func WithPrefetch() CallOption {
	return func(o *callOptions) {
		if o.ahead == nil { // WithParallel does more
			o.ahead = pageFetcher(fetchAhead)
		}
	}
}

// pageFetcher fetches pages of an iteration before they are wanted.
type pageFetcher func(context.Context, *iteration) (get func(context.Context) (listPage, bool), stop func())

// fetchAhead returns a get that has the next page fetched before it returns this one, and what ends that. The iteration belongs
// to one of the two at a time.
func fetchAhead(ctx context.Context, w *iteration) (get func(context.Context) (listPage, bool), stop func()) {
	if w.raw != nil {
		return w.get, func() {}
	}
	type result struct {
		page listPage
		more bool
	}
	ctx, cancel := context.WithCancel(ctx)
	var coming *flight[result]
	get = func(context.Context) (listPage, bool) {
		var got result
		if coming != nil {
			next := coming
			coming = nil
			var returned bool
			if got, returned = next.land(); !returned {
				runtime.Goexit() // an editor has, on the goroutine that it was called on: without this the list would seem to end here
			}
		} else {
			got.page, got.more = w.get(ctx)
		}
		if got.more && got.page.err == nil {
			coming = takeOff(func() result {
				page, more := w.get(ctx)
				return result{page, more}
			})
		}
		return got.page, got.more
	}
	return get, func() {
		cancel()
		if coming != nil {
			<-coming.done
		}
	}
}
