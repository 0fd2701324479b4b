package vendortest

import (
	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
)

// schemas turns the document's schemas into those of kin-openapi, by which values are checked and made, each once.
type schemas struct {
	made       map[schemaUse]*openapi3.Schema
	parameters map[*spec.Parameter]*openapi3.Parameter
}

// schemaUse is a schema, and whether it is one of what is read: the spellings of x-lenient are written out in those.
type schemaUse struct {
	schema *spec.Schema
	reads  bool
}

func newSchemas() *schemas {
	return &schemas{made: map[schemaUse]*openapi3.Schema{}, parameters: map[*spec.Parameter]*openapi3.Parameter{}}
}

// What kin-openapi's schemas don't have and the engine asks of them is kept among their extensions.
const (
	lenientKey = "lenient"
	openKey    = "open"
	numberKey  = "number" // of an encoding: booleans are 1 and 0
)

func lenientOf(s *openapi3.Schema) string {
	lenient, _ := s.Extensions[lenientKey].(string)
	return lenient
}

func isOpen(s *openapi3.Schema) bool {
	open, _ := s.Extensions[openKey].(bool)
	return open
}

// read returns a schema of what is read; an empty one for none.
func (c *schemas) read(s *spec.Schema) *openapi3.Schema {
	if s == nil {
		return &openapi3.Schema{}
	}
	return c.ref(s, true).Value
}

func (c *schemas) body(b *spec.Body) *openapi3.RequestBody {
	if b == nil {
		return nil
	}
	out := &openapi3.RequestBody{Required: b.Required, Content: openapi3.Content{}}
	for _, content := range b.Contents {
		media := &openapi3.MediaType{Schema: c.ref(content.Schema, true), Encoding: map[string]*openapi3.Encoding{}}
		for name, said := range content.Encoding {
			media.Encoding[name] = &openapi3.Encoding{
				Style: said.Style, Explode: said.Explode, ContentType: said.ContentType, Extensions: map[string]any{numberKey: said.NumberBoolean},
			}
		}
		out.Content[content.Media] = media
	}
	return out
}

func (c *schemas) parameter(p *spec.Parameter) *openapi3.Parameter {
	if c.parameters[p] == nil {
		c.parameters[p] = &openapi3.Parameter{
			Name: p.Name, In: p.In, Style: p.Style, Explode: p.Explode, Required: p.Required, Deprecated: p.Deprecated,
			AllowEmptyValue: p.AllowEmpty, Schema: c.ref(p.Schema, true),
		}
	}
	return c.parameters[p]
}

func (c *schemas) ref(s *spec.Schema, reads bool) *openapi3.SchemaRef {
	if s == nil {
		return nil
	}
	if s.Name == "" && s.Ref != nil {
		s = s.Ref
	}
	use := schemaUse{s, (reads || s.Name != "") && !s.Write}
	made := c.made[use]
	if made == nil { // it is there before its fields are, since schemas lead back
		made = &openapi3.Schema{}
		c.made[use] = made
		if s.Ref != nil { // a second name
			*made = *c.ref(s.Ref, true).Value
		} else {
			c.fill(made, s, use.reads)
		}
	}
	return &openapi3.SchemaRef{Value: made}
}

func (c *schemas) fill(out *openapi3.Schema, s *spec.Schema, reads bool) {
	*out = openapi3.Schema{
		Format: s.Format, Pattern: s.Pattern, Nullable: s.Nullable, ReadOnly: s.ReadOnly, WriteOnly: s.WriteOnly, Deprecated: s.Deprecated,
		UniqueItems: s.UniqueItems, Default: plainNumber(s.Default), Min: s.Minimum, Max: s.Maximum, Required: s.Required,
		MinLength: uint64(s.MinLength), MinItems: uint64(s.MinItems), MaxLength: bound(s.MaxLength), MaxItems: bound(s.MaxItems),
		Items: c.ref(s.Items, reads), AllOf: c.refs(s.AllOf, reads), OneOf: c.refs(s.OneOf, reads), AnyOf: c.refs(s.AnyOf, reads),
		AdditionalProperties: openapi3.AdditionalProperties{Has: s.Free, Schema: c.ref(s.Additional, reads)},
	}
	if s.Type != "" {
		out.Type = &openapi3.Types{s.Type}
	}
	if s.Lenient != "" || s.Open {
		out.Extensions = map[string]any{lenientKey: s.Lenient, openKey: s.Open}
	}
	for _, value := range s.Enum {
		out.Enum = append(out.Enum, plainNumber(value))
	}
	if s.Properties != nil {
		out.Properties = make(openapi3.Schemas, len(s.Properties))
		for name, property := range s.Properties {
			out.Properties[name] = c.ref(property, reads)
		}
	}
	if reads && out.OneOf == nil && out.AnyOf == nil {
		relax(out)
	}
}

func (c *schemas) refs(parts []*spec.Schema, reads bool) (out openapi3.SchemaRefs) {
	for _, part := range parts {
		out = append(out, c.ref(part, reads))
	}
	return out
}

// relax writes out what x-lenient means for what is read, so that a response in any of a vendor's spellings matches.
func relax(s *openapi3.Schema) {
	switch lenientOf(s) {
	case "list":
		if s.Items == nil {
			return
		}
		array := &openapi3.Schema{Type: &openapi3.Types{"array"}, Items: s.Items}
		s.AnyOf = openapi3.SchemaRefs{{Value: array}, s.Items}
		s.Nullable, s.Type, s.Items = true, nil, nil
	case "map":
		object := &openapi3.Schema{Type: &openapi3.Types{"object"}, AdditionalProperties: s.AdditionalProperties}
		none := &openapi3.Schema{Type: &openapi3.Types{"array"}, MaxItems: new(uint64(0)), Items: &openapi3.SchemaRef{Value: &openapi3.Schema{}}}
		s.AnyOf = openapi3.SchemaRefs{{Value: object}, {Value: none}}
		s.Type, s.AdditionalProperties = nil, openapi3.AdditionalProperties{}
	}
}

// plainNumber gives a number the type that JSON has for it.
func plainNumber(v any) any {
	if n, ok := v.(int64); ok {
		return float64(n)
	}
	return v
}

func bound(n *int) *uint64 {
	if n == nil {
		return nil
	}
	return new(uint64(*n))
}
