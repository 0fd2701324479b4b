package probe

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/seed-8da6be54/vendorkit/rest/drift"
)

// Question is what the ledger wants to know of a live account.
type Question struct {
	Ask string `json:"ask"`
	How string `json:"how"`
}

// Report is a survey's result together with the drift that it showed, to be sent to the maintainers.
type Report struct {
	drift.Report
	// ConfirmFirst are the operations of which the document knows least and that were called, the least known first.
	ConfirmFirst []Outcome `json:"confirm_first"`
	// Other are the further operations that were called.
	Other []Outcome `json:"other"`
	// Questions are the ledger's.
	Questions []Question `json:"questions,omitzero"`
	NotCalled []Refusal  `json:"not_called"`
}

// MakeReport puts a report together. The questions are read from the vendor's ledger.
func MakeReport(files fs.FS, seen drift.Report, did *Result) Report {
	r := Report{Report: seen, ConfirmFirst: []Outcome{}, Other: []Outcome{}, NotCalled: did.Refused, Questions: questions(files, seen.Vendor)}
	for _, outcome := range did.Outcomes {
		if outcome.Unknown || outcome.Level != "documented" {
			r.ConfirmFirst = append(r.ConfirmFirst, outcome)
		} else {
			r.Other = append(r.Other, outcome)
		}
	}
	rank := func(o Outcome) int {
		switch {
		case o.Unknown:
			return 0
		case strings.Contains(o.Level, "inferred"):
			return 1
		}
		return 2
	}
	byName := func(a, b Outcome) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.Operation, b.Operation))
	}
	slices.SortFunc(r.ConfirmFirst, byName)
	slices.SortFunc(r.Other, byName)
	if r.NotCalled == nil {
		r.NotCalled = []Refusal{}
	}
	return r
}

func questions(files fs.FS, vendor string) []Question {
	data, err := fs.ReadFile(files, path.Join(vendor, "ledger.yaml"))
	if err != nil {
		return nil
	}
	var ledger struct{ Confirm []Question }
	if yaml.Unmarshal(data, &ledger) != nil {
		return nil
	}
	return ledger.Confirm
}

// JSON writes the report for programs.
func (r Report) JSON(out io.Writer) error {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(r)
}

// Markdown writes the report for a person.
func (r Report) Markdown(out io.Writer) error {
	if err := r.Report.Markdown(out); err != nil {
		return err
	}
	var b strings.Builder
	if len(r.ConfirmFirst) > 0 {
		b.WriteString("\n## To confirm first\n\nOf these operations the document knows least. What they respond settles it.\n\n")
		table(&b, r.ConfirmFirst)
	}
	if len(r.Questions) > 0 {
		b.WriteString("\n## What the maintainers would like to know\n\nNot asked by this command.\n\n")
		for _, q := range r.Questions {
			fmt.Fprintf(&b, "- %s %s\n", q.Ask, q.How)
		}
	}
	if len(r.Other) > 0 {
		b.WriteString("\n## Further operations that were called\n\n")
		table(&b, r.Other)
	}
	reasons := map[string][]string{}
	for _, refused := range r.NotCalled {
		reasons[refused.Reason] = append(reasons[refused.Reason], refused.Operation)
	}
	if len(reasons) > 0 {
		b.WriteString("\n## Not called\n\n")
		for _, reason := range []string{NoID, NoValue, OverMany, Streams, Writes} {
			if names := reasons[reason]; len(names) > 0 && reason != Writes {
				fmt.Fprintf(&b, "- %s: %s\n", reason, strings.Join(names, ", "))
			} else if len(names) > 0 {
				fmt.Fprintf(&b, "- %s: %d operations\n", reason, len(names))
			}
		}
	}
	_, err := io.WriteString(out, b.String())
	return err
}

func table(b *strings.Builder, outcomes []Outcome) {
	b.WriteString("| operation | the document's evidence | result | status |\n| --- | --- | --- | --- |\n")
	for _, o := range outcomes {
		level := o.Level
		if o.Unknown {
			level += ", response unknown"
		}
		status := "none"
		if o.Status != 0 {
			status = fmt.Sprint(o.Status)
		}
		fmt.Fprintf(b, "| `%s` | %s | %s | %s |\n", o.Operation, level, o.Result, status)
	}
}
