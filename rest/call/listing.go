package call

import "github.com/seed-8da6be54/vendorkit/rest/value"

// Listing describes a list operation to Pages and All: which parameters ask for a page, and which fields of a response
// hold its rows and say where it stands. Fields below others are spelled with dots: "pagination.nextPage".
type Listing struct {
	_ value.Incomparable

	Style Style
	// Page is the parameter for the page's number, the rows to skip, or what to continue with.
	Page string
	// Size is the parameter for the rows on a page, Cap how many are asked for when the caller doesn't say; 0 leaves
	// that to the vendor.
	Size string
	Cap  int64
	// Ask is a parameter that must be true for the vendor to give pages at all; empty where there is none.
	Ask string
	// Items is the field that holds the rows; empty when the response is the list itself.
	Items string
	// Next, Pages, Current, Total and Token are the fields with the vendor's own figures: the next page's number, how many pages
	// there are, which page this is, how many rows there are in all, and what to continue with.
	Next, Pages, Current, Total, Token string
	// From is the field of a row that holds what to continue with, for ByTime; Key the one that tells rows apart; empty
	// counts as "id".
	From, Key string
	// Limit is the parameter by which a caller asks for fewer rows than there are, of a list without pages.
	Limit string
	// Ceiling is how many rows the vendor lets one see; 0 is no bound.
	Ceiling int64
	// Continue finds what to continue with in a page, for ByCursor, where no field of the page holds just that: "" at the end. It is
	// given the pointer to the page, what this page was asked for by, and how many rows were asked for, 0 if nobody said. Its error
	// ends the iteration, behind the page's rows.
	Continue func(page any, at string, asked int64) (string, error)
	// Loose says that some servers respond with the list itself and others with an object around it. Where Items is empty,
	// an object's only list is taken; those in the fields of Besides aren't rows and don't count.
	Loose   bool
	Besides []string
}

// List makes the call one for a list, which rest.Pages and rest.All iterate over.
//
//go:noinline
func (c *Call) List(listing Listing) *Call {
	c.listing = &listing
	return c
}
