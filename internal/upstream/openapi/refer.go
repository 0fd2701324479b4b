package openapi

import (
	"fmt"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
)

// refer returns our name of a schema of theirs: of the one that it was compared with, or of a new one. A body refers to what is
// written, and a response to what is read, although theirs may have one schema for both.
func (p *proposer) refer(s resolved, at place, hint string) string {
	id := s.name
	if id == "" {
		id = at.owner + "\x00" + hint
	}
	ours := p.ourName(s)
	if !at.written {
		if ours == "" || p.writes(ours) {
			ours = p.drafted[id]
		}
		if ours == "" {
			ours = p.draftSchema(s, at, hint, id, p.drafted)
		}
		return ours
	}
	switch {
	case ours != "":
		return p.writeOf(ours, at)
	case p.draftedWrites[id] != "":
		return p.draftedWrites[id]
	case p.drafted[id] != "" || s.name != "" && p.reads(s) && !at.parts:
		at.written = false
		return p.writeOf(p.refer(s, at, hint), at)
	}
	return p.draftSchema(s, at, hint, id, p.draftedWrites)
}

// draftSchema drafts a schema of its own. Its name is noted first: it may lead back to itself.
func (p *proposer) draftSchema(s resolved, at place, hint, id string, drafted map[string]string) string {
	base := p.typeName(s.name)
	if base == "" {
		base = at.owner + hint
	}
	name := p.freeName(base)
	drafted[id] = name
	p.schema(name, s, at)
	return name
}

// writeOf names what is written of a schema of ours: itself, if it is only written, or one that is derived from it.
func (p *proposer) writeOf(read string, at place) string {
	if p.writes(read) {
		return read
	}
	if suffix := wordOf(p.ours.root[source.XNestedWrites]); suffix != "" {
		return read + suffix // which the document derives itself
	}
	if p.writesOf[read] == "" {
		p.writesOf[read] = p.freeName(read + "Write")
		p.addSchema(at, []string{fmt.Sprintf("    %s: {x-write-of: %s%s}", p.writesOf[read], read, p.evidenceIn())})
	}
	return p.writesOf[read]
}
