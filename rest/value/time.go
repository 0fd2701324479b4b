package value

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
)

// Time is a point in time as a vendor writes it. The string is kept and parsed only on demand, so that an unknown spelling never
// costs a whole response. These spellings are known: RFC 3339 with or without seconds and fractions; an offset without a colon or
// minutes, with or without a space before it, "UTC" in its place or beside it, and a zone name in brackets after it; a space instead
// of T; lower case; no zone at all; ISO 8601 without dashes and colons; the dates of e-mail and HTTP; a bare date; seconds or
// milliseconds since 1970 as a number or string; and .NET's /Date(1778571000000)/. Eight digits that form a day, such as 20260512,
// are that day, and fourteen, such as 20260512073000, a time on it.
type Time struct{ raw string }

// TimeOf returns the Time of t, written as RFC 3339.
func TimeOf(t time.Time) Time { return Time{t.Format(time.RFC3339Nano)} }

// ParseTime returns the Time of a string as a vendor would write it.
func ParseTime(text string) Time { return Time{text} }

var timeLayouts = [...]string{
	time.RFC3339Nano,
	"2006-01-02T15:04:05.999999999Z0700",
	"2006-01-02T15:04:05.999999999",
	"2006-01-02 15:04:05.999999999Z07:00",
	"2006-01-02 15:04:05.999999999Z0700",
	"2006-01-02 15:04:05.999999999",
	"2006-01-02T15:04",
	"2006-01-02 15:04",
	"2006-01-02T15:04Z07:00",
	"2006-01-02T15:04Z0700",
	"2006-01-02 15:04Z07:00",
	"2006-01-02 15:04Z0700",
	"20060102T150405Z07:00",
	"20060102T150405Z0700",
	"20060102T150405",
	"20060102T1504Z07:00",
	"20060102T1504Z0700",
	"20060102T1504",
	"Mon, 2 Jan 2006 15:04:05Z07:00",
	"Mon, 2 Jan 2006 15:04:05Z0700",
	time.DateOnly,
}

// compactDay is a day without dashes. As seconds since 1970 such numbers would be days of August 1970 and the like, which
// no vendor has records of.
const compactDay = "20060102"

// compactTime is a time without anything between its parts. As milliseconds since 1970 such numbers would be times in 2600 and
// later.
const compactTime = "20060102150405"

// Time returns the point in time; a string without zone counts as UTC. The zero time means that nothing was sent or that
// the string has an unknown form: IsZero and Valid tell which.
func (t Time) Time() time.Time { return t.In(time.UTC) }

// In returns the point in time; a string without a zone is read as wall time in loc.
func (t Time) In(loc *time.Location) time.Time {
	text := strings.TrimSpace(t.raw)
	if text == "" {
		return time.Time{}
	}
	text = withZone(netDate(text))
	for _, layout := range timeLayouts {
		if layout == time.DateOnly {
			if day, err := time.Parse(layout, text); err == nil {
				return firstInstant(day.Year(), day.Month(), day.Day(), loc)
			}
		} else if at, err := time.ParseInLocation(layout, text, loc); err == nil {
			return at
		}
	}
	if len(text) == len(compactTime) {
		if at, err := time.ParseInLocation(compactTime, text, loc); err == nil && at.Year() >= 1900 && at.Year() < 2200 {
			return at
		}
	}
	if day, ok := parseDay(compactDay, text); ok {
		return firstInstant(day.Year(), day.Month(), day.Day(), loc)
	}
	if seconds, err := strconv.ParseFloat(text, 64); err == nil && seconds > -1e15 && seconds < 1e15 && decimal(text) {
		if seconds > 1e11 || seconds < -1e11 { // beyond the year 5000 as seconds: these are milliseconds
			return time.UnixMilli(int64(seconds)).In(loc)
		}
		whole, fraction := math.Modf(seconds)
		return time.Unix(int64(whole), int64(math.Round(fraction*1e6))*1000).In(loc) // a float64 has microseconds
	}
	return time.Time{}
}

// Valid reports whether the string is of a known form.
func (t Time) Valid() bool { return !t.Time().IsZero() }

// IsZero reports whether nothing was sent.
func (t Time) IsZero() bool { return t.raw == "" }

// String returns the string as the vendor wrote it.
func (t Time) String() string { return t.raw }

// Equal reports whether both are the same point in time, or the same string when that can't be read.
func (t Time) Equal(u Time) bool {
	return t.raw == u.raw || t.Valid() && t.Time().Equal(u.Time())
}

// MarshalText returns the string.
func (t Time) MarshalText() ([]byte, error) { return []byte(t.raw), nil }

