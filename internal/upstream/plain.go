package upstream

import (
	"regexp"
	"strings"
)

var bullet = regexp.MustCompile(`^\s*(?:[-*•+]|\d+[.)])\s+`)

// fromPlain cuts a text without headings. An entry begins at a line that begins with a date, where a paragraph or an item
// of a list begins; what stands above the first belongs to none. Where there is no date at all, every paragraph is an
// entry, unless the text has headings that say what it is.
func fromPlain(lines []string, headed bool) []Entry {
	var entries []Entry
	var starts []int
	fresh := true // a paragraph may begin here
	for i, line := range lines {
		text := strings.TrimSpace(line)
		item := bullet.FindString(line)
		// "11. July 2025" is a date and no item of a list.
		if date, _, _, ok := leadingDate(text); ok && item != "" && date.Day > 0 {
			item = ""
		}
		rest := strings.TrimSpace(strings.TrimPrefix(line, item))
		date, heading, after, ok := leadingDate(rest)
		if ok && (fresh || item != "" || after == "") {
			starts = append(starts, i)
			entries = append(entries, Entry{Heading: heading, Date: date, Line: i + 1, Body: after})
			fresh = true // dated lines may follow one another
			continue
		}
		fresh = text == ""
	}
	if len(entries) > 0 {
		for i, e := range entries {
			end := len(lines)
			if i+1 < len(starts) {
				end = starts[i+1]
			}
			entries[i] = finish(e, append([]string{e.Body}, lines[starts[i]+1:end]...))
		}
		return entries
	}
	if headed {
		return nil
	}
	for i := 0; i < len(lines); i++ {
		if strings.TrimSpace(lines[i]) == "" {
			continue
		}
		end := i
		for end < len(lines) && strings.TrimSpace(lines[end]) != "" {
			end++
		}
		entries = append(entries, finish(Entry{Line: i + 1}, lines[i:end]))
		i = end
	}
	return entries
}

// leadingDate takes a line apart that begins with a date of a year: the date, its spelling, and what follows.
func leadingDate(text string) (date Date, heading, rest string, ok bool) {
	text = strings.TrimLeft(text, "*_[( ")
	date, start, end, found := findDate(text)
	if !found || start != 0 || date.Month == 0 || date.Year == 0 {
		return Date{}, "", "", false
	}
	return date, text[:end], strings.TrimLeft(text[end:], " \t:.,-–—)]*_"), true
}
