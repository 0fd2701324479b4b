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
	// ErrPageCeiling: the vendor returns only a certain number of rows of one list, and there are more. Narrow the list by its
	// filters and iterate over the parts.
	ErrPageCeiling = errors.New("page ceiling reached")
	// ErrRepeatedPage: the vendor returned the rows of an earlier page again, so the iteration would never end.
	ErrRepeatedPage = errors.New("page repeated")
	// ErrIncomplete: fewer rows came than the vendor itself counts, or the others can't be reached. The PageError says how many of
	// how many came. The missing ones may be on any page, so read the list again from its start.
	ErrIncomplete = errors.New("list incomplete")
	// ErrBadCursor: a cursor doesn't belong to this list.
	ErrBadCursor = errors.New("bad cursor")
)

// PageError says why an iteration over a list ended early although no call failed: [errors.Is] says whether it is [ErrPageCeiling],
// [ErrRepeatedPage], [ErrIncomplete] or [ErrBadCursor]. A failed call ends an iteration with an [*Error].
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

// Error says which list it was and what went wrong with it.
func (e *PageError) Error() string { return e.Vendor + ": " + e.Operation + ": " + e.Err.Error() }

// Unwrap returns Err.
func (e *PageError) Unwrap() error { return e.Err }
