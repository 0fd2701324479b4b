package invoke

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"

	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
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
	if _, twice := namedTwice(text, jsonscan.SkipSpace(text, 0)); !twice {
		return nil
	}
	return secondTime(text)
}

// namedTwice reports whether an object in the JSON value at i has a field twice, and otherwise where the value ends. What can't be
// read it reports as well.
func namedTwice(text []byte, i int) (end int, twice bool) {
	switch text[i] {
	case '{':
		seen := map[string]bool{}
		for i = jsonscan.SkipSpace(text, i+1); text[i] != '}'; {
			end := jsonscan.Skip(text, i)
			if end < 0 {
				return 0, true
			}
			name := text[i+1 : end-1]
			if bytes.IndexByte(name, '\\') >= 0 {
				var plain string
				if json.Unmarshal(text[i:end], &plain) != nil {
					return 0, true
				}
				name = []byte(plain)
			}
			if seen[string(name)] {
				return 0, true
			}
			seen[string(name)] = true
			colon := jsonscan.SkipSpace(text, end)
			if i, twice = namedTwice(text, jsonscan.SkipSpace(text, colon+1)); twice {
				return 0, true
			}
			if i = jsonscan.SkipSpace(text, i); text[i] == ',' {
				i = jsonscan.SkipSpace(text, i+1)
			}
		}
		return i + 1, false
	case '[':
		for i = jsonscan.SkipSpace(text, i+1); text[i] != ']'; {
			if i, twice = namedTwice(text, i); twice {
				return 0, true
			}
			if i = jsonscan.SkipSpace(text, i); text[i] == ',' {
				i = jsonscan.SkipSpace(text, i+1)
			}
		}
		return i + 1, false
	}
	end = jsonscan.Skip(text, i)
	return end, end < 0
}

// secondTime says where a field is there for the second time; nil where none is. It takes many times as long as to see whether one is.
func secondTime(text []byte) error {
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
