package vendortest

import (
	"fmt"
	"time"
)

// TokenStats counts what happened to a vendor's tokens.
type TokenStats struct {
	// Issued is how many pairs of access and refresh token were given out for a login (a password, a code or, without a
	// refresh token, client credentials).
	Issued int
	// Refreshed is how many pairs were given out for a refresh token.
	Refreshed int
	// Reused is how often a refresh token (or a code) was sent that had been used already or was no longer valid.
	Reused int
	// Revoked is how many pairs ended before they expired: by the revoke endpoint, or because a newer pair came into use.
	Revoked int
	// Refused is how many requests to the token endpoint got an error.
	Refused int
}

// Tokens returns what happened to the vendor's tokens so far. The pair in Credentials isn't counted.
func (s *Server) Tokens() TokenStats {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tokens.stats
}

// pair is an access token with its refresh token.
type pair struct {
	access, refresh string
	client          string
	scope           string // of the access token, where the vendor has scopes
	login           int    // pairs of one login have the same number
	parent          *pair
	made            time.Time
	expires         time.Time // of the access token
	ends            time.Time // of the refresh token; zero: never
	used            bool      // the access token has been on the API
	spent           bool      // the refresh token was used where it works once
	dead            bool
}

// tokens keeps the pairs of one server. Server.mu guards it.
type tokens struct {
	seed    uint64
	made    int
	logins  int
	access  map[string]*pair
	refresh map[string]*pair
	stats   TokenStats
}

func newTokens(seed uint64) *tokens {
	return &tokens{seed: seed, access: map[string]*pair{}, refresh: map[string]*pair{}}
}

// secret makes a token of n hex digits.
func (t *tokens) secret(what string, n int) string {
	t.made++
	text := ""
	for i := 0; len(text) < n; i++ {
		text += fmt.Sprintf("%016x", mix(fmt.Sprint(what, t.seed, i), t.made))
	}
	return text[:n]
}

// issue makes a pair, of a new login when it has no parent.
func (t *tokens) issue(client string, parent *pair, now time.Time, life, refreshLife time.Duration) *pair {
	p := &pair{
		access: t.secret("access", 64), refresh: t.secret("refresh", 64), client: client, parent: parent,
		made: now, expires: now.Add(life),
	}
	if refreshLife > 0 {
		p.ends = now.Add(refreshLife)
	}
	if parent == nil {
		t.logins++
		p.login = t.logins
	} else {
		p.login = parent.login
	}
	t.access[p.access], t.refresh[p.refresh] = p, p
	return p
}

// good returns the pair of an access token that still opens the API.
func (t *tokens) good(access string, now time.Time) *pair {
	p := t.access[access]
	if p == nil || p.dead || !now.Before(p.expires) {
		return nil
	}
	return p
}

func (t *tokens) kill(p *pair) {
	if !p.dead {
		p.dead = true
		t.stats.Revoked++
	}
}

// descends reports whether a pair came, by refreshes, from another.
func (p *pair) descends(from *pair) bool {
	for ; p != nil; p = p.parent {
		if p == from {
			return true
		}
	}
	return false
}
