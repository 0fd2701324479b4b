package rest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// readFailure fills in what a failure's body says. Vendors write failures in several forms, often more than one each; all known ones
// are tried on every body, and the vendor's own fields for codes: a list of errors, an error code with a description, a nested error, a bare message, plain text.
func (e *Error) readFailure(header http.Header, body []byte, secrets, codes []string) {
	e.keep(body)
	clean := masks(secrets).line
	body = bytes.TrimSpace(wiretext.WithoutMark(body))
	e.readText(body, clean, codes)
	if e.cause == nil && e.Code == "" && e.Message == "" && len(e.Details) == 0 && len(body) > 0 {
		if encoding := foreignEncoding(header, body); encoding != "" {
			e.cause = errors.New("the response can't be read: " + clean(encoding))
		}
	}
}

func (e *Error) readText(body []byte, clean func(string) string, codes []string) {
	if len(body) == 0 || !readableText(body) {
		return
	}
	switch body[0] {
	case '{', '[', '"':
	case '<': // a page of HTML says nothing to a program
		return
	default:
		e.Message = clean(string(body))
		return
	}
	switch {
	case !json.Valid(body):
		return
	case body[0] == '"':
		e.Message = clean(jsonscan.Scalar(body))
		return
	}
	fields := foldedFields(body)
	nested := foldedFields(fields["error"]) // {"error":{"code":...,"message":...,"details":[...]}}
	if e.readDetails(body, fields, nested, clean) || body[0] == '[' {
		return
	}
	if e.Code, e.Message = clean(jsonscan.Scalar(nested["code"])), clean(jsonscan.Scalar(nested["message"])); e.Code != "" || e.Message != "" {
		return
	}
	e.Code = clean(firstOf(fields, "code error_code"))
	for _, name := range codes { // of which one may have a blank in it
		e.Code = cmp.Or(e.Code, clean(jsonscan.Scalar(fields[strings.ToLower(name)])))
	}
	words := messageFields() + " error errors"
	e.Message = firstShown(fields, words, clean)
	if code := clean(jsonscan.Scalar(fields["error"])); e.Code == "" && code != clean(firstOf(fields, words)) { // with blank words beside it, it's both
		e.Code = code
	}
}

// messageFields are wiretext.MessageFields as foldedFields has them.
func messageFields() string { return strings.ToLower(wiretext.MessageFields) }

// readableText reports whether a body begins like text: what is compressed or in UTF-16 says nothing to a reader.
func readableText(body []byte) bool {
	odd := 0
	for _, c := range body[:min(len(body), 512)] {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' || c >= 0x80 && !utf8.Valid(body[:min(len(body), 512)]) {
			odd++
		}
	}
	return odd*8 <= min(len(body), 512)
}

// masks are the secrets that must not show in a foreign string.
type masks []string

// line makes a foreign string fit for a log line. It is kept out of line, as it is called for everything a body says.
//
//go:noinline
func (m masks) line(s string) string {
	// A body that was cut may end within a secret, which mask doesn't know then: the end of a long text is never shown.
	s = mask(s, m)
	s = s[:min(len(s), defaultMaxError/2)]
	return wiretext.Show(s, m, wiretext.MaxBrief) // which masks again, without what may have hidden a secret by standing in it
}

// mask replaces the given secrets where they stand in s, in whatever spelling.
func mask(s string, secrets []string) string { return wiretext.Mask(s, secrets, wiretext.Masked) }

// requestID returns the vendor's id of a request. A vendor that echoes a credential there is masked like anywhere else.
func requestID(header http.Header, secrets []string) string {
	return wiretext.RequestID(header, masks(secrets).line)
}
