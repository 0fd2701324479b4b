package wiretext

import (
	"bytes"
	"strings"
)

// byteOrderMark may stand before a text in UTF-8; .NET writes it when it is let. It is no part of JSON.
const byteOrderMark = "\xef\xbb\xbf"

// WithoutMark takes byte order marks off a body, however many a chain of programs has put there.
func WithoutMark(body []byte) []byte {
	for {
		rest, marked := bytes.CutPrefix(bytes.TrimLeft(body, " \t\r\n"), []byte(byteOrderMark))
		if !marked {
			return body
		}
		body = rest
	}
}

// IsPage reports whether a body is a page of HTML, whatever type it was sent as.
func IsPage(body []byte) bool {
	body = bytes.TrimSpace(WithoutMark(body))
	if len(body) == 0 || body[0] != '<' {
		return false
	}
	start := strings.ToLower(string(body[:min(len(body), 14)]))
	return strings.HasPrefix(start, "<html") || strings.HasPrefix(start, "<!doctype html")
}
