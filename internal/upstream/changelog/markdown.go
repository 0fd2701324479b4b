package changelog

import (
	"regexp"
	"strings"
)

// heading is a heading of a Markdown text.
type heading struct {
	line, after int // its first line, and the first line under it; from 0
	level       int
	text        string
	date        Date
	dated       bool // a date stands in it
	whole       bool // it is a date and nothing else
}

var (
	atxHeading    = regexp.MustCompile(`^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$`)
	tightHeading  = regexp.MustCompile(`^(#{1,6})([^#\s].*)$`)
	boldLine      = regexp.MustCompile(`^(?:\*\*|__)(.+?)(?:\*\*|__):?\s*$`)
	underline     = regexp.MustCompile(`^ {0,3}(=+|-{2,})[ \t]*$`)
	fence         = regexp.MustCompile("^ {0,3}(```+|~~~+)")
	commentBlock  = regexp.MustCompile(`(?s)<!--.*?-->`)
	headingMarkup = strings.NewReplacer("`", "", "*", "", "__", "", "[", "", "]", "")
)

// headings finds the headings outside code and comments. A line that is bold and a date, and a heading whose blank was
// forgotten before a date, count as well.
func headings(lines []string) []heading {
	hidden := hiddenLines(lines)
	var found []heading
	for i, line := range lines {
		if hidden[i] {
			continue
		}
		h := heading{line: i, after: i + 1}
		switch m := atxHeading.FindStringSubmatch(line); {
		case m != nil:
			h.level, h.text = len(m[1]), m[2]
		case i+1 < len(lines) && !hidden[i+1] && underlined(lines, i):
			h.level, h.text, h.after = 2, line, i+2
			if strings.Contains(lines[i+1], "=") {
				h.level = 1
			}
		default:
			level, text := 2, ""
			if m := tightHeading.FindStringSubmatch(line); m != nil {
				level, text = len(m[1]), m[2]
			} else if m := boldLine.FindStringSubmatch(strings.TrimSpace(line)); m != nil {
				text = m[1]
			}
			h.level, h.text = level, text
			if h.look(); !h.whole {
				continue
			}
		}
		h.look()
		found = append(found, h)
	}
	return found
}

// underlined reports whether a line is a paragraph of one line with a rule of = or - right below.
func underlined(lines []string, i int) bool {
	text := strings.TrimSpace(lines[i])
	return text != "" && !strings.HasPrefix(text, "|") && underline.MatchString(lines[i+1]) &&
		(i == 0 || strings.TrimSpace(lines[i-1]) == "") && !underline.MatchString(lines[i])
}

// look finds the date of a heading.
func (h *heading) look() {
	h.text = strings.TrimSpace(headingMarkup.Replace(h.text))
	date, start, end, found := findDate(h.text)
	h.date, h.dated = date, found
	h.whole = found && strings.Trim(h.text[:start]+h.text[end:], " \t:.,-–—()") == ""
}

// hiddenLines marks code and comments. A fence that nothing closes isn't one: what follows it would be lost.
func hiddenLines(lines []string) []bool {
	hidden := make([]bool, len(lines))
	hide := func(from, to int) {
		for i := from; i <= to; i++ {
			hidden[i] = true
		}
	}
	open := map[byte]int{} // the shortest fences that nothing closes, so that nobody looks again
	for i := 0; i < len(lines); i++ {
		m := fence.FindStringSubmatch(lines[i])
		if m == nil || open[m[1][0]] > 0 && len(m[1]) >= open[m[1][0]] {
			continue
		}
		if end := closing(lines, i, m[1]); end > 0 {
			hide(i, end)
			i = end
		} else {
			open[m[1][0]] = len(m[1])
		}
	}
	text := strings.Join(lines, "\n")
	line, at := 0, 0
	for _, comment := range commentBlock.FindAllStringIndex(text, -1) {
		first := line + strings.Count(text[at:comment[0]], "\n")
		last := first + strings.Count(text[comment[0]:comment[1]], "\n")
		if line, at = last, comment[1]; first != last {
			hide(first, last)
		}
	}
	return hidden
}

// closing is the line that closes a fence, or 0.
func closing(lines []string, from int, fence string) int {
	for i := from + 1; i < len(lines); i++ {
		if end := strings.TrimSpace(lines[i]); strings.HasPrefix(end, fence) && strings.Trim(end, fence[:1]) == "" {
			return i
		}
	}
	return 0
}

// fromMarkdown cuts a text at its headings. The level of the entries is the one that has most dates; headings above it
// (a title) belong to no entry, and those below to the entry that they stand in, unless they are a date and nothing else.
func fromMarkdown(lines []string, heads []heading) []Entry {
	var dated [7]int
	for _, h := range heads {
		if h.dated {
			dated[h.level]++
		}
	}
	level := 2
	for l := range dated {
		if dated[l] > dated[level] {
			level = l
		}
	}
	var entries []Entry
	for i, h := range heads {
		if !(h.level == level || h.whole || h.level < level && h.dated) {
			continue
		}
		end := len(lines)
		for _, next := range heads[i+1:] {
			if next.level <= level || next.whole {
				end = next.line
				break
			}
		}
		entries = append(entries, finish(Entry{Heading: h.text, Date: h.date, Line: h.line + 1}, lines[h.after:end]))
	}
	return entries
}
