package ledger

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/seed-8da6be54/vendorkit/internal/upstream/changelog"
)

// Accept returns the ledger's file with a comparison worked in: a stub with status: open for every new entry, by date,
// undated ones on top; status: edited, the new date and the new fingerprint for every edited one; a fingerprint for those
// that have none. Everything else, comments and blanks included, stays as it is, byte by byte. Source is what stubs name as theirs.
func (l *Ledger) Accept(c changelog.Comparison, source string) ([]byte, error) {
	if l.list != nil && l.list.Style&yaml.FlowStyle != 0 && len(l.list.Content) > 0 {
		return nil, fmt.Errorf("line %d: entries: is written in one line; write an entry a paragraph, as YAML's block style has it", l.list.Line)
	}
	text := newText(l.data)
	for _, change := range slices.Concat(c.Edited, c.Same) {
		l.mark(text, l.Entries[change.Known], change)
	}
	if err := l.insert(text, c.New, source); err != nil {
		return nil, err
	}
	out := text.bytes()
	again, err := Parse(out)
	if err != nil {
		return nil, fmt.Errorf("what would be written can't be read: %w", err)
	}
	if got, want := len(again.Entries), len(l.Entries)+len(c.New); got != want {
		return nil, fmt.Errorf("what would be written has %d entries, and should have %d", got, want)
	}
	return out, nil
}

// mark writes into an entry what has become known of its vendor's words.
func (l *Ledger) mark(text *text, e Entry, change changelog.Change) {
	if e.node.Style&yaml.FlowStyle != 0 || len(e.node.Content) == 0 {
		return // an entry in one line has no place for another
	}
	pad := strings.Repeat(" ", e.node.Content[0].Column-1)
	at := e.node.Content[len(e.node.Content)-2].Line // before its last field, whose line is known
	if len(e.node.Content) > 2 {
		for i := 0; i+2 < len(e.node.Content); i += 2 {
			if e.node.Content[i].Value == "source" {
				at = e.node.Content[i+2].Line
			}
		}
	}
	set := func(key, to string) {
		if node := value(e.node, key); node != nil {
			text.replace(node, to)
		} else {
			text.before(at, pad+key+": "+to)
		}
	}
	if print := change.Entry.Fingerprint(); print != e.Fingerprint && print != "" {
		set("fingerprint", print)
	}
	if change.Date {
		set("date", strconv.Quote(change.Entry.Date.String()))
	}
	if (change.Text || change.Date) && !e.Pending() {
		set("status", Edited)
	}
}

// insert writes stubs.
func (l *Ledger) insert(text *text, entries []changelog.Entry, source string) error {
	if len(entries) == 0 {
		return nil
	}
	entries = slices.Clone(entries)
	slices.SortStableFunc(entries, func(a, b changelog.Entry) int { return -compare(a.Date, b.Date) })
	indent := "  "
	if l.list == nil || len(l.list.Content) == 0 {
		return l.first(text, entries, indent, source)
	}
	indent = strings.Repeat(" ", l.list.Column-1)
	for _, e := range entries {
		text.before(l.place(text, e.Date), stub(e, indent, source)...)
	}
	return nil
}

// compare orders dates, newest first; what has no date is about to come, and so newer than all that has one.
func compare(a, b changelog.Date) int {
	if a.Year == 0 || b.Year == 0 {
		return map[bool]int{true: 1}[a.Year == 0] - map[bool]int{true: 1}[b.Year == 0]
	}
	return strings.Compare(a.String(), b.String())
}

// place is the line before which an entry of a date belongs: above the first dated one that isn't newer, with the comment
// above that.
func (l *Ledger) place(text *text, date changelog.Date) int {
	for _, e := range l.Entries {
		known, _ := changelog.ParseDate(e.Date)
		if date.Year != 0 && compare(known, date) > 0 {
			continue
		}
		line := e.node.Line
		for line-1 > l.list.Content[0].Line && strings.HasPrefix(strings.TrimSpace(text.line(line-1)), "#") {
			line--
		}
		return line
	}
	return text.end(l.list)
}

// first writes the first entries of a ledger.
func (l *Ledger) first(text *text, entries []changelog.Entry, indent, source string) error {
	var lines []string
	for _, e := range entries {
		lines = append(lines, stub(e, indent, source)...)
	}
	for i := range text.lines {
		line := strings.TrimRight(text.lines[i], " \r\n")
		switch key, rest, _ := strings.Cut(line, ":"); {
		case key != "entries":
			continue
		case strings.TrimSpace(rest) == "[]" || strings.TrimSpace(rest) == "null" || strings.TrimSpace(rest) == "~":
			text.lines[i] = "entries:" + text.ending(i)
			text.before(i+2, lines...)
		case strings.TrimSpace(rest) == "":
			text.before(i+2, lines...)
		default:
			return errors.New("entries: is neither empty nor a list that an entry can be added to")
		}
		return nil
	}
	text.before(len(text.lines)+1, append([]string{"entries:"}, lines...)...)
	return nil
}

// stub is the entry that a person is to fill in.
func stub(e changelog.Entry, indent, source string) []string {
	date := "date: " + strconv.Quote(e.Date.String())
	if !e.Date.Full() || e.Date.Guessed {
		date += " # the vendor's heading says " + strconv.Quote(e.Heading)
	}
	title := strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == 0x85 || r == 0x2028 || r == 0x2029 || r == 0xfeff {
			return ' '
		}
		return r
	}, e.Title)
	if title == "" {
		title = e.Heading
	}
	lines := []string{
		indent + "- " + date,
		indent + "  title: " + quoted(todo+", in words of our own: "+title),
		indent + "  source: " + quoted(source),
	}
	if print := e.Fingerprint(); print != "" {
		lines = append(lines, indent+"  fingerprint: "+print)
	}
	return append(lines,
		indent+"  change: unknown",
		indent+"  status: "+Open,
		indent+"  touches: []",
		indent+"  document: "+todo,
	)
}

// quoted writes a text as YAML takes it on one line, whatever it holds.
func quoted(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0xfffd || !strconv.IsPrint(r) {
			return ' '
		}
		return r
	}, s)
	out, err := yaml.Marshal(&yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s, Style: yaml.DoubleQuotedStyle})
	if err == nil {
		out = bytes.TrimRight(out, "\n")
	}
	if err != nil || bytes.ContainsRune(out, '\n') { // the encoder folds long strings
		return strconv.Quote(s)
	}
	return string(out)
}
