package call

// Style says how the pages of a list are requested. The x-page of the documents has the same words, except for ByOffset, which only
// lists have that are described by hand.
type Style string

// The styles.
const (
	ByNumber Style = "number" // pages 1, 2, ...
	ByOffset Style = "offset" // behind a number of rows
	ByCursor Style = "cursor" // by what the page before says to continue with
	ByTime   Style = "time"   // by the time of the page before's last row
	Unpaged  Style = "none"   // not at all: the list comes whole
)
