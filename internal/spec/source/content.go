package source

import (
	"maps"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// FirstContent returns the content that a client takes of several: JSON.
func FirstContent(of tree.Object) (media string, schema tree.Object) {
	content, _ := of["content"].(tree.Object)
	if len(content) == 0 {
		return "", nil
	}
	if media = "application/json"; content[media] == nil {
		media = slices.Min(slices.Collect(maps.Keys(content)))
	}
	described, _ := content[media].(tree.Object)
	schema, ok := described["schema"].(tree.Object)
	if !ok {
		schema = tree.Object{}
	}
	return media, schema
}

// Unknown reports whether a schema says nothing about its value.
func Unknown(s tree.Object) bool {
	if s[XGoType] != nil {
		return IsJSONType(tree.String(s, XGoType))
	}
	for _, key := range [...]string{"$ref", "type", "oneOf", "anyOf", "allOf", "properties", "items", "enum", "additionalProperties"} {
		if _, ok := s[key]; ok {
			return false
		}
	}
	return true
}

// IsJSONType reports whether a Go type holds JSON as it came.
func IsJSONType(name string) bool {
	return name == "value.JSON" || strings.HasPrefix(name, "value.Lazy[")
}
