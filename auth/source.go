package auth

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"math"
	mathrand "math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/oauth2"
)

const (
	defaultTimeout = 30 * time.Second // of one refresh
	defaultSkew    = 30 * time.Second // before expiry, a token counts as expired
	earlyWindow    = 5 * time.Minute  // before that, it is renewed in the background

	// More renewals than this in a minute aren't made because a fresh token was refused: the trouble lies elsewhere, and
	// every renewal costs a request. Taking over a token that another holder of the store got doesn't count.
	refusalLimit  = 5
	refusalWindow = time.Minute
)

// Source is a TokenSource that obtains, renews and stores the tokens of one login. The constructors of the providers make it
// (HolaspiritPassword, SpiroRefresh, ...).
//
// A cached token costs one atomic load. However many callers wait, there is one renewal, with a context of its own, so that a caller
// who leaves doesn't disturb the others. It starts in the background before the token expires; if it fails then, the old token is
// used until it expires. Every new token is in the Store before any caller gets it. Nothing runs when no token is requested.
type Source struct {
	plan   plan
	id     string // tells it from every other Source, in any process
	cached atomic.Pointer[cachedToken]

	mu       sync.Mutex
	flight   *flight
	failure  failure
	rejected string      // fingerprint of the access token that was last invalidated
	refusals []time.Time // renewals of the last refusalWindow that a refusal caused

	renewal renewal // belongs to the flight under way
}

// plan is what a provider's constructor decided.
type plan struct {
	vendor  string
	key     Key
	store   Store
	wire    *wire
	apiHost string        // the host that the tokens are for
	timeout time.Duration // of one refresh
	skew    time.Duration
	life    time.Duration // of a token whose response doesn't say

	refresh             func(token Secret) grant // nil: the vendor has no such grant
	initialRefreshToken Secret                   // the refresh token that the caller configured
	relogin             *grant                   // the re-login grant: one that needs no user and can be repeated (a password)

	revokeURL string // empty: the vendor can't

	onError func(error) // called with what no caller gets; may be nil
}

// cachedToken is a token with the times that matter, as nanoseconds since 1970: wall time, because monotonic time stands still
// while a machine sleeps. A clock that is set back would make it last, so its life is counted by monotonic time as well.
type cachedToken struct {
	cachedAt             time.Time
	left                 time.Duration // then
	token                *oauth2.Token
	renewable            bool
	refreshAt            int64        // from here on, renew in the background
	mustRefreshAt        int64        // from here on, wait for another
	expiresAt            int64        // from here on, it is of no use
	noEarlyRefreshBefore atomic.Int64 // until then no early renewal is tried
}

func newSource(p plan, account string, timeout, skew time.Duration) *Source {
	p.key = Key{Vendor: p.vendor, Account: account}
	if p.store == nil {
		p.store = NewMemoryStore()
	}
	p.timeout, p.skew = timeout, skew
	if p.timeout <= 0 {
		p.timeout = defaultTimeout
	}
	if p.skew <= 0 {
		p.skew = defaultSkew
	}
	return &Source{plan: p, id: rand.Text()[:16]}
}

// Token returns the access token to send. The token is shared and must not be changed; it doesn't contain the refresh token, which
// stays in the Store. If ctx ends while a token is being fetched, Token returns ctx's error, and the fetch continues.
func (s *Source) Token(ctx context.Context) (*oauth2.Token, error) {
	if s == nil || s.plan.store == nil { // a constructor's error was dropped, or there was no constructor
		return nil, configError("", "the Source was made by none of the constructors, or one failed: see to its error")
	}
	if h := s.cached.Load(); h != nil && h.before(time.Now(), h.refreshAt) {
		return h.token, nil
	}
	return s.renewed(ctx)
}

// renewed returns a token when the cached one is missing or near its end.
func (s *Source) renewed(ctx context.Context) (*oauth2.Token, error) {
	var err error
	for range 4 { // each round but the last ends with a flight whose result didn't serve this caller
		h, now := s.cached.Load(), time.Now()
		if h != nil && h.before(now, h.mustRefreshAt) {
			s.renewEarly(ctx, h, now)
			return h.token, nil
		}
		if ctxErr := ctx.Err(); ctxErr != nil {
			return nil, waitError(ctxErr)
		}
		var f *flight
		if f, err = s.join(ctx, now); f != nil {
			select {
			case <-f.done:
				err = f.err
			case <-ctx.Done():
				return nil, waitError(ctx.Err())
			}
			if err == nil || f.reason.early {
				continue // look at what it brought; an early failure says nothing about a forced try
			}
		} else if err == nil {
			continue
		}
		// Within the skew the old token still works, which beats an error.
		if h != nil && h == s.cached.Load() && h.before(time.Now(), h.expiresAt) {
			return h.token, nil
		}
		return nil, err
	}
	if err == nil {
		err = &TokenError{Provider: s.plan.vendor, Code: CodeNoToken,
			Description: "tokens expire or are refused as soon as they are issued"}
	}
	return nil, err
}

