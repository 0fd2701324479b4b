package rest

import (
	"context"
	"fmt"

	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// mostParallel is how many pages of one list are under way at most: as many connections the default client keeps.
const mostParallel = 32

// WithParallel makes an iteration over a list that is paged by number or offset fetch up to n pages at once, ahead of the page that
// the caller is working on. Rows come in the usual order, Page.Next is what it would be otherwise, and the first error in the order
// of pages ends the iteration. At most n+1 pages are held in memory. All requests are paced and retried like any others. n must be 1
// or more; more than 32 counts as 32. With 1, and for lists paged in other ways, it is [WithPrefetch].
//
// What [Pages] promises still holds. Progress is counted in the rows that come, and the first page shows how many rows make a page.
// A page that was fetched ahead is used only if nothing has moved since: the vendor counts as many rows and pages as on the page
// before, the page is as long as it should be, and none of its rows has come already. Otherwise it and the pages after it are
// dropped, it is fetched again, pages that may have missed rows are read again, and the iteration continues page by page until the
// list no longer changes. Of a list that changes all the time, or whose pages differ in length, fewer and fewer pages are fetched
// ahead. Pages of rows without ids are fetched one after the other.
//
// Where the count doesn't show that something has moved, rows that a page missed are found by what comes on the pages after it. That
// also holds for an iteration that continues from a cursor ([StartAt], [Resume]), with or without WithParallel: Page.Next then also
// contains short hashes of the last rows of the pages that may have missed some, about 12 characters for each of fewer than 2n
// pages. If such a row comes again on one of the first n pages, those pages are read again and their rows come once more, since the
// rows of the earlier run are no longer known.
//
// Where the vendor says how many rows or pages there are, and where it has a ceiling, nothing beyond that is requested. Elsewhere up
// to n-1 pages after the last one may be requested, and their outcome is ignored.
//
// When the caller leaves the loop, and before an error is returned, requests in progress are cancelled and waited for.
// [WithResponse] shows the page that the caller is working on. Functions of [WithEditor] and [WithObserver] are called on several
// goroutines at once, and an observer sees cancelled attempts too.
func WithParallel(n int) CallOption {
	return func(o *callOptions) {
		switch {
		case n < 1:
			o.refuse(fmt.Errorf("WithParallel: %d pages at once; 1 or more were expected", n))
		case n == 1:
			o.ahead = pageFetcher(fetchAhead)
		default:
			o.ahead = pageFetcher(func(ctx context.Context, w *iteration) (func(context.Context) (listPage, bool), func()) {
				if style := w.listing.Style; style != call.ByNumber && style != call.ByOffset {
					return fetchAhead(ctx, w)
				}
				s := &sideBySide{w: w, most: min(n, mostParallel), seen: map[uint64]int{}}
				s.limit, s.window = s.most, s.most
				s.ctx, s.cancel = context.WithCancel(ctx)
				w.source = s.page
				return s.get, s.stop
			})
		}
	}
}
