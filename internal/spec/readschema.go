package spec

import (
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// component is a schema of the document by its name. It is there before its fields are, since schemas lead back.
func (r *reader) component(name string, at *place) *Schema {
	if made := r.doc.Schemas[name]; made != nil {
		return made
	}
	in, ok := r.section("schemas")[name].(tree.Object)
	if !ok {
		r.fault(at, "there is no schema %q", name)
	}
	made := NewSchema(Schema{Name: name})
	r.doc.Schemas[name] = made
	r.fill(&place{name: "schema " + name}, made, in)
	return made
}

// schema reads a schema in place. A plain reference is the schema that it names.
func (r *reader) schema(at *place, v any) *Schema {
	in := r.object(at, v)
	if ref, ok := in["$ref"]; ok && len(in) == 1 {
		return r.named(at, ref)
	}
	made := NewSchema(Schema{})
	if r.fill(at, made, in) {
		shared := r.scalars[made.Scalar]
		if shared == nil {
			shared = made
			r.scalars[made.Scalar] = shared
		}
		return shared
	}
	return made
}

func (r *reader) named(at *place, ref any) *Schema {
	name, ok := strings.CutPrefix(r.string(at, ref), source.SchemaRef)
	if !ok {
		r.fault(at, "$ref %v is no reference to a schema of the document", ref)
	}
	return r.component(name, at)
}

// fill reads a schema, and reports whether it is no more than a scalar.
func (r *reader) fill(at *place, s *Schema, in tree.Object) (scalar bool) {
	scalar = true
	for key, v := range in {
		switch key {
		case "description", "title", "externalDocs", source.XEvidence, source.XGoName, source.XEnumOf, source.XEnumNames, source.XOmitZero,
			source.XLastEdition, source.XDeprecatedReason, source.XGoType, source.XGoTypeSkipPointer:
			continue // for people, and for the generator of the Go client
		}
		if r.fillScalar(at, &s.Scalar, key, v) {
			continue
		}
		scalar = false
		if !r.fillHead(at, s, key, v) {
			if s.SchemaDetails == noSchemaDetails {
				s.SchemaDetails = &SchemaDetails{}
			}
			r.fillDetails(at, s.SchemaDetails, key, v)
		}
	}
	return scalar && s.Type != "array" && s.Type != "object" && s.Type != "" && s.Name == ""
}

func (r *reader) fillScalar(at *place, s *Scalar, key string, v any) bool {
	switch key {
	case "type":
		s.Type = r.string(at.below(key), v)
	case "format":
		s.Format = r.string(at.below(key), v)
	case source.XLenient:
		s.Lenient = r.string(at.below(key), v)
	case "nullable":
		s.Nullable = r.bool(at.below(key), v)
	case "readOnly":
		s.ReadOnly = r.bool(at.below(key), v)
	case "writeOnly":
		s.WriteOnly = r.bool(at.below(key), v)
	case "deprecated":
		s.Deprecated = r.bool(at.below(key), v)
	case "uniqueItems":
		s.UniqueItems = r.bool(at.below(key), v)
	case source.XOpen:
		s.Open = r.bool(at.below(key), v)
	case source.XSecret:
		s.Secret = r.bool(at.below(key), v)
	case source.XLazy:
		s.Lazy = r.bool(at.below(key), v)
	case source.XWrite:
		s.Write = r.bool(at.below(key), v)
	case source.XNested:
		s.Nested = r.bool(at.below(key), v)
	default:
		return false
	}
	return true
}

func (r *reader) fillHead(at *place, s *Schema, key string, v any) bool {
	here := at.below(key)
	switch key {
	case "$ref":
		s.Ref = r.named(at, v)
	case "items":
		s.Items = r.schema(here, v)
	case "properties":
		properties := r.object(here, v)
		s.Properties = make(Properties, 0, len(properties))
		for name, property := range properties {
			if property == nil {
				r.fault(&place{at, name}, "is empty: {} says that any value will do")
			}
			s.Properties = append(s.Properties, Property{name, r.schema(&place{at, name}, property)})
		}
		slices.SortFunc(s.Properties, func(a, b Property) int { return strings.Compare(a.Name, b.Name) })
	default:
		return false
	}
	return true
}

func (r *reader) fillDetails(at *place, s *SchemaDetails, key string, v any) {
	here := at.below(key)
	switch key {
	case "pattern":
		s.Pattern = r.string(here, v)
	case "enum":
		s.Enum = r.list(here, v)
	case "default":
		s.Default = v
	case "example":
		s.Example = v
	case "minimum":
		s.Minimum = new(r.number(here, v))
	case "maximum":
		s.Maximum = new(r.number(here, v))
	case "minLength":
		s.MinLength = r.int(here, v)
	case "maxLength":
		s.MaxLength = new(r.int(here, v))
	case "minItems":
		s.MinItems = r.int(here, v)
	case "maxItems":
		s.MaxItems = new(r.int(here, v))
	case "required":
		s.Required = r.strings(here, v)
	case "additionalProperties":
		if free, ok := v.(bool); ok {
			s.Free = &free
		} else {
			s.Additional = r.schema(here, v)
		}
	case "allOf":
		s.AllOf = r.parts(here, v)
	case "oneOf":
		s.OneOf = r.parts(here, v)
	case "anyOf":
		s.AnyOf = r.parts(here, v)
	case source.XWriteOf:
		s.WriteOf = r.string(here, v)
	default:
		r.unknown(at, "a schema", key, schemaWords[:]...)
	}
}

// schemaWords are those that a schema is commonly written with.
var schemaWords = [...]string{
	"type", "format", "description", "title", "nullable", "readOnly", "writeOnly", "deprecated", "properties", "items", "required", "enum", "default", "example",
	"pattern", "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "uniqueItems", "additionalProperties", "allOf", "oneOf", "anyOf",
	source.XLenient, source.XSecret, source.XLazy, source.XOpen, source.XGoName, source.XGoType, source.XWriteOf, source.XOmit, source.XOnly, source.XEnumNames,
	source.XEvidence, source.XLastEdition, source.XDeprecatedReason,
}

func (r *reader) parts(at *place, v any) (out []*Schema) {
	for _, part := range r.list(at, v) {
		out = append(out, r.schema(at, part))
	}
	return out
}
