package openapi

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// JSON writes the report for programs.
func (r *Report) JSON(out io.Writer) error {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(r)
}

// tally counts the differences of one kind.
type tally struct{ theirs, ours, other int }

func (t *tally) count(d Difference) {
	switch d.How {
	case OnlyTheirs:
		t.theirs++
	case OnlyOurs:
		t.ours++
	default:
		t.other++
	}
}

func (t tally) String() string {
	if t == (tally{}) {
		return "."
	}
	return fmt.Sprintf("+%d -%d ~%d", t.theirs, t.ours, t.other)
}

// Text writes the report for a person: counts by resource, then every difference.
func (r *Report) Text(out io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s compared with %q, version %q\n", r.Vendor, r.Title, r.Version)
	fmt.Fprintf(&b, "operations: %d in both, %d only theirs, %d only ours\n", r.Both, r.Theirs-r.Both, r.Ours-r.Both)
	known := 0
	for _, d := range r.Differences {
		if d.Known != "" {
			known++
		}
	}
	fmt.Fprintf(&b, "differences: %d, of which %d are known; defects of theirs, read past: %d\n", len(r.Differences), known, len(r.Defects))
	if len(r.Unresolved) > 0 {
		fmt.Fprintf(&b, "not compared: %d things of theirs, behind which there may be more differences\n", len(r.Unresolved))
		firstLines(&b, r.Unresolved)
	}
	if len(r.Differences) > 0 {
		b.WriteString("\n+ only theirs, - only ours, ~ in both and not the same; known ones left out\n")
		if err := r.table(&b); err != nil {
			return err
		}
		r.details(&b)
	}
	if len(r.Defects) > 0 {
		b.WriteString("\ndefects of theirs\n")
		firstLines(&b, r.Defects)
	}
	_, err := io.WriteString(out, b.String())
	return err
}

// firstLines writes the first 50 of a list.
func firstLines(b *strings.Builder, list []string) {
	for i, line := range list {
		if i == 50 {
			fmt.Fprintf(b, "  and %d more (--format json lists all)\n", len(list)-i)
			return
		}
		fmt.Fprintf(b, "  %s\n", line)
	}
}

func (r *Report) table(b *strings.Builder) error {
	table := tabwriter.NewWriter(b, 0, 0, 3, ' ', 0)
	fmt.Fprintln(table, "RESOURCE\tOPERATIONS\tPARAMETERS\tBODIES, RESPONSES\tFIELDS")
	var all [4]tally
	row := func(name string, counts [4]tally) {
		if counts != ([4]tally{}) {
			fmt.Fprintf(table, "%s\t%v\t%v\t%v\t%v\n", name, counts[0], counts[1], counts[2], counts[3])
		}
	}
	column := map[string]int{Operation: 0, Parameter: 1, Body: 2, Response: 2, Field: 3}
	for i := 0; i < len(r.Differences); {
		name := r.Differences[i].Resource
		var counts [4]tally
		for ; i < len(r.Differences) && r.Differences[i].Resource == name; i++ {
			if d := r.Differences[i]; d.Known == "" {
				counts[column[d.What]].count(d)
				all[column[d.What]].count(d)
			}
		}
		row(name, counts)
	}
	row("all", all)
	return table.Flush()
}

func (r *Report) details(b *strings.Builder) {
	resource := ""
	for _, d := range r.Differences {
		if d.Resource != resource {
			resource = d.Resource
			fmt.Fprintf(b, "\n%s\n", resource)
		}
		fmt.Fprintf(b, "  %s\n", d)
	}
}

// String is a difference in a line.
func (d Difference) String() string {
	var b strings.Builder
	b.WriteString(map[string]string{OnlyTheirs: "+", OnlyOurs: "-"}[d.How])
	if b.Len() == 0 {
		b.WriteString("~")
	}
	fmt.Fprintf(&b, " %s %s", d.What, d.At)
	if d.Name != "" && d.What == Field {
		b.WriteString("." + d.Name)
	} else if d.Name != "" {
		b.WriteString(" " + d.Name)
	}
	switch {
	case d.How == OnlyTheirs && d.Theirs != "":
		b.WriteString(": " + d.Theirs)
	case d.How == OnlyOurs && d.Ours != "":
		b.WriteString(": " + d.Ours)
	case d.How != OnlyTheirs && d.How != OnlyOurs:
		fmt.Fprintf(&b, ": %s here, %s there", d.Ours, d.Theirs)
	}
	if d.Known != "" {
		fmt.Fprintf(&b, " (known: %s)", d.Known)
	}
	return b.String()
}
