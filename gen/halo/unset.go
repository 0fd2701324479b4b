package halo

import (
	"time"

	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// Numbers that stand for nothing where an id is expected. 0 is none, or the default, in most other places.
const (
	// None is no SLA, no priority, no change of the priority.
	None = -1
	// GeneralUser is the id in UserLookup that stands for the customer's general user.
	GeneralUser = -1
	// UnknownOwner is the owner of an asset that nobody is known to own.
	UnknownOwner = -99
)

// Date returns a time of Halo's, in UTC; false if there is none: the field is absent or null, can't be parsed, or is a day in or
// before 1900, which the server uses for times that were never set.
func Date(t value.Time) (time.Time, bool) {
	at := t.Time()
	if at.Year() <= 1900 {
		return time.Time{}, false
	}
	return at.UTC(), true
}
