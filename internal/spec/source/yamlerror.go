package source

import (
	"bytes"
	"strconv"
	"strings"
)

// hints say in the words of who writes a file what the YAML reader may have stumbled over. It notices a slip where what follows doesn't
// fit any more, which is often a line or more below.
var hints = [...]struct{ said, hint string }{
	{"did not find expected key", "this line, or the one above, doesn't begin where those around it do; or a quote or a bracket above isn't closed"},
	{"did not find expected '-' indicator", "an entry of a list has no dash, or doesn't begin where the others do"},
	{"did not find expected ',' or '}'", "a { isn't closed, or a comma is missing"},
	{"did not find expected ',' or ']'", "a [ isn't closed, or a comma is missing"},
	{"could not find expected ':'", "a key on this line or the one above has no colon, or an entry no dash"},
	{"mapping values are not allowed in this context", "what has a colon and a space in it needs quotes; or this line isn't indented as those around it are, or the key above has no colon"},
	{"found unexpected end of stream", "a quote isn't closed"},
	{"block sequence entries are not allowed in this context", "a list begins on a line of its own, below its key"},
	{"did not find expected alphabetic or numeric character", "what begins with * or & needs quotes"},
	{"found a tab character", "YAML wants spaces"},
	{"found character that cannot start any token", "what begins with `, @ or % needs quotes"},
	{"unknown anchor", "what begins with * needs quotes, or no & above has this name"},
	{"found undefined tag handle", "what begins with ! needs quotes"},
	{"did not find expected <document start>", "this line doesn't begin where those around it do"},
}

// explained is an error of the YAML reader with what to look for, where it is of those that say nothing of that.
func explained(err error, data []byte) string {
	said := err.Error()
	_, rest, numbered := strings.Cut(said, "line ")
	digits := rest[:len(rest)-len(strings.TrimLeft(rest, "0123456789"))]
	number, _ := strconv.Atoi(digits)
	for _, of := range hints {
		if !strings.Contains(said, of.said) {
			continue
		}
		hint := of.hint
		if numbered && indentedByTab(data, number) {
			hint = "the line is indented by a tab: YAML wants spaces"
		}
		return said + ": " + hint
	}
	return said
}

func indentedByTab(data []byte, number int) bool {
	n := 0
	for line := range bytes.Lines(data) {
		if n++; n == number {
			return bytes.ContainsRune(line[:len(line)-len(bytes.TrimLeft(line, " \t"))], '\t')
		}
	}
	return false
}
