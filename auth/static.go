package auth

import (
	"context"
	"fmt"
	"io"

	"golang.org/x/oauth2"
)

// staticToken is a token that never changes; once refused, there is no other.
type staticToken struct {
	vendor string
	token  *oauth2.Token
	err    error
}

// Token returns the token, or what is wrong with it.
func (s *staticToken) Token(context.Context) (*oauth2.Token, error) { return s.token, s.err }

// Format shows whose token it is, not the token.
func (s *staticToken) Format(f fmt.State, _ rune) {
	io.WriteString(f, "auth.TokenSource("+s.vendor+" static token)")
}
