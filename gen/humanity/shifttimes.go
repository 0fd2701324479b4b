package humanity

import (
	"time"

	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// StartIn returns when the shift begins; false when the response doesn't say. loc is the account's zone.
func (s *Shift) StartIn(loc *time.Location) (time.Time, bool) {
	first, _, ok := edge(s.StartTimestamp, s.StartDate, s.StartTime, loc)
	return first, ok
}

// EndIn returns when the shift ends; false when the response doesn't say. loc is the account's zone. Where the response
// leaves open which of two doubled hours is meant it is the first that isn't before the start.
func (s *Shift) EndIn(loc *time.Location) (time.Time, bool) {
	first, second, ok := edge(s.EndTimestamp, s.EndDate, s.EndTime, loc)
	if start, known := s.StartIn(loc); known && first.Before(start) {
		return second, ok
	}
	return first, ok
}

// edge puts a shift's start or end together from what there is of it. An object that shows the same wall time as the
// text, and has an offset, settles which of two doubled hours it is.
func edge(text value.Time, day *DateObject, slot *TimeSlot, loc *time.Location) (first, second time.Time, ok bool) {
	var exact time.Time
	if day != nil {
		exact = day.In(loc)
	}
	if first, second, ok = moments(text, loc); ok {
		if exact.Equal(second) {
			first = second
		}
		return first, second, true
	}
	if day != nil && slot != nil {
		if s, found := slot.Slot(); found {
			if date := day.Calendar(); date.Valid() {
				at := date.In(time.UTC)
				hour, minute := s.Clock()
				first, second = wallTime(at.Year(), at.Month(), at.Day(), hour, minute, 0, loc)
				if exact.Equal(second) {
					first = second
				}
				return first, second, true
			}
		}
	}
	return exact, exact, !exact.IsZero()
}

// SetTimes sets the four fields of start and end. loc is the account's zone, in which requests are read.
//
// A request can't say which of two doubled hours it means.
func (c *ShiftCreate) SetTimes(start, end time.Time, loc *time.Location) {
	start, end = start.In(loc), end.In(loc)
	c.StartDate, c.StartTime = value.DateOf(start), ClockText(start)
	c.EndDate, c.EndTime = value.DateOf(end), ClockText(end)
}

// SetTimes sets the four fields of start and end. loc is the account's zone, in which requests are read.
func (u *ShiftUpdate) SetTimes(start, end time.Time, loc *time.Location) {
	start, end = start.In(loc), end.In(loc)
	u.StartDate, u.StartTime = new(value.DateOf(start)), new(ClockText(start))
	u.EndDate, u.EndTime = new(value.DateOf(end)), new(ClockText(end))
}

// InAt returns when the employee came; false when the response doesn't say. loc is the account's zone.
func (t *Timeclock) InAt(loc *time.Location) (time.Time, bool) {
	if at, ok := Moment(t.InTimestamp, loc); ok {
		return at, true
	}
	return Moment(t.StartTimestamp, loc)
}

// OutAt returns when the employee went; false while clocked in. loc is the account's zone.
func (t *Timeclock) OutAt(loc *time.Location) (time.Time, bool) {
	if at, ok := Moment(t.OutTimestamp, loc); ok {
		return at, true
	}
	return Moment(t.EndTimestamp, loc)
}
