package catalog

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
)

// Schema is a schema of a document, with what is said of it. It is read further as it is asked, so that schemas which lead back to
// themselves are no trouble.
type Schema struct {
	catalog *Catalog
	of      *spec.Schema // with its reference, if it is one
	owner   string       // the schema under components that has it
	path    string       // of the field within that; "" for the owner itself
}

// Field is a field of an object.
type Field struct {
	Name        string // "*" for fields without a name of their own
	Schema      *Schema
	Required    bool
	Description string
}

func (c *Catalog) schema(of *spec.Schema, owner, path string) *Schema {
	if of == nil {
		return nil
	}
	return &Schema{c, of, owner, path}
}

// Schema returns the schema under components of a name; nil where there is none.
func (c *Catalog) Schema(name string) *Schema {
	c.mu.Lock()
	of := c.doc.Component(name)
	c.mu.Unlock()
	return c.schema(of, name, "")
}

// Spec returns the schema itself, references followed, filled; nil for references that never end.
func (s *Schema) Spec() *spec.Schema {
	if s == nil {
		return nil
	}
	at := s.of
	for range 32 {
		if s.catalog.fill(at); at == nil || at.Ref == nil {
			return at
		}
		at = at.Ref
	}
	return nil
}

// Name is the name under components of the schema, or of the one that it refers to; "" for one in place.
func (s *Schema) Name() string {
	if s == nil {
		return ""
	}
	s.catalog.mu.Lock() // it may be read further at this moment
	defer s.catalog.mu.Unlock()
	return s.of.RefName()
}

// at says where the fields of the schema are described.
func (s *Schema) at() (owner, path string) {
	if name := s.Name(); name != "" {
		return name, ""
	}
	return s.owner, s.path
}

// Description is what is said of the schema as a whole, where it has a name; else of where it stands.
func (s *Schema) Description() string {
	if s == nil {
		return ""
	}
	return s.catalog.describe(s.at())
}

// describe returns the description of a schema, or of a field within it.
func (c *Catalog) describe(owner, path string) string {
	for range 8 { // a schema that is written says only what the one that it was made from doesn't
		if text := c.prose.Schemas[owner][path]; text != "" || path == "" || owner == "" {
			return text
		}
		c.mu.Lock()
		of := c.doc.Component(owner)
		if of != nil {
			c.doc.Fill(of)
			owner = of.WriteOf
		}
		c.mu.Unlock()
		if of == nil {
			return ""
		}
	}
	return ""
}

// Items is the schema of a list's items; nil where it isn't a list.
func (s *Schema) Items() *Schema {
	of := s.Spec()
	if of == nil || of.Items == nil {
		return nil
	}
	owner, path := s.at()
	return s.catalog.schema(of.Items, owner, path)
}

// Fields lists the fields of an object, those of the schemas that it is made of too, by name; last those that begin with _, which are about
// the call rather than the record. A list has none: its items have.
func (s *Schema) Fields() []Field { return s.fields(0) }

func (s *Schema) fields(depth int) (out []Field) {
	of := s.Spec()
	if of == nil || depth > 8 {
		return nil
	}
	owner, path := s.at()
	for _, part := range of.AllOf {
		for _, field := range s.catalog.schema(part, owner, path).fields(depth + 1) {
			if !slices.ContainsFunc(out, func(f Field) bool { return f.Name == field.Name }) {
				out = append(out, field)
			}
		}
	}
	inherited := len(out)
	for _, p := range of.Properties {
		at := strings.TrimPrefix(path+"."+p.Name, ".")
		field := Field{p.Name, s.catalog.schema(p.Schema, owner, at), slices.Contains(of.Required, p.Name), s.catalog.describe(owner, at)}
		if i := slices.IndexFunc(out[:inherited], func(f Field) bool { return f.Name == p.Name }); i >= 0 {
			out[i] = field
		} else {
			out = append(out, field)
		}
	}
	if of.Additional != nil {
		at := strings.TrimPrefix(path+".*", ".")
		out = append(out, Field{"*", s.catalog.schema(of.Additional, owner, at), false, s.catalog.describe(owner, at)})
	}
	slices.SortStableFunc(out, func(a, b Field) int {
		if hidden := strings.HasPrefix(a.Name, "_"); hidden != strings.HasPrefix(b.Name, "_") {
			if hidden {
				return 1
			}
			return -1
		}
		return strings.Compare(a.Name, b.Name)
	})
	return out
}

// Alternatives are the schemas of which a value has one; nil where there is no choice.
func (s *Schema) Alternatives() (out []*Schema) {
	of := s.Spec()
	if of == nil {
		return nil
	}
	owner, path := s.at()
	for _, one := range append(slices.Clone(of.OneOf), of.AnyOf...) {
		out = append(out, s.catalog.schema(one, owner, path))
	}
	return out
}

// Type says in a few words what a value is: "Ticket", "list of Ticket", "integer", "date-time", "one of reqs, opps, prjs", "anything".
func (s *Schema) Type() string {
	of := s.Spec()
	switch {
	case of == nil, of.Unknown():
		return "anything"
	case len(of.Enum) > 0:
		words := make([]string, 0, len(of.Enum))
		for _, v := range of.Enum {
			words = append(words, fmt.Sprint(v))
		}
		return "one of " + strings.Join(words, ", ")
	case of.Type == "array":
		return "list of " + s.Items().Type()
	case len(of.OneOf)+len(of.AnyOf) > 0:
		var words []string
		for _, one := range s.Alternatives() {
			words = append(words, one.Type())
		}
		return strings.Join(words, " or ")
	case of.Type == "object" || of.Type == "":
		if name := s.Name(); name != "" {
			return name
		}
		return "object"
	case of.Type == "string" && of.Format != "":
		return of.Format
	}
	return of.Type
}
