package emit

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// separateComments puts a dash before what is said of fields and parameters, because the generator writes the field's name and the
// description side by side: "ID - Numeric text.", not "ID Numeric text.".
func (d *document) separateComments() {
	for _, schema := range d.Schemas() {
		separateFields(schema)
	}
	for _, op := range d.Operations() {
		for _, p := range d.Parameters(op) {
			separate(p)
		}
	}
}

func separateFields(v any) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			separateFields(item)
		}
	case tree.Object:
		for key, below := range v {
			if properties, ok := below.(tree.Object); ok && key == "properties" {
				for _, p := range properties {
					if p, ok := p.(tree.Object); ok {
						separate(p)
					}
					separateFields(p)
				}
				continue
			}
			separateFields(below)
		}
	}
}

// separate leaves what continues the name as a sentence ("is a value of ...") or is in parentheses, and what it has separated already:
// operations share parameters.
func separate(p tree.Object) {
	said := strings.TrimLeft(tree.String(p, "description"), " ")
	if first, _ := utf8.DecodeRuneInString(said); said != "" && !unicode.IsLower(first) && first != '(' && !strings.HasPrefix(said, "- ") {
		p["description"] = "- " + said
	}
}
