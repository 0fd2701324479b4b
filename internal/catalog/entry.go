package catalog

import (
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/nearest"
)

// index is what Find looks through; it is made once.
type index struct{ entries []*entry }

// entry has the words of an operation in lower case.
type entry struct {
	operation *Operation
	whole     string // the name
	path      string
	places    [5]place // name, service, path, summary, and the field of work
	about     place    // what is said of the service
	length    int      // of the name, in words
	fields    []string // names of parameters and fields
}

// place is a part of what is said of an operation: of its words, each as it stands and in the singular.
type place struct {
	words, singular []string
	worth           int
}

func placeOf(worth int, words ...string) place {
	p := place{worth: worth}
	for _, word := range words {
		p.words = append(p.words, word)
		p.singular = append(p.singular, singular(word))
	}
	return p
}

func (c *Catalog) entries() []*entry {
	c.mu.Lock()
	made := c.found
	c.mu.Unlock()
	if made == nil {
		made = &index{}
		below := map[string][]string{}
		for _, op := range c.Operations() {
			made.entries = append(made.entries, entryOf(op, below))
		}
		c.mu.Lock()
		c.found = made
		c.mu.Unlock()
	}
	return made.entries
}

func entryOf(op *Operation, below map[string][]string) *entry {
	name := wordsOf(op.Name)
	e := &entry{operation: op, whole: strings.ToLower(op.Name), path: strings.ToLower(op.Path), length: len(name)}
	for _, m := range op.Methods { // saveTickets is Create and Update
		name = append(name, wordsOf(m.Name)...)
	}
	e.places = [...]place{
		placeOf(5, name...), placeOf(5, wordsOf(op.Service.Name)...), placeOf(4, wordsOf(op.Path)...), placeOf(3, wordsOf(op.Summary)...),
		placeOf(2, wordsOf(op.Service.Group)...),
	}
	if op.Service.Everyday {
		e.places[4].worth = 4
	}
	e.about = placeOf(1, wordsOf(op.Service.About)...)
	for _, p := range op.Parameters {
		e.fields = append(e.fields, strings.ToLower(p.Name))
	}
	if op.Body != nil {
		e.fields = append(e.fields, fieldNames(op.Body.Schema, 2, below)...)
	}
	e.fields = append(e.fields, fieldNames(op.Response.Schema, 2, below)...)
	return e
}

// fieldNames lists the names of a schema's fields, and of those of the records in them, so many records deep.
func fieldNames(s *Schema, depth int, made map[string][]string) []string {
	for range 4 {
		if items := s.Items(); items != nil {
			s = items
		}
	}
	if s == nil || depth == 0 {
		return nil
	}
	key := string(rune('0'+depth)) + s.Name()
	if names, ok := made[key]; ok && s.Name() != "" {
		return names
	}
	var names []string
	for _, field := range s.Fields() {
		names = append(names, strings.ToLower(field.Name))
		names = append(names, fieldNames(field.Schema, depth-1, made)...)
	}
	for _, one := range s.Alternatives() {
		names = append(names, fieldNames(one, depth-1, made)...)
	}
	slices.Sort(names)
	names = slices.Compact(names)
	made[key] = names
	return names
}

// score says how well a term fits what is said of the operation; 0 for not at all. A word that is nearly right fits, too, where it may.
func (e *entry) score(t term, nearly bool) int {
	if e.whole == t.whole || e.path == t.whole {
		return 30
	}
	least := 30
	for _, word := range t.words {
		best := e.wordScore(word, nearly)
		for _, verb := range t.also {
			for _, has := range e.places[0].words { // what is done is in the name
				if has == verb {
					best = max(best, 2*e.places[0].worth)
				}
			}
		}
		least = min(least, best)
	}
	if least == 0 && len(t.whole) > 3 && (strings.Contains(e.whole, t.whole) || strings.Contains(e.path, t.whole)) {
		return 4
	}
	return least
}

func (e *entry) wordScore(word string, nearly bool) int {
	best, one := 0, singular(word)
	for _, p := range e.places {
		for i, has := range p.words {
			best = max(best, p.worth*likeness(has, p.singular[i], word, one, nearly))
		}
	}
	return best
}

// likeness of a word that is there to one that is looked for: 4 for the same or its plural, down to 0 for another.
func likeness(has, hasOne, word, one string, nearly bool) int {
	switch {
	case hasOne == one:
		return 4
	case strings.HasPrefix(has, word):
		return 2
	case len(word) > 2 && strings.Contains(has, word):
		return 1
	case nearly && nearest.Edits(hasOne, one) <= slips(word):
		return 1
	}
	return 0
}

// slips is how many letters of a word may be wrong.
func slips(word string) int {
	switch n := len(word); {
	case n < 4:
		return 0
	case n < 5:
		return 1
	case n < 10:
		return 2
	}
	return 3
}

// fieldsWith lists up to five names of fields that have a term in them, the term itself and the id of such a record first.
func (e *entry) fieldsWith(term string) (names []string) {
	for _, name := range [...]string{term, term + "_id"} {
		if slices.Contains(e.fields, name) {
			names = append(names, name)
		}
	}
	if len(term) < 3 {
		return names
	}
	for _, name := range e.fields {
		if len(names) == 5 {
			break
		}
		if strings.Contains(name, term) && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
