// Package jsonfields says which fields of a struct JSON is read into, as encoding/json does.
package jsonfields

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// Field is a field of a struct, or of one that is embedded in it.
type Field struct {
	Name    string // in JSON
	Options string // of its tag, as they stand behind the name
	Type    reflect.Type
	Index   []int // for reflect.Type.FieldByIndex
	tagged  bool
}

// Struct is what is known of a struct type.
type Struct struct {
	// Fields are in the order in which they stand. Where several have one name, that is the one that is embedded least deep, or which alone
	// has its name from a tag; where that is none, nothing is read into any of them.
	Fields []Field
	// Named has their names.
	Named map[string]bool
	// Plain is false where a tag says something that not every version of encoding/json understands alike, so that other fields may be
	// read into the struct as well.
	Plain bool
}

var known struct {
	lock sync.Mutex
	of   map[reflect.Type]*Struct
}

// Of returns what is known of a struct type, which nobody may change. It is looked for once.
func Of(t reflect.Type) *Struct {
	known.lock.Lock()
	defer known.lock.Unlock()
	s := known.of[t]
	if s == nil {
		s = look(t)
		if known.of == nil {
			known.of = map[reflect.Type]*Struct{}
		}
		known.of[t] = s
	}
	return s
}

func look(t reflect.Type) *Struct {
	type embedded struct {
		of    reflect.Type
		index []int
		twice bool // on this level, so that none of its fields counts
	}
	var all []Field
	plain := true
	seen := map[reflect.Type]bool{}
	for level := []embedded{{of: t}}; len(level) > 0; {
		var below []embedded
		for _, structure := range level {
			if seen[structure.of] {
				continue
			}
			seen[structure.of] = true
			for i := range structure.of.NumField() {
				field := structure.of.Field(i)
				inner := field.Type
				if inner.Kind() == reflect.Pointer && inner.Name() == "" {
					inner = inner.Elem()
				}
				tag := field.Tag.Get("json")
				if tag == "-" || !field.IsExported() && !(field.Anonymous && inner.Kind() == reflect.Struct) {
					continue
				}
				name, options, _ := strings.Cut(tag, ",")
				if !valid(name) {
					plain = plain && name == ""
					name = ""
				}
				plain = plain && !strings.Contains(options, "embed") && !strings.Contains(options, "case:")
				index := append(slices.Clone(structure.index), i)
				if name == "" && field.Anonymous && inner.Kind() == reflect.Struct {
					at := slices.IndexFunc(below, func(e embedded) bool { return e.of == inner })
					if at < 0 {
						below = append(below, embedded{of: inner, index: index})
					} else {
						below[at].twice = true
					}
					continue
				}
				all = append(all, Field{cmp.Or(name, field.Name), options, field.Type, index, name != ""})
				if structure.twice {
					all = append(all, all[len(all)-1])
				}
			}
		}
		level = below
	}
	s := &Struct{Fields: dominant(all), Named: make(map[string]bool, len(all)), Plain: plain}
	for _, field := range s.Fields {
		s.Named[field.Name] = true
	}
	return s
}

// dominant returns, of fields that come level by level, those that no other hides.
func dominant(all []Field) (fields []Field) {
	named := make(map[string][]Field, len(all))
	for _, field := range all {
		named[field.Name] = append(named[field.Name], field)
	}
	for _, rivals := range named {
		depth := len(rivals[0].Index)
		rivals = slices.DeleteFunc(rivals, func(f Field) bool { return len(f.Index) > depth })
		if slices.ContainsFunc(rivals, func(f Field) bool { return f.tagged }) {
			rivals = slices.DeleteFunc(rivals, func(f Field) bool { return !f.tagged })
		}
		if len(rivals) == 1 {
			fields = append(fields, rivals[0])
		}
	}
	slices.SortFunc(fields, func(a, b Field) int { return slices.Compare(a.Index, b.Index) })
	return fields
}

// valid reports whether a tag's name is one that counts; else the field's own does.
func valid(name string) bool {
	for _, c := range name {
		if !strings.ContainsRune("!#$%&()*+-./:;<=>?@[]^_{|}~ ", c) && !unicode.IsLetter(c) && !unicode.IsDigit(c) {
			return false
		}
	}
	return name != ""
}
