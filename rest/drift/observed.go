package drift

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

const (
	maxFields = 200  // of one object
	maxLines  = 2000 // of one response's schema
)

// observed is what a value looked like of which the document knows nothing: kinds and names, no values.
type observed struct {
	kinds  map[string]bool
	fields map[string]*observed
	items  *observed
	data   bool // a name among the fields looks like data, so none is shown
}

func (n *observed) kind(word string) {
	if n.kinds == nil {
		n.kinds = map[string]bool{}
	}
	n.kinds[word] = true
}

func (n *observed) field(name string) *observed {
	if n.fields == nil {
		n.fields = map[string]*observed{}
	}
	switch {
	case name == masked, maskedName(name) != name, len(n.fields) >= maxFields && n.fields[name] == nil:
		n.data = true
		name = masked
	}
	if n.fields[name] == nil {
		n.fields[name] = &observed{}
	}
	return n.fields[name]
}

func (n *observed) element() *observed {
	if n.items == nil {
		n.items = &observed{}
	}
	return n.items
}

func (n *observed) merge(other *observed, depth int) {
	if other == nil || depth > maxDepth {
		return
	}
	for word := range other.kinds {
		n.kind(word)
	}
	n.data = n.data || other.data
	for name, m := range other.fields {
		n.field(name).merge(m, depth+1)
	}
	if other.items != nil {
		n.element().merge(other.items, depth+1)
	}
}

// lines writes the structure, a line for each place with its kinds.
func (n *observed) lines(at string, out []Place) []Place {
	if n == nil || len(out) >= maxLines {
		return out
	}
	if len(n.kinds) > 0 {
		name := at
		if name == "" {
			name = "the response"
		}
		out = append(out, Place{Path: name, Type: strings.Join(slices.Sorted(maps.Keys(n.kinds)), " or ")})
	}
	fields := n.fields
	if n.data { // a map: its keys are somebody's
		all := &observed{}
		for _, m := range fields {
			all.merge(m, 0)
		}
		fields = map[string]*observed{"*": all}
	}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		path := name
		if at != "" {
			path = at + "." + name
		}
		out = fields[name].lines(path, out)
	}
	if n.items != nil {
		out = n.items.lines(at+"[]", out)
	}
	return out
}

// observe reads a value of which the document knows nothing. Its schema is noted where that was asked for.
func (x *examination) observe(token json.Token, at where, depth int) error {
	if !at.structure {
		return x.skip(token)
	}
	if x.structure == nil {
		x.structure = &observed{}
	}
	return x.look(token, x.at(at.path), depth)
}

// at finds the place of a path in the schema of the whole response.
func (x *examination) at(path string) *observed {
	n := x.structure
	for _, part := range strings.FieldsFunc(strings.ReplaceAll(path, "[]", ".[]"), func(r rune) bool { return r == '.' }) {
		if part == "[]" {
			n = n.element()
		} else {
			n = n.field(part)
		}
	}
	return n
}

func (x *examination) look(token json.Token, n *observed, depth int) error {
	if depth > maxDepth {
		return errDeep
	}
	n.kind(strings.TrimPrefix(strings.TrimPrefix(wordOfToken(token), "a "), "an "))
	switch token {
	case json.Delim('{'):
		for x.dec.More() {
			name, err := x.dec.Token()
			if err != nil {
				return err
			}
			value, err := x.dec.Token()
			if err != nil {
				return err
			}
			text, _ := name.(string)
			if err := x.look(value, n.field(text), depth+1); err != nil {
				return err
			}
		}
		_, err := x.dec.Token()
		return err
	case json.Delim('['):
		for x.dec.More() {
			value, err := x.dec.Token()
			if err != nil {
				return err
			}
			if err := x.look(value, n.element(), depth+1); err != nil {
				return err
			}
		}
		_, err := x.dec.Token()
		return err
	}
	return nil
}
