package rest

// place is which page of a list to get.
type place struct {
	number int64  // the page's number, for a list by number
	token  string // what to continue with, for any other; empty at the start

	past    past
	unknown bool     // how many rows are before this place isn't known
	again   bool     // the page was read before, and rows may have moved to it since
	peek    bool     // nothing says that the page exists
	edge    []uint64 // the rows of a feed at the time token that were given already
}

// progress is what a page says of the iteration.
type progress struct {
	rows int // on the page
	// The vendor's own figures: the next page's number, how many pages there are, which page this is, how many rows there are
	// in all. 0 where it gives none.
	next, pages, current, total int64
	token                       string // to continue with; empty at the end
}
