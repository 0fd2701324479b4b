package openapi

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// document is one of the two that are compared.
type document struct {
	root   tree.Object
	defect func(format string, args ...any)
	// hidden notes what can't be compared.
	hidden func(format string, args ...any)
}

// resolved is a schema with its references followed and its parts put together.
type resolved struct {
	name       string // of the schema that it refers to; empty when it stands in place
	kinds      []string
	accepts    []string // further kinds that are taken in
	format     string
	enum       []string
	required   map[string]bool
	properties map[string]any
	items      any
	free       bool   // an object of any fields
	values     any    // the schema of their values, where there is one
	of         string // x-write-of
	open       bool
}

const maxRefs = 32

// resolved resolves a schema. Nothing is followed further than its own parts: what is below stays as it stands.
func (t *document) resolved(node any) resolved {
	s := resolved{required: map[string]bool{}, properties: map[string]any{}}
	t.collect(&s, node, 0, nil)
	slices.Sort(s.kinds)
	s.kinds = slices.Compact(s.kinds)
	if s.kinds == nil && len(s.properties) > 0 {
		s.kinds = []string{"object"}
	}
	slices.SortFunc(s.enum, byValue)
	s.enum = slices.Compact(s.enum)
	return s
}

// collect adds what a schema says to a schema. Above are the schemas that it is a part of: parts that stand in one another say
// nothing more, and parts that many refer to would be gone through again and again.
func (t *document) collect(s *resolved, node any, depth int, seen map[uintptr]bool) {
	in, ok := node.(tree.Object)
	if !ok {
		return
	}
	if depth > maxRefs {
		t.hidden("%s: it has parts in parts, more than %d deep", short(s.name), maxRefs)
		return
	}
	if depth > 0 {
		id := reflect.ValueOf(in).Pointer()
		if seen[id] {
			return
		}
		seen[id] = true
	}
	if ref, ok := in["$ref"].(string); ok {
		target, found := t.resolve(ref)
		if !found {
			t.hidden("$ref %s leads nowhere", short(ref))
			return
		}
		if s.name == "" && depth == 0 {
			s.name = lastPart(ref)
		}
		if seen == nil {
			seen = map[uintptr]bool{}
		}
		if t.beside() {
			own := maps.Clone(in)
			delete(own, "$ref")
			t.collect(s, own, depth+1, seen)
		}
		t.collect(s, target, depth+1, seen)
		return
	}
	t.kindsOf(s, in)
	if format := wordOf(in["format"]); format != "" && s.format == "" {
		s.format = format
	}
	if s.of == "" {
		s.of = wordOf(in[source.XWriteOf])
	}
	if open, _ := in[source.XOpen].(bool); open {
		s.open = true
	}
	values, _ := in["enum"].([]any)
	for _, v := range values {
		if v != nil {
			s.enum = append(s.enum, literal(v))
		}
	}
	if v := in["const"]; v != nil {
		s.enum = append(s.enum, literal(v))
	}
	names, _ := in["required"].([]any)
	for _, name := range names {
		if name := wordOf(name); name != "" {
			s.required[name] = true
		}
	}
	for name, property := range objectAt(in, "properties") {
		if _, has := s.properties[name]; !has {
			s.properties[name] = property
		}
	}
	if items, ok := in["items"]; ok && s.items == nil {
		s.items = items
		if len(s.kinds) == 0 {
			s.kinds = append(s.kinds, "array")
		}
	}
	switch extra := in["additionalProperties"].(type) {
	case bool:
		s.free = s.free || extra
	case tree.Object:
		s.free = true
		if s.values == nil {
			s.values = extra
		}
	}
	for _, key := range [...]string{"allOf", "oneOf", "anyOf"} {
		parts, _ := in[key].([]any)
		for _, part := range parts {
			if len(parts) == 1 && s.name == "" {
				if ref := wordOf(asObject(part)["$ref"]); ref != "" {
					s.name = lastPart(ref)
				}
			}
			if seen == nil {
				seen = map[uintptr]bool{}
			}
			t.collect(s, part, depth+1, seen)
		}
	}
}

