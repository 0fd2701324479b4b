package wiretext

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Line drops from a foreign text what could forge a line of a log, drive a terminal, turn the direction of what is read or hide
// a part of it: control and formatting characters, those that show nothing, and broken UTF-8. White space becomes single
// blanks.
func Line(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	space := false
	for _, r := range text {
		switch {
		case unicode.IsSpace(r):
			space = b.Len() > 0
			continue
		case Hidden(r):
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Hidden reports whether a character shows nothing, or acts on what shows it: control and formatting characters, fillers,
// variation selectors, the empty Braille pattern, and what stands for broken UTF-8. White space that isn't a control character
// isn't hidden. (strconv knows what is graphic as unicode does, by tables that every program has.)
func Hidden(r rune) bool {
	return r == utf8.RuneError || !strconv.IsGraphic(r) || unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) || r == 0x2800
}
