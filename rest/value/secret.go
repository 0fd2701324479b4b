package value

import (
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"io"

	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// Secret is a string that must not be shown: a token, a password, a key. Every way of printing or encoding it (fmt verbs, JSON,
// text, slog) gives "[secret]", or nothing when it is empty. Only Reveal returns the string itself. The zero Secret holds no secret.
//
// Compare Secrets by Equal, which go-cmp uses; == doesn't compile, and reflect.DeepEqual reports that two Secrets with the same
// string differ if they were made separately.
type Secret struct {
	// A closure, because it is the one place that no printer gets into: fmt follows no method for %p and for unexported
	// fields, and the printers of test libraries follow pointers.
	text func() string
}

// NewSecret returns the Secret of a string; the zero Secret for an empty one.
func NewSecret(text string) Secret {
	if text == "" {
		return Secret{}
	}
	return Secret{func() string { return text }}
}

// Reveal returns the string. Call it only where the string is sent or stored.
func (s Secret) Reveal() string {
	if s.text == nil {
		return ""
	}
	return s.text()
}

// IsZero reports whether there is no string.
func (s Secret) IsZero() bool { return s.text == nil }

// Equal reports whether both hold the same string, in a time that doesn't tell where they differ.
func (s Secret) Equal(other Secret) bool {
	return subtle.ConstantTimeCompare([]byte(s.Reveal()), []byte(other.Reveal())) == 1
}

// String returns the mask.
func (s Secret) String() string {
	if s.IsZero() {
		return ""
	}
	return wiretext.Masked
}

// GoString returns the mask, for %#v.
func (s Secret) GoString() string { return fmt.Sprintf("value.Secret(%q)", s.String()) }

// Format writes the mask whatever the verb, so that %x, %d and %q give nothing away either.
func (s Secret) Format(f fmt.State, verb rune) {
	if verb == 'v' && f.Flag('#') {
		io.WriteString(f, s.GoString())
		return
	}
	io.WriteString(f, s.String())
}

// MarshalText returns the mask.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// MarshalJSON returns the mask.
func (s Secret) MarshalJSON() ([]byte, error) { return json.Marshal(s.String()) }

// UnmarshalText takes the string as it is.
func (s *Secret) UnmarshalText(text []byte) error {
	*s = NewSecret(string(text))
	return nil
}

// UnmarshalJSON takes a JSON string as it is. Null is no secret.
func (s *Secret) UnmarshalJSON(raw []byte) error {
	switch jsonscan.Kind(raw) {
	case jsonscan.Null:
		*s = Secret{}
		return nil
	case jsonscan.String:
		var text string
		if err := json.Unmarshal(raw, &text); err != nil {
			return err
		}
		*s = NewSecret(text)
		return nil
	}
	return &ScalarError{Want: "a string", Found: jsonscan.Kind(raw)}
}
