package wiretext

import (
	"bytes"
	"strings"
)

// maskLevels is how many escapings of a secret, one over the other, are seen through.
const maskLevels = 4

// Mask puts mask in the place of every secret in text, in whatever spelling a server echoes it: as it was sent, escaped for
// a URL, for JSON, for HTML or for several of them, wholly or in part, in either case of its digits. Text and secrets should
// have been through Line. Secrets should not be so short that they occur by chance.
func Mask(text string, secrets []string, mask string) string {
	var wanted [][]byte
	for _, secret := range secrets {
		plain := spelled(secret)
		for range maskLevels {
			if len(plain.text) > 0 {
				wanted = append(wanted, blanked(plain.text))
			}
			if !plain.unescape() { // a server may unescape once too often
				break
			}
		}
	}
	if len(wanted) == 0 {
		return text
	}
	var found []span
	view := spelled(text)
	for range maskLevels {
		found = view.find(found, wanted)
		if !view.unescape() {
			break
		}
	}
	if len(found) == 0 {
		return text
	}
	hidden := make([]bool, len(text))
	for _, at := range found {
		for i := at.from; i < at.to; i++ {
			hidden[i] = true
		}
	}
	var b strings.Builder
	for i := range len(text) {
		switch {
		case !hidden[i]:
			b.WriteByte(text[i])
		case i == 0 || !hidden[i-1]:
			b.WriteString(mask)
		}
	}
	return b.String()
}

type span struct{ from, to int }

// spelling is a text with its escapes taken off, and where each byte stood in the original: nil where it stands there still. Most
// strings have no escapes, and a body that was echoed may be long.
type spelling struct {
	text []byte
	at   []span
}

func spelled(text string) spelling { return spelling{text: []byte(text)} }

// place is where the byte i stood. It is kept out of line, as it is asked in many places.
//
//go:noinline
func (s *spelling) place(i int) span {
	if s.at == nil {
		return span{i, i + 1}
	}
	return s.at[i]
}

// find adds the places at which one of the wanted strings stands.
func (s *spelling) find(found []span, wanted [][]byte) []span {
	text := blanked(s.text)
	for _, want := range wanted {
		for from := 0; ; {
			i := bytes.Index(text[from:], want)
			if i < 0 {
				break
			}
			from += i
			found = append(found, span{s.place(from).from, s.place(from + len(want) - 1).to})
			from++
		}
	}
	return found
}

// blanked writes a plus as a blank, which a form writes as a plus.
func blanked(text []byte) []byte { return bytes.ReplaceAll(text, []byte("+"), []byte(" ")) }

// unescape takes one layer of escapes off, and reports whether there was one.
func (s *spelling) unescape() bool {
	if !bytes.ContainsAny(s.text, escapes) {
		return false
	}
	out := spelling{text: make([]byte, 0, len(s.text)), at: make([]span, 0, len(s.text))}
	for i := 0; i < len(s.text); {
		plain, n := unescaped(s.text[i:])
		if n == 0 {
			out.text, out.at = append(out.text, s.text[i]), append(out.at, s.place(i))
			i++
			continue
		}
		for _, b := range []byte(plain) {
			out.text, out.at = append(out.text, b), append(out.at, span{s.place(i).from, s.place(i + n - 1).to})
		}
		i += n
	}
	changed := len(out.text) != len(s.text)
	*s = out
	return changed
}
