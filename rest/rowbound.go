package rest

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"sync"

	"github.com/seed-8da6be54/vendorkit/internal/jsonfields"
	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
)

// largestRow is more than a row of any vendor's takes, in bytes.
const largestRow = 64 << 10

// crowded reports whether the rows of a response, and what is in lists and maps below them, would take more than so many
// bytes. A row may have hundreds of fields, and the two bytes of "0," or the three of "{}," make one, at any depth: a response
// well within its bound could fill any memory.
func crowded(body []byte, into reflect.Type, most int64, sizes *itemSizes) bool {
	items := int64(bytes.Count(body, []byte{','}))
	if items <= most/largestRow { // nearly always, and quickly told
		return false
	}
	items += int64(bytes.Count(body, []byte{'['}) + bytes.Count(body, []byte{'{'}))
	w := weigher{data: body, left: most, structs: map[reflect.Type]*weighedStruct{}}
	if items*sizes.largest(into) <= most {
		return false
	}
	w.value(jsonscan.SkipSpace(body, 0), into)
	return w.left < 0
}

// weigher adds up what the items in a response would take.
type weigher struct {
	data    []byte
	left    int64 // bytes that may still be taken
	structs map[reflect.Type]*weighedStruct
}

// weighedStruct is what is known of a struct.
type weighedStruct struct {
	known  *jsonfields.Struct
	fields map[string]reflect.Type // that can hold items, by name in lower case
	rest   reflect.Type            // of the entries of a map that takes what no field does; nil without one
}

// value weighs the JSON value at i, which is read into a type, and returns where it ends; -1 when that can't be told or
// there is too much of it.
func (w *weigher) value(i int, t reflect.Type) int {
	if i < 0 || i >= len(w.data) || w.left < 0 {
		return -1
	}
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
		w.left -= int64(t.Size())
	}
	if !holdsItems(t) || w.data[i] != '[' && w.data[i] != '{' {
		return jsonscan.Skip(w.data, i)
	}
	switch list := w.data[i] == '['; {
	case t.Kind() == reflect.Interface:
		end := jsonscan.Skip(w.data, i)
		if end > i {
			w.left -= anyItem * int64(bytes.Count(w.data[i:end], []byte{','}))
		}
		return end
	case list == (t.Kind() == reflect.Slice):
		return w.items(i, t)
	case list:
		return jsonscan.Skip(w.data, i)
	}
	w.left -= int64(t.Elem().Size()) // an object where a list was promised
	return w.value(i, t.Elem())
}

// anyItem is what an item of a value of no certain type takes, about.
const anyItem = 64

// items weighs the items of the list at i, or the fields of the object, and returns where it ends.
func (w *weigher) items(i int, t reflect.Type) int {
	open := w.data[i]
	for i = jsonscan.SkipSpace(w.data, i+1); i < len(w.data) && w.data[i] != open+2; { // the braces of each kind lie two apart
		var item reflect.Type
		if open == '{' {
			name := w.data[i:max(jsonscan.Skip(w.data, i), i)]
			if i = jsonscan.SkipSpace(w.data, i+len(name)); len(name) < 2 || name[0] != '"' || i >= len(w.data) || w.data[i] != ':' {
				return -1
			}
			i = jsonscan.SkipSpace(w.data, i+1)
			if t.Kind() == reflect.Struct {
				item = w.field(t, name)
			} else {
				w.left -= mapEntry
			}
		}
		if t.Kind() != reflect.Struct {
			item = t.Elem()
			w.left -= int64(item.Size())
		}
		if item == nil {
			i = jsonscan.Skip(w.data, i)
		} else {
			i = w.value(i, item)
		}
		if i < 0 {
			return -1
		}
		if i = jsonscan.SkipSpace(w.data, i); i < len(w.data) && w.data[i] == ',' {
			i = jsonscan.SkipSpace(w.data, i+1)
		}
	}
	return i + 1
}

// mapEntry is what an entry of a map takes beside its value.
const mapEntry = 48

// field returns the type that a field of a struct is read into, by its name in quotes; nil when there is none or it can't hold items.
func (w *weigher) field(t reflect.Type, quoted []byte) reflect.Type {
	structure := w.structs[t]
	if structure == nil {
		structure = weighed(t)
		w.structs[t] = structure
	}
	if field := structure.fields[string(quoted[1:len(quoted)-1])]; field != nil { // asks without a copy of the name
		return field
	}
	name := string(quoted[1 : len(quoted)-1])
	if strings.IndexByte(name, '\\') >= 0 {
		json.Unmarshal(quoted, &name) // what is no name is none of the fields' either
	}
	field := structure.fields[strings.ToLower(name)]
	if field == nil && structure.rest != nil {
		if known, _ := structure.known.Find(name); known == nil {
			w.left -= mapEntry + int64(structure.rest.Size())
			return structure.rest
		}
	}
	return field
}

func weighed(t reflect.Type) *weighedStruct {
	structure := &weighedStruct{known: jsonfields.Of(t), fields: map[string]reflect.Type{}}
	for _, field := range structure.known.Fields {
		if holdsItems(field.Type) {
			structure.fields[strings.ToLower(field.Name)] = field.Type
		}
	}
	if rest := structure.known.Rest(); rest != nil {
		entries := rest.Type
		if entries.Kind() == reflect.Pointer {
			entries = entries.Elem()
		}
		if entries.Kind() == reflect.Map {
			structure.rest = entries.Elem()
		}
	}
	return structure
}

// holdsItems reports whether a value of this type may be of many parts.
func holdsItems(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Pointer, reflect.Map, reflect.Struct, reflect.Interface:
		return true
	case reflect.Slice:
		return t.Elem().Kind() != reflect.Uint8
	}
	return false
}

// itemSizes are the sizes of the largest items that types lead to. A sync.Map would do the same, but who imports a package whose types
// have one compiles it anew.
type itemSizes struct {
	lock sync.Mutex
	of   map[reflect.Type]int64
}

// largest returns the size of the largest item of any list or map, or value behind a pointer, that a type leads to. It is
// looked for once for each type.
func (s *itemSizes) largest(t reflect.Type) int64 {
	s.lock.Lock()
	defer s.lock.Unlock()
	size, known := s.of[t]
	if !known {
		size = largestItem(t)
		if s.of == nil {
			s.of = map[reflect.Type]int64{}
		}
		s.of[t] = size
	}
	return size
}

func largestItem(t reflect.Type) (largest int64) {
	seen := map[reflect.Type]bool{}
	var look func(reflect.Type)
	look = func(t reflect.Type) {
		if seen[t] || !holdsItems(t) {
			return
		}
		seen[t] = true
		switch t.Kind() {
		case reflect.Struct:
			for _, field := range jsonfields.Of(t).Fields {
				look(field.Type)
			}
			if rest := jsonfields.Of(t).Rest(); rest != nil {
				look(rest.Type)
			}
			return
		case reflect.Interface:
			largest = max(largest, anyItem)
			return
		case reflect.Map:
			largest = max(largest, int64(t.Elem().Size())+mapEntry)
		}
		largest = max(largest, int64(t.Elem().Size()))
		look(t.Elem())
	}
	look(t)
	return largest
}
