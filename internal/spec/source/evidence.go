package source

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Evidence says how sure something is, and from where it is known. That of the document's root stands for everything in it that says
// nothing of its own: where it names an edition of the vendor's own document, `source` has {edition} in the place of its name.
//
//	x-evidence: {level: documented, source: "Halo's server OpenAPI of {edition}", edition: "2026-07", responses: inferred}
//
// Its `responses` is the level of the schemas of responses, where a response's own x-evidence doesn't say another.
// What a newer edition hasn't got any more has x-last-edition, the newest that has it. What has a source of its own stands for itself.

// resolveEvidence completes the evidence of an operation, or of a schema, from that of the document.
func (d *Document) resolveEvidence(spec object) {
	own, _ := spec["x-evidence"].(object)
	general, _ := d.root["x-evidence"].(object)
	if general == nil || text(own, "source") != "" {
		return
	}
	merged := maps.Clone(general)
	delete(merged, "note")
	maps.Copy(merged, own)
	edition := text(general, "edition")
	delete(merged, "edition")
	delete(merged, "responses")
	if last := text(spec, "x-last-edition"); last != "" {
		merged["note"] = joinNotes("the edition of "+edition+" hasn't got it", text(merged, "note"))
		edition = last
	}
	merged["source"] = strings.ReplaceAll(text(merged, "source"), "{edition}", edition)
	spec["x-evidence"] = merged
}

// noteResponse says in an operation's evidence how sure its response is: what the response says itself, or what the document says of
// all responses whose schema it has.
func (d *Document) noteResponse(spec object) {
	general, _ := d.root["x-evidence"].(object)
	evidence, _ := spec["x-evidence"].(object)
	if text(general, "edition") == "" || evidence == nil {
		return
	}
	responses := member(spec, "responses")
	for _, status := range slices.Sorted(maps.Keys(responses)) {
		response := d.follow(responses[status])
		media, schema := firstContent(response)
		if !strings.HasPrefix(status, "2") || !isJSON(media) {
			continue
		}
		level := cmp.Or(text(response, "x-evidence"), text(general, "responses"))
		switch {
		case unknown(schema):
			evidence["note"] = joinNotes(text(evidence, "note"), "what it responds isn't published")
		case level != "documented" && level != "":
			evidence["note"] = joinNotes(text(evidence, "note"), "the response's schema is "+level)
		}
		return
	}
}

func joinNotes(notes ...string) string {
	return strings.Join(slices.DeleteFunc(notes, func(s string) bool { return s == "" }), "; ")
}

func (d *Document) checkEvidence(spec object, at string, fault func(string, ...any)) {
	evidence, _ := spec["x-evidence"].(object)
	if !slices.Contains(levels[:], text(evidence, "level")) || text(evidence, "source") == "" {
		fault("%s: x-evidence needs a level (%s) and a source", at, strings.Join(levels[:], ", "))
	}
	for status, response := range member(spec, "responses") {
		if level := d.follow(response)["x-evidence"]; level != nil && !slices.Contains(levels[:], text(d.follow(response), "x-evidence")) {
			fault("%s: x-evidence of the response %s must be one of %s", at, status, strings.Join(levels[:], ", "))
		}
	}
}

// noteEvidence says in a field's description how sure the field is, where it is less sure than its operation.
func (d *Document) noteEvidence(p object) {
	defer noteDeprecation(p)
	var level, note string
	switch evidence := p["x-evidence"].(type) {
	case string:
		level = evidence
	case object:
		level, note = text(evidence, "level"), text(evidence, "note")
	}
	delete(p, "x-evidence")
	if last := text(p, "x-last-edition"); last != "" {
		note = joinNotes(note, "last in the edition of "+last)
		delete(p, "x-last-edition")
	}
	if note == "" && (level == "documented" || level == "") {
		return
	}
	said := strings.TrimSpace(text(p, "description"))
	if said != "" && !strings.HasSuffix(said, ".") {
		said += "."
	}
	word := strings.TrimSuffix(note, ".")
	switch {
	case word == "":
		word = level
	case level != "":
		word = level + ": " + word
	}
	p["description"] = strings.TrimSpace(fmt.Sprintf("%s (%s)", said, word))
}
