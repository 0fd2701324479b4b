package vendortest

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// outline is what the document says of an operation, as far as collections are found by it: schemas as the document has them, of which
// few are filled.
type outline struct {
	response, row, record *spec.Schema
}

// readResponse finds where in the body of a success the record or the rows stand.
func (op *operation) readResponse(m *model, success *spec.Response) error {
	if success == nil {
		return nil
	}
	said := &op.said
	if content := success.Content(); content.Media != "" {
		if op.media, said.response = content.Media, named(content.Schema); said.response == nil {
			said.response = spec.NewSchema(spec.Schema{})
		}
	}
	if n, err := strconv.Atoi(success.Status); err == nil {
		op.status = n
	} else if said.response == nil {
		op.status = http.StatusNoContent
	} else if creates(op.ID) && op.Method == http.MethodPost {
		op.status = http.StatusCreated
	}
	if said.response == nil {
		return nil
	}
	if op.binary = !wiretext.IsJSON(op.media); op.binary {
		return nil
	}
	inner, data := said.response, m.doc.Envelope.Data
	if property := m.property(said.response, data); property != nil {
		inner, op.wrapped = property, true
	}
	if items := inner.Target().Items; items != nil && m.typeOf(inner) == "array" {
		op.respondsWithArray = true
		said.record = named(items)
		switch {
		case op.Method != http.MethodGet:
		case !op.wrapped: // whatever field the document's x-page names for its other lists
			op.items = "."
		case op.items == "":
			op.items = data
		}
	} else {
		said.record = inner
	}
	switch {
	case op.items == ".":
		said.row = said.record
	case op.items != "":
		property := m.property(said.response, op.items)
		if property == nil {
			return fmt.Errorf("x-page names the field %q, which its response doesn't have", op.items)
		}
		if said.row = m.rowsOf(property); said.row == nil {
			said.row = spec.NewSchema(spec.Schema{})
		}
	}
	return nil
}

// named is the schema itself, or the one that it is a plain reference to.
func named(s *spec.Schema) *spec.Schema {
	if s != nil && s.Name == "" && s.Ref != nil {
		return s.Ref
	}
	return s
}

// property is the schema of an object's field; nil where there is none.
func (m *model) property(s *spec.Schema, name string) *spec.Schema {
	if name == "" {
		return nil
	}
	s = s.Target()
	m.doc.Fill(s)
	return named(s.Properties.Get(name))
}

// typeOf is the type that a schema of what is read has, once the spellings of x-lenient are written out.
func (m *model) typeOf(s *spec.Schema) string {
	s = s.Target()
	if s.Lenient == "map" || s.Lenient == "list" && s.Items != nil {
		if m.doc.Fill(s); s.OneOf == nil && s.AnyOf == nil && !s.Write {
			return ""
		}
	}
	return s.Type
}

// rowsOf are the items of a list, also of one that has several spellings.
func (m *model) rowsOf(s *spec.Schema) *spec.Schema {
	s = s.Target()
	if s.Type == "array" {
		return named(s.Items)
	}
	m.doc.Fill(s)
	for _, alternatives := range [][]*spec.Schema{s.OneOf, s.AnyOf} {
		for _, alternative := range alternatives {
			if list := alternative.Target(); list.Type == "array" {
				return named(list.Items)
			}
		}
	}
	return nil
}

// silent reports whether a schema leaves open what comes.
func (m *model) silent(s *spec.Schema) bool {
	s = s.Target()
	if s == nil || s.Type != "" {
		return s == nil
	}
	m.doc.Fill(s)
	return len(s.Properties) == 0 && len(s.AllOf) == 0 && len(s.OneOf) == 0 && len(s.AnyOf) == 0
}

// takesArray reports whether an operation takes a list of records.
func (m *model) takesArray(op *operation) bool {
	m.doc.FillOperation(op.Operation)
	if op.Operation.Body == nil {
		return false
	}
	for _, content := range op.Operation.Body.Contents {
		if content.Media == "application/json" && content.Schema != nil {
			return m.typeOf(content.Schema) == "array"
		}
	}
	return false
}
