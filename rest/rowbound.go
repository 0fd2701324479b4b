package rest

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"sync"

	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
)

// largestRow is more than a row of any vendor's takes, in bytes.
const largestRow = 64 << 10

// crowded reports whether the rows of a response, and what is in lists and maps below them, would take more than so many
// bytes. A row may have hundreds of fields, and the two bytes of "0," or the three of "{}," make one, at any depth: a response
// well within its bound could fill any memory.
func crowded(body []byte, into reflect.Type, most int64, sizes *sync.Map) bool {
	items := int64(bytes.Count(body, []byte{','}))
	if items <= most/largestRow { // nearly always, and quickly told
		return false
	}
	items += int64(bytes.Count(body, []byte{'['}) + bytes.Count(body, []byte{'{'}))
	w := weigher{data: body, left: most, fields: map[reflect.Type]map[string]reflect.Type{}}
	if items*largestItem(into, sizes) <= most {
		return false
	}
	w.value(jsonscan.SkipSpace(body, 0), into)
	return w.left < 0
}

// weigher adds up what the items in a response would take.
type weigher struct {
	data   []byte
	left   int64 // bytes that may still be taken
	fields map[reflect.Type]map[string]reflect.Type
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
	switch {
	case t.Kind() == reflect.Interface:
		end := jsonscan.Skip(w.data, i)
		if end > i {
			w.left -= anyItem * int64(bytes.Count(w.data[i:end], []byte{','}))
		}
		return end
	case w.data[i] == '[' && t.Kind() == reflect.Slice:
		return w.list(i, t.Elem())
	case w.data[i] == '{' && t.Kind() == reflect.Slice: // one where a list was promised
		w.left -= int64(t.Elem().Size())
		return w.value(i, t.Elem())
	case w.data[i] == '{':
		return w.object(i, t)
	}
	return jsonscan.Skip(w.data, i)
}

// anyItem is what an item of a value of no certain type takes, about.
const anyItem = 64

func (w *weigher) list(i int, item reflect.Type) int {
	for i = jsonscan.SkipSpace(w.data, i+1); i < len(w.data) && w.data[i] != ']'; {
		w.left -= int64(item.Size())
		if i = w.value(i, item); i < 0 {
			return -1
		}
		if i = jsonscan.SkipSpace(w.data, i); i < len(w.data) && w.data[i] == ',' {
			i = jsonscan.SkipSpace(w.data, i+1)
		}
	}
	return i + 1
}

func (w *weigher) object(i int, t reflect.Type) int {
	for i = jsonscan.SkipSpace(w.data, i+1); i < len(w.data) && w.data[i] == '"'; {
		end := jsonscan.Skip(w.data, i)
		if end < 0 {
			return -1
		}
		name := w.data[i+1 : end-1]
		if i = jsonscan.SkipSpace(w.data, end); i >= len(w.data) || w.data[i] != ':' {
			return -1
		}
		i = jsonscan.SkipSpace(w.data, i+1)
		var field reflect.Type
		if t.Kind() == reflect.Map {
			field = t.Elem()
			w.left -= int64(field.Size()) + mapEntry
		} else {
			field = w.field(t, name)
		}
		if field == nil {
			i = jsonscan.Skip(w.data, i)
		} else {
			i = w.value(i, field)
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

// field returns the type that a JSON field of a struct is read into; nil when there is none or it can't hold items.
func (w *weigher) field(t reflect.Type, name []byte) reflect.Type {
	fields := w.fields[t]
	if fields == nil {
		fields = map[string]reflect.Type{}
		eachField(t, func(name string, field reflect.Type) {
			if holdsItems(field) {
				fields[strings.ToLower(name)] = field
			}
		})
		w.fields[t] = fields
	}
	if bytes.IndexByte(name, '\\') >= 0 {
		var plain string
		if json.Unmarshal(append(append([]byte{'"'}, name...), '"'), &plain) == nil {
			return fields[strings.ToLower(plain)]
		}
	}
	if field := fields[string(name)]; field != nil {
		return field
	}
	return fields[strings.ToLower(string(name))]
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

// largestItem returns the size of the largest item of any list or map, or value behind a pointer, that a type leads to. It is
// looked for once for each type.
func largestItem(t reflect.Type, sizes *sync.Map) int64 {
	if known, ok := sizes.Load(t); ok {
		return known.(int64)
	}
	seen := map[reflect.Type]bool{}
	largest := int64(0)
	var look func(reflect.Type)
	look = func(t reflect.Type) {
		if seen[t] || !holdsItems(t) {
			return
		}
		seen[t] = true
		switch t.Kind() {
		case reflect.Struct:
			eachField(t, func(_ string, field reflect.Type) { look(field) })
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
	sizes.Store(t, largest)
	return largest
}