// beside reports whether what stands beside a schema's $ref counts, as it does since OpenAPI 3.1.
func (t *document) beside() bool {
	version := wordOf(t.root["openapi"])
	return strings.HasPrefix(version, "3.") && !strings.HasPrefix(version, "3.0")
}

func asObject(v any) tree.Object {
	o, _ := v.(tree.Object)
	return o
}

// kindsOf reads a schema's type, whatever it is written as.
func (t *document) kindsOf(s *resolved, in tree.Object) {
	var words []string
	switch v := in["type"].(type) {
	case string:
		words = []string{v}
	case []any:
		for _, word := range v {
			words = append(words, wordOf(word))
		}
	case nil:
	default:
		t.defect("a type is no string")
	}
	for _, word := range words {
		kind, format, items, valid := kindOf(word)
		if !valid {
			t.defect("type %q is none of OpenAPI's", short(word))
		}
		if kind == "" {
			continue
		}
		s.kinds = append(s.kinds, kind)
		if s.format == "" {
			s.format = format
		}
		if items != nil && s.items == nil {
			s.items = items
		}
	}
	switch wordOf(in[source.XLenient]) {
	case "number", "integer":
		s.accepts = append(s.accepts, "integer", "number", "string")
	case "boolean":
		s.accepts = append(s.accepts, "boolean", "integer", "string")
	case "text":
		s.accepts = append(s.accepts, "string", "integer", "number", "boolean")
	case "list":
		s.accepts = append(s.accepts, "array", "object")
	case "map":
		s.accepts = append(s.accepts, "object", "array")
	}
}

// kindOf turns a word for a type into one of OpenAPI's: also those of a server's own language, which generators leave in.
func kindOf(word string) (kind, format string, items any, valid bool) {
	switch word {
	case "integer", "number", "string", "boolean", "array", "object":
		return word, "", nil, true
	case "null":
		return "", "", nil, true
	case "file":
		return "string", "binary", nil, true
	}
	plain := strings.ToLower(strings.TrimSuffix(strings.TrimPrefix(word, "System."), "?"))
	if inner, ok := genericOf(plain); ok {
		return "array", "", tree.Object{"type": inner}, false
	}
	switch plain {
	case "int", "int16", "int32", "int64", "long", "short", "byte", "uint32", "uint64":
		return "integer", "", nil, false
	case "double", "float", "single", "decimal":
		return "number", "", nil, false
	case "bool":
		return "boolean", "", nil, false
	case "datetime", "datetimeoffset":
		return "string", "date-time", nil, false
	case "date", "dateonly":
		return "string", "date", nil, false
	case "guid", "uuid", "str", "text", "char", "uri", "timespan":
		return "string", "", nil, false
	case "obj", "any", "dynamic":
		return "", "", nil, false
	case "list", "ienumerable":
		return "array", "", nil, false
	case "integer", "number", "string", "boolean", "array", "object": // in another case
		return plain, "", nil, false
	}
	return "", "", nil, false
}

func genericOf(word string) (inner string, ok bool) {
	if rest, cut := strings.CutSuffix(word, "[]"); cut && rest != "" {
		return rest, true
	}
	for _, outer := range [...]string{"list<", "ilist<", "ienumerable<", "icollection<", "system.collections.generic.list<"} {
		if rest, cut := strings.CutPrefix(word, outer); cut {
			return strings.CutSuffix(rest, ">")
		}
	}
	return "", false
}

// resolve finds what a reference within the document names: a JSON pointer, percent-encoded as a part of a URI. What it finds
// may be a reference itself.
func (t *document) resolve(ref string) (any, bool) {
	rest, local := strings.CutPrefix(ref, "#/")
	if !local {
		return nil, false
	}
	at := any(t.root)
	for part := range strings.SplitSeq(rest, "/") {
		names := []string{part} // some writers leave the encoding out, and some names hold a percent sign
		if decoded, err := url.PathUnescape(part); err == nil && decoded != part {
			names = []string{decoded, part}
		}
		var found bool
		for _, name := range names {
			if next, ok := step(at, strings.NewReplacer("~1", "/", "~0", "~").Replace(name)); ok {
				at, found = next, true
				break
			}
		}
		if !found {
			return nil, false
		}
	}
	_, ok := at.(tree.Object)
	return at, ok
}

