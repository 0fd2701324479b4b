package openapi

import (
	"strings"
	"unicode"
)

// short cuts a string of the foreign document for a message, and leaves nothing in it that a terminal would act on or that
// turns or hides what stands around it: controls, directions, characters without width.
func short(text string) string {
	const most = 120
	if len(text) > 8*most {
		text = strings.ToValidUTF8(text[:8*most], "")
	}
	text = strings.Map(func(c rune) rune {
		if c == '\ufffd' || unicode.IsPrint(c) {
			return c
		}
		return ' '
	}, text)
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most-3], "") + "..."
	}
	return text
}
