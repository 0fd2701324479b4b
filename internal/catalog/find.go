package catalog

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/seed-8da6be54/vendorkit/internal/nearest"
)

// Hit is an operation that Find has found.
type Hit struct {
	Operation *Operation
	// Fields are the parameters and fields whose names have one of the words, where nothing else of the operation has it.
	Fields []string
	score  int
}

// Find returns the operations that have all of the words, best first: in their name, service, path or summary, or in the name of a
// parameter or a field of what they take or respond. A word may be the beginning or the middle of one; "ticket" finds "tickets", and
// "listTickets" or "/Tickets" what they name. Where nothing has all of them, words that are nearly right count as well. Without a
// word it returns all operations in the order of Operations.
func (c *Catalog) Find(words ...string) []Hit {
	var wanted []string
	for _, word := range words {
		wanted = append(wanted, strings.Fields(strings.ToLower(word))...)
	}
	if len(wanted) == 0 {
		var all []Hit
		for _, op := range c.Operations() {
			all = append(all, Hit{Operation: op})
		}
		return all
	}
	entries := c.entries()
	hits := find(entries, wanted, false)
	if len(hits) == 0 {
		hits = find(entries, wanted, true)
	}
	slices.SortStableFunc(hits, func(a, b Hit) int { return cmp.Compare(b.score, a.score) })
	return hits
}

// find takes words that are nearly right, too, where it is told to.
func find(entries []*entry, wanted []string, nearly bool) (hits []Hit) {
	for _, e := range entries {
		hit := Hit{Operation: e.operation}
		missing := false
		for _, word := range wanted {
			score := e.score(word, nearly)
			if score == 0 {
				fields := e.fieldsWith(word)
				if score = min(len(fields), 1); score > 0 && fields[0] == word {
					score++
				}
				hit.Fields = append(hit.Fields, fields...)
			}
			missing = missing || score == 0
			hit.score += score * 8
		}
		if missing {
			continue
		}
		if e.operation.Service.Everyday {
			hit.score += 6
		}
		if hit.Operation.Deprecated {
			hit.score -= 6
		}
		hit.score -= 3 * min(len(e.name), 5) // of two that match alike the plainer one is meant, and the list comes first
		if e.operation.List != nil {
			hit.score += 2
		} else if e.operation.Reads {
			hit.score++
		}
		hits = append(hits, hit)
	}
	return hits
}

// index is what Find looks through; it is made once.
type index struct{ entries []*entry }

// entry has the words of an operation in lower case.
type entry struct {
	operation                    *Operation
	whole                        string // the name
	name, service, path, summary []string
	fields                       []string // names of parameters and fields
}

func (c *Catalog) entries() []*entry {
	c.mu.Lock()
	made := c.found
	c.mu.Unlock()
	if made == nil {
		made = &index{}
		below := map[string][]string{}
		for _, op := range c.Operations() {
			e := &entry{
				operation: op, whole: strings.ToLower(op.Name), name: wordsOf(op.Name), service: wordsOf(op.Service.Name),
				path: wordsOf(op.Path), summary: wordsOf(op.Summary),
			}
			for _, p := range op.Parameters {
				e.fields = append(e.fields, strings.ToLower(p.Name))
			}
			if op.Body != nil {
				e.fields = append(e.fields, fieldNames(op.Body.Schema, 2, below)...)
			}
			e.fields = append(e.fields, fieldNames(op.Response.Schema, 2, below)...)
			made.entries = append(made.entries, e)
		}
		c.mu.Lock()
		c.found = made
		c.mu.Unlock()
	}
	return made.entries
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

// score says how well a word fits; 0 for not at all.
func (e *entry) score(word string, nearly bool) int {
	if e.whole == word || strings.EqualFold(e.operation.Path, word) {
		return 30
	}
	best := 0
	for _, place := range [...]struct {
		words []string
		worth int
	}{{e.name, 5}, {e.service, 5}, {e.path, 4}, {e.summary, 3}} {
		for _, has := range place.words {
			best = max(best, place.worth*likeness(has, word, nearly))
		}
	}
	if best == 0 && len(word) > 3 && (strings.Contains(e.whole, word) || strings.Contains(strings.ToLower(e.operation.Path), word)) {
		best = 4
	}
	return best
}

// likeness of a word that is there to one that is looked for: 4 for the same or its plural, down to 0 for another.
func likeness(has, word string, nearly bool) int {
	switch {
	case has == word, singular(has) == singular(word):
		return 4
	case strings.HasPrefix(has, word):
		return 2
	case len(word) > 2 && strings.Contains(has, word):
		return 1
	case nearly && nearest.Edits(singular(has), singular(word)) <= slips(word):
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

// fieldsWith lists up to five names of fields that have a word in them, the word itself first.
func (e *entry) fieldsWith(word string) (names []string) {
	if slices.Contains(e.fields, word) {
		names = append(names, word)
	}
	if len(word) < 3 {
		return names
	}
	for _, name := range e.fields {
		if len(names) == 5 {
			break
		}
		if strings.Contains(name, word) && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// wordsOf takes names and sentences apart, in lower case: "listTicketTypes" has list, ticket and types.
func wordsOf(text string) []string {
	var words []string
	var word []rune
	end := func() {
		if len(word) > 0 {
			words = append(words, strings.ToLower(string(word)))
		}
		word = word[:0]
	}
	var before rune
	runes := []rune(text)
	for i, r := range runes {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			end()
		case unicode.IsUpper(r) && !unicode.IsUpper(before):
			end()
			word = append(word, r)
		case r == 's' && unicode.IsUpper(before) && (i+1 == len(runes) || !unicode.IsLower(runes[i+1])): // OKRs are many
			word = append(word, r)
		case unicode.IsLower(r) && unicode.IsUpper(before) && len(word) > 1: // APIKey is API and Key
			last := word[len(word)-1]
			word = word[:len(word)-1]
			end()
			word = append(word, last, r)
		default:
			word = append(word, r)
		}
		before = r
	}
	end()
	return words
}

func singular(word string) string {
	switch {
	case strings.HasSuffix(word, "ies") && len(word) > 4:
		return word[:len(word)-3] + "y"
	case strings.HasSuffix(word, "ses"), strings.HasSuffix(word, "xes"), strings.HasSuffix(word, "ches"):
		return word[:len(word)-2]
	case strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss"):
		return word[:len(word)-1]
	}
	return word
}
