package reference

import (
	"cmp"
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
)

// typeNames are the names of types in the text of a type: each begins with @.
var typeNames = regexp.MustCompile(`@[A-Za-z0-9_.*~-]*[A-Za-z0-9_*]`)

// typeText says in words what values a schema has. A type that is shown apart is its name behind an @.
func (v *vendor) typeText(s *spec.Schema) string {
	if s == nil {
		return "anything"
	}
	if named := cmp.Or(s.RefName(), v.inner[s]); named != "" {
		return "@" + named
	}
	if s.Lenient != "" && s.Lenient != "list" && s.Lenient != "map" {
		return lenientText(s)
	}
	return v.valueText(s)
}

// lenientText names what a value means that comes in several spellings.
func lenientText(s *spec.Schema) string {
	word := s.Lenient
	if word == "text" {
		word = "string"
	}
	return word + " in any spelling"
}

func (v *vendor) valueText(s *spec.Schema) string {
	parts := slices.Concat(s.OneOf, s.AnyOf)
	switch {
	case len(s.Enum) > 0:
		return s.Type + ": " + enumText(s.Enum)
	case len(parts) > 0:
		return v.partsText(parts, " or ")
	case len(s.AllOf) > 0:
		return v.partsText(s.AllOf, " and ")
	case s.Type == "array" || s.Items != nil:
		return "list of " + v.typeText(s.Items)
	case s.Additional != nil:
		return "map of " + v.typeText(s.Additional)
	case s.Type == "":
		return "anything"
	case s.Format != "" && s.Format != "int64" && s.Format != "int32" && s.Format != "double" && s.Format != "float":
		return s.Type + " " + s.Format
	}
	return s.Type
}

func (v *vendor) partsText(parts []*spec.Schema, between string) string {
	var words []string
	for _, part := range parts {
		if text := v.typeText(part); !slices.Contains(words, text) {
			words = append(words, text)
		}
	}
	return strings.Join(words, between)
}

func enumText(values []any) string {
	words := make([]string, len(values))
	for i, value := range values {
		words[i] = plain(value)
	}
	return strings.Join(words, ", ")
}

// plain writes a value of a document: a string as it is, anything else as JSON.
func plain(value any) string {
	if text, ok := value.(string); ok {
		return text
	}
	data, err := json.Marshal(value)
	if err != nil {
		return "?"
	}
	return string(data)
}
