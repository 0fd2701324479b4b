package drift

import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"strings"
	"unicode/utf8"
)

// masked stands for a name that may be data.
const masked = "(masked name)"

var identifier = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]{0,63}$`)

// maskedName returns a field's name, unless it looks like data: an id, an address, a day, a string.
func maskedName(name string) string {
	digits, hex := 0, 0
	for _, c := range name {
		switch {
		case c >= '0' && c <= '9':
			digits++
			hex++
		case strings.ContainsRune("abcdefABCDEF-", c):
			hex++
		}
	}
	if !identifier.MatchString(name) || digits > 4 || hex == len(name) && len(name) >= 12 {
		return masked
	}
	return name
}

var mediaName = regexp.MustCompile(`^[a-z]{1,20}/[a-z0-9.+-]{1,60}$`)

func maskedMedia(media string) string {
	switch {
	case media == "":
		return "no content type"
	case !mediaName.MatchString(media):
		return "another content type"
	}
	return media
}

// wordOfToken says what kind of value a token is, or begins.
func wordOfToken(token json.Token) string {
	switch v := token.(type) {
	case json.Delim:
		if v == '{' {
			return "an object"
		}
		return "a list"
	case string:
		return "a string"
	case bool:
		return "a boolean"
	case json.Number:
		if f, err := v.Float64(); err == nil && f == math.Trunc(f) {
			return "a whole number"
		}
		return "a number"
	}
	return "null"
}

// lengthOf reports a string nothing but its length.
func lengthOf(text string) string {
	return fmt.Sprintf("a string of %d characters", utf8.RuneCountInString(text))
}

// kindOf is the kind of the JSON value that begins with a byte.
func kindOf(first byte) string {
	switch first {
	case '{':
		return "object"
	case '[':
		return "array"
	}
	return "scalar"
}

func wordOf(kind string) string {
	if kind == "array" {
		return "a list"
	}
	return "an " + kind
}
