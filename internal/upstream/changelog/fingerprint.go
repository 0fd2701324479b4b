package changelog

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash/fnv"
	"regexp"
	"strings"
)

const (
	slots  = 32 // hexadecimal digits of a sketch
	exacts = 8  // hexadecimal digits of the part that any change of a word changes
	naming = 6  // hexadecimal digits for the names
)

var (
	linkTarget = regexp.MustCompile(`\]\([^)\s]*\)+`)
	word       = regexp.MustCompile(`[\p{L}\p{N}_]+`)
	fingerText = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{32}(-[0-9a-f]{6})?$`)
)

// Fingerprint is what a ledger keeps of an entry's wording, which is the vendor's and isn't copied: eight digits that
// change with any word; a sketch that shows how much two strings have in common; and, where it names two calls
// or more, six digits for these names. Dates, punctuation, markup and the targets of links don't count, so that an entry
// which is moved or dated anew keeps its own. An entry that says nothing has none.
func (e Entry) Fingerprint() string {
	words := words(e.Body)
	if len(words) == 0 {
		return ""
	}
	sum := sha256.Sum256([]byte(strings.Join(words, " ")))
	print := hex.EncodeToString(sum[:exacts/2]) + "-" + sketch(words)
	if names := e.Names(); len(names) > 1 {
		sum := sha256.Sum256([]byte(strings.Join(names, "\n")))
		print += "-" + hex.EncodeToString(sum[:naming/2])
	}
	return print
}

// ValidFingerprint reports whether a text is a fingerprint.
func ValidFingerprint(text string) bool { return fingerText.MatchString(text) }

// words are what a text says, in lower case.
func words(body string) []string {
	body = linkTarget.ReplaceAllString(body, "]")
	var kept strings.Builder
	rest := 0
	for _, date := range findDates(body) { // dates go
		kept.WriteString(body[rest:date.start])
		kept.WriteByte(' ')
		rest = date.end
	}
	kept.WriteString(body[rest:])
	return word.FindAllString(strings.ToLower(kept.String()), -1)
}

// sketch is a min-hash over the words and the pairs of neighbours, four bits of each minimum.
func sketch(words []string) string {
	features := map[string]bool{}
	for i, w := range words {
		features[w] = true
		if i > 0 {
			features[words[i-1]+" "+w] = true
		}
	}
	var least [slots]uint64
	for i := range least {
		least[i] = ^uint64(0)
	}
	for feature := range features {
		h := fnv.New64a()
		h.Write([]byte(feature))
		base := h.Sum64()
		for i := range least {
			least[i] = min(least[i], mix(base+uint64(i+1)*0x9e3779b97f4a7c15))
		}
	}
	var out strings.Builder
	for _, v := range least {
		fmt.Fprintf(&out, "%x", v&15)
	}
	return out.String()
}

// mix spreads a number's bits (the finaliser of SplitMix64).
func mix(v uint64) uint64 {
	v = (v ^ v>>30) * 0xbf58476d1ce4e5b9
	v = (v ^ v>>27) * 0x94d049bb133111eb
	return v ^ v>>31
}

// likeness estimates from two fingerprints which part of what either text says both say, from 0 to 1.
func likeness(a, b string) float64 {
	const end = exacts + 1 + slots
	if len(a) < end || len(b) < end {
		return 0
	}
	equal := 0
	for i := exacts + 1; i < end; i++ {
		if a[i] == b[i] {
			equal++
		}
	}
	// One digit in sixteen is equal by chance.
	return max(0, (float64(equal)/slots-1.0/16)/(15.0/16))
}

// sameText reports whether two fingerprints are of the same words.
func sameText(a, b string) bool { return a != "" && b != "" && a[:exacts] == b[:exacts] }

// sameNames reports whether two fingerprints are of strings that name the same calls, two or more.
func sameNames(a, b string) bool {
	const end = exacts + 1 + slots
	return len(a) > end && len(b) > end && a[end:] == b[end:]
}
