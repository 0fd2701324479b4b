// Package tree is for documents as the values that JSON has, before they have types: what reads one from its sources, changes
// it, or hands it to another tool.
package tree

import (
	"bytes"
	"encoding/json"
)

// Object is a JSON object.
type Object = map[string]any

// Child returns the object under key, made when it isn't there.
func Child(in Object, key string) Object {
	if in == nil {
		return Object{}
	}
	if got, ok := in[key].(Object); ok {
		return got
	}
	made := Object{}
	in[key] = made
	return made
}

// String returns the string under key; "" for anything else.
func String(in Object, key string) string {
	s, _ := in[key].(string)
	return s
}

// Strings returns the strings of a list.
func Strings(v any) []string {
	list := List(v)
	out := make([]string, 0, len(list))
	for _, item := range list {
		if s, ok := item.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

// List returns a list; nil for anything else.
func List(v any) []any {
	list, _ := v.([]any)
	return list
}

// Clone copies a part of a document, so that the copy can be changed.
func Clone(v any) any {
	switch v := v.(type) {
	case Object:
		out := make(Object, len(v))
		for key, value := range v {
			out[key] = Clone(value)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = Clone(item)
		}
		return out
	}
	return v
}

// Encode writes a document as JSON, fields sorted.
func Encode(in Object, indent string) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", indent)
	if err := enc.Encode(in); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
