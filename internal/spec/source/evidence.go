package source

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/nearest"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// Evidence says how sure something is, and from where it is known. That of the document's root stands for everything in it that says
// nothing of its own: where it names an edition of the vendor's own document, `source` has {edition} in the place of its name.
//
//	x-evidence: {level: documented, source: "Halo's server OpenAPI of {edition}", edition: "2026-07", responses: inferred}
//
// Its `responses` is the level of the schemas of responses, where a response's own x-evidence doesn't say another.
// What a newer edition hasn't got any more has x-last-edition, the newest that has it. What has a source of its own stands for itself.

// resolveEvidence completes the evidence of an operation, or of a schema, from that of the document.
func (d *Document) resolveEvidence(spec tree.Object) {
	own, _ := spec[XEvidence].(tree.Object)
	general, _ := d.root[XEvidence].(tree.Object)
	if general == nil || tree.String(own, "source") != "" {
		return
	}
	merged := maps.Clone(general)
	delete(merged, "note")
	maps.Copy(merged, own)
	edition := tree.String(general, "edition")
	delete(merged, "edition")
	delete(merged, "responses")
	if last := tree.String(spec, XLastEdition); last != "" {
		merged["note"] = JoinNotes("the edition of "+edition+" hasn't got it", tree.String(merged, "note"))
		edition = last
	}
	merged["source"] = strings.ReplaceAll(tree.String(merged, "source"), "{edition}", edition)
	spec[XEvidence] = merged
}

// noteResponse says in an operation's evidence how sure its response is: what the response says itself, or what the document says of
// all responses whose schema it has.
func (d *Document) noteResponse(spec tree.Object) {
	general, _ := d.root[XEvidence].(tree.Object)
	evidence, _ := spec[XEvidence].(tree.Object)
	if tree.String(general, "edition") == "" || evidence == nil {
		return
	}
	responses := tree.Child(spec, "responses")
	for _, status := range slices.Sorted(maps.Keys(responses)) {
		response := d.Follow(responses[status])
		media, schema := FirstContent(response)
		if !strings.HasPrefix(status, "2") || !wiretext.IsJSON(media) {
			continue
		}
		level := cmp.Or(tree.String(response, XEvidence), tree.String(general, "responses"))
		switch {
		case Unknown(schema):
			evidence["note"] = JoinNotes(tree.String(evidence, "note"), "what it responds isn't published")
		case level != "documented" && level != "":
			evidence["note"] = JoinNotes(tree.String(evidence, "note"), "the response's schema is "+level)
		}
		return
	}
}

func JoinNotes(notes ...string) string {
	return strings.Join(slices.DeleteFunc(notes, func(s string) bool { return s == "" }), "; ")
}

// evidenceWords are what evidence says; that of the root says edition and responses too.
var evidenceWords = [...]string{"level", "source", "note", "edition", "responses"}

// checkEvidenceWords checks what is said of evidence anywhere, in one word or an object.
func checkEvidenceWords(at string, said any, fault func(string, ...any)) {
	level := func(said any) {
		if word, _ := said.(string); !slices.Contains(levels[:], word) {
			fault("%s: x-evidence: %v is no level: it is one of %s%s", at, said, strings.Join(levels[:], ", "), nearest.Suggestion(word, levels[:]))
		}
	}
	switch said := said.(type) {
	case nil:
	case tree.Object:
		for _, word := range slices.Sorted(maps.Keys(said)) {
			switch {
			case word == "level" || word == "responses":
				level(said[word])
			case !slices.Contains(evidenceWords[:], word) || at != rootPlace && word == "edition":
				fault("%s: x-evidence has no %q%s", at, word, nearest.Suggestion(word, evidenceWords[:]))
			default:
				if _, ok := said[word].(string); !ok {
					fault("%s: x-evidence: %s must be a string", at, word)
				}
			}
		}
	default:
		level(said)
	}
}

func (d *Document) checkEvidence(spec tree.Object, at string, fault func(string, ...any)) {
	evidence, _ := spec[XEvidence].(tree.Object)
	if !slices.Contains(levels[:], tree.String(evidence, "level")) || tree.String(evidence, "source") == "" {
		fault("%s: x-evidence needs a level (%s) and a source", at, strings.Join(levels[:], ", "))
	}
}
