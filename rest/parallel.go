package rest

import (
	"context"
	"fmt"

	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// mostParallel is how many pages of one list are under way at most: as many connections the default client keeps.
const mostParallel = 32

// WithParallel makes an iteration over a list that is paged by number or offset fetch up to n pages at once: those behind the page
// that the caller is at. Rows come in order, Page.Next is the place where it would be otherwise, and the first error in the order of pages ends the
// iteration. At most n+1 pages are held. All requests are paced and tried again as any others. n must be 1 or more; more than 32 counts
// as 32. With 1, and for lists of other styles, it is WithPrefetch.
//
// What Pages promises holds. Pages are counted by the rows that come, of which the first page shows how many make one. A page that was
// fetched ahead counts only if nothing has moved since: the vendor counts as many rows and pages as on the page before, the page is as long
// as it should be, and it has no row that has come already. Otherwise it and those behind it are dropped, it is fetched again, pages
// that may have missed rows are read again, and the iteration goes on page by page until the list has come to rest; of a list that changes all
// the time, or whose pages differ in length, fewer and fewer pages are fetched ahead. Pages of rows without ids are fetched one after the other.
//
// Where the count doesn't show that something has moved, rows that a page missed are found by what comes on the pages behind it. That holds for an
// iteration that is resumed from its cursor too (StartAt, Resume), in turn or side by side: Page.Next also has short hashes of the last rows of
// the pages that may have missed some, in some 12 characters a page, of which there are fewer than 2n. Where such a row comes again on one of the
// first n pages, it reads those pages again, and rows of theirs come once more: what came in the earlier run isn't known any more.
//
// Where the vendor says how many rows or pages there are, and where it has a ceiling, nothing is asked for behind that; elsewhere
// up to n-1 pages behind the last one may be asked for, and what comes of that is of no account.
//
// When the caller leaves the loop, and before an error is given, what is under way is cancelled and waited for. WithResponse shows the page that
// the caller is at. Functions of WithEditor and WithObserver are called on several goroutines at once, and an observer sees attempts that
// were cancelled too.
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
