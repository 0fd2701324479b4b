package auth

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/seed-8da6be54/vendorkit/auth/internal/step"
)

const (
	notePrefix = "vendorkit."
	noteSeed   = notePrefix + "seed" // fingerprint of the configured refresh token that a login began with

	renewalRounds  = 16               // updates of the store in one flight; the usual number is one or two
	saveTries      = 5                // in one flight, to save a token that was issued
	saveTime       = 15 * time.Second // for those after the first
	savePause      = 100 * time.Millisecond
	awaitFirst     = 20 * time.Millisecond // between two looks whether another holder has renewed
	awaitLast      = 500 * time.Millisecond
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
	doubt   string      // fingerprint of one that was sent without an answer that tells what became of it
	refusal *TokenError // the last refusal of a refresh token
	settle  settlement  // the store has a mark of ours, and the request that it announced is over

	awaited      mark // another holder's, that is under way
	awaitedSince time.Time

	barred      string // fingerprint of a refresh token that was refused without a word, for a while
	barredUntil time.Time
	barredWait  time.Duration

	againErr   error // the last refusal of the repeatable grant
	againUntil time.Time
	againWait  time.Duration

	untold []error // what no caller hears of, for the configuration's OnError
}

// unsaved is a token that was issued but isn't stored yet, with the record that it replaces.
type unsaved struct{ base, next Record }

var (
	// errReread tells obtain to start over: a refresh token was refused, and another may be in the store by now.
	errReread = errors.New("auth: refresh token refused")
	// errUnderWay tells obtain to wait and start over: another holder is about to spend the refresh token.
	errUnderWay = errors.New("auth: renewal under way elsewhere")
	// errMarked tells obtain to save the record, which has a mark now, and to start over.
	errMarked = errors.New("auth: renewal marked")
)