// step goes to a field of an object, or to an item of a list.
func step(at any, name string) (any, bool) {
	switch at := at.(type) {
	case tree.Object:
		next, ok := at[name]
		return next, ok
	case []any:
		n, err := strconv.Atoi(name)
		if err != nil || n < 0 || n >= len(at) || strconv.Itoa(n) != name {
			return nil, false
		}
		return at[n], true
	}
	return nil, false
}

// follow returns an object, or what its reference names, through references to references. What can't be found is noted: the
// differences behind it can't be seen.
func (t *document) follow(node any) tree.Object {
	for range maxRefs {
		in := asObject(node)
		ref, isRef := in["$ref"].(string)
		if !isRef {
			return in
		}
		target, found := t.resolve(ref)
		if !found {
			t.hidden("$ref %s leads nowhere", short(ref))
			return nil
		}
		node = target
	}
	t.hidden("$ref %s leads round in a circle", short(wordOf(asObject(node)["$ref"])))
	return nil
}

// unknown reports whether a schema says nothing of its values.
func (s resolved) unknown() bool { return len(s.kinds) == 0 && len(s.enum) == 0 }

// is reports whether every value of the schema is of a kind.
func (s resolved) is(kind string) bool { return len(s.kinds) == 1 && s.kinds[0] == kind }

// loose reports whether a schema is an object of which nothing more is said.
func (s resolved) loose() bool { return s.is("object") && len(s.properties) == 0 }

// text says what a schema is, for a reader.
func (t *document) text(node any) string { return t.textOf(t.resolved(node), 0) }

func (t *document) textOf(s resolved, depth int) string {
	if s.unknown() {
		return "unknown"
	}
	if s.is("array") {
		if s.items == nil || depth > 4 {
			return "array"
		}
		return "array of " + t.textOf(t.resolved(s.items), depth+1)
	}
	out := strings.Join(s.kinds, " or ")
	if s.is("object") && s.name != "" {
		return short(s.name)
	}
	if s.is("object") && len(s.properties) == 0 {
		return "object of any fields"
	}
	if moment(s.format) != "" {
		out += " (" + s.format + ")"
	}
	return out
}

// moment returns a format that makes a type of its own in Go.
func moment(format string) string {
	if format == "date" || format == "date-time" {
		return format
	}
	return ""
}

// sortedNames lists the names that either of two maps has.
func sortedNames[V any](a, b map[string]V) []string {
	names := slices.AppendSeq(slices.Collect(maps.Keys(a)), maps.Keys(b))
	slices.Sort(names)
	return slices.Compact(names)
}

// lastPart is the name of what a reference names.
func lastPart(ref string) string {
	part := ref[strings.LastIndexByte(ref, '/')+1:]
	if decoded, err := url.PathUnescape(part); err == nil {
		part = decoded
	}
	return strings.NewReplacer("~1", "/", "~0", "~").Replace(part)
}

// literal writes a value of an enumeration so that 1 and "1" differ.
func literal(v any) string {
	switch v := v.(type) {
	case string:
		return strconv.Quote(short(v))
	case json.Number:
		return v.String()
	}
	return short(fmt.Sprint(v))
}

// byValue orders the values of an enumeration: numbers by size, before strings.
func byValue(a, b string) int {
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	switch {
	case errX == nil && errY == nil:
		return cmp.Or(cmp.Compare(x, y), cmp.Compare(a, b))
	case errX == nil:
		return -1
	case errY == nil:
		return 1
	}
	return cmp.Compare(a, b)
}

// numbersOnly reports whether an enumeration has nothing but numbers.
func numbersOnly(enum []string) bool {
	return !slices.ContainsFunc(enum, func(v string) bool { _, err := strconv.ParseFloat(v, 64); return err != nil })
}
