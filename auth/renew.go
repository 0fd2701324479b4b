package auth

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

const (
	notePrefix = "vendorkit."
	noteSeed   = notePrefix + "seed" // fingerprint of the configured refresh token that a login began with

	saveTries      = 3 // in one flight, to save a token that was issued
	refusedKept    = 8
	cooldownEarly  = time.Minute
	cooldownForced = 15 * time.Second
	cooldownRefuse = 5 * time.Second // nothing is sent after a final refusal, only the store is read again
	retryAfterCap  = 5 * time.Minute
	againFirst     = time.Minute // before a refused password is sent again: accounts get locked
	againLimit     = time.Hour
)

// renewal is what a Source remembers from one flight to the next. Only the flight under way touches it.
type renewal struct {
	unsaved *unsaved
	refused []string    // fingerprints of refresh tokens that the vendor refused
	doubt   string      // fingerprint of one that was sent without an answer
	refusal *TokenError // the last refusal of a refresh token

	againErr   error // the last refusal of the repeatable grant
	againUntil time.Time
	againWait  time.Duration
}

// unsaved is a token that was issued but isn't stored yet, with the record that it replaces.
type unsaved struct{ base, next Record }

// errReread tells obtain to start over: a refresh token was refused, and another may be in the store by now.
var errReread = errors.New("auth: refresh token refused")

// obtain returns a record with a good token that is in the store.
func (s *Source) obtain(ctx context.Context, f *flight) (Record, error) {
	saves := 0
	for range refusedKept {
		var asked error
		got, err := s.plan.store.Update(ctx, s.plan.key, func(ctx context.Context, now Record) (next Record, _ error) {
			next, asked = s.change(ctx, f, now)
			return next, asked
		})
		switch {
		case err == nil:
			s.renewal.unsaved = nil
			return got, nil
		case errors.Is(asked, errReread):
		case asked != nil:
			return Record{}, asked
		default: // the store's own error
			if saves++; s.renewal.unsaved == nil || saves >= saveTries || !pause(ctx, time.Duration(saves)*100*time.Millisecond) {
				return Record{}, s.storeError(err, s.renewal.unsaved)
			}
		}
	}
	return Record{}, s.loginNeeded()
}

// change decides, with the store locked and now just read, what the record is to be.
func (s *Source) change(ctx context.Context, f *flight, now Record) (Record, error) {
	if err := s.checkIssuer(now); err != nil {
		return now, err
	}
	if u := s.renewal.unsaved; u != nil {
		if u.base.Equal(now) {
			return u.next, nil
		}
		s.renewal.unsaved = nil // another holder went on from there; its record counts
	}
	if f.first != nil {
		return s.take(ctx, *f.first, now, Record{})
	}
	if s.fresh(f, now) {
		return now, nil
	}
	if next, tried, err := s.refresh(ctx, now); tried {
		return next, err
	}
	if s.plan.again != nil {
		return s.logInAgain(ctx, now)
	}
	return now, s.loginNeeded()
}

// fresh reports whether the stored token serves: another holder of the store may have renewed it.
func (s *Source) fresh(f *flight, now Record) bool {
	s.mu.Lock()
	rejected := s.rejected
	s.mu.Unlock()
	access := now.AccessToken.Reveal()
	if access == "" || fingerprint(access) == rejected || (f.why.early && access == f.base) {
		return false
	}
	skew, _ := s.margins(now)
	return now.Expiry.IsZero() || time.Now().Before(now.Expiry.Add(-skew))
}

// refresh spends the stored refresh token, or the configured one when the stored one is no good and didn't come from it.
// It reports false when there is none to try.
func (s *Source) refresh(ctx context.Context, now Record) (next Record, tried bool, err error) {
	if s.plan.refresh == nil {
		return now, false, nil
	}
	token, seed := now.RefreshToken, s.plan.seed
	keep := now
	if token.IsZero() || s.isRefused(token) {
		if token = seed; token.IsZero() || s.isRefused(token) || now.Extra[noteSeed].Reveal() == fingerprint(seed.Reveal()) {
			return now, false, nil
		}
		keep = Record{RefreshToken: seed, Extra: map[string]Secret{noteSeed: NewSecret(fingerprint(seed.Reveal()))}}
	}
	next, err = s.take(ctx, s.plan.refresh(token), now, keep)
	tokenErr, _ := errors.AsType[*TokenError](err)
	switch {
	case tokenErr == nil:
		s.renewal.refusal, s.renewal.doubt = nil, ""
		return next, true, err
	case tokenErr.Code == CodeNoAnswer || tokenErr.Code == CodeInvalidAnswer:
		s.renewal.doubt = fingerprint(token.Reveal())
		return now, true, err
	case !refusesToken(tokenErr):
		return now, true, err
	}
	if s.renewal.doubt == fingerprint(token.Reveal()) {
		tokenErr.Hint = "An earlier refresh got no answer, which spent the refresh token: the new one was lost on the way. Log in again"
	}
	tokenErr.login = true
	s.renewal.refusal = tokenErr
	s.renewal.refused = append(s.renewal.refused, fingerprint(token.Reveal()))
	if n := len(s.renewal.refused); n > refusedKept {
		s.renewal.refused = slices.Delete(s.renewal.refused, 0, n-refusedKept)
	}
	return now, true, errReread
}

// refusesToken reports whether the vendor says that a refresh token is no good, as against the client or the request.
func refusesToken(e *TokenError) bool {
	switch e.Code {
	case CodeInvalidGrant, CodeAccessDenied, "invalid_token", "expired_token":
		return e.Status/100 != 5
	}
	return false
}

