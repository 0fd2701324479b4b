package changelog

import (
	"cmp"
	"slices"
)

// Known is an entry of a ledger, as far as matching goes.
type Known struct {
	Date        Date
	Title       string
	Fingerprint string // empty: nothing is known of its wording
	// Merged are the fingerprints of entries that the vendor has since put into this one. An older version of the changelog
	// has them apart.
	Merged []string
}

// merges reports whether an entry is one of those that were put into k.
func (k Known) merges(print string) bool {
	return slices.ContainsFunc(k.Merged, func(merged string) bool {
		return sameText(print, merged) || likeness(print, merged) >= alike
	})
}

// Change is what became of a known entry.
type Change struct {
	Entry   Entry
	Known   int  // which one
	Text    bool // it says something else
	Date    bool // its date is another, or more of it is known
	Unmarks bool // the ledger has no fingerprint of it yet
}

// Comparison is a changelog compared with a ledger. Every entry of the changelog is in one list of it, once.
type Comparison struct {
	New    []Entry  // those that the ledger doesn't know, in the changelog's order
	Edited []Change // known ones that say something else or have another date
	Same   []Change // known ones
	Gone   []int    // known entries with a fingerprint that the changelog hasn't got (any more)
}

const (
	alike    = 0.5 // two strings with so much in common are one entry, though it was dated anew
	dateGain = 0.4 // what having the same date adds
)

// Compare compares a changelog with what a ledger knows. An entry is the same as a known one when it says the same, has the
// same date, says nearly the same or names the same calls; where several could be meant, those that fit best belong together,
// and each belongs to one, but for those that were merged. Only an entry whose words are the very same, or of whose words the
// ledger knows nothing, passes without notice.
func Compare(entries []Entry, known []Known) Comparison {
	type pair struct {
		entry, known int
		score        float64
	}
	prints := make([]string, len(entries))
	var pairs []pair
	for i, e := range entries {
		prints[i] = e.Fingerprint()
		for j, k := range known {
			score, sameDate := likeness(prints[i], k.Fingerprint), e.Date.same(k.Date)
			exact := sameText(prints[i], k.Fingerprint)
			switch {
			case exact:
				score += 2
			case sameNames(prints[i], k.Fingerprint):
				score = max(score, alike)
			case !sameDate && score < alike:
				continue
			}
			if sameDate {
				score += dateGain
			}
			pairs = append(pairs, pair{i, j, score})
		}
	}
	// Where nothing else decides, the lower of two entries is the older one, and so the known one.
	slices.SortStableFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(b.entry, a.entry), cmp.Compare(b.known, a.known))
	})
	ofEntry, ofKnown := map[int]int{}, map[int]int{}
	for _, p := range pairs {
		_, taken := ofEntry[p.entry]
		if _, other := ofKnown[p.known]; taken || other {
			continue
		}
		ofEntry[p.entry], ofKnown[p.known] = p.known, p.entry
	}
	var c Comparison
	for i, e := range entries {
		j, ok := ofEntry[i]
		if !ok {
			if j := slices.IndexFunc(known, func(k Known) bool { return k.merges(prints[i]) }); j >= 0 {
				c.Same = append(c.Same, Change{Entry: e, Known: j})
				continue
			}
			c.New = append(c.New, e)
			continue
		}
		k := known[j]
		change := Change{
			Entry: e, Known: j, Unmarks: k.Fingerprint == "" && prints[i] != "",
			Text: k.Fingerprint != "" && !sameText(prints[i], k.Fingerprint),
			Date: e.Date.adds(k.Date),
		}
		if change.Text || change.Date {
			c.Edited = append(c.Edited, change)
		} else {
			c.Same = append(c.Same, change)
		}
	}
	for j, k := range known {
		if _, ok := ofKnown[j]; !ok && k.Fingerprint != "" {
			c.Gone = append(c.Gone, j)
		}
	}
	return c
}
