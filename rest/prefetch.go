package rest

import "context"

// WithPrefetch makes an iteration over pages fetch the next page while the caller is busy with the present one. At most two pages
// are held. It has no effect beside WithResponse, which shows the page that the caller is at.
func WithPrefetch() CallOption {
	return func(o *callOptions) { o.prefetch = fetchAhead }
}

// fetchAhead returns a get that has the next page fetched before it returns this one, and what ends that. The iteration belongs
// to one of the two at a time.
func fetchAhead(ctx context.Context, w *iteration) (get func(context.Context) (listPage, bool), stop func()) {
	type fetched struct {
		page listPage
		more bool
	}
	ctx, cancel := context.WithCancel(ctx)
	var coming chan fetched
	get = func(context.Context) (listPage, bool) {
		var got fetched
		if coming != nil {
			got = <-coming
			coming = nil
		} else {
			got.page, got.more = w.get(ctx)
		}
		if got.more && got.page.err == nil {
			next := make(chan fetched, 1)
			coming = next
			go func() {
				page, more := w.get(ctx)
				next <- fetched{page, more}
			}()
		}
		return got.page, got.more
	}
	return get, func() {
		cancel()
		if coming != nil {
			<-coming
		}
	}
}
