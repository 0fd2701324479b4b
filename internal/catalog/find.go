package catalog

import (
	"cmp"
	"slices"
)

// Hit is an operation that Find has found.
type Hit struct {
	Operation *Operation
	// Fields are the parameters and fields whose names have one of the words, where nothing else of the operation has it. Hits with such
	// come behind those without.
	Fields []string

	strong, total int // how many terms it has: strong ones where they count most, and all
	score         int
}

// Find returns the operations that have most of the words, best first: in their name, Go methods, service, path or summary, or in the
// name of a parameter or a field of what they take or respond. A word may be the beginning or the middle of one; "ticket" finds
// "tickets", "new" what creates, and "listTickets" or "/Tickets" what they name. A sentence does, too: how, do and the like count for
// nothing. Where no operation has a word, words that are nearly so count as well. Without a word it returns all operations in the order
// of Operations.
func (c *Catalog) Find(words ...string) []Hit {
	terms := termsOf(words)
	if len(terms) == 0 {
		var all []Hit
		for _, op := range c.Operations() {
			all = append(all, Hit{Operation: op})
		}
		return all
	}
	entries := c.entries()
	hits := make([]Hit, len(entries))
	named := make([]bool, len(entries)) // whether a term is there that says with what something is done
	for i, e := range entries {
		hits[i] = Hit{Operation: e.operation, score: e.prior()}
	}
	for _, t := range terms {
		scores, inFields := scoresOf(entries, t)
		for i, e := range entries {
			hit, score := &hits[i], scores[i]
			switch {
			case t.minor:
				hit.score += min(score, 20) / 4
				continue
			case score > 0:
				hit.strong++
				if hit.score += 8 * score; t.behind {
					hit.score -= 2 * score
				}
			case t.verb:
				continue
			default:
				fields := e.fieldsWith(t.whole)
				if len(fields) == 0 {
					continue
				}
				if hit.score += 8; fields[0] == t.whole || fields[0] == t.whole+"_id" {
					hit.score += 8
				}
				if inFields {
					hit.strong++
				}
				hit.Fields = append(hit.Fields, fields...)
			}
			hit.total++
			named[i] = named[i] || !t.verb
			if !t.verb && !t.behind {
				hit.score += 2 * e.aboutScore(t)
				if e.isOf(t) {
					hit.score += 40
				}
			}
		}
	}
	most := Hit{}
	for i, hit := range hits {
		if named[i] {
			most.strong, most.total = max(most.strong, hit.strong), max(most.total, hit.total)
		}
	}
	var found []Hit
	for i, hit := range hits {
		if named[i] && (hit.total == most.total || hit.strong == most.strong && hit.strong > 1) {
			found = append(found, hit)
		}
	}
	slices.SortStableFunc(found, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(b.strong, a.strong), cmp.Compare(min(len(a.Fields), 1), min(len(b.Fields), 1)), cmp.Compare(b.score, a.score))
	})
	return found
}

// scoresOf says how well a term fits each operation, and whether none has it but in a field.
func scoresOf(entries []*entry, t term) (scores []int, inFields bool) {
	scores = make([]int, len(entries))
	best, asField := 0, false
	for i, e := range entries {
		scores[i] = e.score(t, false)
		best = max(best, scores[i])
		asField = asField || slices.Contains(e.fields, t.whole)
	}
	if asField && len(t.words) > 1 && best < 30 { // client_id is the field, not the id of clients in any name
		return make([]int, len(entries)), true
	}
	if best == 0 && !t.minor && !t.verb && !asField {
		for i, e := range entries {
			scores[i] = e.aboutScore(t)
			best = max(best, scores[i])
		}
	}
	if best < 4 && !t.minor && !t.verb && !asField { // at most within a word
		for i, e := range entries {
			scores[i] = e.score(t, true)
			best = max(best, scores[i])
		}
	}
	return scores, best == 0
}

// aboutScore says whether a term stands in what is said of the operation's service.
func (e *entry) aboutScore(t term) int {
	for _, word := range t.words {
		if !slices.Contains(e.about.singular, singular(word)) {
			return 0
		}
	}
	return 4
}

// prior ranks operations that have the words alike: those that most users have to do with come first, then the plainer ones, and lists.
func (e *entry) prior() int {
	score := -3 * min(e.length, 5)
	if e.operation.Service.Everyday {
		score += 24
	}
	if e.operation.Deprecated {
		score -= 24
	}
	if e.operation.List != nil {
		return score + 2
	} else if e.operation.Reads {
		return score + 1
	}
	return score
}

// isOf reports whether a term is the whole name of the operation's service.
func (e *entry) isOf(t term) bool {
	service := e.places[1]
	if len(service.words) != len(t.words) {
		return false
	}
	for i, word := range t.words {
		if service.singular[i] != singular(word) {
			return false
		}
	}
	return true
}
