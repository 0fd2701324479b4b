package auth

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"golang.org/x/oauth2"
)

// BenchmarkCachedToken compares a cached token with x/oauth2's way in the same run, for one goroutine and for many.
func BenchmarkCachedToken(b *testing.B) {
	f := newFake(b, false)
	s := f.source()
	get(b, s)
	reuse := oauth2.ReuseTokenSource(&oauth2.Token{AccessToken: "a", Expiry: time.Now().Add(time.Hour)}, nil)
	ctx := context.Background()
	for _, goroutines := range []int{1, 8, 64} {
		run := func(name string, get func() (*oauth2.Token, error)) {
			b.Run(fmt.Sprintf("%s/%d goroutines", name, goroutines), func(b *testing.B) {
				b.ReportAllocs()
				var group sync.WaitGroup
				for i := range goroutines {
					group.Go(func() {
						for range (b.N + i) / goroutines {
							if _, err := get(); err != nil {
								b.Error(err)
							}
						}
					})
				}
				group.Wait()
			})
		}
		run("auth.Source", func() (*oauth2.Token, error) { return s.Token(ctx) })
		run("oauth2.ReuseTokenSource", reuse.Token)
	}
}

// BenchmarkEditor compares the whole editor with setting the header by hand.
func BenchmarkEditor(b *testing.B) {
	f := newFake(b, false)
	s := f.source()
	get(b, s)
	ctx := context.Background()
	b.Run("auth.Holaspirit", func(b *testing.B) {
		edit, req := Holaspirit(s), request(b, "GET", "http://localhost/api/organizations/1/circles")
		b.ReportAllocs()
		for b.Loop() {
			if err := edit(ctx, req); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("Header.Set", func(b *testing.B) {
		req := request(b, "GET", "http://localhost/api/organizations/1/circles")
		token := "access-1"
		b.ReportAllocs()
		for b.Loop() {
			req.Header.Set("Authorization", "Bearer "+token)
		}
	})
}
