package humanity

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// Days returns the week as one row for each day, whichever of its two forms the vendor has sent: a list of rows, or an object of
// days (1 Sunday to 7 Saturday) with slots. Rows made from such an object have no id, and are in order from Sunday to Saturday. A
// week in which nothing is set has no rows.
//
// If a field has another type than expected, it returns both the rows with everything else and an error that wraps rest.ErrDecode.
func (a *WeeklyAvailabilityResponse) Days() ([]WeeklyAvailability, error) {
	members, items, err := parts(a.Data)
	if err != nil {
		return nil, fmt.Errorf("humanity: weekly availability: %w: %w", rest.ErrDecode, err)
	}
	var first error
	read := func(row value.JSON, day string) WeeklyAvailability {
		out, err := weekDay(row, day)
		if err != nil && first == nil {
			first = fmt.Errorf("humanity: weekly availability: %w: %w", rest.ErrDecode, err)
		}
		return out
	}
	var days []WeeklyAvailability
	switch {
	case items != nil:
		for _, row := range items {
			days = append(days, read(row, ""))
		}
	case isWeekDay(a.Data):
		days = append(days, read(a.Data, ""))
	default:
		for _, name := range slices.SortedFunc(maps.Keys(members), byNumber) {
			days = append(days, read(members[name], name))
		}
	}
	return days, first
}

// isWeekDay distinguishes a row from an object of slots.
func isWeekDay(value value.JSON) bool {
	members := value.Fields()
	return members["day"] != nil || members["availability"] != nil
}

// weekDay reads a row, or the slots of the day that has this name in an object.
func weekDay(row value.JSON, name string) (WeeklyAvailability, error) {
	var out WeeklyAvailability
	if name == "" || isWeekDay(row) {
		return out, value.Decode(row, &out)
	}
	out.Day = name
	if len(name) == 1 && name >= "1" && name <= "7" {
		out.Day = time.Weekday(name[0] - '1').String()[:3]
	}
	return out, value.Decode(row, &out.Availability)
}

// Weekday returns which day of the week it is; false when Day is none.
func (w WeeklyAvailability) Weekday() (time.Weekday, bool) {
	for day := time.Sunday; day <= time.Saturday; day++ {
		if len(w.Day) >= 3 && strings.EqualFold(day.String()[:3], w.Day[:3]) {
			return day, true
		}
	}
	return 0, false
}

// UnmarshalJSON reads a mark, also one that is a bare flag.
func (m *AvailabilityMark) UnmarshalJSON(data []byte) error {
	type plain AvailabilityMark
	if flag, ok := value.JSON(data).Int(); ok {
		*m = AvailabilityMark{Flag: value.Int(flag)}
		return nil
	}
	return value.Decode(data, (*plain)(m))
}
