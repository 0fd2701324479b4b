package drift

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
)

// schema is a schema of the document, made ready to be looked at often.
type schema struct {
	name       string // of one under components; empty for one in place
	kinds      []string
	lenient    string
	format     string
	enum       map[string]bool
	properties map[string]*schema
	required   []string
	items      *schema
	extra      *schema // of fields that have no name of their own
	open       bool    // there may be any fields
	raw        bool    // there are fields that the document doesn't name
}

// schemas makes each of the document's schemas once.
type schemas struct {
	envelope   spec.Envelope
	emptyLists bool // the vendor writes an object without fields as an empty list
	mu         sync.Mutex
	made       map[*spec.Schema]*schema
}

// of returns what there is to look at of a schema of the document.
func (s *schemas) of(in *spec.Schema) *schema {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.build(in)
}

func (s *schemas) build(in *spec.Schema) *schema {
	if in == nil {
		return &schema{}
	}
	if in.Name == "" && in.Ref != nil {
		in = in.Ref
	}
	made := s.made[in]
	if made == nil {
		made = &schema{name: in.Name}
		s.made[in] = made // before its fields: schemas hold themselves
		s.fill(made, in)
	}
	return made
}

func (s *schemas) fill(into *schema, in *spec.Schema) {
	in = in.Target()
	if in == nil {
		return
	}
	if in.Type != "" {
		into.kinds = append(into.kinds, in.Type)
	}
	into.lenient = cmp.Or(in.Lenient, into.lenient)
	into.format = cmp.Or(in.Format, into.format)
	into.raw = into.raw || in.Open
	for _, v := range in.Enum {
		if into.enum == nil {
			into.enum = map[string]bool{}
		}
		into.enum[literal(v)] = true
	}
	into.required = append(into.required, in.Required...)
	for _, property := range in.Properties {
		if into.properties == nil {
			into.properties = map[string]*schema{}
		}
		into.properties[property.Name] = s.build(property.Schema)
	}
	if in.Items != nil {
		into.items = s.build(in.Items)
	}
	if in.Additional != nil {
		into.extra = s.build(in.Additional)
	}
	into.open = into.open || in.Free != nil && *in.Free
	for _, part := range in.AllOf {
		s.fill(into, part)
	}
	for _, part := range slices.Concat(in.OneOf, in.AnyOf) {
		alternative := schema{}
		s.fill(&alternative, part)
		into.merge(alternative)
	}
	if len(into.kinds) == 0 && into.properties != nil {
		into.kinds = []string{"object"}
	}
}

// merge adds an alternative: its fields may come, and none of them has to.
func (s *schema) merge(other schema) {
	s.kinds = append(s.kinds, other.kinds...)
	if s.properties == nil {
		s.properties = map[string]*schema{}
	}
	for name, property := range other.properties {
		if s.properties[name] == nil {
			s.properties[name] = property
		}
	}
	if s.items == nil {
		s.items = other.items
	}
	if s.format == "" {
		s.format = other.format
	}
	s.open, s.raw = s.open || other.open, s.raw || other.raw
}

// unknown reports whether nothing is declared of a value.
func (s *schema) unknown() bool {
	return s == nil || len(s.kinds) == 0 && s.enum == nil && len(s.properties) == 0 && s.lenient == ""
}

// anyFields reports whether an object of this schema may hold fields that aren't to be looked at by name.
func (s *schema) anyFields() bool {
	return s.open || s.raw || s.extra != nil || len(s.properties) == 0
}

// takes reports whether the schema has a value of the kind.
func (s *schema) takes(kind string) bool { return slices.Contains(s.kinds, kind) }

// expected says in words what a schema asks for.
func (s *schema) expected() string {
	words := map[string]string{
		"integer": "a whole number", "number": "a number", "string": "a string", "boolean": "a boolean", "array": "a list", "object": "an object",
	}
	var list []string
	for _, kind := range s.kinds {
		if word := words[kind]; !slices.Contains(list, word) {
			list = append(list, word)
		}
	}
	if len(list) == 0 {
		return "anything"
	}
	out := strings.Join(list, " or ")
	if s.lenient != "" {
		out += ", leniently"
	}
	return out
}

// literal writes a scalar so that 1 and "1" differ.
func literal(v any) string {
	switch v := v.(type) {
	case string:
		return strconv.Quote(v)
	case json.Number:
		return v.String()
	}
	return fmt.Sprint(v)
}
