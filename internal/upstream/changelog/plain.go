package changelog

import (
	"regexp"
	"strings"
)

// leadIn is what may stand before the date of an entry: "Release 2.212 (2026-04-02)", "As of 2 April 2026".
var leadIn = regexp.MustCompile(`(?i)^` + leadWord + `(?:` + leadWord + `|[\s:.,()\[\]#|–—-]+)*$`)

const leadWord = `(?:(?:releases?|released|version|updated?|build|hotfix|patch|notes?|api|of|on|from|effective|as)\b|v\d[\w.]*|\d+(?:\.\d+){1,3}\b)`

var bullet = regexp.MustCompile(`^\s*(?:[-*•+]|\d+[.)])\s+`)

// fromPlain cuts a text without headings. An entry begins at a line that begins with a date, or with the number of a version
// and its date, where a paragraph or an item of a list begins; what stands above the first belongs to none. Where there is no date at all, every paragraph is an
// entry, unless the text has headings that say what it is.
func fromPlain(lines []string, headed bool) []Entry {
	var entries []Entry
	var starts []int
	fresh := true // a paragraph may begin here
	for i, line := range lines {
		text := strings.TrimSpace(line)
		item := bullet.FindString(line)
		// "11. July 2025" is a date and no item of a list.
		if date, _, _, _, ok := leadingDate(text); ok && item != "" && date.Day > 0 {
			item = ""
		}
		rest := strings.TrimSpace(strings.TrimPrefix(line, item))
		date, heading, after, led, ok := leadingDate(rest)
		if led && i > 0 && strings.TrimSpace(lines[i-1]) != "" && item == "" && after != "" {
			ok = false // "On 5 May 2026 ..." within a paragraph speaks of that day, and is no entry
		}
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

// leadingDate takes a line apart that begins with a date of a year: the date, its spelling with what leads to it, and what
// follows; led says that something leads to it.
func leadingDate(text string) (date Date, heading, rest string, led, ok bool) {
	text = strings.TrimLeft(text, "*_[( ")
	date, start, end, found := findDate(text)
	if !found || start != 0 && !leadIn.MatchString(text[:start]) || date.Year == 0 || end-start < len("1/2/2026") && date.Month == 0 { // a bare year is no date
		return Date{}, "", "", false, false
	}
	return date, text[:end], strings.TrimLeft(text[end:], " \t:.,-–—)]*_"), start > 0, true
}
