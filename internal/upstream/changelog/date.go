package changelog

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed-8da6be54/vendorkit/internal/nearest"
)

// Date is the day of an entry, as far as the vendor gives it. What isn't given is zero.
type Date struct {
	Year  int
	Month time.Month
	Day   int
	// Guessed says that the vendor left the year away and the entries around this one gave it.
	Guessed bool
}

// String writes the date as a ledger does: 2025-07-11, 2025-07, 2025 or unknown.
func (d Date) String() string {
	switch {
	case d.Year == 0:
		return "unknown"
	case d.Month == 0:
		return fmt.Sprintf("%04d", d.Year)
	case d.Day == 0:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// Full reports whether the date names a day of a year.
func (d Date) Full() bool { return d.Year > 0 && d.Month > 0 && d.Day > 0 }

// number orders dates; a part that isn't known counts as the first.
func (d Date) number() int { return d.Year*10_000 + int(d.Month)*100 + d.Day }

// same reports whether two dates are the same and say enough to distinguish entries.
func (d Date) same(other Date) bool {
	return d.Year > 0 && d.Month > 0 && d.Year == other.Year && d.Month == other.Month && d.Day == other.Day
}

// adds reports whether d says something that known doesn't: another day, or a part that known leaves open.
func (d Date) adds(known Date) bool {
	return d.Year > 0 && d.Year != known.Year && !(d.Guessed && known.Year > 0 && d.Month == known.Month && d.Day == known.Day) ||
		d.Month > 0 && d.Year > 0 && d.Month != known.Month ||
		d.Day > 0 && d.Year > 0 && d.Day != known.Day
}

var ledgerDate = regexp.MustCompile(`^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$`)

// ParseDate reads a date as a ledger has it.
func ParseDate(text string) (Date, error) {
	if text == "unknown" {
		return Date{}, nil
	}
	m := ledgerDate.FindStringSubmatch(text)
	if m == nil {
		return Date{}, fmt.Errorf("%q is no date: write 2025-07-11, 2025-07, 2025 or unknown", text)
	}
	d := Date{Year: number(m[1]), Month: time.Month(number(m[2])), Day: number(m[3])}
	if fixed := d.valid(); fixed != d {
		return Date{}, fmt.Errorf("%q is a day that no calendar has", text)
	}
	return d, nil
}

// valid drops the parts that no calendar has.
func (d Date) valid() Date {
	if d.Year != 0 && (d.Year < 1990 || d.Year > 2199) {
		return Date{}
	}
	if d.Month < 0 || d.Month > time.December {
		d.Month, d.Day = 0, 0
	}
	leap := d.Year
	if leap == 0 {
		leap = 2024
	}
	if d.Day < 0 || d.Month > 0 && d.Day > time.Date(leap, d.Month+1, 0, 0, 0, 0, 0, time.UTC).Day() {
		d.Day = 0
	}
	return d
}

// The spellings of a date. Words are compared with the months afterwards.
var (
	isoDate     = regexp.MustCompile(`\b(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?\b`)
	numericDate = regexp.MustCompile(`\b(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4})\b`)
	dayFirst    = regexp.MustCompile(`(?:\b(\d{1,2})(?:st|nd|rd|th|er|\.)?|\?+)[\s-]+(?:of\s+)?(\p{L}{3,12})\.?,?(?:[\s-]+(\d{4})\b)?`)
	monthFirst  = regexp.MustCompile(`\b(\p{L}{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?\b(?:,?\s+(\d{4})\b)?`)
	monthYear   = regexp.MustCompile(`\b(\p{L}{3,12})\.?,?\s+(\d{4})\b`)
)

// span is a date in a text, and where it stands.
type span struct {
	date       Date
	start, end int
}

// findDates finds the dates of a text in any of the spellings, in their order.
func findDates(text string) []span {
	var found []span
	find := func(pattern *regexp.Regexp, read func(part func(int) string) (Date, bool)) {
		for _, at := range pattern.FindAllStringSubmatchIndex(text, -1) {
			d, ok := read(func(i int) string {
				if at[2*i] < 0 {
					return ""
				}
				return text[at[2*i]:at[2*i+1]]
			})
			if d = d.valid(); ok && (d.Month > 0 || d.Year > 0) {
				found = append(found, span{d, at[0], at[1]})
			}
		}
	}
	find(isoDate, func(part func(int) string) (Date, bool) {
		return Date{Year: number(part(1)), Month: time.Month(number(part(2))), Day: number(part(3))}, true
	})
	find(numericDate, func(part func(int) string) (Date, bool) {
		day, month := number(part(1)), number(part(3))
		switch {
		case month > 12: // 7/31/2025
			day, month = month, day
		case day <= 12 && day != month && part(2) != ".": // 7/11 and 11/7 look alike; with dots the day comes first
			day, month = 0, 0
		}
		return Date{Year: number(part(4)), Month: time.Month(month), Day: day}, true
	})
	find(dayFirst, func(part func(int) string) (Date, bool) {
		month, ok := monthNamed(part(2), part(3) != "")
		return Date{Year: number(part(3)), Month: month, Day: number(part(1))}, ok
	})
	find(monthFirst, func(part func(int) string) (Date, bool) {
		month, ok := monthNamed(part(1), part(3) != "")
		return Date{Year: number(part(3)), Month: month, Day: number(part(2))}, ok
	})
	find(monthYear, func(part func(int) string) (Date, bool) {
		month, ok := monthNamed(part(1), true)
		return Date{Year: number(part(2)), Month: month}, ok
	})
	slices.SortStableFunc(found, func(a, b span) int { return cmp.Compare(a.start, b.start) })
	kept := found[:0]
	for _, s := range found {
		if len(kept) == 0 || s.start >= kept[len(kept)-1].end {
			kept = append(kept, s)
		}
	}
	return kept
}

// findDate finds the first date of a text.
func findDate(text string) (date Date, start, end int, found bool) {
	all := findDates(text)
	if len(all) == 0 {
		return Date{}, 0, 0, false
	}
	return all[0].date, all[0].start, all[0].end, true
}

func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}

// months are the names of the months, in the languages that were seen in headings.
var months = [...][2]string{
	{"january", "janvier"}, {"february", "février"}, {"march", "mars"}, {"april", "avril"}, {"may", "mai"}, {"june", "juin"},
	{"july", "juillet"}, {"august", "août"}, {"september", "septembre"}, {"october", "octobre"}, {"november", "novembre"},
	{"december", "décembre"},
}

// monthNamed recognises a month by its name, by three letters or more of it or, where slips are allowed for, by a name with
// one in it. A word that could be two months is none that can be settled: the month is zero then, and it is one all the same.
func monthNamed(word string, slips bool) (time.Month, bool) {
	word = strings.ToLower(word)
	for i, names := range months {
		for _, name := range names {
			if word == name || len(word) >= 3 && names[0][0] == word[0] && strings.HasPrefix(name, word) && !strings.HasPrefix("ma", word) {
				return time.Month(i + 1), true
			}
		}
	}
	if !slips {
		return 0, false
	}
	allowed := 0
	switch n := len([]rune(word)); {
	case n >= 6:
		allowed = 2
	case n >= 4:
		allowed = 1
	}
	best, at, tied := allowed+1, 0, false
	for i, names := range months {
		for _, name := range names {
			if len(name) < 4 || name[0] != word[0] {
				continue
			}
			switch d := nearest.Edits(word, name); {
			case d < best:
				best, at, tied = d, i+1, false
			case d == best && at != i+1:
				tied = true
			}
		}
	}
	if best > allowed {
		return 0, false
	}
	if tied {
		return 0, true
	}
	return time.Month(at), true
}

// guessYears gives the entries whose date lacks the year the one that the entry below, which is older, asks for; the lowest
// take it from the entry above.
func guessYears(entries []Entry) {
	below := Date{}
	for i := len(entries) - 1; i >= 0; i-- {
		d := &entries[i].Date
		if d.Year == 0 && d.Month > 0 && below.Year > 0 {
			d.Year, d.Guessed = below.Year, true
			if d.number() < below.number() {
				d.Year++
			}
		}
		if d.Year > 0 && d.Month > 0 {
			below = *d
		}
	}
	above := Date{}
	for i := range entries {
		d := &entries[i].Date
		if d.Year == 0 && d.Month > 0 && above.Year > 0 {
			d.Year, d.Guessed = above.Year, true
			if d.number() > above.number() {
				d.Year--
			}
		}
		if d.Year > 0 && d.Month > 0 {
			above = *d
		}
	}
}