func (s *Source) isRefused(token Secret) bool {
	return slices.Contains(s.renewal.refused, fingerprint(token.Reveal()))
}

// logInAgain takes the repeatable grant. A refused one isn't sent again for a while.
func (s *Source) logInAgain(ctx context.Context, now Record) (Record, error) {
	r := &s.renewal
	if r.againErr != nil && time.Now().Before(r.againUntil) {
		return now, r.againErr
	}
	next, err := s.take(ctx, *s.plan.again, now, Record{})
	tokenErr, _ := errors.AsType[*TokenError](err)
	switch {
	case err == nil:
		r.againErr, r.againWait, r.refusal = nil, 0, nil
	case tokenErr != nil && refusesToken(tokenErr):
		tokenErr.login = true
		r.againErr, r.againWait = err, min(max(2*r.againWait, againFirst), againLimit)
		r.againUntil = time.Now().Add(r.againWait)
	}
	return next, err
}

// take asks the vendor for a token. keep is what the new record inherits where the answer is silent.
func (s *Source) take(ctx context.Context, g grant, base, keep Record) (Record, error) {
	asked := time.Now().Round(0) // before the request: the vendor's clock for the token starts later
	a, err := s.plan.wire.ask(ctx, g)
	if err != nil {
		if tokenErr, ok := errors.AsType[*TokenError](err); ok && tokenErr.Code == CodeInvalidGrant && g.kind == grantCode {
			tokenErr.login = true
		}
		return base, err
	}
	next := Record{
		Version:      base.Version,
		Issuer:       s.plan.issuer(),
		AccessToken:  a.access,
		TokenType:    "Bearer",
		RefreshToken: a.refresh,
		ObtainedAt:   asked,
		Extra:        a.extra,
	}
	if a.tokenType != "" && !strings.EqualFold(a.tokenType, "bearer") {
		next.TokenType = a.tokenType
	}
	if next.RefreshToken.IsZero() {
		next.RefreshToken = keep.RefreshToken
	}
	if len(keep.Extra) > 0 {
		next.Extra = maps.Clone(keep.Extra)
		maps.Copy(next.Extra, a.extra)
	}
	life := a.lifetime
	if life == 0 {
		life = s.plan.life
	}
	next.Expiry = asked.Add(life)
	s.renewal.unsaved = &unsaved{base: base, next: next}
	s.mu.Lock()
	if s.rejected == fingerprint(a.access.Reveal()) { // a vendor may hand out the same token again; then it counts anew
		s.rejected = ""
	}
	s.mu.Unlock()
	return next, nil
}

// issuer is the token endpoint without its query.
func (p plan) issuer() string {
	issuer, _, _ := strings.Cut(p.wire.tokenURL, "?")
	return issuer
}

// checkIssuer refuses a record that another server issued: its refresh token must not go to this one.
func (s *Source) checkIssuer(now Record) error {
	if now.IsZero() || now.Issuer == "" || now.Issuer == s.plan.issuer() {
		return nil
	}
	return &TokenError{Provider: s.plan.vendor, Code: CodeWrongHost,
		Description: "the store's record of this account was issued by " + secrets(nil).clean(now.Issuer, 100),
		Hint:        "Give each server its own account name"}
}

// loginNeeded says that nothing is left to try, and why.
func (s *Source) loginNeeded() error {
	if s.renewal.refusal != nil {
		return s.renewal.refusal
	}
	return &TokenError{Provider: s.plan.vendor, Code: CodeLoginNeeded, login: true,
		Description: "there is no login for account " + quoted(s.plan.key.Account) + " that could be renewed",
		Hint:        "Log in again"}
}

// storeError reports a failing store. lost is the token that could not be saved, if that is what failed.
func (s *Source) storeError(err error, lost *unsaved) *TokenError {
	e := &TokenError{Provider: s.plan.vendor, Code: CodeStore}
	known := secrets{}
	if lost != nil {
		known = known.with(lost.base.AccessToken, lost.base.RefreshToken, lost.next.AccessToken, lost.next.RefreshToken)
		e.Description = "a new token was issued but couldn't be saved, so it isn't used"
		e.Hint = "It is kept in memory and saved at the next try; if the process ends before, a person may have to log in again"
	}
	e.cause = newCause(err, known)
	return e
}

// cooldown is how long the count-th failure in a row keeps off the next try for the same reason. Callers go without a
// token meanwhile unless the renewal was early.
func cooldown(why reason, err error, count int) time.Duration {
	if errors.Is(err, ErrLoginNeeded) {
		return cooldownRefuse
	}
	limit := cooldownForced
	if why.early {
		limit = cooldownEarly
	}
	wait := min(time.Second<<min(count-1, 10), limit)
	wait = wait/2 + rand.N(wait/2)
	if e, ok := errors.AsType[*TokenError](err); ok {
		wait = max(wait, min(e.RetryAfter, retryAfterCap))
	}
	return wait
}

// fingerprint stands for a secret where the secret itself isn't needed.
func fingerprint(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:8])
}

// shown is the part of Extra that a token hands on.
func (r Record) shown() map[string]any {
	out := map[string]any{}
	for name, value := range r.Extra {
		if !strings.HasPrefix(name, notePrefix) {
			out[name] = value.Reveal()
		}
	}
	return out
}

// pause waits for d and reports whether ctx is still alive.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

func quoted(text string) string { return `"` + secrets(nil).clean(text, 100) + `"` }
