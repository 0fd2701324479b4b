package reference

import (
	"html/template"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/catalog/prose"
)

// proofOf is what a schema, or the field at a path within it, says of its evidence itself, or what it was derived from says.
func (v *vendor) proofOf(schema, path string) prose.Evidence {
	for range maxDerived {
		if e := v.prose.Evidence[schema][path]; e != (prose.Evidence{}) {
			return e
		}
		of := v.Schemas[schema]
		if of == nil || of.WriteOf == "" {
			break
		}
		schema = of.WriteOf
	}
	return prose.Evidence{}
}

// maxDerived bounds how far write types of write types are followed.
const maxDerived = 8

// proof writes the evidence of a parameter: its level as a tag, then note and source. A note that the text says already isn't repeated.
func (v *vendor) proof(e prose.Evidence, said string) (level string, more template.HTML) {
	var parts []string
	if e.Note != "" && !strings.Contains(said, e.Note) {
		parts = append(parts, inline(e.Note))
	}
	if e.Source != "" {
		parts = append(parts, string(v.sourceText(e.Source)))
	}
	return e.Level, template.HTML(strings.Join(parts, "; "))
}

// proofData is the same for the script: the level, then texts, and links as a text and an address.
func (v *vendor) proofData(e prose.Evidence, said string) []any {
	data := []any{e.Level}
	if e.Note != "" && !strings.Contains(said, e.Note) {
		note := e.Note
		if e.Source != "" {
			note += "; "
		}
		data = append(data, note)
	}
	for _, part := range v.sourceParts(e.Source) {
		if part.Address == "" {
			data = append(data, part.Text)
		} else {
			data = append(data, []string{part.Text, part.Address})
		}
	}
	return data
}
