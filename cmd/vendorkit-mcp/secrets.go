package main

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// secrets knows those of the login and remembers the credentials that requests carried, so that none of them is ever in a result, whoever
// echoes it.
type secrets struct {
	login func(context.Context) []string // those that it has now; nil: none but what requests carry
	// query is the parameter that has the credential, where it stands in the query. Others whose names promise one, such as
	// country_code_id, are an operation's own, and a value such as 1 or true can't be kept out of results.
	query string

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
	if s.query == "" {
		return nil
	}
	for _, value := range req.URL.Query()[s.query] {
		s.add(value)
	}
	return nil
}

func (s *secrets) add(secret string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(secret) < wiretext.ShortestSecret || slices.Contains(s.seen, secret) {
		return
	}
	if len(s.seen) == mostSecrets {
		s.seen = s.seen[1:]
	}
	s.seen = append(s.seen[:len(s.seen):len(s.seen)], secret)
}

// all lists what must not be shown.
func (s *secrets) all(ctx context.Context) []string {
	s.mu.Lock()
	seen := s.seen
	s.mu.Unlock()
	if s.login != nil {
		seen = append(s.login(ctx), seen...)
	}
	return seen
}

// mask takes the secrets out of a text. A text that is cut has to be masked before: half a secret isn't found.
func (s *secrets) mask(ctx context.Context, text string) string {
	return wiretext.MaskJSON(text, s.all(ctx), wiretext.Masked)
}
