package rest

import (
	"context"
	"errors"
	"iter"
	"reflect"

	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// Pages iterates over the pages of a list. It makes one request at a time, and only as far as the caller reads, unless
// [WithPrefetch] or [WithParallel] fetch further. The call is one that [call.Call.List] has described; it isn't changed, and may be
// iterated over again.
//
// An iteration ends with the vendor's last page, or with an error: when a call fails, when rows of an earlier page come again
// ([ErrRepeatedPage]), when it would pass the vendor's ceiling ([ErrPageCeiling]), and when fewer rows came than the vendor counts
// ([ErrIncomplete]). So an iteration that ends without an error has returned all rows of a list that didn't change meanwhile.
// Progress is counted in rows received, not in rows requested, and compared with the latest count that the vendor sent.
//
// Rows that are added or removed during the iteration move others from one page to the next. When the vendor's count shrinks, the
// iteration over a list by page number or offset goes back by as many pages as rows may have moved. A row may then come twice. A row
// that is there from beginning to end is never left out, provided that the vendor counts the rows and the count shows the change. In
// a list by cursor only the vendor decides where the next page begins, and nothing can be read again. One case can't be detected: if
// as many rows were added as removed between two pages, as many may be left out without an error. Where that matters, read a list
// that only grows, in the order of its ids, or read it twice.
//
// P is a pointer type, because the compiler then makes one body for all types. The function isn't inlined, to keep programs small.
//
//go:noinline
func Pages[P any](ctx context.Context, client *Client, call *call.Call, opts []CallOption) iter.Seq2[Page[P], error] {
	return func(yield func(Page[P], error) bool) {
		eachPage(ctx, client, call, opts, reflect.TypeFor[P]().Elem(), func(got listPage) bool {
			page := Page[P]{Next: got.next}
			if got.list != nil {
				page.List = got.list.(P)
			}
			return yield(page, got.err)
		})
	}
}

// PagesOf is [Pages] for a page type that is known at run time only: a struct, or a slice if the response is the list itself. A
// page's List is a pointer to a value of that type.
func PagesOf(ctx context.Context, client *Client, call *call.Call, opts []CallOption, page reflect.Type) iter.Seq2[Page[any], error] {
	return func(yield func(Page[any], error) bool) {
		eachPage(ctx, client, call, opts, page, func(got listPage) bool {
			return yield(Page[any]{List: got.list, Next: got.next}, got.err)
		})
	}
}

// All iterates over the rows of a list, page after page, as [Pages] does. The rows are pointers into their page, so that wide rows
// aren't copied; as long as a row is in use, its page stays in memory. P and T are pointer types for the reason that Pages gives.
//
//go:noinline
func All[P, T any](ctx context.Context, client *Client, call *call.Call, opts []CallOption) iter.Seq2[T, error] {
	opts = append(opts[:len(opts):len(opts)], rowsOfTheList)
	return func(yield func(T, error) bool) {
		eachPage(ctx, client, call, opts, reflect.TypeFor[P]().Elem(), func(got listPage) bool {
			if got.list != nil {
				rows := rowsIn(call.Listing(), got.list)
				for i := range rows.Len() {
					if !yield(rows.Index(i).Addr().Interface().(T), nil) {
						return false
					}
				}
			}
			if got.err != nil {
				var none T
				yield(none, got.err)
				return false
			}
			return true
		})
	}
}

// rowsOfTheList is an option that All adds to the caller's: its rows are the list's own.
func rowsOfTheList(o *callOptions) {
	if o.rows != nil {
		o.refuse(errors.New("WithRows: All gives the list's own rows; with rows of your own use Pages"))
	}
}
