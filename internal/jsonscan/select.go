package jsonscan

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Selection is which fields of the items of a list are wanted. It may be used by any number of goroutines.
type Selection struct {
	all   bool
	names map[string]bool // folded
	marks []string
}

// Select makes a selection of fields by their names, whatever their case; nil names want all there are. Marks are names of fields
// whose values are shown as they come, wanted or not.
func Select(names []string, marks ...string) *Selection {
	s := &Selection{all: names == nil, names: make(map[string]bool, len(names)), marks: marks}
	for _, name := range names {
		s.names[Folded(name)] = true
	}
	return s
}

// Folded is the same for names whose letters are the same but for their case: those for which strings.EqualFold says so, as encoding/json
// matches them.
func Folded(name string) string {
	for i := range len(name) {
		if name[i] >= utf8.RuneSelf {
			return strings.Map(foldedRune, name)
		}
	}
	return strings.ToLower(name)
}

// foldedRune returns the least of the letters that differ in case only; of English it is the small one.
func foldedRune(r rune) rune {
	least := r
	for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
		least = min(least, other)
	}
	if least-'A' < 26 && least >= 'A' {
		least += 'a' - 'A'
	}
	return least
}

func (s *Selection) wants(name string) bool { return s.all || s.names[Folded(name)] }

// Item is an item of a list as it came.
type Item struct {
	// Raw is all of it.
	Raw []byte
	// Marks are the values of the selection's marks, in their order; nil where the item has no such field.
	Marks [][]byte
	// Repeated reports whether a mark came more than once, in whatever case, so that Marks doesn't say what a decoder makes of them.
	Repeated bool
}

// Append reads the list at i and appends it to out with nothing but the wanted fields of its items; what isn't an object is
// appended whole. It returns where the list ends; -1 when it isn't valid JSON. Visit may be nil; an item is valid only within it.
func (s *Selection) Append(out, data []byte, i int, visit func(Item)) ([]byte, int) {
	if i >= len(data) || data[i] != '[' {
		return out, -1
	}
	if s.all && visit == nil {
		end := SkipValid(data, i)
		if end > 0 {
			out = append(out, data[i:end]...)
		}
		return out, end
	}
	p := picker{Selection: s, data: data, fields: make([]pickedField, 1, 128)}
	if len(s.marks) > 0 {
		p.marks = make([][]byte, len(s.marks))
	}
	out = append(out, '[')
	if i = SkipSpace(data, i+1); i < len(data) && data[i] == ']' {
		return append(out, ']'), i + 1
	}
	for first := true; ; first = false {
		if i >= len(data) {
			return out, -1
		}
		start, before := i, len(out)
		clear(p.marks)
		p.repeated = false
		if data[i] == '{' {
			out, i = p.object(out, i)
		} else if i = SkipValid(data, i); i > 0 {
			out = append(out, data[start:i]...)
		}
		if i < 0 {
			return out, -1
		}
		if first { // the others are like it
			out = slices.Grow(out, (len(data)-i)/(i-start+1)*(len(out)-before+1)*9/8)
		}
		if visit != nil {
			visit(Item{Raw: data[start:i], Marks: p.marks, Repeated: p.repeated})
		}
		if i = SkipSpace(data, i); i >= len(data) {
			return out, -1
		}
		switch data[i] {
		case ']':
			return append(out, ']'), i + 1
		case ',':
			out = append(out, ',')
			i = SkipSpace(data, i+1)
		default:
			return out, -1
		}
	}
}

// picker reads the items of one list. The fields of an item mostly come in the order of the item before, so that a name is
// recognised by one comparison.
type picker struct {
	*Selection
	data   []byte
	fields []pickedField // as they were met; the first is what stands before all
	places map[string]int
	marks  [][]byte
	// repeated reports whether one came again in this item.
	repeated bool
}

// mostFields bounds how many names are remembered.
const mostFields = 1 << 12

// pickedField is what is known of a field.
type pickedField struct {
	text   []byte // its name as it came, with the quotes and the colon
	wanted bool
	mark   int // one more than its index; 0 for none
	next   int // the field that came behind it the last time
}

// object appends the object at i, and returns where it ends.
func (p *picker) object(out []byte, i int) ([]byte, int) {
	data := p.data
	out = append(out, '{')
	if i = SkipSpace(data, i+1); i < len(data) && data[i] == '}' {
		return append(out, '}'), i + 1
	}
	for at, first := 0, true; ; {
		var field *pickedField
		if next := p.fields[at].next; next > 0 && bytes.HasPrefix(data[i:], p.fields[next].text) {
			at, field = next, &p.fields[next]
			if i += len(field.text); i < len(data) && data[i] <= ' ' {
				i = SkipSpace(data, i)
			}
		} else {
			var place int
			if field, place, i = p.meet(i); i < 0 {
				return out, -1
			}
			if p.fields[at].next = place; place > 0 {
				at = place
			}
		}
		start := i
		if i = SkipValid(data, i); i < 0 {
			return out, -1
		}
		if field.wanted {
			if !first {
				out = append(out, ',')
			}
			out = append(append(out, field.text...), data[start:i]...)
			first = false
		}
		if n := field.mark; n > 0 {
			p.repeated = p.repeated || p.marks[n-1] != nil
			p.marks[n-1] = data[start:i]
		}
		if i < len(data) && data[i] != ',' && data[i] != '}' {
			i = SkipSpace(data, i)
		}
		if i >= len(data) {
			return out, -1
		}
		switch data[i] {
		case '}':
			return append(out, '}'), i + 1
		case ',':
			if i++; i < len(data) && data[i] != '"' {
				i = SkipSpace(data, i)
			}
		default:
			return out, -1
		}
	}
}

// meet reads a field's name that wasn't expected, at i, and returns what is known of it, its place among the fields, 0 when it isn't
// remembered, and where its value begins.
func (p *picker) meet(i int) (*pickedField, int, int) {
	if i >= len(p.data) || p.data[i] != '"' {
		return nil, 0, -1
	}
	end := skipString(p.data, i)
	if end < 0 {
		return nil, 0, -1
	}
	name := p.data[i:end]
	colon := SkipSpace(p.data, end)
	if colon >= len(p.data) || p.data[colon] != ':' {
		return nil, 0, -1
	}
	value := SkipSpace(p.data, colon+1)
	if place := p.places[string(name)]; place > 0 {
		return &p.fields[place], place, value
	}
	field := p.known(name)
	if colon == end {
		field.text = p.data[i : colon+1]
	} else {
		field.text = append(bytes.Clone(name), ':')
	}
	if len(p.fields) > mostFields {
		return &field, 0, value
	}
	if p.places == nil {
		p.places = make(map[string]int, 128)
	}
	place := len(p.fields)
	p.places[string(name)] = place
	p.fields = append(p.fields, field)
	return &p.fields[place], place, value
}

// known says what a field is of which the name in quotes is given.
func (p *picker) known(quoted []byte) pickedField {
	name := string(quoted[1 : len(quoted)-1])
	if strings.IndexByte(name, '\\') >= 0 {
		json.Unmarshal(quoted, &name) // it is valid
	}
	field := pickedField{wanted: p.wants(name)}
	for i, mark := range p.Selection.marks {
		if strings.EqualFold(mark, name) && (field.mark == 0 || mark == name) {
			field.mark = i + 1
		}
	}
	return field
}
