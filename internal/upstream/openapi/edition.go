package openapi

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
)

// newEdition makes the proposal one of a newer edition of the document that ours was written from: it becomes the edition that the
// evidence of the whole names, and what it hasn't got any more is marked with the one before, x-last-edition. What has evidence of
// its own, from client code say, stays as it is.
func (p *proposer) newEdition(differences []Difference) error {
	main := p.sources.vendor + "/openapi.yaml"
	_, evidence := entry(p.sources.nodes[main], source.XEvidence)
	_, edition := entry(evidence, "edition")
	if edition == nil {
		return errors.New("a new edition needs an x-evidence in openapi.yaml that names the edition before: x-evidence: {level: documented, source: \"... of {edition}\", edition: \"2025-03\"}")
	}
	if edition.Value == p.edition {
		return fmt.Errorf("the document was written from the edition of %s already", p.edition)
	}
	p.before = edition.Value
	line := strings.Split(p.sources.contents[main], "\n")[edition.Line-1]
	end, ok := endOf(line, edition)
	if !ok {
		return errors.New("the edition in the x-evidence of openapi.yaml must be a plain or quoted name in one line")
	}
	p.replace(main, edition.Line, line[:edition.Column-1]+strconv.Quote(p.edition)+line[end:])
	for _, d := range differences {
		if d.gone == nil || d.Known != "" {
			continue
		}
		switch d.What {
		case Operation:
			p.goneOperation(d)
		case Parameter:
			p.goneParameter(d)
		case Field:
			if !p.shared[fieldKey(d.gone.owner, d.gone.field)] {
				p.goneField(d)
			}
		}
	}
	return nil
}

// endOf is where a scalar ends that begins in a line, where it stands there as it reads.
func endOf(line string, scalar *node) (int, bool) {
	from := scalar.Column - 1
	for _, quote := range [...]string{"", `"`, "'"} {
		if written := quote + scalar.Value + quote; strings.HasPrefix(line[from:], written) {
			return from + len(written), true
		}
	}
	return 0, false
}

func (p *proposer) goneOperation(d Difference) {
	file, item := p.pathOf(d.gone.op.path)
	_, spec := entry(item, strings.ToLower(d.gone.op.method))
	key, _ := entry(spec, "summary")
	if p.proven(spec) {
		return
	}
	if key == nil || flow(spec) {
		p.skip(d, "the edition hasn't got it, and it isn't written in lines of its own in the document's files: set "+p.mark())
		return
	}
	indent := key.Column - 1
	p.insert(file, insert{after: p.end(file, key), indent: indent, lines: []string{strings.Repeat(" ", indent) + p.mark()}})
	p.out.Gone++
}

func (p *proposer) goneParameter(d Difference) {
	file, item := p.pathOf(d.gone.op.path)
	_, spec := entry(item, strings.ToLower(d.gone.op.method))
	_, list := entry(spec, "parameters")
	for q := range elements(list) {
		_, name := entry(q, "name")
		_, in := entry(q, "in")
		if name != nil && in != nil && name.Value == d.gone.param.name && in.Value == d.gone.param.in {
			p.markLine(d, file, q)
			return
		}
	}
	p.skip(d, "the edition hasn't got it, and it isn't written among the operation's own parameters: where several operations share it, set "+p.mark()+" once none of them has it")
}

func (p *proposer) goneField(d Difference) {
	file := p.sources.schemas[d.gone.owner]
	_, components := entry(p.sources.nodes[file], "components")
	_, schemas := entry(components, "schemas")
	_, schema := entry(schemas, d.gone.owner)
	_, properties := entry(schema, "properties")
	_, property := entry(properties, d.gone.field)
	if property == nil {
		p.skip(d, "the edition hasn't got it, and "+d.gone.owner+" has no property of this name of its own in the document's files: mark where it comes from with "+p.mark())
		return
	}
	p.markLine(d, file, property)
}

// elements goes through a list; through nothing else.
func elements(list *node) func(yield func(*node) bool) {
	return func(yield func(*node) bool) {
		if list == nil || list.Kind != yaml.SequenceNode {
			return
		}
		for _, element := range list.Content {
			if !yield(element) {
				return
			}
		}
	}
}

// markLine marks something that is written in one line.
func (p *proposer) markLine(d Difference, file string, at *node) {
	if p.proven(at) {
		return
	}
	line := strings.Split(p.sources.contents[file], "\n")[at.Line-1]
	if anew := p.replaced[file][at.Line]; anew != "" {
		line = anew
	}
	inner, closed := strings.CutSuffix(strings.TrimRight(line, " "), "}")
	if !flow(at) || !closed || !alone(line[at.Column-1:]) {
		p.skip(d, "the edition hasn't got it, and it isn't written in one line: set "+p.mark())
		return
	}
	separator := ", "
	if strings.HasSuffix(inner, "{") {
		separator = ""
	}
	p.replace(file, at.Line, inner+separator+p.mark()+"}")
	p.out.Gone++
}

// alone reports whether a string is one value of YAML, and nothing behind it.
func alone(text string) bool {
	var list []node
	return yaml.Unmarshal([]byte("["+text+"]"), &list) == nil && len(list) == 1
}

// proven reports whether something has evidence of its own, or is marked already.
func (p *proposer) proven(at *node) bool {
	_, evidence := entry(at, source.XEvidence)
	_, from := entry(evidence, "source")
	_, marked := entry(at, source.XLastEdition)
	return from != nil || marked != nil
}

func (p *proposer) mark() string { return "x-last-edition: " + strconv.Quote(p.before) }

func (p *proposer) replace(file string, number int, line string) {
	if p.replaced[file] == nil {
		p.replaced[file] = map[int]string{}
	}
	p.replaced[file][number] = line
}

// evidenceIn is what an addition has in the way of proof, as a field of a mapping in one line, or nothing where that of the whole
// document says it.
func (p *proposer) evidenceIn() string {
	if p.edition != "" {
		return ""
	}
	return ", " + p.evidence()
}

// evidenceLines is the same as a line of its own.
func (p *proposer) evidenceLines(indent string) []string {
	if p.edition != "" {
		return nil
	}
	return []string{indent + p.evidence()}
}
