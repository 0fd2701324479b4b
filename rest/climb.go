package rest

import (
	"net/url"
	"strings"
)

// climbs reports whether a server might read a path's value as leading elsewhere: whether "." or ".." stands alone or between
// slashes of either kind, however often it is percent-escaped. Many servers unescape before they take a path apart, and those
// that are written in Java leave out what follows a semicolon.
func climbs(value string) bool {
	for range 4 {
		for part := range strings.FieldsFuncSeq(value, func(r rune) bool { return r == '/' || r == '\\' }) {
			part, _, _ = strings.Cut(part, ";")
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
