package rest

import (
	"errors"
)

// Page is one page of an iteration; P is the pointer to the list's type, such as *spiro.CompanyList.
type Page[P any] struct {
	// List is the page as the vendor sent it, side-loaded records included.
	List P
	// Next is where the following page starts; empty on the last one. Resume keeps it for you.
	Next Cursor

	_ [0]func() // nobody compares pages; saying so spares a comparison function for every list
}

var (
	// ErrPageCeiling: the vendor gives no more than so many rows of one list, and there are more. Narrow the list by
	// its filters and iterate over the parts.
	ErrPageCeiling = errors.New("page ceiling reached")
	// ErrRepeatedPage: the vendor gave the rows of an earlier page again, so going on would never end.
	ErrRepeatedPage = errors.New("page repeated")
	// ErrIncomplete: the rows that came are fewer than the vendor itself counts, or more of them can't be reached. The
	// PageError says how many of how many there are. The missing ones may be on any page: read the list again from its start.
	ErrIncomplete = errors.New("list incomplete")
	// ErrBadCursor: a cursor is not one of this list.
	ErrBadCursor = errors.New("bad cursor")
)

// PageError says why an iteration over a list ended before its end although no call failed: errors.Is says whether it is
// ErrPageCeiling, ErrRepeatedPage or ErrIncomplete. What a failed call ends in is an *Error.
type PageError struct {
	Vendor, Operation string
	// Err is or wraps ErrPageCeiling, ErrRepeatedPage, ErrIncomplete or ErrBadCursor.
	Err error
	// Seen is how many rows came before the iteration ended, those of an iteration that it continues included; Total how
	// many the vendor counts. 0 where that isn't known.
	Seen, Total int64
	// Next is the place to try again from, with StartAt, once the cause is mended; empty where there is none. After ErrIncomplete it
	// reads on from where the iteration ended, which doesn't bring back what is missing before that.
	Next Cursor
}

func (e *PageError) Error() string { return e.Vendor + ": " + e.Operation + ": " + e.Err.Error() }

// Unwrap returns Err.
func (e *PageError) Unwrap() error { return e.Err }
