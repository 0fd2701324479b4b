package jsonscan

import (
	"bytes"
	"encoding/json"
	"hash/maphash"
	"strings"
	"unicode/utf8"
)

// Ambiguous reports whether an object in a response has fields whose names differ in case only. The decoders of encoding/json
// would let the last of them overwrite the others; JSON's names have a case, and the field of the exact name is the one meant.
//
// First it looks whether the string has a name in two spellings at all, which nearly none has.
func Ambiguous(data []byte) bool {
	if !capital(data) {
		return false
	}
	// The first is what stands before all. Up to so many are compared one by one, which makes no garbage.
	names := make([]knownName, 1, 32)
	var places map[string]int // of the others, by name and by the name in lower case
	at, twice := 0, false
	eachName(data, func(name []byte) bool {
		if next := names[at].next; next > 0 && bytes.Equal(names[next].name, name) {
			at = next
			return true
		}
		place, seen := places[string(name)] // asks without a copy of the name
		if places == nil {
			for place = 1; place < len(names) && !bytes.Equal(names[place].name, name); {
				place++
			}
			if seen = place < len(names); !seen && (place == cap(names) || foreign(name)) { // a letter of English may be the lower case of another
				places = make(map[string]int, 4*place)
				for i, before := range names[1:] {
					places[string(before.name)] = i + 1
					places[strings.ToLower(string(before.name))] = i + 1
				}
			}
		}
		switch {
		case seen:
			twice = !bytes.Equal(names[place].name, name)
		case places != nil:
			place = len(names)
			lower := strings.ToLower(string(name))
			_, twice = places[lower]
			places[string(name)], places[lower] = place, place
			twice = twice || len(names) > 1<<14
		default:
			for _, before := range names[1:] {
				twice = twice || alike(before.name, name)
			}
		}
		if !seen {
			names = append(names, knownName{name: name})
		}
		names[at].next, at = place, place
		return !twice
	}, nil)
	return twice && ambiguousObject(data)
}

type knownName struct {
	name []byte
	next int // the one that followed it the last time: rows are alike
}

// alike reports whether two names of ASCII may differ in case only. A look at the objects says more.
func alike(a, b []byte) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i]|0x20 != b[i]|0x20 {
			return false
		}
	}
	return true
}

func foreign(name []byte) bool {
	for _, b := range name {
		if b >= utf8.RuneSelf {
			return true
		}
	}
	return false
}

// capital reports whether a name may differ from another in case at all: it has a capital letter, one that isn't of English, or an
// escape, which may stand for either.
func capital(data []byte) bool {
	for i := 0; ; {
		next := bytes.IndexByte(data[i:], '"')
		if next < 0 {
			return false
		}
		start := i + next + 1
		// Names are short: most end before a search for their end has begun. A value may be long, and is passed over by that search.
		odd, end := false, start
		for bound := min(len(data), start+24); end < bound && data[end] != '"'; end++ {
			b := data[end]
			odd = odd || b-'A' < 26 || b >= utf8.RuneSelf || b == '\\'
			if b == '\\' {
				end++
			}
		}
		if end >= len(data) {
			return false
		}
		long := data[end] != '"'
		if long {
			for {
				next := bytes.IndexByte(data[end:], '"')
				if next < 0 {
					return false
				}
				slash := bytes.IndexByte(data[end:end+next], '\\')
				if slash < 0 {
					end += next
					break
				}
				if end += slash + 2; end > len(data) {
					return false
				}
			}
		}
		i = end + 1
		if !odd && !long {
			continue
		}
		if after := SkipSpace(data, i); after < len(data) && data[after] == ':' && (odd || hasCapital(data[start:end])) {
			return true
		}
	}
}

func hasCapital(name []byte) bool {
	for _, b := range name {
		if b-'A' < 26 || b >= utf8.RuneSelf || b == '\\' {
			return true
		}
	}
	return false
}

// ambiguousObject looks at each object on its own. Of the names it keeps hashes, since an object may have a million of them; two
// names that share one cost a second look by a slower way, and nothing else.
func ambiguousObject(data []byte) bool {
	var open []map[uint64]uint64
	seed := maphash.MakeSeed()
	found := false
	eachName(data, func(name []byte) bool {
		if len(open) == 0 {
			return true
		}
		object := open[len(open)-1]
		if object == nil {
			object = map[uint64]uint64{}
			open[len(open)-1] = object
		}
		exact, folded := maphash.String(seed, string(name)), maphash.String(seed, strings.ToLower(string(name)))
		first, known := object[folded]
		object[folded] = exact
		found = known && first != exact
		return !found
	}, func(brace byte) {
		if brace == '{' {
			open = append(open, nil)
		} else if len(open) > 0 {
			open = open[:len(open)-1]
		}
	})
	return found
}

// eachName visits the names of the fields of all objects in a string that has a letter in them, until visit returns false, and
// the braces if somebody wants them.
func eachName(data []byte, visit func(name []byte) bool, brace func(byte)) {
	for i := 0; i < len(data); i++ {
		if brace == nil {
			next := bytes.IndexByte(data[i:], '"')
			if next < 0 {
				return
			}
			i += next
		} else if data[i] == '{' || data[i] == '}' {
			brace(data[i])
			continue
		}
		if data[i] != '"' {
			continue
		}
		start, escaped := i, false
		for i++; ; i++ {
			next := bytes.IndexByte(data[i:], '"')
			if next < 0 {
				return
			}
			slash := bytes.IndexByte(data[i:i+next], '\\')
			if slash < 0 {
				i += next
				break
			}
			escaped = true
			if i += slash + 1; i >= len(data) {
				return
			}
		}
		if after := SkipSpace(data, i+1); after >= len(data) || data[after] != ':' {
			continue
		}
		name := data[start+1 : i]
		if escaped {
			var plain string
			if json.Unmarshal(data[start:i+1], &plain) != nil {
				continue
			}
			name = []byte(plain)
		}
		if lettered(name) && !visit(name) {
			return
		}
	}
}

// lettered reports whether a name has something that has a case, or may have.
func lettered(name []byte) bool {
	for _, b := range name {
		if b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= 0x80 {
			return true
		}
	}
	return false
}
