package compare

import (
	"fmt"
	"strings"
)

// upsertOf recognises a POST that takes a list of records with an id, which creates and changes where the document has such.
func (p *proposer) upsertOf(op *operation, tag string) *shape {
	house := len(p.upserts) > 0 && wordOf(p.ours.root["x-nested-writes"]) != ""
	if !house || p.upserts[tag] || op.method != "POST" || len(op.places) > 0 || op.body == nil {
		return nil
	}
	s := p.theirs.shape(op.body)
	if !s.is("array") {
		return nil
	}
	record := p.theirs.shape(s.items)
	if _, id := record.properties["id"]; !id || record.name == "" {
		return nil
	}
	return &record
}

func (p *proposer) upsertLine(record shape, tag string, at place) string {
	p.upserts[tag] = true
	read := p.refer(record, at, "")
	noun := strings.ToLower(strings.TrimSuffix(sentence(read), "."))
	create, update := p.freeName(read+"Create"), p.freeName(read+"Update")
	p.addSchema(at, []string{fmt.Sprintf("    %s: {x-write-of: %s, x-omit: [id], description: %s}", create, read,
		scalar(article(noun, true)+" to create."))})
	p.addSchema(at, []string{fmt.Sprintf("    %s: {x-write-of: %s, required: [id], description: %s}", update, read,
		scalar("Changes to "+article(noun, false)+"; only what is set is sent, and the id is needed."))})
	return fmt.Sprintf("      x-upsert: {create: %s, update: %s}", create, update)
}

func article(noun string, start bool) string {
	a := "a "
	if noun != "" && strings.ContainsAny(noun[:1], "aeiou") {
		a = "an "
	}
	if start {
		a = strings.ToUpper(a[:1]) + a[1:]
	}
	return a + noun
}
