package humanity

import (
	"fmt"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// Slot is a time of day by quarter hours: 1 is midnight, 2 is 0:15, 96 is 23:45, and 97 is the midnight that ends the day.
type Slot int64

const (
	// FirstSlot is the midnight that begins a day.
	FirstSlot Slot = 1
	// EndOfDay is the midnight that ends a day.
	EndOfDay Slot = 97
)

// SlotOf returns the quarter hour that t's own clock shows, rounded down; bring t into the account's zone first. It is
// never EndOfDay: midnight is the next day's FirstSlot.
func SlotOf(t time.Time) Slot { return Slot(t.Hour()*4 + t.Minute()/15 + 1) }

// Valid reports whether it is a slot of the day.
func (s Slot) Valid() bool { return s >= FirstSlot && s <= EndOfDay }

// Clock returns the time of day; 24, 0 for EndOfDay. It is 0, 0 for what is no slot.
func (s Slot) Clock() (hour, minute int) {
	if !s.Valid() {
		return 0, 0
	}
	return int(s-1) / 4, int(s-1) % 4 * 15
}

// On returns the slot's point in time on a day in loc, the account's zone; false for an invalid slot or day. EndOfDay is the first
// instant of the next day, however many hours the day has.
func (s Slot) On(day value.Date, loc *time.Location) (time.Time, bool) {
	if !s.Valid() || !day.Valid() {
		return time.Time{}, false
	}
	date := day.In(time.UTC)
	hour, minute := s.Clock()
	at, _ := wallTime(date.Year(), date.Month(), date.Day(), hour, minute, 0, loc)
	return at, true
}

// String returns the time of day as "09:15", "24:00" for EndOfDay.
func (s Slot) String() string {
	if !s.Valid() {
		return fmt.Sprintf("slot %d", int64(s))
	}
	hour, minute := s.Clock()
	return fmt.Sprintf("%02d:%02d", hour, minute)
}

// Slot returns the slot by its number, or by its text where there is no number; false when it has neither.
func (t TimeSlot) Slot() (Slot, bool) {
	if s := Slot(t.ID); s.Valid() {
		return s, true
	}
	hour, minute, ok := ParseClock(t.Time)
	return Slot(hour*4+minute/15) + FirstSlot, ok && t.ID == 0
}
