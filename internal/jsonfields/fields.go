// Package jsonfields says which fields of a struct JSON is read into, as encoding/json does.
package jsonfields

import (
	"reflect"
	"sync"

	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
)

// Field is a field of a struct, or of one that is embedded in it.
type Field struct {
	Name   string // in JSON
	Type   reflect.Type
	Index  []int // for reflect.Type.FieldByIndex
	Quoted bool  // its tag says that its JSON stands in a string
	strict bool  // its tag says that the case of its name counts
	tagged bool
}

// Struct is what is known of a struct type.
type Struct struct {
	// Fields are in the order in which they stand. Where several have one name, that is the one that is embedded least deep, or which alone
	// has its name from a tag; where that is none, nothing is read into any of them.
	Fields []Field

	rest          *Field
	exact, folded map[string]*Field
}

// Find returns the field that one of this name in JSON is read into: that of the exact name, or else the first whatever the case; nil where
// there is none.
func (s *Struct) Find(name string) (field *Field, exact bool) {
	if field = s.exact[name]; field != nil {
		return field, true
	}
	return s.folded[jsonscan.Folded(name)], false
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

// place is where a field of a struct has its place in JSON.
type place int

const (
	nowhere  place = iota
	asField        // of the object, by its name
	asFields       // the struct's own, beside the others
	asRest         // whatever no other field takes
)

func look(t reflect.Type) *Struct {
	type embedded struct {
		of    reflect.Type
		index []int
		twice bool // on this level, so that none of its fields counts
	}
	var all, rest []Field
	seen := map[reflect.Type]bool{}
	for level := []embedded{{of: t}}; len(level) > 0; {
		var below []embedded
		for _, structure := range level {
			if seen[structure.of] {
				continue
			}
			seen[structure.of] = true
			times := 1
			if structure.twice {
				times = 2
			}
			for i := range structure.of.NumField() {
				in := structure.of.Field(i)
				field, place := read(in)
				field.Type = in.Type
				field.Index = append(structure.index[:len(structure.index):len(structure.index)], i)
				switch place {
				case asField:
					for range times {
						all = append(all, field)
					}
				case asRest:
					for range times {
						rest = append(rest, field)
					}
				case asFields:
					at, inner := 0, pointedTo(in.Type)
					for at < len(below) && below[at].of != inner {
						at++
					}
					if at == len(below) {
						below = append(below, embedded{of: inner, index: field.Index})
					} else {
						below[at].twice = true
					}
				}
			}
		}
		level = below
	}
	fields := dominant(all)
	s := &Struct{Fields: fields, exact: make(map[string]*Field, len(fields)), folded: make(map[string]*Field, len(fields))}
	for i := range fields {
		field := &fields[i]
		s.exact[field.Name] = field
		name := jsonscan.Folded(field.Name)
		if first := s.folded[name]; !field.strict && (first == nil || foundBefore(field.Index, first.Index)) {
			s.folded[name] = field
		}
	}
	if len(rest) == 1 || len(rest) > 1 && len(rest[0].Index) < len(rest[1].Index) {
		s.rest = &rest[0]
	}
	return s
}

// pointedTo returns the type that an unnamed pointer points to, and any other as it is.
func pointedTo(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Pointer && t.Name() == "" {
		return t.Elem()
	}
	return t
}

// quotable reports whether the JSON of a type can stand in a string.
func quotable(t reflect.Type) bool {
	switch scalar := reflect.Zero(pointedTo(t)); scalar.Kind() {
	case reflect.Bool, reflect.String:
		return true
	default:
		return scalar.CanInt() || scalar.CanUint() || scalar.CanFloat()
	}
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
