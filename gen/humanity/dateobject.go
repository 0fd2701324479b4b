package humanity

import (
	"strings"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// IsSet reports whether the object has a date: one that isn't set is sent as a day in 1970 without a timestamp.
func (d DateObject) IsSet() bool {
	if _, ok := Moment(d.Timestamp, time.UTC); ok {
		return true
	}
	year, _, _, ok := d.day()
	if !ok {
		at, found := Moment(d.ISO8601, time.UTC)
		year, ok = at.Year(), found
	}
	return ok && d.ID >= 0 && year > 1970
}

// In returns the point in time, shown in loc; the zero time if none is set. An offset or a timestamp of the object decides; without
// them its fields are wall time in loc, which should then be the account's zone.
func (d DateObject) In(loc *time.Location) time.Time {
	if !d.IsSet() {
		return time.Time{}
	}
	for _, exact := range [...]value.Time{d.ISO8601, d.Timestamp} {
		if at, ok := Moment(exact, loc); ok {
			return at
		}
	}
	if clock := strings.TrimSpace(d.Date.String()); len(clock) > len(time.DateOnly) {
		if at, ok := Moment(d.Date, loc); ok {
			return at
		}
	}
	year, month, day, _ := d.day()
	hour, minute, second := int(d.Hours), int(d.Minutes), int(d.Seconds)
	if h, m, ok := ParseClock(d.Time); ok && hour == 0 && minute == 0 {
		hour, minute = h, m
	}
	at, _ := wallTime(year, month, day, hour, minute, second, loc)
	return at
}

// Calendar returns the day, in the account's zone; the zero Date when none is set.
func (d DateObject) Calendar() value.Date {
	if !d.IsSet() {
		return value.Date{}
	}
	if year, month, day, ok := d.day(); ok {
		return value.DateOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
	}
	if text := d.ISO8601.String(); len(text) >= len(time.DateOnly) && value.ParseDate(text).Valid() {
		return value.ParseDate(text[:len(time.DateOnly)]) // written in the account's own offset
	}
	return value.Date{}
}

// day returns the day from the three numbers, or else from the string.
func (d DateObject) day() (year int, month time.Month, day int, ok bool) {
	if 0 < d.Year && d.Year < 10000 && 1 <= d.Month && d.Month <= 12 && 1 <= d.Day && d.Day <= 31 {
		return int(d.Year), time.Month(d.Month), int(d.Day), true
	}
	if date := value.ParseDate(d.Date.String()).In(time.UTC); !date.IsZero() {
		return date.Year(), date.Month(), date.Day(), true
	}
	return 0, 0, 0, false
}
