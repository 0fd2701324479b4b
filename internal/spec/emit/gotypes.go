package emit

import (
	"encoding/json"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// scalarType is the Go type of the values of a JSON Schema type, or of those of one of its formats.
type scalarType struct{ kind, format, goType string }

// scalarTypes is the one place that says which Go type a plain value gets, in a struct (where oapi-codegen writes it, by
// TypeMapping) as inside another Go type (where goTypeOf does). A format that isn't listed has its type's.
var scalarTypes = [...]scalarType{
	{"boolean", "", "bool"},
	{"number", "", "float64"},
	{"integer", "", "int64"},
	{"integer", "int32", "int64"},
	{"integer", "int64", "int64"},
	{"string", "", "string"},
	{"string", "email", "string"},
	{"string", "uuid", "string"},
	{"string", "uri", "string"},
	{"string", "date-time", "value.Time"},
	{"string", "date", "value.Date"},
	{"string", "binary", "value.File"},
}

// scalarGoType returns the Go type of a JSON Schema type's values, "" for what is no plain value.
func scalarGoType(kind, format string) string {
	plain := ""
	for _, t := range scalarTypes {
		if t.kind != kind {
			continue
		}
		if t.format == format {
			return t.goType
		}
		if t.format == "" {
			plain = t.goType
		}
	}
	return plain
}

// TypeMapping returns the same as oapi-codegen's option type-mapping takes it, in JSON.
func TypeMapping() (string, error) {
	type named struct {
		Type string `json:"type"`
	}
	type formats struct {
		Default named            `json:"default"`
		Formats map[string]named `json:"formats,omitempty"`
	}
	mapping := map[string]formats{}
	for _, t := range scalarTypes {
		of := mapping[t.kind]
		if t.format == "" {
			of.Default = named{t.goType}
		} else {
			if of.Formats == nil {
				of.Formats = map[string]named{}
			}
			of.Formats[t.format] = named{t.goType}
		}
		mapping[t.kind] = of
	}
	text, err := json.Marshal(mapping)
	return string(text), err
}

// goTypeOf spells the Go type of a schema that is used inside another Go type.
func (d *document) goTypeOf(v any) string {
	s, ok := v.(tree.Object)
	if !ok {
		return "value.JSON"
	}
	if ref, ok := s["$ref"].(string); ok {
		return ref[strings.LastIndexByte(ref, '/')+1:]
	}
	if named := tree.String(s, source.XGoType); named != "" {
		return named
	}
	if named := scalar(tree.String(s, source.XLenient)); named != "" {
		return named
	}
	kind := tree.String(s, "type")
	if named := scalarGoType(kind, tree.String(s, "format")); named != "" {
		return named
	}
	switch kind {
	case "array":
		return "[]" + d.goTypeOf(s["items"])
	case "object":
		if s["properties"] == nil {
			return "map[string]" + d.goTypeOf(s["additionalProperties"])
		}
	}
	return "value.JSON"
}

// scalar returns the lenient type of package value by their x-lenient word.
func scalar(lenient string) string {
	switch lenient {
	case "number":
		return "value.Float"
	case "integer":
		return "value.Int"
	case "boolean":
		return "value.Bool"
	case "text":
		return "value.Text"
	}
	return ""
}
