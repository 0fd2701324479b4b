package jsonscan

import (
	"encoding/binary"
	"math/bits"
)

// deepest is how deep lists and objects may be nested, as for encoding/json.
const deepest = 10_000

// SkipValid returns where the JSON value at i ends, which begins there without space in front; -1 when it isn't valid JSON. What is
// valid is what json.Valid says: bytes that are no UTF-8 pass.
func SkipValid(data []byte, i int) int {
	if i >= len(data) {
		return -1
	}
	switch data[i] {
	case '"':
		return skipString(data, i)
	case '{', '[':
		return skipNested(data, i)
	}
	return skipBare(data, i)
}

// skipNested skips a list or an object without recursion: what is open stands on a stack.
func skipNested(data []byte, i int) int {
	open := make([]byte, 0, 32)
	for {
		switch data[i] {
		case '{', '[':
			if len(open) == deepest {
				return -1
			}
			brace := data[i]
			open = append(open, brace)
			if i = SkipSpace(data, i+1); i >= len(data) {
				return -1
			}
			if data[i] == brace+2 { // the braces of each kind lie two apart
				open = open[:len(open)-1]
				i++
				break
			}
			if brace == '{' {
				if i = skipName(data, i); i < 0 {
					return -1
				}
			}
			continue
		case '"':
			i = skipString(data, i)
		default:
			i = skipBare(data, i)
		}
		if i < 0 {
			return -1
		}
		for len(open) > 0 {
			if i = SkipSpace(data, i); i >= len(data) {
				return -1
			}
			inner := open[len(open)-1]
			if data[i] == inner+2 {
				open = open[:len(open)-1]
				i++
				continue
			}
			if data[i] != ',' {
				return -1
			}
			if i = SkipSpace(data, i+1); i >= len(data) {
				return -1
			}
			if inner == '{' {
				if i = skipName(data, i); i < 0 {
					return -1
				}
			}
			break
		}
		if len(open) == 0 {
			return i
		}
	}
}

// skipName skips the name of a field and the colon behind it; the value begins where it ends.
func skipName(data []byte, i int) int {
	if data[i] != '"' {
		return -1
	}
	if i = skipString(data, i); i < 0 {
		return -1
	}
	if i = SkipSpace(data, i); i >= len(data) || data[i] != ':' {
		return -1
	}
	if i = SkipSpace(data, i+1); i >= len(data) {
		return -1
	}
	return i
}

// skipString skips the string at i, eight bytes at a time.
func skipString(data []byte, i int) int {
	const low, high = 0x0101010101010101, 0x8080808080808080
	for i++; ; i++ {
		for i+8 <= len(data) {
			// The lowest byte of which the high bit is set is a quote, a backslash or a control character.
			word := binary.LittleEndian.Uint64(data[i:])
			quote, slash := word^('"'*low), word^('\\'*low)
			found := ((quote-low)&^quote | (slash-low)&^slash | (word-' '*low)&^word) & high
			if found != 0 {
				i += bits.TrailingZeros64(found) / 8
				break
			}
			i += 8
		}
		if i >= len(data) {
			return -1
		}
		switch c := data[i]; {
		case c == '"':
			return i + 1
		case c == '\\':
			if i = skipEscape(data, i); i < 0 {
				return -1
			}
		case c < ' ':
			return -1
		}
	}
}

// skipEscape returns the last byte of the escape at i.
func skipEscape(data []byte, i int) int {
	if i++; i >= len(data) {
		return -1
	}
	switch data[i] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return i
	case 'u':
		if i+4 >= len(data) {
			return -1
		}
		for _, c := range data[i+1 : i+5] {
			if !digit(c) && (c|0x20 < 'a' || c|0x20 > 'f') {
				return -1
			}
		}
		return i + 4
	}
	return -1
}

// skipBare skips a number, true, false or null.
func skipBare(data []byte, i int) int {
	switch data[i] {
	case 't':
		return skipWord(data, i, "true")
	case 'f':
		return skipWord(data, i, "false")
	case 'n':
		return skipWord(data, i, "null")
	case '-':
		i++
	}
	whole := i
	if i = skipDigits(data, i); i == whole || data[whole] == '0' && i > whole+1 {
		return -1
	}
	if i < len(data) && data[i] == '.' {
		point := i
		if i = skipDigits(data, i+1); i == point+1 {
			return -1
		}
	}
	if i < len(data) && data[i]|0x20 == 'e' {
		if i++; i < len(data) && (data[i] == '+' || data[i] == '-') {
			i++
		}
		power := i
		if i = skipDigits(data, i); i == power {
			return -1
		}
	}
	return i
}

func skipWord(data []byte, i int, word string) int {
	if end := i + len(word); end <= len(data) && string(data[i:end]) == word {
		return end
	}
	return -1
}

func skipDigits(data []byte, i int) int {
	for i < len(data) && digit(data[i]) {
		i++
	}
	return i
}

func digit(c byte) bool { return c-'0' < 10 }
