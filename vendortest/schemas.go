package vendortest

import (
	"sync"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
)

// schemas turns the document's schemas into those of kin-openapi, by which values are checked and made, each once. Of a large document
// a test needs few, so they are made when they are asked for, with all that they lead to. None ever changes then: whoever asked reads
// it without the lock.
type schemas struct {
	doc    *spec.Document
	adjust func(*openapi3.Schema) // changes what is made; nil for nothing

	mu         sync.Mutex // guards what follows, and the document's schemas and operations
	made       map[schemaUse]*openapi3.SchemaRef
	empty      []schemaUse // made, and not filled yet
	parameters map[*spec.Parameter]*openapi3.Parameter
}

// schemaUse is a schema, and whether it is one of what is read: the spellings of x-lenient are written out in those.
type schemaUse struct {
	schema *spec.Schema
	reads  bool
}

func newSchemas(doc *spec.Document) *schemas {
	return &schemas{doc: doc, made: map[schemaUse]*openapi3.SchemaRef{}, parameters: map[*spec.Parameter]*openapi3.Parameter{}}
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

// whole returns a schema of what is read, and makes all that it leads to; nil for none. The caller holds mu, as those of body and
// parameter do.
func (c *schemas) whole(s *spec.Schema) *openapi3.Schema {
	if s == nil {
		return nil
	}
	out := c.ref(s, true).Value
	c.fill()
	return out
}

// fill fills what is empty, which may lead to more.
func (c *schemas) fill() {
	for len(c.empty) > 0 {
		use := c.empty[len(c.empty)-1]
		c.empty = c.empty[:len(c.empty)-1]
		out := c.made[use].Value
		c.write(out, use.schema.Target(), use.reads) // of a second name, what the first one means
		if c.adjust != nil {
			c.adjust(out)
		}
	}
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
	c.fill()
	return out
}

func (c *schemas) parameter(p *spec.Parameter) *openapi3.Parameter {
	if c.parameters[p] == nil {
		schema := c.ref(p.Schema, true)
		c.fill()
		c.parameters[p] = &openapi3.Parameter{
			Name: p.Name, In: p.In, Style: p.Style, Explode: p.Explode, Required: p.Required, Deprecated: p.Deprecated,
			AllowEmptyValue: p.AllowEmpty, Schema: schema,
		}
	}
	return c.parameters[p]
}

func (c *schemas) ref(s *spec.Schema, reads bool) *openapi3.SchemaRef {
	if s == nil {
		return nil
	}
	s = named(s)
	use := schemaUse{s, (reads || s.Name != "") && !s.Target().Write}
	made := c.made[use]
	if made == nil {
		made = &openapi3.SchemaRef{Value: &openapi3.Schema{}}
		c.made[use] = made
		c.empty = append(c.empty, use)
	}
	return made
}

// adjustAll has all schemas changed by a vendor's behaviour, those that are made already and those that will be.
func (c *schemas) adjustAll(adjust func(*openapi3.Schema)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.adjust = adjust
	for _, made := range c.made {
		adjust(made.Value)
	}
}

func (c *schemas) write(out *openapi3.Schema, s *spec.Schema, reads bool) {
	c.doc.Fill(s)
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
		for _, property := range s.Properties {
			out.Properties[property.Name] = c.ref(property.Schema, reads)
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
