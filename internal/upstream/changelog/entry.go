// Package changelog reads a vendor's changelog and reports which of its entries a ledger doesn't know.
//
// Changelogs are written by people: dates are spelt in many ways or left out, entries are moved, dated anew, reworded and
// put together. So an entry is known again by what it says (see [Fingerprint]) and by its date, whichever holds.
package changelog

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Entry is one entry of a vendor's changelog.
type Entry struct {
	Heading string // as it is spelt
	Date    Date
	Line    int    // of the heading, from 1
	Title   string // the first words under the heading
	Body    string // everything under the heading
}

// mostEntries bounds what is compared: a vendor's changelog of five years has some fifty.
const mostEntries = 2000

var apiCall = regexp.MustCompile(`\b(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\s+` + "[`\"']?" + `(?:https?://[^/\s]+)?/?([\w./{}\-]*[\w}])`)
var apiPath = regexp.MustCompile("(?:^|[\\s`\"'(~|])(?:https?://[^/\\s]+)?(/[\\w./{}\\-]*\\{[\\w./{}\\-]*[\\w}])")

// Names lists the calls and the paths with parameters that the entry names, sorted.
func (e Entry) Names() []string {
	seen := map[string]bool{}
	var names []string
	calls := map[string]bool{}
	for _, m := range apiCall.FindAllStringSubmatch(e.Body, -1) {
		if p := "/" + m[2]; strings.Contains(m[2], "/") {
			calls[p] = true
			seen[m[1]+" "+p] = true
		}
	}
	for _, m := range apiPath.FindAllStringSubmatch(e.Body, -1) {
		if !calls[m[1]] {
			seen[m[1]] = true
		}
	}
	for name := range seen {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Parse reads a changelog, Markdown or plain text, and returns its entries in the order of the file. In Markdown an entry is
// a heading of the level that carries the dates, with everything down to the next; in plain text it begins at a line that
// begins with a date, and where no line does, every paragraph is one.
func Parse(data []byte) ([]Entry, error) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	start := bytes.ToLower(bytes.TrimSpace(data[:min(len(data), 512)]))
	switch {
	case len(start) == 0:
		return nil, errors.New("the changelog is empty")
	case bytes.HasPrefix(start, []byte("<!doctype html")) || bytes.HasPrefix(start, []byte("<html")):
		return nil, errors.New("this is a page of HTML, not a changelog's text: give the address of the text, or save it and give the file")
	case bytes.IndexByte(data, 0) >= 0 || !utf8.Valid(data):
		return nil, errors.New("this isn't text in UTF-8")
	}
	lines := strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(data)), "\n")
	heads := headings(lines)
	var entries []Entry
	if len(heads) > 0 {
		entries = fromMarkdown(lines, heads)
	}
	if len(entries) == 0 || !anyDated(entries) {
		if plain := fromPlain(lines, len(heads) > 0); len(plain) > 0 && (anyDated(plain) || len(entries) == 0) {
			entries = plain
		}
	}
	if len(entries) == 0 {
		return nil, errors.New("no entry was found: neither headings nor paragraphs")
	}
	if len(entries) > mostEntries {
		return nil, fmt.Errorf("%d entries are more than the %d that a changelog may have", len(entries), mostEntries)
	}
	guessYears(entries)
	return entries, nil
}

func anyDated(entries []Entry) bool {
	return slices.ContainsFunc(entries, func(e Entry) bool { return e.Date.Month > 0 })
}

// finish makes an entry of the lines under its heading.
func finish(e Entry, lines []string) Entry {
	e.Body = strings.TrimSpace(strings.Join(lines, "\n"))
	for _, line := range lines {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "```") || strings.HasPrefix(line, "~~~") {
			continue
		}
		e.Title = shorten(strings.TrimSpace(strings.TrimLeft(line, "#*->• \t")), 100)
		if e.Title != "" {
			break
		}
	}
	return e
}

func shorten(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return strings.TrimSpace(string(runes[:most-1])) + "…"
	}
	return text
}
