package invoke

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// encoded refuses a text in another encoding than UTF-8: a decoder of JSON would put U+FFFD in the place of what it can't read, and the
// vendor would keep that.
func encoded(text []byte) error {
	const advice = "save it as UTF-8"
	if bytes.HasPrefix(text, []byte("\xff\xfe")) || bytes.HasPrefix(text, []byte("\xfe\xff")) || len(text) > 1 && (text[0] == 0) != (text[1] == 0) {
		return inBody("it is UTF-16; %s", advice)
	}
	for at := 0; at < len(text); {
		r, n := utf8.DecodeRune(text[at:])
		if r == utf8.RuneError && n == 1 {
			return inBody("it isn't UTF-8 at %s; %s", lineAndColumn(text, at+1), advice)
		}
		at += n
	}
	return nil
}

// onceEach refuses an object that has a field twice, at any depth: which of the two counts is left to who reads it.
func onceEach(text []byte) error {
	type object struct {
		seen  map[string]bool // nil in a list
		value bool            // a value comes next
	}
	var open []object
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	for {
		token, err := decoder.Token()
		if err != nil {
			return nil // the end, of a text that is JSON
		}
		in := len(open) - 1
		if name, ok := token.(string); ok && in >= 0 && open[in].seen != nil && !open[in].value {
			if open[in].seen[name] {
				return inBody("the field %q is there a second time at %s; give it once", name, lineAndColumn(text, int(decoder.InputOffset())))
			}
			open[in].seen[name], open[in].value = true, true
			continue
		}
		switch token {
		case json.Delim('{'):
			open = append(open, object{seen: map[string]bool{}})
			continue
		case json.Delim('['):
			open = append(open, object{})
			continue
		case json.Delim('}'), json.Delim(']'):
			open = open[:in]
			in--
		}
		if in >= 0 {
			open[in].value = false
		}
	}
}
