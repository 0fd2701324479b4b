package openapi

import (
	"cmp"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
)

// What differs, and how.
const (
	Operation = "operation"
	Parameter = "parameter"
	Body      = "body"
	Response  = "response"
	Field     = "field"

	OnlyTheirs = "only theirs" // ours lacks it
	OnlyOurs   = "only ours"
	Type       = "type"
	Required   = "required"
	Enum       = "enum"
)

// Difference is one thing in which the documents differ.
type Difference struct {
	Resource string `json:"resource"`        // the service's name, or the file's where several services share a schema
	What     string `json:"what"`            // operation, parameter, body, response or field
	How      string `json:"how"`             // only theirs, only ours, type, required or enum
	At       string `json:"at"`              // the operation, or the schema of a field, by our names where we have them
	Name     string `json:"name,omitzero"`   // of the parameter or field, or the status of a response
	Ours     string `json:"ours,omitzero"`   // what our document says
	Theirs   string `json:"theirs,omitzero"` // what theirs says
	Known    string `json:"known,omitzero"`  // why it is known and meant: a word of the ledger, or the operation's deprecation

	newValues bool // an enumeration of theirs has values that ours lacks

	add    *addition // what a proposal would add; nil where there is nothing to add
	gone   *gone     // what a new edition hasn't got; nil where that can't be marked
	faults []fault   // what the ledger says of the operation's description
}

// fault is something that is known to be wrong in theirs: the ledger says what, and which differences come of it.
type fault struct {
	what  string
	hides []string // "operation", "body", "response", "parameter NAME", "field NAME"; names may have * in them
}

// explains reports whether a difference comes of the fault.
func (f fault) explains(d Difference) bool {
	return slices.ContainsFunc(f.hides, func(pattern string) bool {
		what, name, named := strings.Cut(pattern, " ")
		match, err := path.Match(name, d.Name)
		return what == d.What && (!named || err == nil && match)
	})
}

// addition is where something that only theirs has belongs.
type addition struct {
	ours   *operation // nil for an operation of its own
	theirs *operation
	param  parameter
	owner  string // our schema that gets the field
	name   string // of the field, theirs
	schema any    // of the field, theirs
	must   bool   // theirs requires it
	// readOnly says that theirs shows the field and nothing of theirs sends it.
	readOnly bool
	// stranger says why theirs isn't the schema that ours is, although it stands in its place.
	stranger string
}

// Report is a comparison.
type Report struct {
	Vendor      string       `json:"vendor"`
	Title       string       `json:"title"`   // theirs
	Version     string       `json:"version"` // theirs
	Ours        int          `json:"operations_ours"`
	Theirs      int          `json:"operations_theirs"`
	Both        int          `json:"operations_both"`
	Differences []Difference `json:"differences"`
	Defects     []string     `json:"defects"` // of theirs, read past
	// Unresolved is what of theirs could not be compared, such as references that lead nowhere: there may be differences behind it.
	Unresolved []string `json:"unresolved"`

	c *comparison // what a proposal is made from
}

// gone is something of ours that theirs hasn't got, where theirs is a newer edition of what ours was written from.
type gone struct {
	op    *operation // of ours: the operation itself, or that of the parameter
	param parameter
	owner string // the schema of the field
	field string
}

// Differ reports whether there is a difference that isn't known.
func (r *Report) Differ() bool {
	return slices.ContainsFunc(r.Differences, func(d Difference) bool { return d.Known == "" })
}

