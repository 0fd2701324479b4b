// Package jsonfields says which fields of a struct JSON is read into, as encoding/json does.
package jsonfields

import (
	"cmp"
	"reflect"
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
				index := append(structure.index[:len(structure.index):len(structure.index)], i)
				if name == "" && field.Anonymous && inner.Kind() == reflect.Struct {
					at := 0
					for at < len(below) && below[at].of != inner {
						at++
					}
					if at == len(below) {
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

// dominant returns, of fields that come level by level, those that no other hides, in the order in which they stand.
func dominant(all []Field) (fields []Field) {
	type rivals struct{ depth, tagged, others int } // how many there are of a name, at the depth where it comes first
	named := make(map[string]rivals, len(all))
	for _, field := range all {
		of, known := named[field.Name]
		if !known {
			of.depth = len(field.Index)
		}
		switch {
		case len(field.Index) > of.depth:
		case field.tagged:
			of.tagged++
		default:
			of.others++
		}
		named[field.Name] = of
	}
	for _, field := range all {
		of := named[field.Name]
		alone := of.tagged == 1 && field.tagged || of.tagged == 0 && of.others == 1
		if !alone || len(field.Index) > of.depth {
			continue
		}
		at := len(fields) // nearly always; those of embedded structs come last and go further up
		for at > 0 && before(field.Index, fields[at-1].Index) {
			at--
		}
		fields = append(fields, Field{})
		copy(fields[at+1:], fields[at:])
		fields[at] = field
	}
	return fields
}

func before(a, b []int) bool {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return a[i] < b[i]
		}
	}
	return len(a) < len(b)
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
