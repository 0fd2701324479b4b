package spec

import (
	"slices"
	"strings"
)

// Schema is a schema. One that refers to another has Ref, and what else it has stands beside the reference. One that no document has is
// made by [NewSchema]: of a literal without details, these can't be read. `make check` refuses one outside this package.
type Schema struct {
	Scalar
	Name       string // of one under components; "" for one in place
	Ref        *Schema
	Items      *Schema
	Properties Properties

	empty int32 // its place in the packed document, plus 1, until it is filled
	*SchemaDetails
}

// SchemaDetails are what few schemas have. There are some of each, if empty ones; see [NewSchema].
type SchemaDetails struct {
	Pattern             string
	Enum                []any
	Default, Example    any
	Minimum, Maximum    *float64
	MinLength, MinItems int
	MaxLength, MaxItems *int
	Required            []string
	Additional          *Schema // of fields that have no name of their own
	Free                *bool   // whether there may be any such; nil where the document says nothing
	AllOf, OneOf, AnyOf []*Schema
	WriteOf             string // the schema of what is read that this one is the write schema of
}

// NewSchema returns a schema that no document has. Without details it has empty ones, which must not be changed.
func NewSchema(s Schema) *Schema {
	if s.SchemaDetails == nil {
		s.SchemaDetails = noSchemaDetails
	}
	return &s
}

// Properties are the fields of an object, sorted by name: a document of 80,000 of them has them in lists, since it would take longer
// to make a map for each object than to read all the rest.
type Properties []Property

// Property is a field of an object.
type Property struct {
	Name   string
	Schema *Schema
}

// Get returns the schema of a field; nil where there is none.
func (p Properties) Get(name string) *Schema {
	i, ok := slices.BinarySearchFunc(p, name, func(p Property, name string) int { return strings.Compare(p.Name, name) })
	if !ok {
		return nil
	}
	return p[i].Schema
}

// Scalar is all there is to say of most fields. Those that are alike share a Schema.
type Scalar struct {
	Type, Format string
	Lenient      string // in how many spellings a value comes: number, integer, boolean, text, list or map

	Nullable, ReadOnly, WriteOnly, Deprecated, UniqueItems bool

	Open   bool // there are fields that the document doesn't name
	Secret bool
	Lazy   bool // it is decoded when it is asked for
	Write  bool // it is sent, never read
	Nested bool // a write schema that was derived, of a record within another
}

// maxRefs bounds how far references to references are followed.
const maxRefs = 32

// Target returns the schema itself, or what it refers to; nil for nil and for references that never end.
func (s *Schema) Target() *Schema {
	for range maxRefs {
		if s == nil || s.Ref == nil {
			return s
		}
		s = s.Ref
	}
	return nil
}

// RefName is the name of the component that the schema is, or refers to; "" for one in place.
func (s *Schema) RefName() string {
	if s == nil {
		return ""
	}
	if s.Ref != nil && s.Name == "" {
		return s.Ref.Name
	}
	return s.Name
}

// Unknown reports whether a schema, its references followed, says nothing of its values.
func (s *Schema) Unknown() bool {
	s = s.Target()
	return s == nil || s.Type == "" && s.Properties == nil && s.Items == nil && s.Enum == nil && s.AllOf == nil && s.OneOf == nil &&
		s.AnyOf == nil && s.Additional == nil && s.Free == nil
}
