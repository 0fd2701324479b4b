package rest

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// maxMessage bounds what is kept of a vendor's message, in bytes.
const maxMessage = 500

// readFailure fills in what a failure's body says. Vendors use several shapes, often more than one each; all known ones
// are tried on every body: a list of errors, an error code with a description, a nested error, a bare message, plain text.
func (e *Error) readFailure(body []byte, secrets []string) {
	e.keep(body)
	clean := masks(secrets).line
	body = bytes.TrimSpace(withoutMark(body))
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
	var members map[string]json.RawMessage
	if json.Unmarshal(body, &members) != nil {
		e.readDetails(body, clean)
		return
	}
	first := func(names ...string) string {
		for _, name := range names {
			if s := scalarText(members[name]); s != "" {
				return s
			}
		}
		return ""
	}
	if e.readDetails(body, clean) {
		return
	}
	var nested struct {
		Code    JSON `json:"code"`
		Message JSON `json:"message"`
	}
	if raw := members["error"]; len(raw) > 0 && raw[0] == '{' && json.Unmarshal(raw, &nested) == nil {
		e.Code, e.Message = clean(scalarText(nested.Code)), clean(scalarText(nested.Message))
		return
	}
	e.Code = clean(first("code", "resultCode", "error_code", "ClassName"))
	e.Message = clean(first("error_description", "message", "Message", "errorMessage", "detail", "title", "error"))
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

// scalarText gives a JSON text or number as text, anything else as nothing.
func scalarText(raw []byte) string {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 {
		return ""
	}
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	var n json.Number
	if json.Unmarshal(raw, &n) == nil {
		return n.String()
	}
	return ""
}

// oneLine makes a foreign text fit for a log line: one line, no control characters, capped.
func oneLine(s string) string {
	s = wiretext.Line(s)
	if len(s) <= maxMessage {
		return s
	}
	cut := maxMessage
	for !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "..."
}

// masks are the secrets that must not show in a foreign text.
type masks []string

// line makes a foreign text fit for a log line. It is kept out of line, as it is called for everything a body says.
//
//go:noinline
func (m masks) line(s string) string {
	// A body that was cut may end within a secret, which mask doesn't know then: the end of a long text is never shown.
	s = mask(s, m)
	s = s[:min(len(s), defaultMaxError/2)]
	return oneLine(mask(wiretext.Line(s), m)) // and again without what may have hidden a secret by standing in it
}

// mask replaces the given secrets where they stand in s, in whatever spelling.
func mask(s string, secrets []string) string { return wiretext.Mask(s, secrets, masked) }

// secretsOf collects the credentials that a request carried: what a vendor may echo.
func secretsOf(req *http.Request) []string {
	var out masks
	for name, values := range req.Header {
		switch name {
		case "Accept", "Accept-Encoding", "User-Agent", "Content-Type", "X-Api-Version":
			continue
		}
		for _, v := range values {
			if name == "Cookie" {
				out.keepCookies(v)
				continue
			}
			if scheme, credential, ok := strings.Cut(v, " "); ok {
				out.keep(credential)
				if strings.EqualFold(scheme, "Basic") {
					out.keepBasic(credential)
				}
			}
			out.keep(v)
		}
	}
	for name, values := range req.URL.Query() {
		for _, v := range values {
			if sensitive(name) || random(v) {
				out.keep(v)
			}
		}
	}
	return out
}

// keep adds a secret as it may show. What is too short to be one would mask half of a text.
//
//go:noinline
func (m *masks) keep(s string) {
	if s = wiretext.Line(s); len(s) >= 6 {
		*m = append(*m, s)
	}
}

// keepCookies adds the values of cookies: a session's is as good as a token.
func (m *masks) keepCookies(line string) {
	for cookie := range strings.SplitSeq(line, ";") {
		_, value, _ := strings.Cut(strings.TrimSpace(cookie), "=")
		m.keep(value)
	}
}

// keepBasic adds the user's name and the password that Basic authentication has encoded.
func (m *masks) keepBasic(credential string) {
	plain, err := base64.StdEncoding.DecodeString(credential)
	if err != nil {
		return
	}
	_, password, _ := strings.Cut(string(plain), ":")
	m.keep(string(plain))
	m.keep(password)
}

// sensitive reports whether a query parameter's name promises a credential.
func sensitive(name string) bool {
	name = strings.ToLower(name)
	switch name {
	case "auth", "sig", "sid", "pass", "hash":
		return true
	}
	for _, word := range [...]string{"token", "secret", "passw", "pwd", "key", "signature", "code", "session", "credential", "jwt", "bearer", "hmac"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}

// random reports whether a query's value looks like a credential, whatever the parameter is called: long, without a blank, of
// letters in both cases or letters and digits in no order.
func random(value string) bool {
	uuid := len(value) == 36 && value[8] == '-' && value[13] == '-' && value[18] == '-' && value[23] == '-'
	if len(value) < 20 || uuid || strings.ContainsAny(value, " ,;@") {
		return false
	}
	lower, upper, digits, changes, last := 0, 0, 0, 0, 0
	for _, r := range value {
		kind := 0
		switch {
		case r >= 'a' && r <= 'z':
			lower, kind = lower+1, 1
		case r >= 'A' && r <= 'Z':
			upper, kind = upper+1, 2
		case r >= '0' && r <= '9':
			digits, kind = digits+1, 3
		}
		if kind != last {
			changes, last = changes+1, kind
		}
	}
	return lower+upper > 0 && digits+min(lower, upper) > 0 && changes >= len(value)/4
}

// requestID returns the vendor's id of a request. A vendor that echoes a credential there is masked like anywhere else.
func requestID(header http.Header, secrets []string) string {
	for _, name := range [...]string{"X-Request-Id", "X-Correlation-Id", "Request-Id", "X-Amzn-Requestid", "Cf-Ray"} {
		if id := header.Get(name); id != "" {
			return masks(secrets).line(id)
		}
	}
	return ""
}
