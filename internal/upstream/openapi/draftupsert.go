package openapi

import (
	"fmt"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
)

// upsertOf recognises a POST that takes a list of records with an id, which creates and changes where the document has such.
func (p *proposer) upsertOf(op *operation, tag string) *resolved {
	house := len(p.upserts) > 0 && wordOf(p.ours.root[source.XNestedWrites]) != ""
	resource := strings.TrimPrefix(strings.Trim(op.path, "/"), "api/")
	if !house || p.upserts[tag] || op.method != "POST" || strings.Contains(resource, "/") || op.body == nil {
		return nil // what is below a resource does something with its records, and doesn't keep them
	}
	s := p.theirs.resolved(op.body)
	if !s.is("array") {
		return nil
	}
	record := p.theirs.resolved(s.items)
	if _, id := record.properties["id"]; !id || record.name == "" {
		return nil
	}
	return &record
}

func (p *proposer) upsertLine(record resolved, tag string, at place) string {
	p.upserts[tag] = true
	read := p.refer(record, at, "")
	create, update := p.freeName(read+"Create"), p.freeName(read+"Update")
	p.addSchema(at, []string{fmt.Sprintf("    %s: {x-write-of: %s, x-omit: [id]}", create, read)})
	p.addSchema(at, []string{fmt.Sprintf("    %s: {x-write-of: %s, required: [id]}", update, read)})
	return fmt.Sprintf("      x-upsert: {create: %s, update: %s}", create, update)
}

func article(noun string) string {
	if noun != "" && strings.ContainsAny(noun[:1], "aeiou") {
		return "an " + noun
	}
	return "a " + noun
}
