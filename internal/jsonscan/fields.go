package jsonscan

import (
	"bytes"
	"encoding/json"
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
			for i++; i < len(data) && data[i] != '"'; i++ {
				if data[i] == '\\' {
					i++
				}
			}
			if i >= len(data) {
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
