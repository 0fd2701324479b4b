package source

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// Names turns wire names into Go names by a vendor's word list, names.yaml beside its openapi.yaml. A vendor without one writes its
// names so that the generator finds their words by itself.
type Names struct {
	file string
	// words are those that a piece may be split into, with their Go spelling.
	words map[string]string
	// splits are the pieces that the words don't settle, with their Go name.
	splits  map[string]string
	longest int // the length of the longest word
	// spelled are all words of the list, as Go writes them.
	spelled map[string]bool
	known   sync.Map // Go names by wire name, of those that were asked for: a field of one name stands in hundreds of schemas
}

// ReadNames reads a vendor's word list; nil without one.
func ReadNames(fsys fs.FS, vendor string) (*Names, error) {
	file := path.Join(vendor, "names.yaml")
	root, err := read(fsys, file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	n := &Names{file: file, words: map[string]string{}, splits: map[string]string{}, spelled: map[string]bool{}}
	var faults []error
	fault := func(format string, args ...any) {
		faults = append(faults, fmt.Errorf("%s: %s", file, fmt.Sprintf(format, args...)))
	}
	for key := range root {
		if !slices.Contains([]string{"words", "alone", "slips", "spellings", "splits"}, key) {
			fault("%q is none of words, alone, slips, spellings, splits", key)
		}
	}
	spellings := stringsOf(root, "spellings", fault)
	for word, spelling := range spellings {
		if !strings.EqualFold(word, spelling) || !plainWord().MatchString(word) {
			fault("spellings.%s: %q must be the same letters, some of them large", word, spelling)
		}
	}
	spell := func(word string) string {
		spelling, ok := spellings[word]
		if !ok {
			spelling = UpperFirst(word)
		}
		n.spelled[spelling] = true
		return spelling
	}
	list := func(key, words string, add func(word string)) {
		for word := range strings.FieldsSeq(words) {
			if !plainWord().MatchString(word) {
				fault("%s: %q must be small letters and digits", key, word)
			}
			add(word)
		}
	}
	for letter, words := range stringsOf(root, "words", fault) {
		list("words", words, func(word string) {
			if word[:1] != letter {
				fault("words: %q stands under %s", word, letter)
			}
			if _, twice := n.words[word]; twice {
				fault("words: %q stands twice", word)
			}
			n.words[word] = spell(word)
		})
	}
	for slip, word := range stringsOf(root, "slips", fault) {
		n.words[slip] = spell(word)
	}
	for word := range n.words {
		n.longest = max(n.longest, len(word))
	}
	list("alone", tree.String(root, "alone"), func(word string) {
		if _, twice := n.words[word]; twice {
			fault("alone: %q is one of the words too, so that it stands alone anyway", word)
		}
		n.splits[word] = spell(word)
	})
	for piece, split := range stringsOf(root, "splits", fault) {
		if _, twice := n.splits[piece]; twice {
			fault("splits.%s: stands under alone too", piece)
		}
		var name strings.Builder
		for word := range strings.FieldsSeq(split) {
			if word == strings.ToLower(word) {
				word = spell(word)
			}
			n.spelled[word] = true
			name.WriteString(word)
		}
		n.splits[piece] = name.String()
		if ways := n.ways(piece); len(ways) == 1 && n.join(ways[0]) == name.String() {
			fault("splits.%s: gives nothing but what the words give: leave it out", piece)
		}
	}
	return n, errors.Join(faults...)
}

var plainWord = pattern(`^[a-z0-9]+$`)

// stringsOf reads a mapping of strings.
func stringsOf(root tree.Object, key string, fault func(string, ...any)) map[string]string {
	in, ok := root[key].(tree.Object)
	if !ok && root[key] != nil {
		fault("%s must be a mapping", key)
	}
	out := make(map[string]string, len(in))
	for name, value := range in {
		s, ok := value.(string)
		if !ok {
			fault("%s.%s: must be a string", key, name)
		}
		out[name] = s
	}
	return out
}

// GoName writes a wire name as Go does. The error says which piece can't be split with certainty, and what to do.
func (n *Names) GoName(wire string) (string, error) {
	if known, ok := n.known.Load(wire); ok {
		return known.(string), nil
	}
	name, err := n.split(wire)
	if err == nil {
		n.known.Store(wire, name)
	}
	return name, err
}

func (n *Names) split(wire string) (string, error) {
	var out strings.Builder
	for _, piece := range pieces(wire) {
		if name, ok := n.splits[piece]; ok {
			out.WriteString(name)
			continue
		}
		switch ways := n.ways(piece); {
		case len(ways) == 0:
			return "", fmt.Errorf("%q: the words of %s don't make up %q: add what is missing to words, or the piece to splits", wire, n.file, piece)
		case len(ways) > 1:
			return "", fmt.Errorf("%q: %q may be %q or %q: add it to the splits of %s", wire, piece, strings.Join(ways[0], " "), strings.Join(ways[1], " "), n.file)
		default:
			out.WriteString(n.join(ways[0]))
		}
	}
	name := out.String()
	if name == "" {
		return "", fmt.Errorf("%q has no letter that a Go name could have: give it an x-go-name", wire)
	}
	if digit := name[0]; digit >= '0' && digit <= '9' {
		name = [...]string{"Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"}[digit-'0'] + name[1:]
	}
	return name, nil
}

func (n *Names) join(words []string) string {
	var out strings.Builder
	for _, word := range words {
		if spelling, ok := n.words[word]; ok {
			out.WriteString(spelling)
		} else {
			out.WriteString(UpperFirst(word))
		}
	}
	return out.String()
}

// pieces cuts a wire name where it isn't a letter or a digit, and before the large letter that begins a word.
func pieces(wire string) (out []string) {
	for part := range strings.FieldsFuncSeq(wire, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		runes := []rune(part)
		start := 0
		for i := 1; i < len(runes); i++ {
			begins := unicode.IsUpper(runes[i]) && (!unicode.IsUpper(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1]))
			if begins {
				out = append(out, strings.ToLower(string(runes[start:i])))
				start = i
			}
		}
		out = append(out, strings.ToLower(string(runes[start:])))
	}
	return out
}

// ways lists the shortest ways to split a piece into words: two at most, since two are one too many.
func (n *Names) ways(piece string) [][]string {
	if len(piece) == 1 {
		return [][]string{{piece}}
	}
	best := make([][][]string, len(piece)+1)
	best[0] = [][]string{{}}
	for end := 1; end <= len(piece); end++ {
		for start := max(0, end-max(n.longest, 3)); start < end; start++ {
			if len(best[start]) == 0 || !n.word(piece, start, end) {
				continue
			}
			if length := len(best[start][0]) + 1; len(best[end]) > 0 && length > len(best[end][0]) {
				continue
			} else if len(best[end]) > 0 && length < len(best[end][0]) {
				best[end] = nil
			}
			for _, way := range best[start] {
				if len(best[end]) < 2 {
					best[end] = append(best[end], append(slices.Clone(way), piece[start:end]))
				}
			}
		}
	}
	return best[len(piece)]
}

// word reports whether a part of a piece is a word: one of the list, or a number as long as it is.
func (n *Names) word(piece string, start, end int) bool {
	if _, ok := n.words[piece[start:end]]; ok {
		return true
	}
	digit := func(c byte) bool { return c >= '0' && c <= '9' }
	for i := start; i < end; i++ {
		if !digit(piece[i]) {
			return false
		}
	}
	return (start == 0 || !digit(piece[start-1])) && (end == len(piece) || !digit(piece[end]))
}
