package drift

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// The kinds of findings, as Finding.Kind has them.
const (
	KindUnknownField = "unknown field"
	KindMissingField = "missing field"
	KindType         = "type"
	KindEnumValue    = "enum value"
	KindStatus       = "status"
	KindContentType  = "content type"
)

// Finding is one way in which responses differ from the document. It contains no value of any record.
type Finding struct {
	Kind string `json:"kind"`
	// Operation is the first in whose response it was seen, by its operationId.
	Operation string `json:"operation"`
	// Where is the place in that response, such as tickets[].priority; empty for the response itself.
	Where string `json:"where,omitzero"`
	// Schema and Field name the same place in the document: a schema of components.schemas, and a path within it.
	Schema string `json:"schema,omitzero"`
	Field  string `json:"field,omitzero"`
	// Expected is what the document says, Found the type of what came.
	Expected string `json:"expected"`
	Found    string `json:"found"`
	// Responses counts the responses that it was seen in.
	Responses int `json:"responses"`
}

// key is what makes a finding the same as another.
type key struct{ kind, place, field, found string }

func (f Finding) key() key {
	if f.Schema != "" {
		return key{f.Kind, f.Schema, f.Field, found(f)}
	}
	return key{f.Kind, f.Operation, f.Where, found(f)}
}

// found leaves out what would make every value of a kind a finding of its own.
func found(f Finding) string {
	if f.Kind == KindEnumValue || strings.HasPrefix(f.Found, "a string of") {
		return ""
	}
	return f.Found
}

// Place is a place in a response whose schema the document says is unknown, and the types seen there.
type Place struct {
	Path string `json:"path"`
	Type string `json:"type"`
}

// Called is an operation that was called and responded.
type Called struct {
	Operation string      `json:"operation"`
	Method    string      `json:"method"`
	Path      string      `json:"path"` // the template
	Responses int         `json:"responses"`
	Statuses  map[int]int `json:"statuses"`
	// Structure is what was seen where the document knows nothing; empty without WithStructure.
	Structure []Place `json:"structure,omitzero"`
}

// Report is what an Observer has seen.
type Report struct {
	Vendor   string    `json:"vendor"`
	Version  string    `json:"version"` // of the vendor's API, as the document has it
	Findings []Finding `json:"findings"`
	Called   []Called  `json:"called"`
	// Dropped counts different findings beyond the bound, Skipped responses that were too long to look at, Foreign requests that
	// belong to no operation of the document, Faults responses at which the observer itself failed.
	Dropped int `json:"dropped,omitzero"`
	Skipped int `json:"skipped,omitzero"`
	Foreign int `json:"foreign,omitzero"`
	Faults  int `json:"faults,omitzero"`
}

// maxUnnamed is how many unknown fields of one schema are shown by name. Where there are more, they are hardly the vendor's.
const maxUnnamed = 40

// note keeps a finding, or counts it when it is known.
func (o *Observer) note(f Finding) {
	o.mu.Lock()
	defer o.mu.Unlock()
	k := f.key()
	if known := o.findings[k]; known != nil {
		known.Responses++
		return
	}
	if f.Kind == KindUnknownField {
		parent := k.place + "\x00" + k.field[:strings.LastIndexByte("."+k.field, '.')]
		if o.unnamed[parent]++; o.unnamed[parent] > maxUnnamed {
			o.dropped++
			return
		}
	}
	if len(o.findings) >= o.maxFindings {
		o.dropped++
		return
	}
	f.Responses = 1
	o.findings[k] = &f
}

// Report returns what was seen so far, in a fixed order.
func (o *Observer) Report() Report {
	o.mu.Lock()
	defer o.mu.Unlock()
	r := Report{
		Vendor: o.vendor, Version: o.version, Findings: []Finding{}, Called: []Called{},
		Dropped: o.dropped, Skipped: o.skipped, Foreign: o.foreign, Faults: o.faults,
	}
	for _, f := range o.findings {
		r.Findings = append(r.Findings, *f)
	}
	r.Findings = maskNeighbours(r.Findings)
	slices.SortFunc(r.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Schema, b.Schema), cmp.Compare(a.Field, b.Field),
			cmp.Compare(a.Operation, b.Operation), cmp.Compare(a.Where, b.Where), cmp.Compare(a.Found, b.Found))
	})
	for _, op := range o.routes {
		if op.seen > 0 {
			r.Called = append(r.Called, Called{
				Operation: op.id, Method: op.method, Path: op.path, Responses: op.seen, Statuses: maps.Clone(op.statuses),
				Structure: op.structure.lines("", nil),
			})
		}
	}
	slices.SortFunc(r.Called, func(a, b Called) int { return cmp.Compare(a.Operation, b.Operation) })
	return r
}

// Markdown writes the report for a person.
func (r Report) Markdown(out io.Writer) error {
	var b strings.Builder
	responses := 0
	for _, c := range r.Called {
		responses += c.Responses
	}
	fmt.Fprintf(&b, "# Drift of %s\n\n%s of %s, compared with the document (version %s): %s.\n",
		r.Vendor, count(responses, "response"), count(len(r.Called), "operation"), r.Version, count(len(r.Findings), "difference"))
	for _, left := range []struct {
		n    int
		what string
	}{
		{r.Dropped, "further difference, not listed"}, {r.Skipped, "response, too long to look at"},
		{r.Foreign, "request of no operation of the document"}, {r.Faults, "response at which this look failed"},
	} {
		if left.n > 0 {
			fmt.Fprintf(&b, "Left out, %d times: %s.\n", left.n, left.what)
		}
	}
	if len(r.Findings) > 0 {
		b.WriteString("\nValues are shown by their type. Responses counts those in which it was seen.\n\n")
		b.WriteString("| kind | where | expected | found | first seen in | responses |\n| --- | --- | --- | --- | --- | --- |\n")
		for _, f := range r.Findings {
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %d |\n", f.Kind, code(f.place()), f.Expected, f.Found, code(f.Operation), f.Responses)
		}
	}
	first := true
	for _, c := range r.Called {
		if len(c.Structure) == 0 {
			continue
		}
		if first {
			b.WriteString("\n## Structures that the document doesn't know\n")
			first = false
		}
		fmt.Fprintf(&b, "\n%s, %s %s:\n\n", code(c.Operation), c.Method, code(c.Path))
		for _, p := range c.Structure {
			fmt.Fprintf(&b, "- %s: %s\n", code(p.Path), p.Type)
		}
	}
	_, err := io.WriteString(out, b.String())
	return err
}

func (f Finding) place() string {
	switch {
	case f.Schema != "" && f.Field != "":
		return f.Schema + "." + f.Field
	case f.Schema != "":
		return f.Schema
	case f.Where != "":
		return f.Where
	}
	return "the response"
}

func code(text string) string { return "`" + text + "`" }

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}