// renewEarly starts a renewal in the background when one is due.
func (s *Source) renewEarly(ctx context.Context, h *cachedToken, now time.Time) {
	if h.before(now, h.refreshAt) || now.UnixNano() < h.noEarlyRefreshBefore.Load() {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	why := reason{early: true}
	if s.flight != nil || s.cached.Load() != h || s.cooling(why, now) != nil {
		return
	}
	h.noEarlyRefreshBefore.Store(now.Add(s.plan.timeout).UnixNano()) // spares the callers the lock meanwhile
	s.start(ctx, &flight{reason: why, base: h.token.AccessToken})
}

// newCachedToken works out the times of a token. Short lives get shorter margins; the jitter keeps the processes that share a
// store from renewing all at once.
func (s *Source) newCachedToken(r Record) *cachedToken {
	h := &cachedToken{
		token: (&oauth2.Token{
			AccessToken: r.AccessToken.Reveal(),
			TokenType:   r.TokenType,
			Expiry:      r.Expiry,
		}).WithExtra(r.shown()),
		renewable: !r.RefreshToken.IsZero() || s.plan.relogin != nil,
		cachedAt:  time.Now(), left: math.MaxInt64,
		refreshAt: math.MaxInt64, mustRefreshAt: math.MaxInt64, expiresAt: math.MaxInt64,
	}
	if r.Expiry.IsZero() || r.Expiry.Year() > 2200 { // nanoseconds end in 2262
		return h
	}
	skew, window := s.margins(r)
	early := time.Duration((0.5 + mathrand.Float64()/2) * float64(window))
	h.expiresAt = r.Expiry.UnixNano()
	h.mustRefreshAt = r.Expiry.Add(-skew).UnixNano()
	h.refreshAt = r.Expiry.Add(-skew - early).UnixNano()
	h.left = min(r.Expiry.Sub(h.cachedAt.Round(0)), s.life(r))
	return h
}

// before reports whether a time of h hasn't come.
func (h *cachedToken) before(now time.Time, at int64) bool {
	return now.UnixNano() < at && now.Sub(h.cachedAt) < h.left-time.Duration(h.expiresAt-at)
}

// outlived reports whether r is the token h, which is due whatever its Expiry says.
func (h *cachedToken) outlived(now time.Time, r Record) bool {
	return h.token.AccessToken == r.AccessToken.Reveal() && h.expiresAt == r.Expiry.UnixNano() && !h.before(now, h.mustRefreshAt)
}

func (s *Source) life(r Record) time.Duration {
	life := r.Expiry.Sub(r.ObtainedAt)
	if r.ObtainedAt.IsZero() || life < 0 {
		life = s.plan.life
	}
	return life
}

func (s *Source) margins(r Record) (skew, window time.Duration) {
	life := s.life(r)
	return min(s.plan.skew, life/5), min(earlyWindow, life/5)
}

// Invalidate drops accessToken if it is the current token, so that the next call of Token fetches another. After five renewals in a
// minute that were made only because a token was refused, it stays: the fault isn't the token's then.
func (s *Source) Invalidate(accessToken string) { s.refuse(accessToken) }

// refuse takes in that the vendor refused accessToken. It reports whether another may be had.
func (s *Source) refuse(accessToken string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	h := s.cached.Load()
	if h == nil || h.token.AccessToken != accessToken {
		return true // somebody was faster
	}
	now := time.Now()
	s.refusals = slices.DeleteFunc(s.refusals, func(t time.Time) bool { return now.Sub(t) >= refusalWindow })
	if len(s.refusals) >= refusalLimit {
		return false
	}
	s.rejected = fingerprint(accessToken)
	s.cached.Store(nil)
	return h.renewable
}

// Revoke ends the login at the vendor, if the vendor offers that, and removes it from the Store. A Source with a password logs in
// again when the next token is requested; any other then needs the user to log in again.
func (s *Source) Revoke(ctx context.Context) error {
	if s.plan.revokeURL == "" {
		return &TokenError{Provider: s.plan.vendor, Grant: grantRevoke, Code: CodeUnsupported,
			Description: "the vendor documents no way to revoke a token"}
	}
	stored, err := s.plan.store.Load(ctx, s.plan.key)
	if err != nil {
		return s.storeError(err, nil)
	}
	if stored.IsZero() {
		return nil
	}
	// The vendor wants a token that works, and revokes that one. A login that can't be renewed is as good as over.
	if _, err := s.Token(ctx); err != nil && !errors.Is(err, ErrLoginNeeded) {
		return err
	}
	var asked error
	_, err = s.plan.store.Update(ctx, s.plan.key, func(ctx context.Context, now Record) (Record, error) {
		if asked = s.checkIssuer(now); asked == nil && !now.AccessToken.IsZero() {
			asked = s.revoke(ctx, now)
		}
		return Record{}, asked
	})
	switch {
	case asked != nil:
		return asked
	case err != nil:
		return s.storeError(err, nil)
	}
	s.mu.Lock()
	f := s.flight
	s.mu.Unlock()
	if f != nil { // it may have begun before, and hold what was revoked
		select {
		case <-f.done:
		case <-ctx.Done():
		}
	}
	s.mu.Lock()
	s.cached.Store(nil) // even if another holder had replaced it in the store: the login is over
	s.mu.Unlock()
	return nil
}

func (s *Source) revoke(ctx context.Context, now Record) error {
	ctx, cancel := context.WithTimeout(ctx, s.plan.timeout)
	defer cancel()
	w := s.plan.wire
	g := grant{kind: grantRevoke}.with(secretField("token", now.AccessToken))
	r, err := w.post(ctx, s.plan.revokeURL, g, now.AccessToken, secrets{}.with(now.RefreshToken))
	if err != nil {
		return err
	}
	if r.status/100 == 2 || r.status == http.StatusUnauthorized { // 401: it is dead already
		return nil
	}
	a, _ := decodeTokenResponse(r.body)
	r.known = r.known.with(a.secrets()...)
	return w.refusal(r, a)
}

// String says which login s is the source of.
func (s *Source) String() string {
	return fmt.Sprintf("auth.Source(%s, account %q)", s.plan.vendor, s.plan.key.Account)
}

// Format prints String for every verb, so that no secret is shown.
func (s *Source) Format(f fmt.State, _ rune) { io.WriteString(f, s.String()) }
