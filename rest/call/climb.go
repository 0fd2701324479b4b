package call

import (
	"net/url"
	"strings"
	"unicode"
)

// overlong spells a dot in two bytes, which is no UTF-8 and was read as a dot all the same.
var overlong = strings.NewReplacer("\xc0\xae", ".")

// climbs reports whether a server might read a path's value as leading elsewhere: whether "." or ".." stands alone or between
// slashes of either kind, however often it is percent-escaped. Many servers unescape before they take a path apart, and those
// that are written in Java leave out what follows a semicolon, others what follows a question mark, and blanks and control
// characters around a part.
func climbs(value string) bool {
	if plainName(value) {
		return false
	}
	for range 4 {
		for part := range strings.FieldsFuncSeq(value, func(r rune) bool { return r == '/' || r == '\\' }) {
			if end := strings.IndexAny(part, ";?#"); end >= 0 {
				part = part[:end]
			}
			part = strings.TrimFunc(overlong.Replace(part), func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) })
			if part == "." || part == ".." {
				return true
			}
		}
		plain, err := url.PathUnescape(value)
		if err != nil || plain == value {
			return false
		}
		value = plain
	}
	return true // escaped that often, it is no name
}

// plainName reports whether a value has nothing but letters, digits and hyphens of ASCII, as nearly every id does: nothing in it can
// be read as another path.
func plainName(value string) bool {
	for i := range len(value) {
		if b := value[i]; !(b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '-') {
			return false
		}
	}
	return true
}

// blank reports whether a server might take a path's value for none, and the path for that of what contains the record: whether it has
// nothing but blanks, control characters and slashes, however often they are percent-escaped. Many servers trim paths, and read several
// slashes as one.
func blank(value string) bool {
	for range 4 {
		if strings.TrimFunc(value, func(r rune) bool { return r == '/' || r == '\\' || unicode.IsSpace(r) || unicode.IsControl(r) }) == "" {
			return true
		}
		plain, err := url.PathUnescape(value)
		if err != nil || plain == value {
			return false
		}
		value = plain
	}
	return false
}
