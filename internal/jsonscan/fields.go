package jsonscan

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"math/bits"
)

// Fields visits the fields of a JSON object without decoding their values, until visit returns false. Broken JSON
// ends the scan silently: whoever decodes the response will say so.
func Fields(data []byte, visit func(name, value []byte) bool) {
	i := SkipSpace(data, 0)
	if i >= len(data) || data[i] != '{' {
		return
	}
	for i++; ; i++ {
		if i = SkipSpace(data, i); i >= len(data) || data[i] != '"' {
			return
		}
		nameEnd := Skip(data, i)
		if nameEnd < 0 {
			return
		}
		name := data[i+1 : nameEnd-1]
		if bytes.IndexByte(name, '\\') >= 0 {
			var plain string
			if json.Unmarshal(data[i:nameEnd], &plain) != nil {
				return
			}
			name = []byte(plain)
		}
		if i = SkipSpace(data, nameEnd); i >= len(data) || data[i] != ':' {
			return
		}
		i = SkipSpace(data, i+1)
		valueEnd := Skip(data, i)
		if valueEnd < 0 || !visit(name, data[i:valueEnd]) {
			return
		}
		if i = SkipSpace(data, valueEnd); i >= len(data) || data[i] != ',' {
			return
		}
	}
}

func SkipSpace(data []byte, i int) int {
	for i < len(data) && (data[i] == ' ' || data[i] == '\n' || data[i] == '\t' || data[i] == '\r') {
		i++
	}
	return i
}

// Skip returns where the JSON value at i ends, or -1.
func Skip(data []byte, i int) int {
	depth := 0
	for start := i; i < len(data); i++ {
		switch data[i] {
		case '"':
			if i = closing(data, i+1); i < 0 {
				return -1
			}
			if depth == 0 {
				return i + 1
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return end(start, i)
			}
			if depth--; depth == 0 {
				return i + 1
			}
		case ',', ' ', '\n', '\t', '\r':
			if depth == 0 {
				return end(start, i)
			}
		}
	}
	return -1
}

// closing returns where the quote is that closes a string, or -1.
func closing(data []byte, i int) int {
	const low, high = 0x0101010101010101, 0x8080808080808080
	for {
		for i+8 <= len(data) {
			word := binary.LittleEndian.Uint64(data[i:])
			quote, slash := word^('"'*low), word^('\\'*low)
			if found := ((quote-low)&^quote | (slash-low)&^slash) & high; found != 0 {
				i += bits.TrailingZeros64(found) / 8
				break
			}
			i += 8
		}
		if i >= len(data) {
			return -1
		}
		switch data[i] {
		case '"':
			return i
		case '\\':
			i++
		}
		i++
	}
}

// end is where a bare literal ends; an empty one is no value.
func end(start, i int) int {
	if i == start {
		return -1
	}
	return i
}

// Items visits the items of a JSON list and returns how many there are.
func Items(data []byte, visit func(item []byte)) int {
	count := 0
	i := SkipSpace(data, 0)
	if i >= len(data) || data[i] != '[' {
		return 0
	}
	for i = SkipSpace(data, i+1); i < len(data) && data[i] != ']'; count++ {
		end := Skip(data, i)
		if end < 0 {
			return count
		}
		visit(data[i:end])
		if i = SkipSpace(data, end); i < len(data) && data[i] == ',' {
			i = SkipSpace(data, i+1)
		}
	}
	return count
}

// Split returns the items of a JSON list. It is kept out of line, for its closure.
//
//go:noinline
func Split(data []byte) (items [][]byte) {
	Items(data, func(item []byte) { items = append(items, item) })
	return items
}

// FieldStart returns where the value of an object's first field of this name begins; -1 when there is none. What it passes isn't
// looked at closely.
func FieldStart(data []byte, name string) int {
	if i := SkipSpace(data, 0); i < len(data) && data[i] == '{' {
		return fieldStart(data, i, name)
	}
	return -1
}

// FieldFollows reports whether the object whose value before ends at i has another field of this name behind that.
func FieldFollows(data []byte, i int, name string) bool {
	i = SkipSpace(data, i)
	return i < len(data) && data[i] == ',' && fieldStart(data, i, name) >= 0
}

// fieldStart looks behind the brace or comma at i.
func fieldStart(data []byte, i int, name string) int {
	for i < len(data) && (data[i] == '{' || data[i] == ',') {
		start := SkipSpace(data, i+1)
		if start >= len(data) || data[start] != '"' {
			return -1
		}
		end := Skip(data, start)
		if end < 0 {
			return -1
		}
		colon := SkipSpace(data, end)
		if colon >= len(data) || data[colon] != ':' {
			return -1
		}
		i = SkipSpace(data, colon+1)
		if named(data[start:end], name) && i < len(data) {
			return i
		}
		if i = Skip(data, i); i < 0 {
			return -1
		}
		i = SkipSpace(data, i)
	}
	return -1
}

// named reports whether a name in quotes is this one.
func named(quoted []byte, name string) bool {
	if string(quoted[1:len(quoted)-1]) == name {
		return true
	}
	var plain string
	return bytes.IndexByte(quoted, '\\') >= 0 && json.Unmarshal(quoted, &plain) == nil && plain == name
}
