package rest

import (
	"context"
	"errors"
	"iter"
	"reflect"
)

// Page is one page of a walk; P is the pointer to the list's type, such as *spiro.CompanyList.
type Page[P any] struct {
	// List is the page as the vendor answered it, side-loaded records included.
	List P
	// Next is where the following page starts; empty on the last one.
	Next Cursor

	_ [0]func() // nobody compares pages; saying so spares a comparison function for every list
}

var (
	// ErrPageCeiling: the vendor gives no more than so many rows of one list, and there are more. Narrow the list by
	// its filters and walk the parts.
	ErrPageCeiling = errors.New("page ceiling reached")
	// ErrRepeatedPage: the vendor gave the rows of an earlier page again, so going on would never end.
	ErrRepeatedPage = errors.New("page repeated")
	// ErrIncomplete: the rows that came are fewer than the vendor itself counts, or more of them can't be reached. The
	// PageError says how many of how many there are, and has the cursor of the place to try again from.
	ErrIncomplete = errors.New("list incomplete")
	// ErrBadCursor: a cursor is not one of this list.
	ErrBadCursor = errors.New("bad cursor")
)

// Paging describes a list operation's pages to Walk.
type Paging struct {
	// Vendor and Operation name the list in errors.
	Vendor, Operation string
	// Style is "number" (page 1, 2, ...), "cursor" or "time" (a text from the last answer), or "none".
	Style string
	// First is the number of the page to begin with; 0 counts as 1.
	First int64
	// Ceiling is how many rows the vendor lets one see; 0 is no bound.
	Ceiling int64
	// Items is the field of a response that holds the rows, with dots where it is below others; empty when the response is
	// the list itself. Key is the field of a row that tells it from others; empty counts as "id".
	Items, Key string
}

// Place tells a fetch which page to get.
type Place struct {
	// Number is the page's number, for style "number".
	Number int64
	// Token is the text to continue with, for "cursor" and "time"; empty at the start.
	Token string

	seam    map[string]bool
	past    past
	unknown bool     // how many rows are before this place isn't known
	again   bool     // the page was read before, and rows may have moved to it since
	peek    bool     // nothing says that the page exists
	edge    []uint64 // the rows of a feed at the time Token that were given already
}

// Fresh drops the rows that the page before has shown already, by their keys. Lists that continue from the last row's
// time give that row again.
func Fresh[T any](at Place, rows []T, key func(T) string) []T {
	fresh := make([]T, 0, len(rows))
	keys := make(map[string]bool, len(rows))
	for _, row := range rows {
		k := key(row)
		keys[k] = true
		if !at.seam[k] {
			fresh = append(fresh, row)
		}
	}
	if at.seam != nil {
		clear(at.seam)
		for k := range keys {
			at.seam[k] = true
		}
	}
	return fresh
}

// Progress is what a page says of the walk.
type Progress struct {
	// Rows is how many rows the page holds.
	Rows int
	// Next, Pages, Current and Total are the vendor's own figures: the next page's number, how many pages there are,
	// which page this is, how many rows there are in all. 0 where it gives none.
	Next, Pages, Current, Total int64
	// Token is the text to continue with; empty at the end.
	Token string
}

// Walk goes through the pages of a list, one request at a time and only as far as the caller reads. It ends with the
// vendor's last page, or with an error: when a call fails, when rows of an earlier page come again (ErrRepeatedPage), when
// it would pass the vendor's ceiling (ErrPageCeiling), and when fewer rows came than the vendor counts (ErrIncomplete). So
// an iteration that ends without an error is complete. Pages are counted by the rows received, never by the rows asked for,
// and against the newest count that the vendor gave.
//
// Rows that are added or removed meanwhile move others across the edge of a page. When the vendor's count shrinks, the
// iteration goes back as many pages as rows may have moved. A row may come twice; of the rows that are there from beginning to
// end none is left out, where the vendor counts them.
//
// P is a pointer type, because the compiler makes one body for all pointers: with struct types it would make one for
// every list of every vendor. Inlined it would be copied as often.
//
//go:noinline
func Walk[P any](ctx context.Context, paging Paging, opts []CallOption,
	fetch func(ctx context.Context, place Place, opts []CallOption) (P, Progress, error)) iter.Seq2[Page[P], error] {
	return func(yield func(Page[P], error) bool) {
		w := paging.walk(opts)
		w.page = reflect.TypeFor[P]().Elem()
		for w.going() {
			w.forget()
			list, progress, err := fetch(ctx, w.place, w.opts)
			next, err := w.step(progress, err)
			if w.over {
				break
			}
			if err != nil {
				page := Page[P]{List: list}
				if w.repeated { // its rows have been seen
					page = Page[P]{}
				}
				yield(page, err)
				return
			}
			if !yield(Page[P]{List: list, Next: next}, nil) {
				return
			}
		}
		if w.fault != nil {
			yield(Page[P]{}, w.fault)
		}
	}
}

// PageError says why an iteration over a list ended before its end although no call failed: errors.Is tells whether it is
// ErrPageCeiling, ErrRepeatedPage or ErrIncomplete. What a failed call ends in is an *Error.
type PageError struct {
	Vendor, Operation string
	// Err is or wraps ErrPageCeiling, ErrRepeatedPage, ErrIncomplete or ErrBadCursor.
	Err error
	// Seen is how many rows came before the iteration ended, those of an iteration that it continues included; Total how
	// many the vendor counts. 0 where that isn't known.
	Seen, Total int64
	// Next is the place to try again from, with StartAt, once the cause is mended; empty where there is none.
	Next Cursor
}

func (e *PageError) Error() string { return e.Vendor + ": " + e.Operation + ": " + e.Err.Error() }

// Unwrap returns Err.
func (e *PageError) Unwrap() error { return e.Err }

// Rows goes through the rows of pages, one at a time. The rows are pointers into their page, so that wide rows aren't
// copied; a row that is kept keeps its page. P and T are pointer types for the reason that Walk gives.
//
//go:noinline
func Rows[P, T any](pages iter.Seq2[Page[P], error], each func(list P, yield func(T) bool) bool) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		pages(func(page Page[P], err error) bool {
			if any(page.List) != any(*new(P)) && !each(page.List, func(row T) bool { return yield(row, nil) }) {
				return false
			}
			if err != nil {
				var none T
				return yield(none, err)
			}
			return true
		})
	}
}

// SetPage puts a page number into a parameter.
func SetPage[T ~int | ~int32 | ~int64](param **T, number int64) {
	n := T(number)
	*param = &n
}

// PageOf returns the page number that the caller asked for; 0 when it didn't.
func PageOf[T ~int | ~int32 | ~int64](param *T) int64 {
	if param == nil {
		return 0
	}
	return int64(*param)
}

// SetToken puts a continuation text into a parameter; nothing at the start.
func SetToken[T ~string](param **T, token string) {
	if token != "" {
		t := T(token)
		*param = &t
	}
}
