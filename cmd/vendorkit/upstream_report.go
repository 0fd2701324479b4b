package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/upstream/changelog"
	"github.com/seed-8da6be54/vendorkit/internal/upstream/ledger"
)

// upstreamReport is what upstream reports of one vendor, also in its machine form.
type upstreamReport struct {
	Vendor   string          `json:"vendor"`
	Source   string          `json:"source"`  // file or address of the changelog
	Entries  int             `json:"entries"` // of the changelog
	New      []upstreamEntry `json:"new"`
	Edited   []upstreamEntry `json:"edited"`
	Gone     []pendingEntry  `json:"gone"`     // known entries that the changelog hasn't got (any more)
	Open     []pendingEntry  `json:"open"`     // entries of the ledger that wait to be worked in
	Accepted bool            `json:"accepted"` // the ledger was written
}

// upstreamEntry is an entry of a changelog.
type upstreamEntry struct {
	Date    string   `json:"date"`    // 2025-07-11, 2025-07, 2025 or unknown
	Heading string   `json:"heading"` // as the vendor spells it
	Line    int      `json:"line"`
	Title   string   `json:"title"` // its first words
	Names   []string `json:"names"` // the calls and paths that it names
	// What an edited entry is in the ledger, and how it differs.
	Known   *pendingEntry `json:"known,omitempty"`
	Changed []string      `json:"changed,omitempty"` // text, date
}

// pendingEntry is an entry of a ledger.
type pendingEntry struct {
	Date   string `json:"date"`
	Title  string `json:"title"`
	Status string `json:"status,omitempty"`
}

func newUpstreamReport(l *ledger.Ledger, source string, entries int, c changelog.Comparison) upstreamReport {
	r := upstreamReport{
		Vendor: l.Vendor, Source: source, Entries: entries,
		New: []upstreamEntry{}, Edited: []upstreamEntry{}, Gone: []pendingEntry{}, Open: append([]pendingEntry{}, pendingOf(l)...),
	}
	of := func(e changelog.Entry) upstreamEntry {
		return upstreamEntry{
			Date: e.Date.String(), Heading: e.Heading, Line: e.Line, Title: e.Title, Names: append([]string{}, e.Names()...),
		}
	}
	ours := func(i int) pendingEntry { return pendingEntry{Date: l.Entries[i].Date, Title: l.Entries[i].Title} }
	for _, e := range c.New {
		r.New = append(r.New, of(e))
	}
	for _, change := range c.Edited {
		e, known := of(change.Entry), ours(change.Known)
		e.Known = &known
		if change.Text {
			e.Changed = append(e.Changed, "text")
		}
		if change.Date {
			e.Changed = append(e.Changed, "date")
		}
		r.Edited = append(r.Edited, e)
	}
	for _, i := range c.Gone {
		r.Gone = append(r.Gone, ours(i))
	}
	return r
}

func encodeReports(out io.Writer, reports []upstreamReport) error {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(append([]upstreamReport{}, reports...))
}

// print writes the report for a person.
func (r upstreamReport) print(out io.Writer) {
	fmt.Fprintf(out, "%s: %d entries in %s: %d new, %d edited; %d open in the ledger\n",
		r.Vendor, r.Entries, r.Source, len(r.New), len(r.Edited), len(r.Open))
	for _, e := range r.New {
		fmt.Fprintf(out, "  new     %-10s line %-4d %s\n", e.Date, e.Line, plainLine(e.Title))
		e.more(out)
	}
	for _, e := range r.Edited {
		fmt.Fprintf(out, "  edited  %-10s line %-4d %s\n", e.Date, e.Line, plainLine(e.Title))
		fmt.Fprintf(out, "          the ledger has it as %s %q; changed: %s\n", e.Known.Date, e.Known.Title, strings.Join(e.Changed, " and "))
		e.more(out)
	}
	for _, e := range r.Gone {
		fmt.Fprintf(out, "  gone    %-10s %q is in the ledger and not in this changelog\n", e.Date, e.Title)
	}
	for _, e := range r.Open {
		fmt.Fprintf(out, "  %-7s %-10s %s\n", e.Status, e.Date, plainLine(e.Title))
	}
	if r.Accepted {
		fmt.Fprintf(out, "  written to the ledger\n")
	}
}

// more prints what helps to find an entry's place in the document.
func (e upstreamEntry) more(out io.Writer) {
	if spelt := plainLine(e.Heading); spelt != "" && len(e.Date) < len("2025-07-11") {
		fmt.Fprintf(out, "          heading %q\n", spelt)
	}
	for _, name := range e.Names {
		fmt.Fprintf(out, "          names   %s\n", plainLine(name))
	}
}

// plainLine keeps a vendor's text from moving a terminal's cursor.
func plainLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return ' '
		}
		return r
	}, s)
}
