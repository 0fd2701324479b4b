package rest

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"iter"
	"strconv"
	"strings"
)

// Cursor is a place in a walk over pages, to go on from later. It is plain text that may be stored.
type Cursor string

// Page is one page of a walk; P is the pointer to the list's type, such as *spiro.CompanyList.
type Page[P any] struct {
	// List is the page as the vendor answered it, side-loaded records included.
	List P
	// Next is where the following page starts; empty on the last one.
	Next Cursor

	_ [0]func() // nobody compares pages; saying so spares a comparison function for every list
}

// fingerprint tells two answers apart without keeping them.
type fingerprint struct {
	seed maphash.Seed
	sum  uint64
}

var (
	// ErrPageCeiling: the vendor gives no more than so many rows of one list, and there are more. Narrow the list by
	// its filters and walk the parts.
	ErrPageCeiling = errors.New("page ceiling reached")
	// ErrRepeatedPage: the vendor answered the same page twice in a row, so going on would never end.
	ErrRepeatedPage = errors.New("page repeated")
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
}

// Place tells a fetch which page to get.
type Place struct {
	// Number is the page's number, for style "number".
	Number int64
	// Token is the text to continue with, for "cursor" and "time"; empty at the start.
	Token string

	seam map[string]bool
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

// Walk goes through the pages of a list, one request at a time and only as far as the caller reads. It stops at the
// vendor's last page; it stops with an error when a call fails, when the vendor repeats a page, and when it would pass
// the vendor's ceiling. Pages are counted by the rows received, never by the rows asked for.
//
// P is a pointer type, because the compiler makes one body for all pointers: with struct types it would make one for
// every list of every vendor. Inlined it would be copied as often.
//
//go:noinline
func Walk[P any](ctx context.Context, paging Paging, opts []CallOption,
	fetch func(ctx context.Context, place Place, opts []CallOption) (P, Progress, error)) iter.Seq2[Page[P], error] {
	return func(yield func(Page[P], error) bool) {
		w := paging.walk(opts)
		for w.going() {
			list, progress, err := fetch(ctx, w.place, w.opts)
			next, err := w.step(progress, err)
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

// walker is the state of one walk. It holds all of Walk that doesn't depend on the list's type, so that this is compiled
// once and not for every list of every vendor.
type walker struct {
	paging Paging
	opts   []CallOption
	place  Place
	print  fingerprint
	last   uint64
	seen   int64
	done   bool
	fault  error

	repeated bool
	loose    bool // the vendor doesn't say where the list ends, nor whether it pages at all: a repeated page is the end
}

func (p Paging) walk(opts []CallOption) *walker {
	w := &walker{paging: p, print: fingerprint{seed: maphash.MakeSeed()}}
	w.opts = append(opts[:len(opts):len(opts)], func(o *callOptions) { o.print = &w.print })
	var options callOptions
	options.gather(opts)
	place, err := p.start(options.from)
	if err != nil {
		w.done, w.fault = true, p.fault(err)
	}
	place.seam = map[string]bool{}
	w.place = place
	return w
}

// going reports whether there is a page to fetch.
func (w *walker) going() bool { return !w.done }

// step takes in a fetched page. It returns where the next one starts, or the error with which the walk ends.
func (w *walker) step(progress Progress, err error) (Cursor, error) {
	w.done = true
	if err != nil {
		return "", err
	}
	if progress.Rows > 0 && w.paging.Style != "none" {
		if w.print.sum == w.last || progress.Current > 0 && progress.Current < w.place.Number {
			w.repeated = true
			if w.loose {
				return "", nil
			}
			return "", w.paging.fault(ErrRepeatedPage)
		}
		w.last = w.print.sum
	}
	if w.seen == 0 && w.place.Number > 1 {
		w.seen = (w.place.Number - 1) * int64(progress.Rows)
	}
	w.seen += int64(progress.Rows)
	next, more := w.paging.after(w.place, progress, w.seen)
	if !more {
		return "", nil
	}
	if w.paging.Ceiling > 0 && w.seen >= w.paging.Ceiling {
		w.fault = w.paging.fault(fmt.Errorf("%w: %d of %s rows can be read; narrow the list by its filters", ErrPageCeiling, w.seen, total(progress.Total)))
		return "", nil
	}
	next.seam = w.place.seam
	w.place, w.done = next, false
	return w.paging.cursor(next), nil
}

func total(n int64) string {
	if n == 0 {
		return "more"
	}
	return strconv.FormatInt(n, 10)
}

// after says which page follows, if any.
func (p Paging) after(at Place, progress Progress, seen int64) (Place, bool) {
	if progress.Rows == 0 {
		return Place{}, false
	}
	switch p.Style {
	case "number":
		next := Place{Number: at.Number + 1}
		switch {
		case progress.Pages > 0:
			return next, at.Number < progress.Pages
		case progress.Next > at.Number:
			return Place{Number: progress.Next}, true
		case progress.Total > 0:
			return next, seen < progress.Total
		}
		return next, true // the vendor gives no figure: an empty page will end the walk
	case "cursor", "time":
		return Place{Token: progress.Token}, progress.Token != "" && progress.Token != at.Token
	}
	return Place{}, false
}

func (p Paging) start(from Cursor) (Place, error) {
	if from == "" {
		return Place{Number: max(p.First, 1)}, nil
	}
	style, rest, _ := strings.Cut(string(from), ":")
	if style != p.Style || rest == "" { // with nothing behind it, the walk would begin anew
		return Place{}, fmt.Errorf("%w: this list continues by %q", ErrBadCursor, p.Style)
	}
	if style != "number" {
		return Place{Token: rest}, nil
	}
	n, err := strconv.ParseInt(rest, 10, 64)
	if err != nil || n < 1 {
		return Place{}, fmt.Errorf("%w: a page number was expected", ErrBadCursor)
	}
	return Place{Number: n}, nil
}

func (p Paging) cursor(next Place) Cursor {
	if p.Style == "number" {
		return Cursor("number:" + strconv.FormatInt(next.Number, 10))
	}
	return Cursor(p.Style + ":" + next.Token)
}

func (p Paging) fault(err error) error {
	return &PageError{Vendor: p.Vendor, Operation: p.Operation, Err: err}
}

// PageError says why a walk over pages could not go on although no call failed.
type PageError struct {
	Vendor, Operation string
	// Err is or wraps ErrPageCeiling, ErrRepeatedPage or ErrBadCursor.
	Err error
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
