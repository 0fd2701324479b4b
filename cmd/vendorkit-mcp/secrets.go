package main

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// secrets remembers the credentials that requests carried, so that none of them is ever in a result, whoever echoes it.
type secrets struct {
	mu   sync.Mutex
	seen []string // the latest last
}

// mostSecrets is how many credentials are remembered. A token is replaced every hour or so.
const mostSecrets = 64

// note is a RequestEditorFn that comes after the one with the credential.
func (s *secrets) note(_ context.Context, req *http.Request) error {
	for name, values := range req.Header {
		if !wiretext.SecretName(name) {
			continue
		}
		for _, value := range values {
			if _, token, two := strings.Cut(value, " "); two {
				value = token
			}
			s.add(value)
		}
	}
	for name, values := range req.URL.Query() {
		if wiretext.SecretName(name) {
			for _, value := range values {
				s.add(value)
			}
		}
	}
	return nil
}

func (s *secrets) add(secret string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if secret == "" || slices.Contains(s.seen, secret) {
		return
	}
	if len(s.seen) == mostSecrets {
		s.seen = s.seen[1:]
	}
	s.seen = append(s.seen[:len(s.seen):len(s.seen)], secret)
}

// mask takes the credentials out of a text.
func (s *secrets) mask(text string) string {
	s.mu.Lock()
	seen := s.seen
	s.mu.Unlock()
	return wiretext.Mask(text, seen, wiretext.Masked)
}
