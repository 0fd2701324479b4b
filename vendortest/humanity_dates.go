package vendortest

import (
	"strconv"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
)

// The simulated account is in Chicago. Its zone is worked out here, so that the same seed gives the same bytes on a
// machine without a time-zone database too.
const (
	humanityZoneName = "America/Chicago"
	humanityZoneID   = 7
	humanityWall     = "2006-01-02 15:04:05"
)

// humanityZone is the account's zone at a point in time: summer time is from the second Sunday of March to the first of
// November, at two o'clock.
func humanityZone(at time.Time) *time.Location {
	year := at.UTC().Year()
	sunday := func(month time.Month, n, hour int) time.Time {
		first := time.Date(year, month, 1, hour, 0, 0, 0, time.UTC)
		return first.AddDate(0, 0, (7-int(first.Weekday()))%7+7*(n-1))
	}
	if at.Before(sunday(time.March, 2, 8)) || !at.Before(sunday(time.November, 1, 7)) {
		return time.FixedZone("CST", -6*3600)
	}
	return time.FixedZone("CDT", -5*3600)
}

// humanityAt is the point in time when the account's clocks show so and so. A time that summer time skips is moved on.
func humanityAt(wall time.Time) time.Time {
	year, month, day := wall.Date()
	as := func(zone *time.Location) time.Time {
		return time.Date(year, month, day, wall.Hour(), wall.Minute(), wall.Second(), 0, zone)
	}
	at := as(time.FixedZone("CST", -6*3600))
	if summer := as(time.FixedZone("CDT", -5*3600)); humanityZone(summer).String() == "CDT" {
		at = summer
	}
	return at.In(humanityZone(at))
}

// humanityDay parses a date in one of the spellings that clients send.
func humanityDay(text string) (time.Time, bool) {
	for _, layout := range []string{time.DateOnly, "01/02/2006", "1/2/2006", "Jan 2, 2006", "January 2, 2006", "January 2,2006"} {
		if day, err := time.Parse(layout, text); err == nil {
			return day, true
		}
	}
	return time.Time{}, false
}

// humanitySpelling reads dates in the spellings that clients send, and flags as numbers.
func humanitySpelling(schema *openapi3.Schema, text string) string {
	switch {
	case schema.Type.Is("string") && schema.Format == "date":
		if day, ok := humanityDay(strings.TrimSpace(text)); ok {
			return day.Format(time.DateOnly)
		}
	case schema.Type.Is("boolean") && text == "1":
		return "true"
	case schema.Type.Is("boolean") && text == "0":
		return "false"
	}
	return text
}

// humanityClock parses a time of day in one of the spellings that clients send.
func humanityClock(text string) (time.Duration, bool) {
	for _, layout := range []string{"3:04pm", "3pm", "3:04 pm", "15:04", "15:04:05"} {
		if at, err := time.Parse(layout, strings.ToLower(strings.TrimSpace(text))); err == nil {
			return time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute + time.Duration(at.Second())*time.Second, true
		}
	}
	return 0, false
}

// humanityMoment parses a date and a time in one text.
func humanityMoment(text string) (time.Time, bool) {
	for _, layout := range []string{humanityWall, "2006-01-02 15:04", "Jan 2, 2006 03:04pm", "Jan 2, 2006 3:04pm"} {
		if at, err := time.Parse(layout, text); err == nil {
			return humanityAt(at), true
		}
	}
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at, true
	}
	return time.Time{}, false
}

// humanityPeriod reads the beginning and the end of a body: a date and a time each, with fallbacks for what isn't sent.
func humanityPeriod(body map[string]any, start, end time.Time) (time.Time, time.Time, bool) {
	point := func(day, clock string, old time.Time) (time.Time, bool) {
		date := time.Date(old.Year(), old.Month(), old.Day(), 0, 0, 0, 0, time.UTC)
		hours := time.Duration(old.Hour())*time.Hour + time.Duration(old.Minute())*time.Minute
		ok := true
		if text := stringOf(body[day]); text != "" {
			date, ok = humanityDay(text)
		}
		if text := stringOf(body[clock]); text != "" && ok {
			hours, ok = humanityClock(text)
		}
		return humanityAt(date.Add(hours)), ok
	}
	start, okStart := point("start_date", "start_time", start)
	end, okEnd := point("end_date", "end_time", end)
	return start, end, okStart && okEnd && end.After(start)
}

// humanitySlot is the number of the quarter hour that begins at a time, 1 at midnight.
func humanitySlot(at time.Time) int { return at.Hour()*4 + at.Minute()/15 + 1 }

// humanityTimeSlot writes a time of day.
func humanityTimeSlot(at time.Time, n int) map[string]any {
	text := at.Format("3:04 pm")
	if at.Minute() == 0 {
		text = at.Format("3 pm")
	}
	return map[string]any{"id": humanityNumber(humanitySlot(at), n), "time": text}
}

// humanityNumber spells a whole number: as a string for every other n.
func humanityNumber(v, n int) any {
	if n%2 == 1 {
		return strconv.Itoa(v)
	}
	return v
}

// humanityFirstDay is where the vendor's count of days begins, as far as it matters: 1970 is before it.
var humanityFirstDay = time.Date(2009, time.December, 31, 0, 0, 0, 0, time.UTC)

// humanityDate writes a DateObject; for every third n with strings for numbers, as older responses have them.
func humanityDate(at time.Time, n int) map[string]any {
	day := time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, time.UTC)
	id := int(day.Sub(humanityFirstDay).Hours() / 24)
	_, week := at.ISOWeek()
	out := map[string]any{
		"id": id, "month": int(at.Month()), "day": at.Day(), "year": at.Year(),
		"wday": int(at.Weekday()), "sp_wday": int(at.Weekday()) + 1, "week": week, "week_adjusted": week,
		"dayid": id, "day_of_year": at.YearDay(), "timeid": humanitySlot(at), "timeid_exact": humanitySlot(at),
		"hours": at.Hour(), "minutes": at.Minute(), "seconds": at.Second(), "timestamp": int(at.Unix()),
	}
	if n%3 == 2 {
		for name, v := range out {
			out[name] = strconv.Itoa(v.(int))
		}
	}
	out["weekday"], out["mname"] = at.Format("Mon"), at.Format("Jan")
	out["formatted"], out["date"] = at.Format("Jan 2, 2006"), at.Format(humanityWall)
	out["time"], out["iso8601"] = at.Format("3:04 pm"), at.Format("2006-01-02T15:04:05-0700")
	return out
}

// humanityNoDate is a DateObject that isn't set.
func humanityNoDate() map[string]any {
	out := humanityDate(time.Date(1970, time.January, 1, 0, 0, 0, 0, time.FixedZone("CST", -6*3600)), 0)
	out["timestamp"] = false
	return out
}