// obtain returns a record with a good token that is in the store.
func (s *Source) obtain(ctx context.Context, f *flight) (Record, error) {
	saves, marks, wait := 0, 0, awaitFirst
	for rounds := 0; rounds < renewalRounds; rounds++ {
		var asked error
		got, err := s.plan.store.Update(ctx, s.plan.key, func(ctx context.Context, now Record) (next Record, _ error) {
			next, asked = s.change(ctx, f, now)
			if asked == errMarked {
				return next, nil
			}
			return next, asked
		})
		if how := s.renewal.settle; how != unsettled {
			s.renewal.settle = unsettled
			if f.marked {
				s.settle(ctx, how)
			}
		}
		switch {
		case asked == errReread:
		case asked == errMarked && err == nil:
			f.marked = true
		case asked == errUnderWay:
			if !pause(ctx, wait/2+rand.N(wait)) || ctx.Err() != nil {
				return Record{}, s.stillUnderWay()
			}
			wait = min(wait*3/2, awaitLast)
			rounds = 0
		case asked != nil && asked != errMarked:
			return Record{}, asked
		case err == nil:
			s.renewal.unsaved = nil
			return got, nil
		default: // the store's own error
			if s.renewal.unsaved == nil {
				// Nothing is at risk yet: a mark that another holder's came before, or that met a fault which passes, is set again.
				if asked != errMarked || marks >= saveTries || !pause(ctx, savePause<<marks) {
					return Record{}, s.storeError(err, nil)
				}
				marks++
				continue
			}
			if saves == 0 { // the vendor may have taken all the time there was
				saving, cancel := context.WithTimeout(context.WithoutCancel(ctx), saveTime)
				defer cancel()
				ctx = saving
			}
			if saves++; saves >= saveTries || !pause(ctx, savePause<<(saves-1)) {
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
		// A mark doesn't count: whoever found the record stale may have set one before going on.
		if u.base.unmarked().Equal(now.unmarked()) {
			return u.next, nil
		}
		s.renewal.unsaved = nil // another holder went on from there; its record counts
	}
	if f.first != nil { // and that the store can be locked and read is known before the person's code is spent
		return s.take(ctx, *f.first, now, Record{})
	}
	if s.fresh(f, now) {
		return now, nil
	}
	s.countRefusal(f, now)
	if next, tried, err := s.refresh(ctx, f, now); tried {
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

// countRefusal notes that a renewal is made only because the vendor refused a token that should be good.
func (s *Source) countRefusal(f *flight, now Record) {
	skew, _ := s.margins(now)
	due := !now.Expiry.IsZero() && !time.Now().Before(now.Expiry.Add(-skew))
	if f.counted || due || f.why.rejected == "" || fingerprint(now.AccessToken.Reveal()) != f.why.rejected {
		return
	}
	f.counted = true
	s.mu.Lock()
	s.refusals = append(s.refusals, time.Now())
	s.mu.Unlock()
}

// refresh spends the stored refresh token, or the configured one when the stored one is no good and didn't come from it.
// It reports false when there is none to try.
//
// A token that works once is spent in two updates: the first sets a mark, the second sends the request. The mark is on
// the disk before the token is at risk, so that whoever comes after a crash knows what happened; and since saving it
// takes all that saving the new token takes, a store that can't be written to is found out while nothing is lost. Another
// holder that comes in between, or while a save is tried again, sees the mark and waits.
func (s *Source) refresh(ctx context.Context, f *flight, now Record) (next Record, tried bool, err error) {
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
	g := s.plan.refresh(token)
	mark, marked := now.mark(token)
	if g.spends && !(f.marked && marked && mark.holder == s.id) {
		if marked && mark.holder != s.id && s.renewal.underWay(mark) {
			return now, true, errUnderWay
		}
		return s.marked(ctx, now, keep, mark), true, errMarked
	}
	next, err = s.take(ctx, g, now, keep)
	tokenErr, _ := errors.AsType[*TokenError](err)
	switch {
	case tokenErr == nil:
		s.renewal.refusal, s.renewal.doubt, s.renewal.barredWait = nil, "", 0
		return next, true, err
	case tokenErr.doubtful():
		s.renewal.doubt = fingerprint(token.Reveal())
		s.renewal.settle = abandoned
		return now, true, err
	case !refusesToken(tokenErr):
		s.renewal.settle = answered
		return now, true, err
	}
	s.renewal.settle = answered
	s.renewal.turnDown(token, tokenErr)
	if g.spends && !mark.since.IsZero() {
		tokenErr.reportLoss(mark.since, s.renewal.doubt == fingerprint(token.Reveal()))
	}
	tokenErr.login = true
	s.renewal.refusal = tokenErr
	return now, true, errReread
}

// turnDown notes that the vendor refused a refresh token. One that it called no good isn't sent again. A bare 401 may also
// come from something in front of the vendor that will be mended, so after that the token rests, longer each time.
func (r *renewal) turnDown(token Secret, e *TokenError) {
	if wordless(e) {
		r.barred, r.barredWait = fingerprint(token.Reveal()), min(max(2*r.barredWait, againFirst), againLimit)
		r.barredUntil = time.Now().Add(r.barredWait)
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
	return wordless(e)
}

// wordless reports whether a token endpoint refused with 401 and no OAuth error. A client that isn't known has one, so it
// is taken for the refusal of what was sent to log in with.
func wordless(e *TokenError) bool {
	return e.Code == CodeHTTP && e.Status == http.StatusUnauthorized
}

func (s *Source) isRefused(token Secret) bool {
	print, r := fingerprint(token.Reveal()), &s.renewal
	return slices.Contains(r.refused, print) || print == r.barred && time.Now().Before(r.barredUntil)
}

// logInAgain takes the repeatable grant. A refused one isn't sent again for a while.
func (s *Source) logInAgain(ctx context.Context, now Record) (Record, error) {
	r := &s.renewal
	if r.againErr != nil && time.Now().Before(r.againUntil) {
		return now, r.againErr
	}
	next, err := s.take(ctx, *s.plan.again, now, now.notes())
	tokenErr, _ := errors.AsType[*TokenError](err)
	switch {
	case err == nil:
		if r.refusal != nil {
			r.untold = append(r.untold, r.refusal)
		}
		r.againErr, r.againWait, r.refusal = nil, 0, nil
	case tokenErr != nil && refusesToken(tokenErr):
		tokenErr.login = true
		r.againErr, r.againWait = err, min(max(2*r.againWait, againFirst), againLimit)
		r.againUntil = time.Now().Add(r.againWait)
	}
	return next, err
}

// notes is a record of nothing but what other programs noted on r under names of their own that begin with ours, such as
// the command line's settings. A login that is made anew without a person goes on being theirs.
func (r Record) notes() Record {
	out := Record{Extra: map[string]Secret{}}
	for name, value := range r.Extra {
		if strings.HasPrefix(name, notePrefix) && name != noteSeed && name != noteRenewal {
			out.Extra[name] = value
		}
	}
	return out
}

// take asks the vendor for a token. keep is what the new record inherits where the answer is silent.
func (s *Source) take(ctx context.Context, g grant, base, keep Record) (Record, error) {
	asked := time.Now().Round(0) // before the request: the vendor's clock for the token starts later
	step.At(ctx, step.Ask)
	a, err := s.plan.wire.ask(ctx, g, base.AccessToken, base.RefreshToken)
	step.At(ctx, step.Answered)
	if err != nil {
		if tokenErr, ok := errors.AsType[*TokenError](err); ok {
			if wordless(tokenErr) && tokenErr.Description != "" {
				tokenErr.Hint = "The vendor refused the login. Log in again; if that is refused too, check the application and the configured address"
			} else if wordless(tokenErr) {
				tokenErr.Hint = "The vendor refused the login and didn't say why. Log in again; if that is refused too, check the application and the configured address"
			}
			tokenErr.login = g.kind == grantCode && refusesToken(tokenErr)
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
	if keep = keep.unmarked(); len(keep.Extra) > 0 {
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
	return next, nil
}

// issuer is the token endpoint, with the tenant that it is asked for.
func (p plan) issuer() string { return p.wire.tokenURL }

// sameIssuer reports whether two records may come from one issuer. A tenant that is named in one of them only says
// nothing: an instance of one tenant knows itself without.
func sameIssuer(a, b string) bool {
	a, tenant, _ := strings.Cut(a, "?")
	b, other, _ := strings.Cut(b, "?")
	return a == b && (tenant == other || tenant == "" || other == "")
}

// checkIssuer refuses a record that another server issued: its refresh token must not go to this one.
func (s *Source) checkIssuer(now Record) error {
	if now.IsZero() || now.Issuer == "" || sameIssuer(now.Issuer, s.plan.issuer()) {
		return nil
	}
	return &TokenError{Provider: s.plan.vendor, Code: CodeWrongHost,
		Description: "the store's record of this account was issued by " + secrets(nil).clean(now.Issuer, 100),
		Hint:        "Give each server, and each tenant, its own account name"}
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
	e := &TokenError{Provider: s.plan.vendor, Code: CodeStore, issued: lost != nil}
	known := secrets{}
	if lost != nil {
		known = known.with(lost.base.AccessToken, lost.base.RefreshToken, lost.next.AccessToken, lost.next.RefreshToken)
		e.Description = "a new token was issued but couldn't be saved, so it isn't used"
		e.Hint = "It is kept in memory and saved at the next try; if the process ends before, a person may have to log in again"
	}
	inner, own := errors.AsType[*TokenError](err)
	switch {
	case own && inner.Code != CodeStore: // a key that can't be stored
		return inner
	case own:
		e.Description = joinTexts(e.Description, ": ", inner.Description)
		e.Hint = joinTexts(inner.Hint, ". ", e.Hint)
		if inner.cause != nil {
			e.cause = newCause(inner.cause, known)
		}
		return e
	case errors.Is(err, context.DeadlineExceeded) && lost == nil:
		e.Description = "the store's lock wasn't free within the time limit"
	}
	e.cause = newCause(err, known)
	return e
}

func joinTexts(first, between, second string) string {
	if first == "" || second == "" {
		return first + second
	}
	return first + between + second
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