// Compare compares the document of a vendor in files with theirs.
func Compare(files fs.FS, vendor string, theirs *Foreign) (*Report, error) {
	doc, err := source.Load(files, vendor)
	if err != nil {
		return nil, err
	}
	sources, err := readSources(files, vendor)
	if err != nil {
		return nil, err
	}
	c := &comparison{
		ours:   &document{root: doc.Tree(), defect: func(string, ...any) {}, hidden: func(string, ...any) {}},
		theirs: &document{root: theirs.root, defect: theirs.defect, hidden: theirs.hidden},
		known:  sources.known, sources: sources,
		paired: map[string]bool{}, shared: map[string]bool{}, responded: map[string][]string{}, named: map[string]string{},
	}
	ours, foreign := c.bothSides()
	c.match(ours, foreign)
	slices.SortFunc(c.found, func(a, b Difference) int {
		return cmp.Or(cmp.Compare(a.Resource, b.Resource), cmp.Compare(rank(a.What), rank(b.What)), cmp.Compare(a.At, b.At),
			cmp.Compare(a.Name, b.Name), cmp.Compare(a.How, b.How))
	})
	r := &Report{
		Vendor: vendor, Title: short(theirs.Title()), Version: short(theirs.Version()), Ours: len(ours), Theirs: len(foreign), Both: c.both,
		Differences: c.found, Defects: slices.Sorted(slices.Values(theirs.defects)),
		Unresolved: slices.Sorted(slices.Values(theirs.unresolved)), c: c,
	}
	if r.Differences == nil {
		r.Differences = []Difference{}
	}
	if r.Defects == nil {
		r.Defects = []string{}
	}
	if r.Unresolved == nil {
		r.Unresolved = []string{}
	}
	return r, nil
}

func rank(what string) int {
	return slices.Index([]string{Operation, Parameter, Body, Response, Field}, what)
}

// comparison is a comparison under way.
type comparison struct {
	ours, theirs *document
	known        map[string][]fault // by operation: what the ledger says is wrong with theirs
	sources      *sources
	found        []Difference
	both         int
	paired       map[string]bool     // pairs of schemas that were looked at
	shared       map[string]bool     // fields that both have, by our schema and their name
	responded    map[string][]string // the schemas of theirs that stand in responses where one of ours does
	named        map[string]string   // the schema of ours for a schema of theirs
	list         []*operation        // ours
	foreign      []*operation        // theirs
	sent         map[string]bool     // schemas of theirs that bodies are made of; nil until asked for
	read         map[string]bool     // those that responses are made of; the same
	cut          string              // what stands in front of our paths in a key, and not in the document
}

// bothSides lists the operations of both, with the server's prefix put in front of the paths or not: whichever makes more of
// them meet. Some documents have /api in their paths, others in their server's address, others nowhere.
func (c *comparison) bothSides() (ours, theirs []*operation) {
	best := -1
	for _, mine := range []string{c.ours.prefix(), ""} {
		a := c.ours.operations(mine)
		keys := map[string]bool{}
		for _, op := range a {
			keys[op.key] = true
		}
		for _, other := range []string{c.theirs.prefix(), "", mine} {
			b := c.theirs.operations(other)
			n := 0
			for _, op := range b {
				if keys[op.key] {
					n++
				}
			}
			if n > best {
				best, ours, theirs, c.cut = n, a, b, mine
			}
		}
	}
	c.list, c.foreign = ours, theirs
	return ours, theirs
}

func (c *comparison) match(ours, theirs []*operation) {
	byKey := map[string]*operation{}
	for _, op := range ours {
		byKey[op.key] = op
	}
	met := map[string]bool{}
	// Responses first: they tell which schemas of theirs are read, so that what is only written isn't taken for one of them.
	for _, their := range theirs {
		if mine := byKey[their.key]; mine != nil {
			met[their.key] = true
			c.both++
			c.response(mine, their)
		}
	}
	for _, their := range theirs {
		if mine := byKey[their.key]; mine != nil {
			c.parameters(mine, their)
			c.body(mine, their)
			continue
		}
		d := c.at(their, c.resourceOf(their, ours))
		d.What, d.How, d.add = Operation, OnlyTheirs, &addition{theirs: their}
		c.add(d)
	}
	for _, mine := range ours {
		if !met[mine.key] {
			d := c.at(mine, mine.tag)
			d.What, d.How, d.gone = Operation, OnlyOurs, &gone{op: mine}
			if deprecated, _ := mine.spec["deprecated"].(bool); deprecated {
				d.Known = "deprecated here"
			}
			c.add(d)
		}
	}
}

// at begins a difference of an operation.
func (c *comparison) at(op *operation, resource string) Difference {
	return Difference{Resource: resource, At: short(op.name()), faults: c.known[op.key]}
}

func (c *comparison) add(d Difference) {
	for _, f := range d.faults {
		if d.Known == "" && f.explains(d) {
			d.Known = f.what
		}
	}
	c.found = append(c.found, d)
}

