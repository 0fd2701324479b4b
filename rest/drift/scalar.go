package drift

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// scalar looks at a value that is neither an object nor a list.
func (x *examination) scalar(s *schema, token json.Token, at where) {
	if token == nil {
		return // null stands for none, everywhere
	}
	raw, _ := json.Marshal(token)
	if ok, judged := leniently(s.lenient, raw); judged {
		if !ok {
			x.typed(s, wordOfToken(token), at)
		}
		return
	}
	switch v := token.(type) {
	case string:
		switch {
		case !s.takes("string"):
			found := "a string"
			if _, err := strconv.ParseFloat(strings.TrimSpace(v), 64); err == nil {
				found = "a number as a string"
			}
			x.typed(s, found, at)
			return
		case s.format == "date-time" && v != "" && !value.ParseTime(v).Valid(), s.format == "date" && v != "" && !value.ParseDate(v).Valid():
			x.note(Finding{Kind: KindType, Expected: "a " + s.format, Found: lengthOf(v)}, at)
			return
		}
	case json.Number:
		f, err := v.Float64()
		switch whole := err == nil && f == math.Trunc(f); {
		case s.takes("number"), s.takes("integer") && whole:
		default:
			found := "a number"
			if whole {
				found = "a whole number"
			}
			x.typed(s, found, at)
			return
		}
	case bool:
		if !s.takes("boolean") {
			x.typed(s, "a boolean", at)
			return
		}
	}
	if s.enum != nil && !s.enum[literal(token)] {
		found := wordOfToken(token)
		if text, ok := token.(string); ok {
			if text == "" {
				return
			}
			found = lengthOf(text)
		}
		x.note(Finding{Kind: KindEnumValue, Expected: "one of the " + strconv.Itoa(len(s.enum)) + " values that are known", Found: found}, at)
	}
}

// leniently judges a spelling as the runtime does where the document says that there are several.
func leniently(lenient string, raw []byte) (ok, judged bool) {
	switch lenient {
	case "number":
		return new(value.Float).UnmarshalJSON(raw) == nil, true
	case "integer":
		return new(value.Int).UnmarshalJSON(raw) == nil, true
	case "boolean":
		return new(value.Bool).UnmarshalJSON(raw) == nil, true
	case "text":
		return new(value.Text).UnmarshalJSON(raw) == nil, true
	}
	return false, false
}
