package wiretext

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// escapes are the bytes that an escape begins with.
const escapes = `%\&`

// unescaped reads the escape that text begins with: of a URL (%2B, %u002B), of JSON and of programming languages (\u002B, \x2B,
// \/), or of HTML (&#43;, &#x2B;, &plus;). It returns what the escape stands for and how long it is; 0 when there is none.
func unescaped(text []byte) (plain string, n int) {
	switch text[0] {
	case '%':
		return percent(text)
	case '\\':
		return backslash(text)
	case '&':
		return entity(text)
	}
	return "", 0
}

func percent(text []byte) (string, int) {
	if code, ok := hexDigits(text, 1, 2); ok {
		return string([]byte{byte(code)}), 3
	}
	if len(text) > 1 && (text[1] == 'u' || text[1] == 'U') {
		return unit(text)
	}
	return "", 0
}

func backslash(text []byte) (string, int) {
	if len(text) < 2 {
		return "", 0
	}
	switch text[1] {
	case 'u':
		return unit(text)
	case 'x':
		if code, ok := hexDigits(text, 2, 2); ok {
			return string([]byte{byte(code)}), 4
		}
	case '"', '\'', '\\', '/':
		return string(text[1:2]), 2
	}
	return "", 0
}

// unit reads a code unit of UTF-16 behind two bytes, and a second one where it is half of a character.
func unit(text []byte) (string, int) {
	code, ok := hexDigits(text, 2, 4)
	if !ok {
		return "", 0
	}
	if utf16.IsSurrogate(code) && len(text) >= 12 {
		if low, ok := hexDigits(text, 8, 4); ok && text[6] == text[0] && text[7] == text[1] {
			return string(utf16.DecodeRune(code, low)), 12
		}
	}
	return string(code), 6
}

// entity reads a numeric entity, or one that has a name and stands for a character of ASCII or Latin-1.
func entity(text []byte) (string, int) {
	end := 1
	for end < len(text) && end < 24 && (text[end] == '#' && end == 1 || isAlphanumeric(text[end])) {
		end++
	}
	name, n := string(text[1:end]), end
	if end < len(text) && text[end] == ';' {
		n++
	}
	if digits, ok := strings.CutPrefix(name, "#"); ok {
		base := 10
		if hex := strings.TrimLeft(digits, "xX"); hex != digits {
			digits, base = hex, 16
		} else if plain := strings.TrimRight(digits, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"); n == end {
			digits, n = plain, 2+len(plain) // without a semicolon it ends with its digits
		}
		code, err := strconv.ParseUint(digits, base, 32)
		if err != nil || code > utf8.MaxRune {
			return "", 0
		}
		return string(rune(code)), n
	}
	if i := position(latin1, name); i >= 0 {
		return string(rune(0xa0 + i)), n
	}
	if i := position(punctuation, name); i >= 0 {
		return punctuationMarks[i : i+1], n
	}
	return "", 0
}

// position is the place of a word in a list of words; -1 when it isn't there.
func position(list, word string) int {
	if word == "" {
		return -1
	}
	for i := 0; list != ""; i++ {
		var known string
		if known, list, _ = strings.Cut(list, " "); known == word {
			return i
		}
	}
	return -1
}

const (
	// latin1 are the names of U+00A0 to U+00FF.
	latin1 = "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 " +
		"ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml " +
		"ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig " +
		"ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml " +
		"yacute thorn yuml"

	// punctuation are names of punctuationMarks, in the same order.
	punctuation = "amp lt gt quot apos plus sol equals num percnt excl dollar lpar rpar ast comma period colon semi quest commat lsqb lbrack bsol " +
		"rsqb rbrack Hat lowbar UnderBar grave DiacriticalGrave lcub lbrace verbar vert VerticalLine rcub rbrace Tab NewLine AMP LT GT QUOT"
	punctuationMarks = "&<>\"'+/=#%!$()*,.:;?@[[\\]]^__``{{|||}}\t\n&<>\""
)

func isAlphanumeric(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
}

// hexDigits reads a number of digits.
func hexDigits(text []byte, from, digits int) (rune, bool) {
	if len(text) < from+digits {
		return 0, false
	}
	code, err := strconv.ParseUint(string(text[from:from+digits]), 16, 32)
	return rune(code), err == nil
}
