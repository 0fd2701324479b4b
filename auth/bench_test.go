package auth

import (
	"context"
	"testing"
	"time"

	"golang.org/x/oauth2"
)

// BenchmarkCachedToken holds a cached token against x/oauth2's way in the same run. Try -cpu 1,2,8,64.
func BenchmarkCachedToken(b *testing.B) {
	f := newFake(b, false)
	s := f.source()
	get(b, s)
	reuse := oauth2.ReuseTokenSource(&oauth2.Token{AccessToken: "a", Expiry: time.Now().Add(time.Hour)}, nil)
	ctx := context.Background()
	b.Run("auth.Source", func(b *testing.B) {
		b.ReportAllocs()
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				if _, err := s.Token(ctx); err != nil {
					b.Error(err)
				}
			}
		})
	})
	b.Run("oauth2.ReuseTokenSource", func(b *testing.B) {
		b.ReportAllocs()
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				if _, err := reuse.Token(); err != nil {
					b.Error(err)
				}
			}
		})
	})
}

// BenchmarkEditor holds the whole editor against setting the header by hand.
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
