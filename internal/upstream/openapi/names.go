package openapi

import (
	"strings"
	"unicode"
)

// words takes a name apart: client_id, clientId and ClientID are client and id.
func words(name string) []string {
	var out []string
	var word []rune
	end := func() {
		if len(word) > 0 {
			out = append(out, string(word))
			word = nil
		}
	}
	runes := []rune(name)
	for i, r := range runes {
		switch {
		case r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r):
			end()
			continue
		case unicode.IsUpper(r) && i > 0:
			before := runes[i-1]
			if !unicode.IsUpper(before) || i+1 < len(runes) && unicode.IsLower(runes[i+1]) {
				end()
			}
		}
		word = append(word, r)
	}
	end()
	return out
}

// exportedName makes a name that Go exports; "" of what has no letter.
func exportedName(name string) string {
	var b strings.Builder
	for _, word := range words(name) {
		upper := strings.ToUpper(word)
		switch {
		case initialism(upper):
			b.WriteString(upper)
		default:
			b.WriteString(strings.ToUpper(word[:1]) + word[1:])
		}
	}
	out := strings.TrimLeft(b.String(), "0123456789")
	if out == "" {
		return ""
	}
	return strings.ToUpper(out[:1]) + out[1:]
}

func initialism(word string) bool {
	switch word {
	case "ID", "URL", "API", "HTML", "HTTP", "CSV", "PDF", "SLA", "UTC", "JSON", "XML", "CRM", "SQL", "UUID", "IP":
		return true
	}
	return false
}

// sentence puts a name into words: what a maintainer would write who knows nothing but the name.
func sentence(name string) string {
	list := words(name)
	for i, word := range list {
		if upper := strings.ToUpper(word); initialism(upper) {
			list[i] = upper
		} else if !allUpper(word) {
			list[i] = strings.ToLower(word)
		}
	}
	if n := len(list); n > 1 && list[n-1] == "ID" {
		return "Id of the " + strings.Join(list[:n-1], " ") + "."
	}
	text := strings.Join(list, " ")
	if text == "" {
		return "Not described."
	}
	return strings.ToUpper(text[:1]) + text[1:] + "."
}

func allUpper(word string) bool { return len(word) > 1 && strings.ToUpper(word) == word }

// plural and singular are English enough for names of resources.
func plural(noun string) string {
	lower := strings.ToLower(noun)
	switch {
	case strings.HasSuffix(lower, "s") && !strings.HasSuffix(lower, "ss") && !strings.HasSuffix(lower, "us"):
		return noun
	case strings.HasSuffix(lower, "y") && len(noun) > 1 && !strings.ContainsAny(lower[len(lower)-2:len(lower)-1], "aeiou"):
		return noun[:len(noun)-1] + "ies"
	case strings.HasSuffix(lower, "ss"), strings.HasSuffix(lower, "us"), strings.HasSuffix(lower, "x"), strings.HasSuffix(lower, "ch"):
		return noun + "es"
	}
	return noun + "s"
}
