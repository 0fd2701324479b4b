package rest

import (
	"encoding/json"
	"reflect"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/jsonfields"
	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
	"github.com/seed-8da6be54/vendorkit/rest/call"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// rowSelection takes from one response the rows of a caller's type, and what the iteration goes by.
type rowSelection struct {
	row       reflect.Type
	list      reflect.Value // of rows, as it would be without the caller's; invalid where it can't be seen
	iteration *iteration    // nil outside one
	page      *fetched
	repeated  bool // there are several lists of rows, and what was picked is an object that has them
}

// pick takes the rows out of a response: the list of rows with their wanted fields, and the rest, in which an empty list stands for them.
// Either is nil where there is none. It reports whether the JSON is broken, as far as the rest doesn't show that.
func (s *rowSelection) pick(part []byte, path string) (picked, rest []byte, broken bool) {
	if s.list.IsValid() && takesAll(s.list.Type()) {
		return nil, part, false
	}
	marks, visit := s.marks()
	selection := jsonscan.Select(wantedFields(s.row), marks...)
	if path == "" {
		start := jsonscan.SkipSpace(part, 0)
		if start == len(part) || part[start] != '[' {
			return nil, part, false
		}
		picked, end := selection.Append(nil, part, start, visit)
		return picked, nil, end < 0 || jsonscan.SkipSpace(part, end) != len(part)
	}
	start := jsonscan.FieldStart(part, path)
	if start >= 0 && part[start] == '[' {
		var end int
		if picked, end = selection.Append(nil, part, start, visit); end < 0 {
			return nil, nil, true
		}
		if !jsonscan.FieldFollows(part, end, path) {
			return picked, without(part, start, end), false
		}
		s.forget()
	}
	lists := valuesAt(part, path) // in another case, further down, or several
	if len(lists) > 1 {
		return s.pickRepeated(selection, part, lists)
	}
	var rows []byte
	if len(lists) == 1 {
		rows = lists[0]
	}
	if !strings.HasPrefix(string(rows[:min(len(rows), 1)]), "[") {
		return nil, part, false
	}
	start = cap(part) - cap(rows)
	picked, end := selection.Append(nil, part, start, visit)
	if end < 0 {
		return nil, nil, true
	}
	return picked, without(part, start, end), false
}

// pickRepeated takes the rows out of a response that has several lists of them, as repeatedRows reads it.
func (s *rowSelection) pickRepeated(selection *jsonscan.Selection, part []byte, lists [][]byte) (picked, rest []byte, broken bool) {
	s.repeated = true
	picked = []byte{'{'}
	taken := 0 // of the part
	for i, list := range lists {
		if i > 0 {
			picked = append(picked, ',')
		}
		picked = append(picked, `"rows":`...)
		if list[0] != '[' {
			picked = append(picked, list...)
			continue
		}
		start := cap(part) - cap(list)
		var end int
		if picked, end = selection.Append(picked, part, start, nil); end < 0 {
			return nil, nil, true
		}
		rest = append(append(rest, part[taken:start]...), "[]"...)
		taken = end
	}
	return append(picked, '}'), append(rest, part[taken:]...), false
}

// without returns JSON with an empty list in the place of what stands there.
func without(data []byte, start, end int) []byte {
	rest := make([]byte, 0, start+2+len(data)-end)
	return append(append(append(rest, data[:start]...), "[]"...), data[end:]...)
}

// rewritten takes rows that the list has read in a way of its own out of it, and writes them as JSON.
func (s *rowSelection) rewritten() []byte {
	picked, err := json.Marshal(s.list.Interface())
	if err != nil {
		return nil
	}
	if s.page != nil {
		for i := range s.list.Len() {
			s.add(s.list.Index(i))
		}
	}
	s.list.SetZero()
	return picked
}

// forget drops what was noted of rows.
func (s *rowSelection) forget() {
	if s.page != nil {
		s.page.ids, s.page.slim, s.page.raw = nil, nil, nil
	}
}

// add notes what the iteration goes by, of a row of the list's own type.
func (s *rowSelection) add(row reflect.Value) {
	switch w := s.iteration; {
	case w.listing.Style == call.ByTime:
		s.page.slim = append(s.page.slim, w.feedRow(row))
	case w.id.found:
		id, _ := w.id.idOf(row)
		s.page.ids = append(s.page.ids, id)
	}
}

// addAll notes that of all rows of a response by decoding it whole.
func (s *rowSelection) addAll(from rowSource, part []byte, list reflect.Type, path string) {
	whole := reflect.New(list)
	from.client.decodeInto(part, whole.Interface())
	rows := memberValue(whole.Elem(), path)
	for i := range rows.Len() {
		s.add(rows.Index(i))
	}
}

// marks says which fields of a row the iteration goes by, and what to do with them.
func (s *rowSelection) marks() (names []string, visit func(jsonscan.Item)) {
	w := s.iteration
	if w == nil || !s.list.IsValid() || w.listing.Style == call.Unpaged {
		return nil, nil
	}
	row := reflect.New(s.list.Type().Elem()).Elem()
	key := topField(w.key)
	if w.listing.Style != call.ByTime {
		if !w.id.found {
			return nil, func(item jsonscan.Item) { s.page.raw = append(s.page.raw, item.Raw) }
		}
		quick := w.id.rawReader(row.Type())
		return []string{key}, func(item jsonscan.Item) {
			s.page.raw = append(s.page.raw, item.Raw)
			if id, ok := quick(item.Marks[0]); ok && !item.Repeated {
				s.page.ids = append(s.page.ids, id)
				return
			}
			decodeMarks(row, []string{key}, item)
			s.add(row)
		}
	}
	if names = []string{key}; topField(w.listing.From) != key {
		names = append(names, topField(w.listing.From))
	}
	return names, func(item jsonscan.Item) {
		if decodeMarks(row, names, item); feedText(memberValue(row, w.key)) == "" { // the whole row is its key
			row.SetZero()
			value.Decode(item.Raw, row.Addr().Interface())
		}
		s.add(row)
	}
}

func topField(path string) string {
	name, _, _ := strings.Cut(path, ".")
	return name
}

// decodeMarks reads the marks of an item into a row. What can't be read stays zero, as it does in the list's own rows.
func decodeMarks(row reflect.Value, names []string, item jsonscan.Item) {
	row.SetZero()
	if item.Repeated { // and then it matters in which order what came
		value.Decode(item.Raw, row.Addr().Interface())
		return
	}
	object := []byte{'{'}
	for i, name := range names {
		if item.Marks[i] == nil {
			continue
		}
		if len(object) > 1 {
			object = append(object, ',')
		}
		quoted, _ := json.Marshal(name)
		object = append(append(append(object, quoted...), ':'), item.Marks[i]...)
	}
	value.Decode(append(object, '}'), row.Addr().Interface())
}

// wantedFields are the names of the fields of a type; nil when it reads its JSON itself, or takes every field there is.
func wantedFields(t reflect.Type) []string {
	if takesAll(t) {
		return nil
	}
	fields := jsonfields.Of(t)
	if fields.Rest() != nil {
		return nil
	}
	return fieldNames(fields)
}

// takesAll reports whether a type reads its JSON itself, so that nothing may be left out.
func takesAll(t reflect.Type) bool { return jsonscan.ReadsItself(reflect.New(t).Interface()) }

func fieldNames(of *jsonfields.Struct) []string {
	names := make([]string, len(of.Fields))
	for i, field := range of.Fields {
		names[i] = field.Name
	}
	return names
}

// unsettable returns the first field of a struct that embeds a pointer which nobody but its package can set. Where it has a name of its own,
// encoding/json panics.
func unsettable(t reflect.Type) (name string) {
	for i := range t.NumField() {
		field := t.Field(i)
		switch {
		case !field.Anonymous || field.Tag.Get("json") == "-" || name != "":
		case field.Type.Kind() == reflect.Struct:
			name = unsettable(field.Type)
		case field.Type.Kind() == reflect.Pointer && field.Type.Elem().Kind() == reflect.Struct && !field.IsExported():
			name = field.Name
		}
	}
	return name
}
