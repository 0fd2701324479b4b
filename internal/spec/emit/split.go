package emit

import (
	"maps"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// splitter makes of the whole document, hints and all, that of one package: its operations and its schemas, with the Go names of what
// stands in the vendor's own package qualified.
type splitter struct {
	*document
	rooms *rooms
	at    string // the package, "" for the vendor's own
}

// part returns the document with the operations of the package alone, each changed by trim, and the schemas that keep lets through.
func (s splitter) part(trim func(tree.Object) tree.Object, keep func(schema string) bool) tree.Object {
	part := maps.Clone(s.Tree())
	delete(part, "tags")
	paths := tree.Object{}
	for path, item := range tree.Child(s.Tree(), "paths") {
		own := tree.Object{}
		for method, spec := range item.(tree.Object) {
			spec, ok := spec.(tree.Object)
			if op := (source.Operation{Spec: spec}); ok && s.rooms.ofTag[op.Tag()] == s.at {
				own[method] = s.qualified(trim(maps.Clone(spec)))
			}
		}
		if len(own) > 0 {
			paths[path] = own
		}
	}
	schemas := tree.Object{}
	for name, schema := range s.Schemas() {
		if s.rooms.ofSchema[name] == s.at && keep(name) {
			schemas[name] = s.qualified(schema)
		}
	}
	components := maps.Clone(tree.Child(s.Tree(), "components"))
	components["schemas"] = schemas
	part["paths"], part["components"] = paths, components
	return part
}

// typeKeys are those under which a Go type stands: in a schema, and in what the client's template is told.
var typeKeys = [...]string{source.XGoType, "type", "row", "list", "create", "update"}

// qualified copies a part of the document. A reference to a schema of the vendor's own package becomes the name of a Go type.
func (s splitter) qualified(v any) any {
	if s.at == "" {
		return v
	}
	switch v := v.(type) {
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = s.qualified(item)
		}
		return out
	case tree.Object:
		out := make(tree.Object, len(v))
		for key, value := range v {
			text, isText := value.(string)
			switch {
			case key == "$ref" && isText && s.foreign(strings.TrimPrefix(text, source.SchemaRef)):
				name := strings.TrimPrefix(text, source.SchemaRef)
				target, _ := s.Schemas()[name].(tree.Object)
				for _, key := range [...]string{"type", "format"} {
					if of := tree.String(target, key); of != "" {
						out[key] = of
					}
				}
				out[source.XGoType] = s.Vendor + "." + name
				if _, said := v[source.XGoTypeSkipPointer]; !said {
					out[source.XGoTypeSkipPointer] = false
				}
			case isText && slices.Contains(typeKeys[:], key):
				out[key] = s.qualifiedType(text)
			default:
				out[key] = s.qualified(value)
			}
		}
		return out
	}
	return v
}

// qualifiedType qualifies the names within a Go type.
func (s splitter) qualifiedType(text string) string {
	return goWord.ReplaceAllStringFunc(text, func(word string) string {
		if s.foreign(word) {
			return s.Vendor + "." + word
		}
		return word
	})
}

// foreign reports whether a schema stands in the vendor's own package, and this isn't that.
func (s splitter) foreign(name string) bool {
	_, known := s.Schemas()[name]
	return known && s.at != "" && s.rooms.ofSchema[name] == ""
}
