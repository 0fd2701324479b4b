package openapi

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec/emit"
	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
)

// Proposal is a patch that adds to the document's files what only theirs has.
type Proposal struct {
	// Patch is a unified diff for git apply, from the module's root. It is empty when there is nothing to add.
	Patch []byte
	// Operations, Parameters, Fields and Schemas count what it adds.
	Operations, Parameters, Fields, Schemas int
	// Gone counts what it marks as not in the new edition.
	Gone int
	// Skipped lists what it leaves to a person, and why.
	Skipped []string
}

// Origin is the document that a proposal is made from.
type Origin struct {
	// Source is its public name, for the evidence of what is added.
	Source string
	// Edition is its name among the editions of the vendor's own document, where it is a newer one of what ours was written from:
	// what it adds needs no evidence of its own then, and what it hasn't got any more is marked with the edition before.
	Edition string
}

// Propose writes what only theirs has as additions to the files of the document, each with the evidence "documented" and the
// source, or as what a new edition says. Nothing else that stands there is changed: what both have, and differently, is for a person
// to judge. Summaries are made from names alone, descriptions not at all. The document with the additions is checked before
// the patch is returned.
func (r *Report) Propose(files fs.FS, from Origin) (*Proposal, error) {
	p := &proposer{
		comparison: r.c, source: from.Source, edition: from.Edition, out: &Proposal{},
		inserts: map[string][]insert{}, paths: map[string]map[string][]string{}, made: map[string]*newFile{},
		drafted: map[string]string{}, draftedWrites: map[string]string{}, writesOf: map[string]string{}, goNames: map[string]map[string]bool{}, taken: map[string]bool{},
		ids: map[string]bool{}, methods: map[string]bool{}, upserts: map[string]bool{}, unsplit: map[string]error{},
		added: map[string]map[string]string{}, replaced: map[string]map[int]string{},
	}
	var err error
	if p.names, err = source.ReadNames(files, p.sources.vendor); err != nil {
		return nil, err
	}
	for _, op := range r.c.list {
		p.ids[wordOf(op.spec["operationId"])] = true
		p.methods[op.tag+"."+wordOf(op.spec[source.XMethod])] = true
		if op.spec[source.XUpsert] != nil {
			p.upserts[op.tag] = true
			p.methods[op.tag+".Create"], p.methods[op.tag+".Update"] = true, true
		}
	}
	for name := range objectAt(objectAt(r.c.ours.root, "components"), "schemas") {
		p.taken[strings.ToLower(name)] = true
	}
	if from.Edition != "" {
		if err := p.newEdition(r.Differences); err != nil {
			return nil, err
		}
	}
	for _, d := range r.Differences {
		if d.How == Enum && d.Known == "" && d.newValues {
			p.skip(d, "a value that only theirs has needs a name")
		}
		if d.add == nil || d.Known != "" {
			continue
		}
		switch d.What {
		case Operation:
			p.operation(d)
		case Parameter:
			p.parameter(d)
		case Field:
			p.field(d)
		}
	}
	p.insertPaths()
	if len(p.unsplit) > 0 {
		return nil, p.missingWords()
	}
	changed := p.contents()
	if len(changed) == 0 {
		return p.out, nil
	}
	if err := p.holds(files, changed); err != nil {
		return nil, fmt.Errorf("what is proposed doesn't make a document: %w", err)
	}
	var patch strings.Builder
	for _, name := range slices.Sorted(maps.Keys(changed)) {
		before, old := p.sources.contents[name]
		if !old {
			writeNewFile(&patch, path.Join("specs", name), changed[name])
			continue
		}
		writeChanges(&patch, path.Join("specs", name), before, p.inserts[name], p.replaced[name])
	}
	p.out.Patch = []byte(patch.String())
	return p.out, nil
}

// holds checks that the changed files make a document that clients can be generated from.
func (p *proposer) holds(files fs.FS, changed map[string]string) error {
	doc, err := source.Load(p.sources.with(files, changed), p.sources.vendor)
	if err != nil {
		return err
	}
	_, err = emit.GeneratorInput(doc)
	return err
}

// proposer collects insertions.
type proposer struct {
	*comparison
	source        string
	edition       string // of theirs; empty where it is none
	before        string // the edition that ours was written from
	out           *Proposal
	inserts       map[string][]insert            // by file
	paths         map[string]map[string][]string // new paths of files that are there: lines of their methods
	made          map[string]*newFile            // files that aren't there yet, by service
	drafted       map[string]string              // our new name for a schema of theirs that is read
	draftedWrites map[string]string              // and for one that is only written
	writesOf      map[string]string              // what is written of a schema of ours, where this proposal derives it
	goNames       map[string]map[string]bool
	ids           map[string]bool // operationIds
	methods       map[string]bool // Go methods, as Service.Method
	upserts       map[string]bool // services with Create and Update
	taken         map[string]bool // names of schemas, in lower case
	names         *source.Names   // the vendor's word list, if any
	unsplit       map[string]error
	added         map[string]map[string]string // fields that are proposed, by schema of ours: what they are
	replaced      map[string]map[int]string    // lines that are written anew, by file and number
}

