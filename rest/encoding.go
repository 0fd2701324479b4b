package rest

import (
	"bytes"
	"mime"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"
)

// compressions are the content codings under which bytes aren't what they stand for.
var compressions = [...]string{"gzip", "x-gzip", "br", "zstd", "deflate", "compress", "x-compress"}

// compressed returns the Content-Encoding of a body that is compressed; empty where it isn't. Other words are found there too,
// such as utf-8 or aws-chunked, and mean nothing.
func compressed(header http.Header) string {
	for _, value := range header["Content-Encoding"] {
		for _, coding := range strings.Split(value, ",") {
			if coding = strings.ToLower(strings.TrimSpace(coding)); slices.Contains(compressions[:], coding) {
				return coding
			}
		}
	}
	return ""
}

// foreignEncoding says in which encoding a body is that isn't read here: compressed in a way that wasn't asked for, UTF-16, or
// another charset than UTF-8 with characters of its own. It is empty for a body that can be read.
func foreignEncoding(header http.Header, body []byte) string {
	if coding := compressed(header); coding != "" {
		return "its Content-Encoding is " + coding + ", which wasn't asked for"
	}
	switch {
	case bytes.HasPrefix(body, []byte("\x1f\x8b")):
		return "it is compressed by gzip without saying so"
	case bytes.HasPrefix(body, []byte("\x28\xb5\x2f\xfd")):
		return "it is compressed by zstd without saying so"
	case bytes.HasPrefix(body, []byte("\x78\x9c")), bytes.HasPrefix(body, []byte("\x78\xda")):
		return "it is compressed by deflate without saying so"
	case bytes.HasPrefix(body, []byte("\xff\xfe")), bytes.HasPrefix(body, []byte("\xfe\xff")), len(body) > 1 && (body[0] == 0 || body[1] == 0):
		return "it is in UTF-16 or UTF-32, not in UTF-8"
	}
	contentType := contentTypeOf(header)
	if !strings.Contains(contentType, ";") { // spares the parsing, which nearly no response needs
		return ""
	}
	_, parameters, _ := mime.ParseMediaType(contentType)
	charset := parameters["charset"]
	switch strings.ToLower(charset) {
	case "", "utf-8", "utf8":
		return ""
	}
	if utf8.Valid(body) {
		return ""
	}
	return "its charset is " + charset + ", not UTF-8"
}

// contentTypeOf is header.Get("Content-Type") without the work of spelling a name that is spelled right.
func contentTypeOf(header http.Header) string {
	if values := header["Content-Type"]; len(values) > 0 {
		return values[0]
	}
	return ""
}
