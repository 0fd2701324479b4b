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