// missingWords says what the word list needs before anything can be named.
func (p *proposer) missingWords() error {
	faults := make([]error, 0, len(p.unsplit))
	for _, name := range slices.Sorted(maps.Keys(p.unsplit)) {
		faults = append(faults, p.unsplit[name])
	}
	return fmt.Errorf("the word list must know %d new names first:\n%w", len(faults), errors.Join(faults...))
}

// newFile is a file for a service that the document doesn't have.
type newFile struct {
	name    string
	tag     string
	paths   map[string][]string // lines of each path's methods
	schemas []string
}

func (p *proposer) skip(d Difference, why string) {
	d.Known = ""
	p.out.Skipped = append(p.out.Skipped, fmt.Sprintf("%s: %s", d, why))
}

// parameter adds a parameter to an operation.
func (p *proposer) parameter(d Difference) {
	mine := d.add.ours
	if err := source.CheckName(d.add.param.name); err != nil {
		p.skip(d, err.Error())
		return
	}
	file, item := p.pathOf(mine.path)
	_, spec := entry(item, strings.ToLower(mine.method))
	if spec == nil {
		p.skip(d, "the operation isn't written in the document's files")
		return
	}
	names := p.namesOf("operation "+mine.name(), func(yield func(name, goName string)) {
		for _, q := range mine.parameters {
			yield(q.name, "")
		}
	})
	line := p.parameterLine(d.add.param, names)
	key, list := entry(spec, "parameters")
	if list == nil {
		before, _ := entry(spec, "responses")
		if before == nil || flow(spec) {
			p.skip(d, "the operation has no place for parameters")
			return
		}
		at := before.Line - 1
		indent := strings.Repeat(" ", before.Column-1)
		if !p.has(file, at, "parameters:") {
			p.insert(file, insert{after: at, indent: before.Column - 1, lines: []string{indent + "parameters:"}})
		}
		p.insert(file, insert{after: at, indent: before.Column - 1, lines: []string{indent + "  " + line}})
	} else {
		if flow(list) || len(list.Content) == 0 {
			p.skip(d, "the operation's parameters stand in one line")
			return
		}
		indent := list.Content[0].Column - 3
		p.insert(file, insert{after: p.end(file, key), indent: indent, lines: []string{strings.Repeat(" ", indent) + line}})
	}
	p.out.Parameters++
}

// field adds a field to a schema.
func (p *proposer) field(d Difference) {
	owner := d.add.owner
	if err := fieldName(d.add.name); err != nil {
		p.skip(d, err.Error())
		return
	}
	if d.add.stranger != "" {
		p.skip(d, d.add.stranger)
		return
	}
	if p.added[owner] == nil {
		p.added[owner] = map[string]string{}
	}
	if before, twice := p.added[owner][d.add.name]; twice {
		// Two schemas of theirs are one of ours, and both have it.
		if is := p.theirs.text(d.add.schema); is != before {
			p.skip(d, "another schema of theirs has it as "+before+", which is proposed")
		}
		return
	}
	p.added[owner][d.add.name] = p.theirs.text(d.add.schema)
	file := p.sources.schemas[owner]
	_, components := entry(p.sources.nodes[file], "components")
	_, schemas := entry(components, "schemas")
	_, schema := entry(schemas, owner)
	key, properties := entry(schema, "properties")
	if free, value := entry(schema, "additionalProperties"); properties == nil && free != nil && value.Value == "true" && !flow(schema) {
		p.fillField(d, file, free)
		return
	}
	switch {
	case schema == nil:
		p.skip(d, "the schema isn't written in the document's files")
		return
	case properties == nil || flow(properties) || flow(schema) || len(properties.Content) == 0:
		p.skip(d, "the schema has no list of properties to add to")
		return
	}
	names := p.namesOf(owner, func(yield func(name, goName string)) {
		for k, v := range entries(properties) {
			_, goName := entry(v, source.XGoName)
			if goName != nil {
				yield(k.Value, goName.Value)
			} else {
				yield(k.Value, "")
			}
		}
	})
	indent := properties.Content[0].Column - 1
	line := p.propertyLine(d.add.name, d.add.schema, names, place{file: file, owner: owner, written: p.writes(owner)})
	if d.add.readOnly && p.derived(owner) {
		line = strings.TrimSuffix(line, "}") + ", readOnly: true}"
	}
	p.insert(file, insert{after: p.placeOf(d.add.name, file, key, properties), indent: indent, lines: []string{strings.Repeat(" ", indent) + line}})
	p.out.Fields++
}

