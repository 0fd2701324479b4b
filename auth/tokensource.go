package auth

import (
	"context"
	"fmt"
	"io"
	"sync"

	"golang.org/x/oauth2"

	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// Secret is a string that masks itself however it is printed or encoded.
type Secret = value.Secret

// TokenSource returns the access token to send. Token may be called from any number of goroutines, and returns early when ctx ends.
// The token it returns is shared: don't change it.
type TokenSource interface {
	Token(ctx context.Context) (*oauth2.Token, error)
}

// Invalidator may be implemented by a TokenSource: it is told that the vendor refused an access token, and returns another one from
// then on, unless it finds that renewing doesn't help. A value that isn't the current token is ignored.
type Invalidator interface {
	Invalidate(accessToken string)
}

// FromOAuth2 makes a TokenSource of an oauth2.TokenSource. Since that takes no context, it runs in a goroutine of its own, one call
// at a time, and callers whose context ends stop waiting for it. Its errors are returned as *TokenError, without the raw responses
// that oauth2.RetrieveError would print; errors.As still finds the original.
func FromOAuth2(src oauth2.TokenSource) TokenSource {
	if v, ok := src.(*oauth2View); ok {
		return v.src
	}
	return &fromOAuth2{src: src}
}

type fromOAuth2 struct {
	src  oauth2.TokenSource
	mu   sync.Mutex
	call *oauth2Call
}

type oauth2Call struct {
	done  chan struct{}
	token *oauth2.Token
	err   error
}

// Token asks the source behind, or joins the call to it that is under way.
func (a *fromOAuth2) Token(ctx context.Context) (*oauth2.Token, error) {
	if a.src == nil {
		return nil, configError("", "FromOAuth2 was given no token source")
	}
	if err := ctx.Err(); err != nil {
		return nil, waitError(err)
	}
	a.mu.Lock()
	call := a.call
	if call == nil {
		call = &oauth2Call{done: make(chan struct{}), err: errAborted}
		a.call = call
		go a.run(call)
	}
	a.mu.Unlock()
	select {
	case <-call.done:
		return call.token, call.err
	case <-ctx.Done():
		return nil, waitError(ctx.Err())
	}
}

func (a *fromOAuth2) run(call *oauth2Call) {
	defer func() {
		a.mu.Lock()
		a.call = nil
		a.mu.Unlock()
		close(call.done)
	}()
	token, err := a.src.Token()
	call.token, call.err = token, foreignError("", err)
}

// Format shows nothing of the source behind.
func (a *fromOAuth2) Format(f fmt.State, _ rune) { io.WriteString(f, "auth.TokenSource(oauth2)") }

// OAuth2 returns src as an oauth2.TokenSource, for code that needs one. Every Token call of it runs under ctx, which therefore must
// last as long as it is used.
func OAuth2(ctx context.Context, src TokenSource) oauth2.TokenSource {
	return &oauth2View{ctx: ctx, src: src}
}

type oauth2View struct {
	ctx context.Context
	src TokenSource
}

// Token asks the source behind under the view's context.
func (v *oauth2View) Token() (*oauth2.Token, error) {
	if v.src == nil {
		return nil, configError("", "OAuth2 was given no token source")
	}
	return v.src.Token(v.ctx)
}

// Format shows nothing of the source behind.
func (v *oauth2View) Format(f fmt.State, _ rune) { io.WriteString(f, "oauth2.TokenSource(auth)") }

// waitError says that a caller's context ended before there was a token.
func waitError(err error) error { return fmt.Errorf("auth: waiting for a token: %w", err) }
