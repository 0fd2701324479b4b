package rest

import (
	"context"
	"errors"
	"iter"
	"reflect"

	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// Pages iterates over the pages of a list, one request at a time and only as far as the caller reads, unless WithPrefetch or
// WithParallel fetch further. The call is one that List has described; it isn't changed, and may be iterated over again.
//
// An iteration ends with the vendor's last page, or with an error: when a call fails, when rows of an earlier page come again
// (ErrRepeatedPage), when it would pass the vendor's ceiling (ErrPageCeiling), and when fewer rows came than the vendor counts
// (ErrIncomplete). So one that ends without an error has all rows of a list that stays as it is. Pages are counted by the rows received,
// never by the rows asked for, and against the newest count that the vendor gave.
//
// Rows that are added or removed meanwhile move others across the edge of a page. When the vendor's count shrinks, the iteration over a
// list by page number or offset goes back as many pages as rows may have moved. A row may come twice; of the rows that are there from
// beginning to end none is left out, where the vendor counts them and the count shows the change. Where a list by cursor goes on is the
// vendor's affair: nothing can be read again there. It can't be seen that as many rows were added as removed between
// two pages: then as many may be left out, without an error. Where that matters, read a list that only grows, in the order of its ids, or
// read it twice.
//
// P is a pointer type, because the compiler makes one body for all pointers. Inlined it would be copied as often.
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

// PagesOf is Pages for a type of page that is known at run time only: a struct, or a slice where the response is the list itself. A page's
// List is a pointer to one.
func PagesOf(ctx context.Context, client *Client, call *call.Call, opts []CallOption, page reflect.Type) iter.Seq2[Page[any], error] {
	return func(yield func(Page[any], error) bool) {
		eachPage(ctx, client, call, opts, page, func(got listPage) bool {
			return yield(Page[any]{List: got.list, Next: got.next}, got.err)
		})
	}
}

// All iterates over the rows of a list, page after page, as Pages does. The rows are pointers into their page, so that wide rows aren't
// copied; a row that is kept keeps its page. P and T are pointer types for the reason that Pages gives.
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
