package rest

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// Time is a point in time as a vendor writes it. The text is kept and read when asked for: a spelling that nobody has
// seen yet never costs a whole answer. Known spellings: RFC 3339 with or without fractions, an offset without colon, a
// space instead of T, no zone at all, a bare date, and seconds since 1970 as number or text.
type Time struct{ raw string }

// At returns the Time of t, written as RFC 3339.
func At(t time.Time) Time { return Time{t.Format(time.RFC3339Nano)} }

// ParseTime returns the Time of a text as a vendor would write it.
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
	time.DateOnly,
}

// Time returns the point in time; a text without zone counts as UTC. The zero time means that nothing was sent or that
// the text has an unknown form: IsZero and Valid tell which.
func (t Time) Time() time.Time { return t.In(time.UTC) }

// In returns the point in time, reading a text without zone as wall time of loc.
func (t Time) In(loc *time.Location) time.Time {
	text := strings.TrimSpace(t.raw)
	if text == "" {
		return time.Time{}
	}
	for _, layout := range timeLayouts {
		if at, err := time.ParseInLocation(layout, text, loc); err == nil {
			return at
		}
	}
	if seconds, err := strconv.ParseFloat(text, 64); err == nil && seconds > -1e15 && seconds < 1e15 && decimal(text) {
		if seconds > 1e11 || seconds < -1e11 { // beyond the year 5000 as seconds: these are milliseconds
			return time.UnixMilli(int64(seconds)).In(loc)
		}
		return time.Unix(int64(seconds), 0).In(loc)
	}
	return time.Time{}
}

// Valid reports whether the text is of a known form.
func (t Time) Valid() bool { return !t.Time().IsZero() }

// IsZero reports whether nothing was sent.
func (t Time) IsZero() bool { return t.raw == "" }

// String returns the text as the vendor wrote it.
func (t Time) String() string { return t.raw }

// Equal reports whether both are the same point in time, or the same text when that can't be read.
func (t Time) Equal(u Time) bool {
	return t.raw == u.raw || t.Valid() && t.Time().Equal(u.Time())
}

// MarshalText returns the text.
func (t Time) MarshalText() ([]byte, error) { return []byte(t.raw), nil }

// MarshalJSON returns the text, or null when there is none.
func (t Time) MarshalJSON() ([]byte, error) { return textOrNull(t.raw) }

// UnmarshalJSON takes a text, a number or null.
func (t *Time) UnmarshalJSON(raw []byte) error {
	return unmarshalMoment(raw, &t.raw, "a time")
}

// Date is a calendar day as a vendor writes it, usually 2006-01-02. As with Time the text is kept.
type Date struct{ raw string }

// DateOf returns the Date of t's day in t's own zone.
func DateOf(t time.Time) Date { return Date{t.Format(time.DateOnly)} }

// ParseDate returns the Date of a text as a vendor would write it.
func ParseDate(text string) Date { return Date{text} }

// In returns the day's first instant in loc; the zero time when the text has an unknown form. A time of day behind the
// date is ignored.
func (d Date) In(loc *time.Location) time.Time {
	text := strings.TrimSpace(d.raw)
	if len(text) > len(time.DateOnly) && (text[10] == 'T' || text[10] == ' ') {
		text = text[:10]
	}
	at, err := time.ParseInLocation(time.DateOnly, text, loc)
	if err != nil {
		return time.Time{}
	}
	return at
}

// Valid reports whether the text is of a known form.
func (d Date) Valid() bool { return !d.In(time.UTC).IsZero() }

// IsZero reports whether nothing was sent.
func (d Date) IsZero() bool { return d.raw == "" }

// String returns the text as the vendor wrote it.
func (d Date) String() string { return d.raw }

// Equal reports whether both are the same day, or the same text when that can't be read.
func (d Date) Equal(e Date) bool {
	return d.raw == e.raw || d.Valid() && d.In(time.UTC).Equal(e.In(time.UTC))
}

// MarshalText returns the text.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.raw), nil }

// MarshalJSON returns the text, or null when there is none.
func (d Date) MarshalJSON() ([]byte, error) { return textOrNull(d.raw) }

// UnmarshalJSON takes a text, a number or null.
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
	switch kind := kindName(raw); kind {
	case "null":
		*into = ""
		return nil
	case "text", "a number":
		text, err := unquoted(raw)
		*into = text
		return err
	case "a boolean": // false is some vendors' way of saying that there is none
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
