package rest

import (
	"mime"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// longestName is how many bytes a file's name may have in common file systems.
const longestName = 255

// fileName reads a file's name off a Content-Disposition header, in whatever way servers write it there: by RFC 6266, without
// quotes although there is a blank, or as an encoded word, which is how .NET writes what isn't ASCII.
func fileName(disposition string) string {
	name := ""
	if _, params, err := mime.ParseMediaType(disposition); err == nil {
		name = params["filename"]
	} else {
		name = looseName(disposition)
	}
	if decoded, err := new(mime.WordDecoder).DecodeHeader(name); err == nil && strings.HasPrefix(strings.TrimSpace(name), "=?") {
		name = decoded
	}
	return safeName(name)
}

// looseName finds the file's name in a header that breaks the rules. The name in UTF-8 counts before the plain one.
func looseName(disposition string) string {
	if at, ok := parameter(disposition, "filename*"); ok {
		if _, params, err := mime.ParseMediaType("attachment; filename*=" + at); err == nil {
			return params["filename"]
		}
	}
	name, _ := parameter(disposition, "filename")
	return name
}

// parameter returns what stands behind a parameter's name, up to its closing quote, or without quotes up to the next semicolon.
func parameter(header, name string) (string, bool) {
	lower := strings.ToLower(header)
	for from := 0; ; {
		at := strings.Index(lower[from:], name)
		if at < 0 || len(lower) != len(header) {
			return "", false
		}
		before := strings.TrimRight(lower[:from+at], " \t")
		from += at + len(name)
		value, found := strings.CutPrefix(strings.TrimLeft(header[from:], " \t"), "=")
		if !found || before != "" && !strings.HasSuffix(before, ";") {
			continue
		}
		value = strings.TrimLeft(value, " \t")
		if quoted, ok := strings.CutPrefix(value, `"`); ok {
			text, _, _ := strings.Cut(strings.ReplaceAll(quoted, `\"`, "\x00"), `"`)
			return strings.ReplaceAll(text, "\x00", `"`), true
		}
		value, _, _ = strings.Cut(value, ";")
		return strings.TrimSpace(value), true
	}
}

// safeName makes a foreign text the name of a file: without folders, drives and streams, without characters that can't be seen
// or that turn the direction of writing, not the name of a device, and not longer than file systems take. What is too long loses
// its middle and keeps its ending. It is empty when nothing is left.
func safeName(name string) string {
	name = strings.ReplaceAll(name, `\`, "/")
	name = path.Base(strings.TrimRight(name, "/ "))
	name = strings.Map(func(r rune) rune {
		switch {
		case r == ':' || strings.ContainsRune(`<>"|?*`, r):
			return '_'
		case r == utf8.RuneError || !unicode.IsGraphic(r):
			return -1
		}
		return r
	}, name)
	name = strings.TrimRight(strings.TrimSpace(name), ". ")
	if name == "/" {
		return ""
	}
	if len(name) > longestName {
		ending := path.Ext(name)
		if len(ending) > 20 {
			ending = ""
		}
		name = strings.TrimRight(strings.ToValidUTF8(name[:longestName-len(ending)], ""), ". ") + ending
	}
	if device(name) {
		name = "_" + name
	}
	return name
}

// device reports whether Windows takes a name for a device, whatever its ending.
func device(name string) bool {
	stem, _, _ := strings.Cut(strings.ToUpper(name), ".")
	stem = strings.TrimSpace(stem)
	switch stem {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$":
		return true
	}
	for _, port := range [...]string{"COM", "LPT"} {
		if number, ok := strings.CutPrefix(stem, port); ok && utf8.RuneCountInString(number) == 1 && strings.ContainsAny(number, "0123456789¹²³") {
			return true
		}
	}
	return false
}
