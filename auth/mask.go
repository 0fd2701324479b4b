package auth

import (
	"fmt"
	"slices"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// textLimit is how many bytes of a vendor's words are passed on.
const textLimit = 300

// secrets are the strings that one exchange with a vendor must not show.
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
		return secret == text || len(secret) >= wiretext.ShortestSecret && wiretext.Mask(text, []string{secret}, "") != text
	})
}

// clean makes text fit to show: one line, no control characters, no secret of s in any spelling that a server is likely
// to echo, at most limit bytes.
func (s secrets) clean(text string, limit int) string {
	text = printable(text)
	var long []string
	for _, secret := range s {
		if secret = printable(secret); secret == "" {
			continue
		}
		if len(secret) >= wiretext.ShortestSecret {
			long = append(long, secret)
		} else if wiretext.Mask(text, []string{secret}, "") != text {
			return "(withheld)"
		}
	}
	return wiretext.Show(text, long, limit)
}

// printable drops what could forge a log line or hide text. White space becomes single spaces.
func printable(text string) string { return wiretext.Line(text) }

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