func (c *comparison) parameters(mine, their *operation) {
	for i, p := range their.places {
		if i < len(mine.places) {
			c.parameter(mine, their, mine.places[i], p)
		}
	}
	used := map[string]bool{}
	for _, p := range their.parameters {
		q, found := findParameter(mine.parameters, p)
		if !found {
			d := c.at(mine, mine.tag)
			d.What, d.How, d.Name, d.Theirs = Parameter, OnlyTheirs, short(p.name), c.theirs.text(p.schema)
			d.add = &addition{ours: mine, theirs: their, param: p}
			c.add(d)
			continue
		}
		used[q.in+" "+q.name] = true
		c.parameter(mine, their, q, p)
	}
	for _, q := range mine.parameters {
		if !used[q.in+" "+q.name] {
			d := c.at(mine, mine.tag)
			d.What, d.How, d.Name, d.Ours, d.gone = Parameter, OnlyOurs, q.name, c.ours.text(q.schema), &gone{op: mine, param: q}
			c.add(d)
		}
	}
}

// findParameter finds a parameter by its name, else by its name in another case.
func findParameter(list []parameter, p parameter) (parameter, bool) {
	for _, same := range []func(a, b string) bool{func(a, b string) bool { return a == b }, strings.EqualFold} {
		for _, q := range list {
			if q.in == p.in && same(q.name, p.name) {
				return q, true
			}
		}
	}
	return parameter{}, false
}

func (c *comparison) parameter(mine, their *operation, ours, theirs parameter) {
	d := c.at(mine, mine.tag)
	d.What, d.Name = Parameter, ours.name
	if !ours.commas || !c.theirs.resolved(theirs.schema).is("string") || !c.ours.resolved(ours.schema).is("array") {
		c.types(d, ours.schema, theirs.schema)
	}
	if ours.in != "path" && ours.required != theirs.required {
		d.How, d.Ours, d.Theirs = Required, yesNo(ours.required), yesNo(theirs.required)
		c.add(d)
	}
}

func yesNo(b bool) string {
	if b {
		return "required"
	}
	return "optional"
}

func (c *comparison) body(mine, their *operation) {
	d := c.at(mine, mine.tag)
	d.What = Body
	switch {
	case mine.body == nil && their.body == nil:
	case mine.body == nil:
		d.How, d.Theirs = OnlyTheirs, c.theirs.text(their.body)
		c.add(d)
	case their.body == nil:
		d.How, d.Ours = OnlyOurs, c.ours.text(mine.body)
		c.add(d)
	default:
		c.types(d, mine.body, their.body)
		c.fields(d, mine.name()+" body", mine.body, their.body, true)
	}
}

func (c *comparison) response(mine, their *operation) {
	d := c.at(mine, mine.tag)
	d.What = Response
	for _, status := range sortedNames(their.responses, nil) {
		ours, found := responseOf(mine, status)
		d.Name = status
		theirs := their.responses[status]
		switch unknown := c.theirs.resolved(theirs).unknown(); {
		case !found:
			d.How, d.Ours, d.Theirs = OnlyTheirs, "", ""
			if !unknown {
				d.Theirs = c.theirs.text(theirs)
			}
			c.add(d)
			continue
		case unknown:
			continue
		}
		d := d
		if mine.spec[source.XUpsert] != nil && c.ours.resolved(ours).is("array") && c.theirs.resolved(theirs).is("object") {
			ours = c.ours.resolved(ours).items // one record or a list of them: both are read
		}
		c.types(d, ours, theirs)
		c.fields(d, mine.name()+" response", ours, theirs, false)
	}
	for _, status := range sortedNames(mine.responses, nil) {
		if _, found := responseOf(their, status); !found && len(their.responses) > 0 && status != "2XX" {
			d.Name, d.How, d.Ours, d.Theirs = status, OnlyOurs, "", ""
			c.add(d)
		}
	}
}

func responseOf(op *operation, status string) (any, bool) {
	for _, name := range []string{status, "2XX"} {
		if schema, ok := op.responses[name]; ok {
			return schema, true
		}
	}
	return nil, false
}
