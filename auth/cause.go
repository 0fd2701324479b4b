package auth

import (
	"errors"
	"fmt"
	"io"
	"net/textproto"
	"net/url"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// cause stands before an error of another package. errors.Is and errors.As see the original; printing shows only a string
// that was cleaned, since the errors of net/http quote URLs with their queries and pieces of responses.
type cause struct {
	err  error
	text string
}

func newCause(err error, known secrets) *cause {
	// The error that an *url.Error wraps says what went wrong; the rest of it is the URL.
	err = wiretext.WithoutURL(err)
	text, _, _ := strings.Cut(err.Error(), "\n") // x/oauth2 puts a whole response after the first line
	if _, ok := errors.AsType[textproto.ProtocolError](err); ok {
		text = "malformed HTTP header" // the original quotes the line
	}
	return &cause{err: err, text: known.clean(withoutQuotes(withoutQueries(text)), textLimit)}
}

// Error returns the cleaned text.
func (c *cause) Error() string { return c.text }

// Is looks into the original.
func (c *cause) Is(target error) bool { return errors.Is(c.err, target) }

// As looks into the original, for anything but the URL.
func (c *cause) As(target any) bool {
	if _, isURL := target.(**url.Error); isURL {
		return false
	}
	return errors.As(c.err, target)
}

// Format shows the cleaned text for every verb.
func (c *cause) Format(f fmt.State, _ rune) { io.WriteString(f, c.text) }

// withoutQueries cuts the query off every URL in text.
func withoutQueries(text string) string {
	words := strings.Split(text, " ")
	for i, word := range words {
		if strings.Contains(word, "://") {
			words[i], _, _ = strings.Cut(word, "?")
		}
	}
	return strings.Join(words, " ")
}

// withoutQuotes drops what stands between double quotes: net/http quotes the bytes it can't make sense of.
func withoutQuotes(text string) string {
	var b strings.Builder
	for i, part := range strings.Split(text, `"`) {
		if i%2 == 0 {
			b.WriteString(part)
		}
	}
	return b.String()
}
