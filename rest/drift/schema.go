package drift

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
)

// schema is a schema of the document, made ready to be looked at often.
type schema struct {
	name       string // of a shape under components; empty for one in place
	kinds      []string
	lenient    string
	format     string
	enum       map[string]bool
	properties map[string]*schema
	required   []string
	items      *schema
	extra      *schema // of members that have no name of their own
	open       bool    // there may be any members
	raw        bool    // there are members that the document doesn't name
}

// schemas makes each of the document's schemas once.
type schemas struct {
	doc        *source.Document
	envelope   envelope
	emptyLists bool // the vendor writes an object without members as an empty list
	mu         sync.Mutex
	named      map[string]*schema
}

// of returns the schema of a node of the document.
func (s *schemas) of(node any) *schema {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.build(node, 0)
}

func (s *schemas) build(node any, depth int) *schema {
	in, ok := node.(object)
	if !ok || depth > 64 {
		return &schema{}
	}
	if ref, ok := in["$ref"].(string); ok {
		name := ref[strings.LastIndexByte(ref, '/')+1:]
		if made := s.named[name]; made != nil {
			return made
		}
		target, ok := s.doc.Resolve(ref)
		if !ok {
			return &schema{}
		}
		made := &schema{name: name}
		s.named[name] = made // before its members: shapes hold themselves
		s.fill(made, target, 0)
		return made
	}
	made := &schema{}
	s.fill(made, in, depth)
	return made
}

func (s *schemas) fill(into *schema, in object, depth int) {
	if ref, ok := in["$ref"].(string); ok && depth < 64 {
		target, _ := s.doc.Resolve(ref)
		s.fill(into, target, depth+1)
		return
	}
	switch kind := in["type"].(type) {
	case string:
		into.kinds = append(into.kinds, kind)
	}
	if lenient, ok := in["x-lenient"].(string); ok {
		into.lenient = lenient
	}
	if format, ok := in["format"].(string); ok {
		into.format = format
	}
	open, _ := in["x-open"].(bool)
	numbered, _ := in["x-numbered"].(bool)
	into.open = into.open || numbered
	into.raw = into.raw || open
	values, _ := in["enum"].([]any)
	for _, v := range values {
		if into.enum == nil {
			into.enum = map[string]bool{}
		}
		into.enum[literal(v)] = true
	}
	names, _ := in["required"].([]any)
	for _, name := range names {
		if name, ok := name.(string); ok {
			into.required = append(into.required, name)
		}
	}
	properties, _ := in["properties"].(object)
	for name, property := range properties {
		if into.properties == nil {
			into.properties = map[string]*schema{}
		}
		into.properties[name] = s.build(property, depth+1)
	}
	if items, ok := in["items"]; ok {
		into.items = s.build(items, depth+1)
	}
	switch extra := in["additionalProperties"].(type) {
	case bool:
		into.open = into.open || extra
	case object:
		into.extra = s.build(extra, depth+1)
	}
	parts, _ := in["allOf"].([]any)
	for _, part := range parts {
		if part, ok := part.(object); ok {
			s.fill(into, part, depth+1)
		}
	}
	for _, key := range [...]string{"oneOf", "anyOf"} {
		parts, _ := in[key].([]any)
		for _, part := range parts {
			part, ok := part.(object)
			if !ok {
				continue
			}
			alternative := schema{}
			s.fill(&alternative, part, depth+1)
			into.merge(alternative)
		}
	}
	if len(into.kinds) == 0 && into.properties != nil {
		into.kinds = []string{"object"}
	}
}

// merge adds an alternative: its members may come, and none of them has to.
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

// anyMembers reports whether an object of this schema may hold members that aren't to be looked at by name.
func (s *schema) anyMembers() bool {
	return s.open || s.raw || s.extra != nil || len(s.properties) == 0
}

// takes reports whether the schema has a value of the kind.
func (s *schema) takes(kind string) bool { return slices.Contains(s.kinds, kind) }

// expected says in words what a schema asks for.
func (s *schema) expected() string {
	words := map[string]string{
		"integer": "a whole number", "number": "a number", "string": "a text", "boolean": "a boolean", "array": "a list", "object": "an object",
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
