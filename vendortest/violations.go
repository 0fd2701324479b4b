package vendortest

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// Violation is one thing in a request that breaks the vendor's document.
type Violation struct {
	// Request is the number of the request.
	Request int
	// Operation is the operationId; empty when the document has no such path.
	Operation string
	// Method and Path are those of the request line, and Query is its query; credentials in them are masked.
	Method, Path, Query string
	// What says what is wrong. Credentials are masked, and it has no control characters that a terminal would act on.
	What string
	// Ignored says that the vendor ignores what is wrong. The request is then carried out even without [AllowViolations].
	Ignored bool
}

// String is one line for a log.
func (v Violation) String() string {
	line := v.Path
	if v.Query != "" {
		line += "?" + v.Query
	}
	return fmt.Sprintf("request %d, %s %s: %s", v.Request, v.Method, line, v.What)
}

// WithViolations calls report with each violation as soon as it is found, before the response is sent. The violations of one request are
// reported one after the other; those of different requests may be at the same time. report may use the [Server].
func WithViolations(report func(Violation)) Option { return func(s *settings) { s.report = report } }

// Violations returns what was wrong with the requests so far, in order, and what the vendor ignores of that (Violation.Ignored).
func (s *Server) Violations() []Violation {
	s.log.mu.Lock()
	defer s.log.mu.Unlock()
	return append([]Violation(nil), s.log.violations...)
}

// violated keeps a violation. Under a test it is logged as well, since a caller may see no more than a status.
func (s *Server) violated(c *call, p problem) {
	hide := s.hider(c)
	v := Violation{
		Request: c.number, Method: printable(c.request.Method), Path: printable(hide(c.request.URL.EscapedPath())), Query: printable(hide(maskedQuery(c.request.URL.RawQuery))),
		What: printable(hide(p.text())), Ignored: p.ignored,
	}
	if c.operation != nil {
		v.Operation = c.operation.ID
	}
	s.log.mu.Lock()
	if len(s.log.violations) < logLimit {
		s.log.violations = append(s.log.violations, v)
	}
	s.log.mu.Unlock()
	c.violations = append(c.violations, v)
	if s.tb != nil {
		note := ""
		if v.Ignored {
			note = " (the vendor ignores it)"
		}
		s.tb.Logf("vendortest: %v%s", v, note)
	}
}

// report notifies the caller of WithViolations what was wrong with a call. Nothing is locked then.
func (c *call) report() {
	if report := c.server.settings.report; report != nil {
		for _, v := range c.violations {
			report(v)
		}
	}
	c.violations = nil
}

const hidden = "…"

// hider takes the credentials that a call carries, and those that the simulator was seeded with, out of a string.
func (s *Server) hider(c *call) func(string) string {
	known := s.behave.credentials
	secrets := []string{known.ClientSecret, known.Password, known.AccessToken, known.RefreshToken, known.Code, known.APIToken}
	if _, token, ok := strings.Cut(c.request.Header.Get("Authorization"), " "); ok {
		secrets = append(secrets, strings.TrimSpace(token))
	}
	for name, values := range c.request.URL.Query() {
		if wiretext.SecretName(name) {
			secrets = append(secrets, values...)
		}
	}
	secrets = slices.DeleteFunc(secrets, func(secret string) bool { return len(secret) < wiretext.ShortestSecret })
	return func(text string) string { return wiretext.Mask(text, secrets, hidden) }
}

// maskedQuery hides the values of parameters that carry credentials by their names.
func maskedQuery(raw string) string {
	parts := strings.Split(raw, "&")
	for i, part := range parts {
		name, _, ok := strings.Cut(part, "=")
		if plain, err := url.QueryUnescape(name); ok && (err != nil || wiretext.SecretName(plain)) {
			parts[i] = name + "=" + hidden
		}
	}
	return strings.Join(parts, "&")
}

// printable makes a foreign string fit for one line of a terminal.
func printable(text string) string {
	const most = 400
	text = strings.Map(func(r rune) rune {
		if r != ' ' && (unicode.IsSpace(r) || wiretext.Hidden(r)) {
			return '?'
		}
		return r
	}, strings.ToValidUTF8(text, "?"))
	if letters := []rune(text); len(letters) > most {
		text = string(letters[:most]) + hidden
	}
	return text
}
