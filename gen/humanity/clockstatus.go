package humanity

import (
	"fmt"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// Word returns the word in the response, such as "out"; false if it is a clock time.
func (s *TimeclockStatusItem) Word() (string, bool) { return s.Data.Text() }

// Timeclock returns the clock time in the response; nil if it is a word or nothing. If a field has another type than expected, it
// returns both the clock time with everything else and an error that wraps rest.ErrDecode.
func (s *TimeclockStatusItem) Timeclock() (*Timeclock, error) {
	if len(s.Data.Fields()) == 0 {
		return nil, nil
	}
	var clock Timeclock
	if err := value.Decode(s.Data, &clock); err != nil {
		return &clock, fmt.Errorf("humanity: clock status: %w: %w", rest.ErrDecode, err)
	}
	return &clock, nil
}
