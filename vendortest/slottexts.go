package vendortest

import (
	"strconv"
	"time"
)

// slotTexts are the strings of a record that depend on its slot and little else, each made once for all fields that have it: a record has
// dozens of times and names. They are kept as they go into a record.
type slotTexts struct {
	slot  int
	kinds [slotTextKinds]any
	times [2][timeSpread]any // by whether the field is of what was updated, and by the minute
	after string             // what number returns
}

// The strings that depend on the slot alone.
const (
	firstNameText = iota
	lastNameText
	fullNameText
	initialsText
	dateText
	emailText
	phoneText
	avatarText
	externalIDText
	slotTextKinds
)

// timeSpread is within how many minutes the times of a record lie.
const timeSpread = 30

// slotTexts are those of the record that is being made.
func (g *generator) slotTexts() *slotTexts {
	if g.texts.slot != g.slot {
		*g.texts = slotTexts{slot: g.slot}
	}
	return g.texts
}

// ofSlot has a string made once for a record.
func ofSlot(kind int, make func(g *generator) string) func(g *generator) any {
	return func(g *generator) any {
		text := &g.slotTexts().kinds[kind]
		if *text == nil {
			*text = make(g)
		}
		return *text
	}
}

// boxedTime makes a time as a string.
func (g *generator) boxedTime(updated bool) any {
	minute, later := g.rng.IntN(timeSpread), 0
	if updated {
		later = 1
	}
	text := &g.slotTexts().times[later][minute]
	if *text == nil {
		*text = g.server.stamp(g.momentAt(minute, updated))
	}
	return *text
}

func (g *generator) momentAt(minute int, updated bool) time.Time {
	at := g.around().Add(time.Duration(minute) * time.Minute)
	if updated {
		at = at.Add(26 * time.Hour)
	}
	return at
}

// number ends a name, so that no other record has it: a blank and the slot's number.
func (t *slotTexts) number() string {
	if t.after == "" {
		t.after = " " + strconv.Itoa(t.slot+1)
	}
	return t.after
}