// MarshalJSON returns the string, or null when there is none.
func (t Time) MarshalJSON() ([]byte, error) { return textOrNull(t.raw) }

// UnmarshalJSON takes a string, a number or null.
func (t *Time) UnmarshalJSON(raw []byte) error {
	return unmarshalMoment(raw, &t.raw, "a time")
}

// Date is a calendar day as a vendor writes it, usually 2006-01-02. As with [Time], the string is kept.
type Date struct{ raw string }

// DateOf returns the Date of t's day in t's own zone.
func DateOf(t time.Time) Date { return Date{t.Format(time.DateOnly)} }

// ParseDate returns the Date of a string as a vendor would write it.
func ParseDate(text string) Date { return Date{text} }

// In returns the first instant of the day in loc, or the zero time if the string has an unknown form. A time of day or a zone after
// the date is ignored.
func (d Date) In(loc *time.Location) time.Time {
	text := strings.TrimSpace(d.raw)
	if day, ok := parseDay(compactDay, text); ok {
		return firstInstant(day.Year(), day.Month(), day.Day(), loc)
	}
	if len(text) > len(time.DateOnly) && strings.IndexByte("Tt Zz+-", text[len(time.DateOnly)]) >= 0 {
		text = text[:len(time.DateOnly)]
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return time.Time{}
	}
	return firstInstant(day.Year(), day.Month(), day.Day(), loc)
}

// parseDay reads a day of 1900 to 2199.
func parseDay(layout, text string) (time.Time, bool) {
	if len(text) != len(layout) {
		return time.Time{}, false
	}
	day, err := time.Parse(layout, text)
	return day, err == nil && day.Year() >= 1900 && day.Year() < 2200
}

// firstInstant returns when a day begins in loc. Where the clocks go forward at midnight that is later than midnight, and
// time.Date gives an instant of the day before; where they go back to before midnight, it is the first of two. A day that a
// zone has left out, as Samoa did with one, begins when the next one does.
func firstInstant(year int, month time.Month, day int, loc *time.Location) time.Time {
	at := time.Date(year, month, day, 0, 0, 0, 0, loc)
	if _, m, d := at.Date(); m == month && d == day {
		for _, earlier := range [...]time.Duration{time.Hour, 30 * time.Minute, 2 * time.Hour} { // the same midnight before the clocks went back
			before := at.Add(-earlier)
			if _, _, d := before.Date(); d == day && before.Hour() == 0 && before.Minute() == 0 {
				return before
			}
		}
		return at
	}
	if y, m, d := at.Date(); time.Date(y, m, d, 0, 0, 0, 0, time.UTC).After(time.Date(year, month, day, 0, 0, 0, 0, time.UTC)) {
		return firstInstant(y, m, d, loc)
	}
	_, next := at.ZoneBounds() // the clocks go forward at that instant
	if next.IsZero() {
		return at
	}
	return next.In(loc)
}

// Valid reports whether the string is of a known form.
func (d Date) Valid() bool { return !d.In(time.UTC).IsZero() }

// IsZero reports whether nothing was sent.
func (d Date) IsZero() bool { return d.raw == "" }

// String returns the string as the vendor wrote it.
func (d Date) String() string { return d.raw }

// Equal reports whether both are the same day, or the same string when that can't be read.
func (d Date) Equal(e Date) bool {
	return d.raw == e.raw || d.Valid() && d.In(time.UTC).Equal(e.In(time.UTC))
}

// MarshalText returns the string.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.raw), nil }

// MarshalJSON returns the string, or null when there is none.
func (d Date) MarshalJSON() ([]byte, error) { return textOrNull(d.raw) }

// UnmarshalJSON takes a string, a number or null.
func (d *Date) UnmarshalJSON(raw []byte) error {
	return unmarshalMoment(raw, &d.raw, "a date")
}

func textOrNull(text string) ([]byte, error) {
	if text == "" {
		return []byte("null"), nil
	}
	return json.Marshal(text)
}

func unmarshalMoment(raw []byte, into *string, want string) error {
	switch kind := jsonscan.Kind(raw); kind {
	case jsonscan.Null:
		*into = ""
		return nil
	case jsonscan.String, jsonscan.Number:
		text, err := unquoted(raw)
		*into = text
		return err
	case jsonscan.Boolean: // false is some vendors' way of saying that there is none
		if bytesEqual(raw, "false") {
			*into = ""
			return nil
		}
		fallthrough
	default:
		return &ScalarError{Want: want, Found: kind}
	}
}

func bytesEqual(raw []byte, s string) bool { return strings.TrimSpace(string(raw)) == s }
