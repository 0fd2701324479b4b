package wiretext

import (
	"encoding/json"
	"html"
	"net/url"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestMaskInEverySpelling(t *testing.T) {
	t.Parallel()
	const secret = `p+ss/w"ör d=1&x`
	inJSON, err := json.Marshal(secret)
	if err != nil {
		t.Fatal(err)
	}
	quoted := strings.Trim(string(inJSON), `"`)
	everyByte := func(form func(b byte) string) string {
		var out strings.Builder
		for _, b := range []byte(secret) {
			out.WriteString(form(b))
		}
		return out.String()
	}
	const digits = "0123456789abcdef"
	for name, echo := range map[string]string{
		"as it is":              secret,
		"a form":                url.QueryEscape(secret),
		"a path":                url.PathEscape(secret),
		"a form, lower case":    strings.ToLower(url.QueryEscape(secret)),
		"a part of it":          `p%2Bss/w"ör d%3d1&x`,
		"every byte of it":      everyByte(func(b byte) string { return "%" + string(digits[b>>4]) + string(digits[b&15]) }),
		"twice over":            url.QueryEscape(url.QueryEscape(secret)),
		"thrice over":           url.QueryEscape(url.PathEscape(url.QueryEscape(secret))),
		"JSON":                  quoted,
		"JSON, upper case":      `p\u002Bss\/w\"\u00F6r d=1\u0026x`,
		"HTML":                  html.EscapeString(secret),
		"HTML by numbers":       `p&#43;ss&#x2F;w&#34;&#xF6;r&#32;d&#61;1&#38;x`,
		"HTML without semicola": `p&#43ss/w"&#246r d=1&#38x`,
		"HTML by names":         `p&plus;ss&sol;w&quot;&ouml;r d&equals;1&amp;x`,
		"a form in HTML":        html.EscapeString(url.QueryEscape(secret)),
		"HTML in JSON":          strings.ReplaceAll(html.EscapeString(secret), "&", `\u0026`),
		"a form read once more": strings.ReplaceAll(secret, "+", " "),
		"another language's":    `p\x2bss/w"ör d=1&x`,
		"old JavaScript's":      `p%u002Bss/w"%u00F6r d=1&x`,
	} {
		got := Mask("can't read ("+echo+") here, nor "+echo, []string{"other", secret}, "[secret]")
		if got != "can't read ([secret]) here, nor [secret]" {
			t.Errorf("%s, %s: %s", name, echo, got)
		}
	}
	for _, text := range []string{"", "100%", "%", "%2", `\`, `\u12`, "&", "&#;", "&#x;", "&#99999999999;", "&nothing;", "a & b", "p ss/wor", "%2", `ends in \`} {
		if got := Mask(text, []string{secret}, "[secret]"); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
	// One secret is the beginning of another, and two overlap.
	if got := Mask("abcdefgh abcd efgh cdefgh", []string{"abcd", "abcdef", "cdefgh"}, "*"); got != "* * efgh *" {
		t.Errorf("got %s", got)
	}
	// A secret that looks escaped is found as it was sent and unescaped.
	if got := Mask("a%2Bbcde a+bcde a%252Bbcde", []string{"a%2Bbcde"}, "*"); got != "* * *" {
		t.Errorf("got %s", got)
	}
}

func TestEntitiesAreHTMLs(t *testing.T) {
	t.Parallel()
	for _, list := range []string{latin1, punctuation} {
		for name := range strings.FieldsSeq(list) {
			plain, n := unescaped([]byte("&" + name + ";"))
			if want := html.UnescapeString("&" + name + ";"); plain != want || n != len(name)+2 {
				t.Errorf("&%s; is %q (%d bytes), want %q", name, plain, n, want)
			}
		}
	}
}

func FuzzMask(f *testing.F) {
	f.Add("say %2b\\u002B&#43; or so", "a+bcd")
	f.Add("p%25252B", "p+")
	f.Fuzz(func(t *testing.T, text, secret string) {
		text, secret = Line(text), Line(secret)
		if secret == "" || strings.Contains("[secret]", secret) {
			return
		}
		for _, echo := range []string{secret, url.QueryEscape(secret), html.EscapeString(secret)} {
			got := Mask(text+" "+echo+" "+text, []string{secret}, "\x00")
			if strings.Contains(got, echo) && !strings.Contains(text, echo) {
				t.Errorf("%q shows in %q", echo, got)
			}
		}
	})
}

func TestLineKeepsWhatShows(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		" a\r\n\tb \u2028 c ":                    "a b c",
		"\x1b[31mred\x07":                        "[31mred",
		"\u202eevil\u202c \u2066x\u2069":         "evil x",
		"pass\u200bword\u2060\ufeff\u00ad":       "password",
		"a\u034f\u115f\u3164\uffa0\u2800\ufe0fb": "ab",
		"caf\u00e9 日本 😀 e\u0301":                 "caf\u00e9 日本 😀 e\u0301",
		"broken \xff utf-8":                      "broken utf-8",
	} {
		if got := Line(text); got != want {
			t.Errorf("%+q became %+q, want %+q", text, got, want)
		}
	}
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if unicode.In(r, unicode.Bidi_Control, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs) && Line("a"+string(r)+"b") != "ab" && !unicode.IsSpace(r) {
			t.Fatalf("U+%04X is kept", r)
		}
	}
}

// TestHiddenKnowsWhatIsGraphic checks it against package unicode at every character.
func TestHiddenKnowsWhatIsGraphic(t *testing.T) {
	t.Parallel()
	for r := rune(-1); r <= unicode.MaxRune+1; r++ {
		fills := unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
		if want := !unicode.IsGraphic(r) || fills || r == 0x2800 || r == utf8.RuneError; Hidden(r) != want {
			t.Fatalf("U+%04X: hidden is %t, want %t", r, !want, want)
		}
	}
}
