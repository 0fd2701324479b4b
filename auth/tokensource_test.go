package auth

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/oauth2"
)

type oauth2Func func() (*oauth2.Token, error)

func (f oauth2Func) Token() (*oauth2.Token, error) { return f() }

func TestFromOAuth2(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var calls atomic.Int32
		src := FromOAuth2(oauth2Func(func() (*oauth2.Token, error) {
			calls.Add(1)
			time.Sleep(time.Minute)
			return &oauth2.Token{AccessToken: "tok"}, nil
		}))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		if _, err := src.Token(ctx); !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != time.Second {
			t.Errorf("got %v after %v, want the caller's deadline after 1s", err, time.Since(start))
		}
		var group sync.WaitGroup
		for range 10 {
			group.Go(func() {
				if got := get(t, src); got != "tok" {
					t.Errorf("got %q", got)
				}
			})
		}
		group.Wait()
		if n := calls.Load(); n != 1 {
			t.Errorf("%d calls at the same time, want 1", n)
		}
		get(t, src)
		if n := calls.Load(); n != 2 {
			t.Errorf("%d calls, want a second one: the source behind does the caching", n)
		}
	})
}

func TestForeignErrorsAreCleaned(t *testing.T) {
	t.Parallel()
	// The string is what oauth2.RetrieveError has for a response without an error code.
	raw := fmt.Errorf("oauth2: cannot fetch token: 400 Bad Request\nResponse: %s%w", "pl4nted-secret", &oauth2.RetrieveError{ErrorCode: "x"})
	for _, src := range []TokenSource{
		FromOAuth2(oauth2Func(func() (*oauth2.Token, error) { return nil, raw })),
		tokenFunc(func(context.Context) (*oauth2.Token, error) { return nil, raw }),
	} {
		err := Bearer(src, "api.example.com")(t.Context(), request(t, "GET", "https://api.example.com/"))
		e, ok := errors.AsType[*TokenError](err)
		if !ok || e.Code != CodeSource || strings.Contains(err.Error(), "pl4nted") || !strings.Contains(err.Error(), "400 Bad Request") {
			t.Errorf("got %v", err)
		}
		if _, ok := errors.AsType[*oauth2.RetrieveError](err); !ok {
			t.Error("the original can't be reached")
		}
	}
	_, err := FromOAuth2(oauth2Func(func() (*oauth2.Token, error) { return nil, raw })).Token(t.Context())
	if e, ok := errors.AsType[*TokenError](err); !ok || e.Code != CodeSource {
		t.Errorf("without an editor: %v", err)
	}
	ended := tokenFunc(func(ctx context.Context) (*oauth2.Token, error) { return nil, context.Canceled })
	if err := Bearer(ended, "api.example.com")(t.Context(), request(t, "GET", "https://api.example.com/")); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}

func TestOAuth2ViewAndBack(t *testing.T) {
	t.Parallel()
	f := newFake(t, false)
	s := f.source()
	view := OAuth2(t.Context(), s)
	token, err := view.Token()
	if err != nil || token.AccessToken != "access-1" || !token.Valid() {
		t.Errorf("got %v, %v", token, err)
	}
	if FromOAuth2(view) != TokenSource(s) {
		t.Error("the way back isn't the source itself")
	}
	if _, err := OAuth2(t.Context(), nil).Token(); !errors.Is(err, ErrBadConfig) {
		t.Errorf("got %v", err)
	}
	if _, err := OAuth2(t.Context(), (*Source)(nil)).Token(); !errors.Is(err, ErrBadConfig) {
		t.Errorf("got %v", err)
	}
	if _, err := FromOAuth2(nil).Token(t.Context()); !errors.Is(err, ErrBadConfig) {
		t.Errorf("got %v", err)
	}
}
