package wiretext

import "strings"

// maskedPiece is how much of a JSON text is looked through at once: its spellings take many times its length.
const maskedPiece = 256 << 10

// MaskJSON is Mask for a JSON text of any length, in memory that doesn't grow with it. It looks at a piece at a time and parts them
// between a comma and a quotation mark. No string, and so no secret, goes on over such a place: within one the mark is escaped.
func MaskJSON(text string, secrets []string, mask string) string {
	if len(secrets) == 0 {
		return text
	}
	var out strings.Builder
	for len(text) > maskedPiece {
		end := strings.Index(text[maskedPiece:], `,"`)
		if end < 0 {
			break
		}
		end += maskedPiece + 1
		out.WriteString(Mask(text[:end], secrets, mask))
		text = text[end:]
	}
	out.WriteString(Mask(text, secrets, mask))
	return out.String()
}
