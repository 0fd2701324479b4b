package humanity

import (
	"strconv"
	"strings"
	"time"
)

// ClockText writes a time of day as the vendor's documentation and requests do: "5:00pm". The zone is t's own, so convert t to the
// account's zone first. Seconds are dropped.
func ClockText(t time.Time) string { return t.Format("3:04pm") }

// ClockText24 writes a time of day as "17:00", which one client of the API sends; the documentation doesn't mention it.
func ClockText24(t time.Time) string { return t.Format("15:04") }

// ClockDateText writes a day and a time of day as ClockIn.ClockInTime and ClockOut.ClockOutTime want them:
// "Mar 11, 2015 01:33am".
func ClockDateText(t time.Time) string { return t.Format("Jan 2, 2006 03:04pm") }

// ParseClock reads a time of day: "9:00am", "9 am", "12am", "17:30", "17:30:00". The day's end is 24, 0, for "24:00".
// Seconds are dropped.
func ParseClock(text string) (hour, minute int, ok bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	half := ""
	for _, suffix := range [...]string{"am", "pm"} {
		if before, found := strings.CutSuffix(text, suffix); found {
			text, half = strings.TrimSpace(before), suffix
		}
	}
	pieces := strings.Split(text, ":")
	if len(pieces) > 3 || len(pieces) == 1 && half == "" {
		return 0, 0, false
	}
	var numbers [3]int
	for i, piece := range pieces {
		n, err := strconv.ParseUint(piece, 10, 8)
		if err != nil || len(piece) > 2 || i > 0 && (n > 59 || len(piece) != 2) {
			return 0, 0, false
		}
		numbers[i] = int(n)
	}
	hour, minute = numbers[0], numbers[1]
	switch {
	case half != "" && hour > 12, half == "pm" && hour == 0, hour > 24, hour == 24 && minute+numbers[2] > 0:
		return 0, 0, false
	case half == "am" && hour == 12:
		hour = 0
	case half == "pm" && hour < 12:
		hour += 12
	}
	return hour, minute, true
}
