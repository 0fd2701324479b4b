package auth

import (
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	textLimit = 300        // bytes of a vendor's words that are passed on
	maskText  = "[secret]" // as rest.Secret shows itself

	// A secret this short occurs in any text by chance; marking its places would spell it out.
	shortSecret = 4
)

// secrets are the texts that one exchange with a vendor must not show.
type secrets []string

// with returns s and more, without changing s.
func (s secrets) with(more ...Secret) secrets {
	out := slices.Clone(s)
	for _, m := range more {
		if !m.IsZero() {
			out = append(out, m.Reveal())
		}
	}
	return out
}

// in reports whether text is or holds a secret of s.
func (s secrets) in(text string) bool {
	return slices.ContainsFunc(s, func(secret string) bool {
		return secret == text || len(secret) >= shortSecret && strings.Contains(text, secret)
	})
}

// clean makes text fit to show: one line, no control characters, no secret of s in any spelling that a server is likely
// to echo, at most limit bytes.
func (s secrets) clean(text string, limit int) string {
	text = printable(text)
	var spellings []string
	for _, secret := range s {
		if secret = printable(secret); secret == "" {
			continue
		}
		if len(secret) < shortSecret {
			if strings.Contains(text, secret) {
				return "(withheld)"
			}
			continue
		}
		spellings = append(spellings, spell(secret)...)
	}
	// The longest first: one secret may be the beginning of another.
	slices.SortFunc(spellings, func(a, b string) int { return len(b) - len(a) })
	for _, spelling := range spellings {
		text = strings.ReplaceAll(text, spelling, maskText)
	}
	return truncate(text, limit)
}

// spell lists the ways in which a server may write a secret that it repeats: as it came, escaped for a URL, for JSON or
// for HTML, or unescaped once too often.
func spell(secret string) []string {
	out := []string{secret, url.QueryEscape(secret), url.PathEscape(secret), html.EscapeString(secret)}
	if inJSON, err := json.Marshal(secret); err == nil {
		out = append(out, string(inJSON[1:len(inJSON)-1]))
	}
	for _, unescape := range []func(string) (string, error){url.QueryUnescape, url.PathUnescape} {
		if plain, err := unescape(secret); err == nil && len(printable(plain)) >= shortSecret {
			out = append(out, printable(plain))
		}
	}
	return out
}

// printable drops what could forge a log line or hide text: control and formatting characters and broken UTF-8. White
// space becomes single spaces.
func printable(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	space := false
	for _, r := range text {
		switch {
		case unicode.IsSpace(r):
			space = b.Len() > 0
			continue
		case r == utf8.RuneError || !unicode.IsGraphic(r):
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

func truncate(text string, limit int) string {
	const dots = "..."
	if len(text) <= limit {
		return text
	}
	cut := limit - len(dots)
	for cut > 0 && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + dots
}

// formatMasked is the Format method of the structs that hold Secrets. Their Secrets mask themselves but for one case: fmt
// prints what a pointer inside another value points to without asking anybody when the verb doesn't fit, as in %s of a
// []any. A Format method of the struct's own closes it.
func formatMasked(f fmt.State, verb rune, bare any) {
	switch {
	case verb == 'v' && f.Flag('#'):
		fmt.Fprintf(f, "%#v", bare)
	case verb == 'v' && !f.Flag('+'):
		fmt.Fprintf(f, "%v", bare)
	default:
		fmt.Fprintf(f, "%+v", bare)
	}
}
