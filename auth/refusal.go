package auth

import (
	"errors"
	"math/rand/v2"
	"net/http"
	"slices"
	"time"
)

// reject notes that the vendor refused a refresh token. One that it called no good isn't sent again. A bare 401 may also
// come from something in front of the vendor that will be mended, so after that the token rests, longer each time.
func (r *renewal) reject(token Secret, e *TokenError) {
	if bare401(e) {
		r.cooldownToken, r.cooldownWait = fingerprint(token.Reveal()), min(max(2*r.cooldownWait, reloginFirst), reloginLimit)
		r.cooldownUntil = time.Now().Add(r.cooldownWait)
		return
	}
	r.refused = append(r.refused, fingerprint(token.Reveal()))
	if n := len(r.refused); n > refusedKept {
		r.refused = slices.Delete(r.refused, 0, n-refusedKept)
	}
}

// refusesToken reports whether the vendor says that a refresh token is no good, as against the client or the request.
func refusesToken(e *TokenError) bool {
	switch e.Code {
	case CodeInvalidGrant, CodeAccessDenied, "invalid_token", "expired_token":
		return e.Status/100 != 5
	}
	return bare401(e)
}

// bare401 reports whether a token endpoint refused with 401 and no OAuth error. A client that isn't known has one, so it
// is taken for the refusal of what was sent to log in with.
func bare401(e *TokenError) bool {
	return e.Code == CodeHTTP && e.Status == http.StatusUnauthorized
}

func (s *Source) isRefused(token Secret) bool {
	print, r := fingerprint(token.Reveal()), &s.renewal
	return slices.Contains(r.refused, print) || print == r.cooldownToken && time.Now().Before(r.cooldownUntil)
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
	return max(wait, postponement(err))
}

// postponement is for how long the vendor wants to be left alone, within reason.
func postponement(err error) time.Duration {
	if e, ok := errors.AsType[*TokenError](err); ok {
		return min(e.RetryAfter, retryAfterCap)
	}
	return 0
}
