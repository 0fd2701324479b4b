package auth

import (
	"context"
	"errors"
	"maps"
	"strings"
	"time"

	"github.com/seed-8da6be54/vendorkit/auth/internal/step"
)

// exchange asks the vendor for a token. keep is what the new record inherits where the response is silent.
func (s *Source) exchange(ctx context.Context, g grant, base, keep Record) change {
	asked := time.Now().Round(0) // before the request: the vendor's clock for the token starts later
	step.At(ctx, step.Ask)
	asking, cancel := withGrace(ctx)
	a, err := s.plan.wire.requestToken(asking, g, base.AccessToken, base.RefreshToken)
	cancel()
	step.At(ctx, step.Responded)
	if err != nil {
		if tokenErr, ok := errors.AsType[*TokenError](err); ok {
			if bare401(tokenErr) && tokenErr.Description != "" {
				tokenErr.Hint = "The vendor refused the login. Log in again; if that is refused too, check the application and the configured address"
			} else if bare401(tokenErr) {
				tokenErr.Hint = "The vendor refused the login and didn't say why. Log in again; if that is refused too, check the application and the configured address"
			}
			tokenErr.login = g.kind == grantCode && refusesToken(tokenErr)
		}
		return failed(base, err)
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
	keep = keep.withoutIntent().Clone()
	next.Notes, next.unknown = keep.Notes, keep.unknown
	if len(keep.Extra) > 0 {
		next.Extra = keep.Extra
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
	return change{next: next}
}

// relogIn exchanges the re-login grant. A refused one isn't sent again for a while.
func (s *Source) relogIn(ctx context.Context, now Record) change {
	r := &s.renewal
	if r.reloginErr != nil && time.Now().Before(r.reloginUntil) {
		return failed(now, r.reloginErr)
	}
	did := s.exchange(ctx, *s.plan.relogin, now, now.anew())
	tokenErr, _ := errors.AsType[*TokenError](did.err)
	switch {
	case did.err == nil:
		if r.refusal != nil {
			r.suppressed = append(r.suppressed, r.refusal)
		}
		r.reloginErr, r.reloginWait, r.refusal = nil, 0, nil
	case tokenErr != nil && refusesToken(tokenErr):
		tokenErr.login = true
		r.reloginErr, r.reloginWait = did.err, min(max(2*r.reloginWait, reloginFirst), reloginLimit)
		r.reloginUntil = time.Now().Add(r.reloginWait)
	}
	return did
}