// fillField adds a field to a schema that stands for an object of which nothing was known: its fields take the place of the line
// that says so.
func (p *proposer) fillField(d Difference, file string, free *node) {
	owner, indent := d.add.owner, free.Column-1
	p.replace(file, free.Line, strings.Repeat(" ", indent)+"properties:")
	names := p.namesOf(owner, func(func(name, goName string)) {})
	line := p.propertyLine(d.add.name, d.add.schema, names, place{file: file, owner: owner, written: p.writes(owner)})
	p.insert(file, insert{after: free.Line, indent: indent + 2, lines: []string{strings.Repeat(" ", indent+2) + line}})
	p.out.Fields++
}

// placeOf is the line behind which a field goes: among the others by its name, where they are in that order, else behind them.
func (p *proposer) placeOf(name, file string, key, properties *node) int {
	var names []*node
	for k := range entries(properties) {
		names = append(names, k)
	}
	if slices.IsSortedFunc(names, func(a, b *node) int { return compareNames(a.Value, b.Value) }) {
		for _, k := range names {
			if compareNames(name, k.Value) < 0 {
				return k.Line - 1
			}
		}
	}
	return p.end(file, key)
}

// compareNames orders fields: the id is first, and those that begin with an underscore, which steer the server, are last.
func compareNames(a, b string) int {
	special := func(s string) int {
		switch {
		case s == "id":
			return -1
		case strings.HasPrefix(s, "_"):
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(special(a), special(b)), cmp.Compare(a, b))
}

// writes reports whether a schema of ours is one that is only written.
func (p *proposer) writes(name string) bool {
	schema := asObject(objectAt(objectAt(p.ours.root, "components"), "schemas")[name])
	only, _ := schema[source.XWrite].(bool)
	return only
}

// fieldName says why a field of this name can't be written down.
func fieldName(name string) error {
	if strings.Contains(name, ",") {
		return fmt.Errorf("%q: a field's name has no comma", short(name))
	}
	return source.CheckName(name)
}

// derived reports whether what is written is made of a schema of ours, which would send the new field too.
func (p *proposer) derived(name string) bool {
	for _, schema := range objectAt(objectAt(p.ours.root, "components"), "schemas") {
		if wordOf(asObject(schema)[source.XWriteOf]) == name {
			return true
		}
	}
	return false
}

// pathOf finds the file of a path, and its node.
func (p *proposer) pathOf(template string) (file string, item *node) {
	for _, name := range slices.Sorted(maps.Keys(p.sources.nodes)) {
		_, paths := entry(p.sources.nodes[name], "paths")
		if _, item := entry(paths, template); item != nil {
			return name, item
		}
	}
	return "", nil
}

func (p *proposer) has(file string, after int, text string) bool {
	return slices.ContainsFunc(p.inserts[file], func(i insert) bool {
		return i.after == after && len(i.lines) > 0 && strings.TrimSpace(i.lines[0]) == text
	})
}

func (p *proposer) insert(file string, i insert) {
	i.seq = len(p.inserts[file])
	p.inserts[file] = append(p.inserts[file], i)
}

// contents returns the changed files, whole.
func (p *proposer) contents() map[string]string {
	out := map[string]string{}
	for file := range p.replaced {
		if p.inserts[file] == nil {
			p.inserts[file] = []insert{}
		}
	}
	for file := range p.inserts {
		// What is deeper closes first where several blocks end at one line.
		slices.SortStableFunc(p.inserts[file], func(a, b insert) int {
			return cmp.Or(cmp.Compare(a.after, b.after), cmp.Compare(b.indent, a.indent), cmp.Compare(a.seq, b.seq))
		})
		out[file] = withInsertions(withLines(p.sources.contents[file], p.replaced[file]), p.inserts[file])
	}
	for _, made := range p.made {
		out[made.name] = made.text()
	}
	return out
}

func (f *newFile) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "tags:\n  - {name: %s}\npaths:\n", f.tag)
	for i, name := range slices.Sorted(maps.Keys(f.paths)) {
		if i > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "  %s:\n%s\n", pathKey(name), strings.Join(f.paths[name], "\n"))
	}
	if len(f.schemas) > 0 {
		fmt.Fprintf(&b, "\ncomponents:\n  schemas:\n%s\n", strings.Join(f.schemas, "\n"))
	}
	return b.String()
}
