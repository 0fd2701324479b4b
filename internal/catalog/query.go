package catalog

import (
	"slices"
	"strings"
	"unicode"
)

// term is a word that is looked for.
type term struct {
	whole string   // as it was given, in lower case: it may be a name or a path
	words []string // those that it is made of; "Tickets.List" has two
	also  []string // other verbs for the same
	verb  bool     // it says what is done, not with what
	minor bool     // a sentence needs it, an operation hardly has it
	// behind says that it belongs to what stands before: the site in "users of a site".
	behind bool
}

// fillers are words of sentences, in no operation's name but by chance: how do I create a ticket for a client?
const fillers = " a about after all an and any are as at be before between by can could do does each every for from given has have how i if in into is it its " +
	"let may me month more most must my need of on one only or our out please same should so some somebody someone than that the their them then there these " +
	"they this those through to today tomorrow up us use using via want was way we week were what when where whether which who whom whose why will " +
	"with without would year yesterday you your "

// before are those of them behind which something stands that says more of what was named before.
const before = " by for from in of on to with "

// verbs are those that mean the same when somebody looks for an operation. The first of each line is the one that names have.
var verbs = [...]string{
	"create add new make insert open register",
	"update change edit modify set save alter",
	"delete remove drop erase destroy",
	"list search find show fetch query export browse",
	"get read show fetch view see look find",
}

// Speech is what a search knows of English.
type Speech struct {
	Fillers []string   `json:"fillers"` // words of sentences, which count for little
	Before  []string   `json:"before"`  // those of them behind which something stands that says more of what was named before
	Verbs   [][]string `json:"verbs"`   // verbs for the same, on each line
}

// SpeechOfSearch is what Find goes by, for a search elsewhere that finds the same.
func SpeechOfSearch() Speech {
	s := Speech{Fillers: strings.Fields(fillers), Before: strings.Fields(before)}
	for _, line := range verbs {
		s.Verbs = append(s.Verbs, strings.Fields(line))
	}
	return s
}

// termsOf reads what somebody looks for. Words that only make a sentence are minor, unless there are no others.
func termsOf(words []string) []term {
	var terms []term
	noun, behind := false, false
	for _, word := range strings.Fields(strings.Join(words, " ")) {
		word = strings.TrimFunc(word, func(r rune) bool { return strings.ContainsRune(`.,;:?!"'()[]`+"`", r) })
		t := term{whole: strings.ToLower(word), words: wordsOf(word)}
		if len(t.words) == 0 {
			continue
		}
		t.minor = strings.Contains(fillers, " "+t.whole+" ") || strings.Trim(t.whole, "0123456789") == ""
		for _, line := range verbs {
			if alike := strings.Fields(line); slices.Contains(alike, t.whole) {
				t.verb = true
				t.also = append(t.also, slices.DeleteFunc(alike, func(v string) bool { return v == t.whole || slices.Contains(t.also, v) })...)
			}
		}
		behind = behind || noun && strings.Contains(before, " "+t.whole+" ")
		noun = noun || !t.minor && !t.verb
		t.behind = behind
		terms = append(terms, t)
	}
	for _, unless := range [...]func(*term) *bool{func(t *term) *bool { return &t.minor }, func(t *term) *bool { return &t.verb }} {
		if !slices.ContainsFunc(terms, func(t term) bool { return !*unless(&t) }) {
			for i := range terms {
				*unless(&terms[i]) = false
			}
		}
	}
	return terms
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
