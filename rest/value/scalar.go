package value

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
)

// ScalarError says that a JSON value has none of the spellings that a lenient type accepts. It doesn't quote the value.
type ScalarError struct {
	_ Incomparable

	// Want is what was expected: "a whole number".
	Want string
	// Found is the kind of value that came: "a string", "an object".
	Found string
}

// Error names what was found and what was expected.
func (e *ScalarError) Error() string {
	return fmt.Sprintf("found %s where %s was expected", e.Found, e.Want)
}

// unquoted returns the string of a JSON string, or the raw literal of anything else.
func unquoted(raw []byte) (string, error) {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || raw[0] != '"' {
		return string(raw), nil
	}
	if len(raw) == 1 {
		return "", strconv.ErrSyntax
	}
	if inner := raw[1 : len(raw)-1]; bytes.IndexByte(inner, '\\') < 0 {
		return string(inner), nil
	}
	var s string
	err := json.Unmarshal(raw, &s)
	return s, err
}

// figure returns the text of a number, quoted or not; "" for null and for no text.
func figure(raw []byte) (string, error) {
	text, err := unquoted(raw)
	if text = strings.TrimSpace(text); text == "null" {
		text = ""
	}
	return text, err
}

// Int is a whole number that a vendor spells as 12, 12.0, "12" or "12.0". Null and "" are 0.
type Int int64

// UnmarshalJSON takes every spelling.
func (i *Int) UnmarshalJSON(raw []byte) error {
	text, err := figure(raw)
	if err != nil {
		return err
	}
	if text == "" {
		*i = 0
		return nil
	}
	whole, fraction, _ := strings.Cut(text, ".")
	if strings.Trim(fraction, "0") != "" {
		whole = text
	}
	if n, err := strconv.ParseInt(whole, 10, 64); err == nil {
		*i = Int(n)
		return nil
	}
	// There is an exponent. A float64 holds 15 digits for certain; with more, what isn't whole might be rounded to what is.
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || f != math.Trunc(f) || math.Abs(f) >= 1<<53 || len(text) > 15 || !decimal(text) {
		return &ScalarError{Want: "a whole number", Found: jsonscan.Kind(raw)}
	}
	*i = Int(f)
	return nil
}

// Float is a number that a vendor spells as 12.5, "12.5" or "1,234.50". Null and "" are 0.
type Float float64

// UnmarshalJSON takes every spelling.
func (f *Float) UnmarshalJSON(raw []byte) error {
	text, err := figure(raw)
	if err != nil {
		return err
	}
	if text == "" {
		*f = 0
		return nil
	}
	plain := text
	if strings.Contains(text, ",") {
		if plain, err = withoutThousands(text); err != nil {
			return &ScalarError{Want: "a number", Found: jsonscan.Kind(raw)}
		}
	}
	n, err := strconv.ParseFloat(plain, 64)
	if err != nil || !decimal(plain) {
		return &ScalarError{Want: "a number", Found: jsonscan.Kind(raw)}
	}
	*f = Float(n)
	return nil
}

// decimal reports whether a string is written with the characters of a decimal number: ParseFloat also takes hex, inf and
// underscores, which no vendor means.
func decimal(s string) bool {
	return strings.Trim(s, "+-0123456789.eE") == ""
}

// withoutThousands takes the commas out of 1,234,567.8. Commas anywhere else (1,5) would change the number's meaning.
func withoutThousands(s string) (string, error) {
	whole, fraction, _ := strings.Cut(s, ".")
	groups := strings.Split(strings.TrimLeft(whole, "+-"), ",")
	for i, g := range groups {
		if i == 0 && (len(g) == 0 || len(g) > 3) || i > 0 && len(g) != 3 || strings.Trim(g, "0123456789") != "" {
			return "", strconv.ErrSyntax
		}
	}
	if strings.Contains(fraction, ",") {
		return "", strconv.ErrSyntax
	}
	return strings.ReplaceAll(s, ",", ""), nil
}

// Bool is a boolean that a vendor writes as true, 1, "1", -1, "true", "yes" or "on", or as the opposites of these. Null and "" are
// false.
type Bool bool

// UnmarshalJSON takes every spelling.
func (b *Bool) UnmarshalJSON(raw []byte) error {
	text, err := unquoted(raw)
	if err != nil {
		return err
	}
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "true", "1", "-1", "1.0", "yes", "y", "on":
		*b = true
	case "false", "0", "0.0", "no", "n", "off", "", jsonscan.Null:
		*b = false
	default:
		return &ScalarError{Want: "a truth value", Found: jsonscan.Kind(raw)}
	}
	return nil
}

// Text is a string that a vendor also sends as a number or a boolean: 12 becomes "12". Null is "".
type Text string

// UnmarshalJSON takes every spelling.
func (t *Text) UnmarshalJSON(raw []byte) error {
	switch jsonscan.Kind(raw) {
	case jsonscan.Object, jsonscan.List:
		return &ScalarError{Want: "a string", Found: jsonscan.Kind(raw)}
	case jsonscan.Null:
		*t = ""
		return nil
	}
	text, err := unquoted(raw)
	if err != nil {
		return err
	}
	*t = Text(text)
	return nil
}
