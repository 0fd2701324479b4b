package main

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// colonsInComments puts a colon between a field's name and what its comment says of it, unless the two are one sentence ("is a value of").
// oapi-codegen writes them side by side: "ID Numeric text."
func colonsInComments(code []byte) []byte {
	lines := bytes.Split(code, []byte("\n"))
	comment := -1 // the first line of the comment that the present line ends or follows
	for i, line := range lines {
		line, within := bytes.CutPrefix(line, []byte("\t"))
		switch {
		case within && bytes.HasPrefix(line, []byte("//")):
			if comment < 0 {
				comment = i
			}
			continue
		case within && comment >= 0:
			said := lines[comment]
			name, rest, ok := bytes.Cut(bytes.TrimPrefix(said, []byte("\t// ")), []byte(" "))
			first, _ := utf8.DecodeRune(rest)
			if ok && !unicode.IsLower(first) && bytes.HasPrefix(line, append(bytes.Clone(name), ' ')) {
				lines[comment] = append(append(append([]byte("\t// "), name...), ": "...), rest...)
			}
		}
		comment = -1
	}
	return bytes.Join(lines, []byte("\n"))
}
