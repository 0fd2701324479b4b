package rest

import (
	"bytes"
	"mime"
	"net/http"
	"strings"
	"unicode/utf8"
)

// byteOrderMark may stand before a text in UTF-8; .NET writes it when it is let. It is no part of JSON.
const byteOrderMark = "\xef\xbb\xbf"

func withoutMark(body []byte) []byte { return bytes.TrimPrefix(body, []byte(byteOrderMark)) }

// foreignEncoding says in which encoding a body is that isn't read here: compressed in a way that wasn't asked for, UTF-16, or
// another charset than UTF-8 with characters of its own. It is empty for a body that can be read.
func foreignEncoding(header http.Header, body []byte) string {
	if coding := header.Get("Content-Encoding"); coding != "" && !strings.EqualFold(coding, "identity") {
		return "its Content-Encoding is " + coding + ", which wasn't asked for"
	}
	switch {
	case bytes.HasPrefix(body, []byte("\x1f\x8b")):
		return "it is compressed by gzip without saying so"
	case bytes.HasPrefix(body, []byte("\xff\xfe")), bytes.HasPrefix(body, []byte("\xfe\xff")), len(body) > 1 && (body[0] == 0 || body[1] == 0):
		return "it is in UTF-16 or UTF-32, not in UTF-8"
	}
	_, parameters, _ := mime.ParseMediaType(header.Get("Content-Type"))
	if charset := parameters["charset"]; charset != "" && !strings.EqualFold(charset, "utf-8") && !strings.EqualFold(charset, "utf8") && !utf8.Valid(body) {
		return "its charset is " + charset + ", not UTF-8"
	}
	return ""
}
