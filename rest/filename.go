package rest

import (
	"errors"
	"io"
	"mime"
	"net/url"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// longestName is how many bytes a file's name may have in common file systems.
const longestName = 255

// fileName reads a file's name off a Content-Disposition header, in whatever way servers write it there: by RFC 6266, without
// quotes although there is a blank, in Latin-1, or as an encoded word, which is how .NET writes what isn't ASCII.
func fileName(disposition string) string {
	if at, ok := parameter(disposition, "filename*"); ok { // it counts before the plain one
		if name := extended(at); name != "" {
			return safeName(name)
		}
	}
	name := ""
	if _, params, err := mime.ParseMediaType(disposition); err == nil {
		name = params["filename"]
	} else {
		name, _ = parameter(disposition, "filename")
	}
	if !utf8.ValidString(name) {
		name = latin1(name)
	}
	if strings.Contains(name, "=?") {
		words := mime.WordDecoder{CharsetReader: func(charset string, input io.Reader) (io.Reader, error) {
			text, err := io.ReadAll(input)
			decoded, ok := inCharset(charset, string(text))
			if err == nil && !ok {
				err = errors.ErrUnsupported
			}
			return strings.NewReader(decoded), err
		}}
		if decoded, err := words.DecodeHeader(name); err == nil {
			name = decoded
		}
	}
	return safeName(name)
}

// extended reads a value as filename* has it, UTF-8”na%C3%AFve.csv, in a charset that can be read; else it is empty.
func extended(value string) string {
	charset, rest, _ := strings.Cut(value, "'")
	_, escaped, ok := strings.Cut(rest, "'")
	plain, err := url.PathUnescape(escaped)
	if !ok || err != nil {
		return ""
	}
	text, _ := inCharset(charset, plain)
	return text
}

// inCharset reads a string in one of the charsets of file names.
func inCharset(charset, text string) (string, bool) {
	switch strings.ToLower(charset) {
	case "utf-8", "us-ascii", "utf8":
		return text, utf8.ValidString(text)
	case "iso-8859-1", "latin1", "windows-1252":
		return latin1(text), true
	}
	return "", false
}

func latin1(text string) string {
	runes := make([]rune, len(text))
	for i := range len(text) {
		runes[i] = rune(text[i])
	}
	return string(runes)
}

// parameter returns what stands behind a parameter's name, up to its closing quote, or without quotes up to the next semicolon.
func parameter(header, name string) (string, bool) {
	lower := asciiLower(header) // every place in it is the same in the header
	for from := 0; ; {
		at := strings.Index(lower[from:], name)
		if at < 0 {
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

func asciiLower(text string) string {
	lower := []byte(text)
	for i, b := range lower {
		if b >= 'A' && b <= 'Z' {
			lower[i] = b + 'a' - 'A'
		}
	}
	return string(lower)
}

// safeName makes a foreign string the name of a file: without folders, drives and streams, without characters that can't be seen
// or that turn the direction of writing, not the name of a device, and not longer than file systems take. What is too long loses
// its middle and keeps its ending. It is empty when nothing is left.
func safeName(name string) string {
	name = strings.ReplaceAll(name, `\`, "/")
	name = path.Base(strings.TrimRight(name, "/ "))
	name = strings.Map(func(r rune) rune {
		switch {
		case r == ':' || strings.ContainsRune(`<>"|?*`, r):
			return '_'
		case unicode.Is(unicode.Zs, r):
			return ' '
		case wiretext.Hidden(r):
			return -1
		}
		return r
	}, name)
	name = strings.TrimRight(strings.TrimSpace(name), ". ")
	if name == "/" {
		return ""
	}
	if device(name) {
		name = "_" + name
	}
	if len(name) > longestName {
		ending := path.Ext(name)
		if len(ending) > 20 {
			ending = ""
		}
		name = strings.TrimRight(strings.ToValidUTF8(name[:longestName-1-len(ending)], ""), ". ") + ending
	}
	if device(name) { // by what was cut off
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
