package humanity

import (
	"time"

	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// wallTime returns the two points in time at which clocks in loc show a date and a time of day. They differ only in the
// hour that is doubled when daylight saving ends. A time that clocks skip when it begins moves forward by what they skip.
// Package time leaves open which it gives in either case.
func wallTime(year int, month time.Month, day, hour, minute, second int, loc *time.Location) (first, last time.Time) {
	shown := time.Date(year, month, day, hour, minute, second, 0, time.UTC)
	// No zone is further than 14 hours from UTC, so these two are on either side of the time in question.
	_, before := shown.Add(-24 * time.Hour).In(loc).Zone()
	_, after := shown.Add(24 * time.Hour).In(loc).Zone()
	at := func(offset int) (time.Time, bool) {
		t := shown.Add(-time.Duration(offset) * time.Second).In(loc)
		_, found := t.Zone()
		return t, found == offset
	}
	early, isEarly := at(before)
	late, isLate := at(after)
	switch {
	case isEarly && isLate:
		return early, late
	case isLate:
		return late, late
	}
	return early, early
}

// Moment returns the point in time of t, reading a time without a zone as wall time in loc; false if none is set. The vendor writes
// "0" for a time that isn't set, which Time and In of value.Time read as 1970.
//
// A time in the hour that occurs twice when daylight saving ends is the first of the two; a time that is skipped when it begins is
// moved forward by as much as is skipped.
func Moment(t value.Time, loc *time.Location) (time.Time, bool) {
	first, _, ok := moments(t, loc)
	return first, ok
}

func moments(t value.Time, loc *time.Location) (first, second time.Time, ok bool) {
	u := t.Time()
	if u.IsZero() {
		return u, u, false
	}
	if u.Equal(t.In(time.FixedZone("", 3600))) { // it doesn't depend on the zone
		return u.In(loc), u.In(loc), u.Unix() != 0
	}
	first, second = wallTime(u.Year(), u.Month(), u.Day(), u.Hour(), u.Minute(), u.Second(), loc)
	fraction := time.Duration(u.Nanosecond())
	return first.Add(fraction), second.Add(fraction), true
}

// Day returns the day that t falls on in loc, the account's zone, as requests want it.
func Day(t time.Time, loc *time.Location) value.Date { return value.DateOf(t.In(loc)) }

// DayAt returns the point in time of a day and a time of day in loc, as the rows of reports have them: "2026-03-29" and "9:00am". It
// accepts what ParseClock does.
func DayAt(day value.Date, clock string, loc *time.Location) (time.Time, bool) {
	hour, minute, ok := ParseClock(clock)
	if !ok || !day.Valid() {
		return time.Time{}, false
	}
	date := day.In(time.UTC)
	at, _ := wallTime(date.Year(), date.Month(), date.Day(), hour, minute, 0, loc)
	return at, true
}
