package wiretext

import "unicode/utf8"

// Masked is what shows in the place of a secret.
const Masked = "[secret]"

// ShortestSecret is how long a secret must be, in bytes, to be masked where it stands in a text. A shorter one occurs in any text by
// chance, and masking its places would spell it out.
const ShortestSecret = 4

// Show makes a foreign text fit to show: one line (see Line), Masked in the place of the secrets (see Mask), and no more bytes than
// limit.
func Show(text string, secrets []string, limit int) string {
	return Cut(Mask(Line(text), secrets, Masked), limit)
}

// Cut shortens a text to limit bytes of whole characters. What was cut ends with three dots, which count.
func Cut(text string, limit int) string {
	const dots = "..."
	if len(text) <= limit {
		return text
	}
	cut := max(limit-len(dots), 0)
	for cut > 0 && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + dots
}
