package vendortest

import (
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed-8da6be54/vendorkit/internal/nearest"
)

// Find returns the first record, in the order of the vendor's list, whose field has a value; false when none has. See
// [Records.Where].
func (r *Records) Find(field string, value any) (map[string]any, bool) {
	for record := range r.Where(field, value) {
		return record, true
	}
	return nil, false
}

// Where iterates over the records whose field has a value. A field within another is named with dots, "attributes.name"; of a list any
// item counts: "employees.id". Values are compared by meaning: 12, 12.0 and "12" are the same, and so are true and "true"; nil finds
// records in which the field is null or missing. The records are whole.
//
// A field that neither the vendor's document nor any written record has, at any depth, is a mistake: it fails the test, or panics outside
// one.
func (r *Records) Where(field string, value any) iter.Seq[map[string]any] {
	wanted := textOf(jsonOf(value))
	path := strings.Split(field, ".")
	return func(yield func(map[string]any) bool) {
		if problem := r.unknownField(path); problem != "" {
			r.of.server.misused(problem)
			return
		}
		for place := 0; ; place++ {
			record, fits, more := r.fitting(place, path, wanted)
			if !more || fits && !yield(record) {
				return
			}
		}
	}
}

// fitting returns the record at a place, if its field has the wanted text.
func (r *Records) fitting(place int, path []string, wanted string) (record map[string]any, fits, more bool) {
	c := r.of
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	if place >= c.len() {
		return nil, false, false
	}
	slot := c.at(place)
	if _, written := c.written[slot]; !written && c.server.behave.field != nil {
		if !hasText(c.field(slot, path[0]), path[1:], wanted) {
			return nil, false, true
		}
		return c.record(slot), true, true
	}
	record = c.record(slot)
	return record, hasText(record[path[0]], path[1:], wanted), true
}

// hasText reports whether a value, or what the path leads to in it, is the wanted one.
func hasText(v any, path []string, wanted string) bool {
	switch v := v.(type) {
	case []any:
		return slices.ContainsFunc(v, func(item any) bool { return hasText(item, path, wanted) })
	case map[string]any:
		if len(path) > 0 {
			return hasText(v[path[0]], path[1:], wanted)
		}
	}
	return len(path) == 0 && textOf(v) == wanted || v == nil && wanted == ""
}

// textOf writes a value so that its spellings compare as equal.
func textOf(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case map[string]any, []any:
		text, _ := json.Marshal(v)
		return string(text)
	}
	text := fmt.Sprint(v)
	if whole, fraction, found := strings.Cut(text, "."); found && whole != "" && strings.Trim(whole, "-0123456789") == "" && strings.Trim(fraction, "0") == "" {
		return whole
	}
	return text
}

// jsonOf turns a caller's value into what JSON has for it.
func jsonOf(v any) any {
	text, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("vendortest: a value can't be written as JSON: %v", err))
	}
	out, err := decodeJSON(text)
	if err != nil {
		panic(fmt.Sprintf("vendortest: a value can't be read back: %v", err))
	}
	return out
}

// unknownField says what is wrong with the path of a field; nothing when it is one that records can have.
func (r *Records) unknownField(path []string) string {
	c := r.of
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	level := c.schemas()
	var written []any
	for _, record := range c.written {
		written = append(written, record)
	}
	for depth, name := range path {
		fields := map[string][]*openapi3.Schema{}
		if depth == 0 {
			fields["id"] = nil
		}
		open := false
		for _, schema := range level {
			open = fieldsOf(schema, fields) || open
		}
		if len(fields) == 0 || len(fields) == 1 && depth == 0 || open && depth > 0 {
			return "" // the document doesn't say what there is
		}
		below, wrote := fieldOfEach(written, name)
		if _, known := fields[name]; !known && !wrote {
			for _, field := range writtenFields(written) {
				fields[field] = nil
			}
			at := ""
			if depth > 0 {
				at = " in " + strings.Join(path[:depth], ".")
			}
			return fmt.Sprintf("the records of %s have no field %q%s%s", c.path, name, at, nearest.Suggestion(name, sortedKeys(fields)))
		}
		level, written = fields[name], below
	}
	return ""
}

// fieldsOf gathers the fields that a schema, or the rows of it, name, also where it is open to others. It reports whether
// fields of any name hold values of one kind.
func fieldsOf(schema *openapi3.Schema, into map[string][]*openapi3.Schema) (open bool) {
	if schema == nil {
		return false
	}
	if rows := arrayOf(schema); rows != nil && rows.Items != nil {
		open = fieldsOf(rows.Items.Value, into)
	}
	for name, property := range schema.Properties {
		into[name] = append(into[name], property.Value)
	}
	for _, part := range slices.Concat(schema.AllOf, schema.OneOf, schema.AnyOf) {
		open = fieldsOf(part.Value, into) || open
	}
	return open || schema.AdditionalProperties.Schema != nil
}

// fieldOfEach gives what values have under a name, those of a list each, and whether any has it.
func fieldOfEach(values []any, name string) (below []any, found bool) {
	for _, value := range values {
		switch value := value.(type) {
		case map[string]any:
			if field, ok := value[name]; ok {
				below, found = append(below, field), true
			}
		case []any:
			fields, ok := fieldOfEach(value, name)
			below, found = append(below, fields...), found || ok
		}
	}
	return below, found
}

func writtenFields(values []any) (names []string) {
	for _, value := range values {
		switch value := value.(type) {
		case map[string]any:
			names = append(names, sortedKeys(value)...)
		case []any:
			names = append(names, writtenFields(value)...)
		}
	}
	return names
}
