package spec

import (
	"maps"
	"slices"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// object and the functions below take a value for what it should be, and refuse another. An absent value is none.

func (r *reader) object(at *place, v any) tree.Object {
	o, ok := v.(tree.Object)
	if !ok && v != nil {
		r.fault(at, "must be an object, not %s", source.KindOf(v))
	}
	return o
}

func (r *reader) list(at *place, v any) []any {
	l, ok := v.([]any)
	if !ok && v != nil {
		r.fault(at, "must be a list, not %s", source.KindOf(v))
	}
	return l
}

func (r *reader) string(at *place, v any) string {
	s, ok := v.(string)
	if !ok && v != nil {
		r.fault(at, "must be a string, not %s", source.KindOf(v))
	}
	return s
}

func (r *reader) strings(at *place, v any) []string {
	list := r.list(at, v)
	if list == nil {
		return nil
	}
	out := make([]string, 0, len(list))
	for _, item := range list {
		out = append(out, r.string(at, item))
	}
	return out
}

func (r *reader) bool(at *place, v any) bool {
	b, ok := v.(bool)
	if !ok && v != nil {
		r.fault(at, "must be true or false, not %s", source.KindOf(v))
	}
	return b
}

func (r *reader) int(at *place, v any) int {
	n, ok := v.(int64)
	if !ok && v != nil {
		r.fault(at, "must be a whole number, not %s", source.KindOf(v))
	}
	return int(n)
}

func (r *reader) number(at *place, v any) float64 {
	switch v := v.(type) {
	case int64:
		return float64(v)
	case float64:
		return v
	}
	r.fault(at, "must be a number, not %s", source.KindOf(v))
	return 0
}

// fields say where the values of an object go, by their keys: a pointer that is filled, a function, or nil for what others read.
type fields map[string]any

// read reads an object, of which what is the name. It refuses keys that it doesn't know.
func (r *reader) read(at *place, what string, v any, into fields) {
	for key, value := range r.object(at, v) {
		target, known := into[key]
		if !known {
			r.unknown(at, what, key, slices.Sorted(maps.Keys(into))...)
			continue
		}
		here := at.below(key)
		switch target := target.(type) {
		case *string:
			*target = r.string(here, value)
		case *[]string:
			*target = r.strings(here, value)
		case *bool:
			*target = r.bool(here, value)
		case **bool:
			*target = new(r.bool(here, value))
		case *int:
			*target = r.int(here, value)
		case **Schema:
			*target = r.schema(here, value)
		case *[]Content:
			*target = r.contents(here, value)
		case func(at *place, v any):
			target(here, value)
		}
	}
}
