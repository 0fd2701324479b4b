package rest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"net/http"
	"unicode/utf8"

	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// readFailure fills in what a failure's body says. Vendors write failures in several forms, often more than one each; all known ones
// are tried on every body, and the vendor's own fields for codes: a list of errors, an error code with a description, a nested error, a bare message, plain text.
func (e *Error) readFailure(header http.Header, body []byte, secrets, codes []string) {
	e.keep(body)
	clean := masks(secrets).line
	defer func() {
		if e.cause != nil || e.Code != "" || e.Message != "" || len(e.Details) > 0 || len(body) == 0 {
			return
		}
		if encoding := foreignEncoding(header, body); encoding != "" {
			e.cause = errors.New("the response can't be read: " + clean(encoding))
		}
	}()
	body = bytes.TrimSpace(wiretext.WithoutMark(body))
	if len(body) == 0 || !readableText(body) {
		return
	}
	if body[0] != '{' && body[0] != '[' && body[0] != '"' {
		if body[0] != '<' { // a page of HTML says nothing to a program
			e.Message = clean(string(body))
		}
		return
	}
	var text string
	if json.Unmarshal(body, &text) == nil {
		e.Message = clean(text)
		return
	}
	if !json.Valid(body) {
		return
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(body, &fields) != nil {
		e.readDetails(body, clean)
		return
	}
	first := func(names ...string) string {
		for _, name := range names {
			if s := jsonscan.Scalar(fields[name]); s != "" {
				return s
			}
		}
		return ""
	}
	if e.readDetails(body, clean) {
		return
	}
	var nested struct {
		Code    value.JSON `json:"code"`
		Message value.JSON `json:"message"`
	}
	if raw := fields["error"]; len(raw) > 0 && raw[0] == '{' && json.Unmarshal(raw, &nested) == nil {
		e.Code, e.Message = clean(jsonscan.Scalar(nested.Code)), clean(jsonscan.Scalar(nested.Message))
		return
	}
	messages := wiretext.MessageFields()
	e.Code = clean(first(append([]string{"code", "error_code"}, codes...)...))
	e.Message = clean(cmp.Or(first(messages[:]...), first("error", "errors")))
	if code := clean(first("error")); e.Code == "" && code != e.Message {
		e.Code = code
	}
}

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
