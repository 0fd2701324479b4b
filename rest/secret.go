package rest

import (
	"fmt"
	"log/slog"
)

// masked is what every rendering of a non-empty Secret shows.
const masked = "[secret]"

// Secret is a text that must not show: a token, a password, a key. Every way of printing or encoding it (fmt verbs,
// JSON, text, slog) gives "[secret]", or nothing when it is empty. Reveal is the one way to the text itself.
type Secret string

// Reveal returns the text. Call it only where the text is sent or stored.
func (s Secret) Reveal() string { return string(s) }

// IsZero reports whether there is no text.
func (s Secret) IsZero() bool { return s == "" }

// String returns the mask.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return masked
}

// GoString returns the mask, for %#v.
func (s Secret) GoString() string { return fmt.Sprintf("rest.Secret(%q)", s.String()) }

// Format writes the mask whatever the verb, so that %x, %d and %q give nothing away either.
func (s Secret) Format(f fmt.State, verb rune) {
	text := s.String()
	if verb == 'v' && f.Flag('#') {
		text = s.GoString()
	}
	fmt.Fprint(f, text)
}

// MarshalText returns the mask.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// LogValue returns the mask, for slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }
