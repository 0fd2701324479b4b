package auth

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/seed-8da6be54/vendorkit/internal/pause"
)

const (
	renewalRounds  = 16               // updates of the store in one flight; the usual number is one or two
	extensionLimit = 2                // of one flight's time
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
	reloginFirst   = time.Minute // before a refused password is sent again: accounts get locked
	reloginLimit   = time.Hour
)

// renewal is what a Source remembers from one flight to the next. Only the flight under way touches it.
type renewal struct {
	unsaved   *unsaved
	refused   []string     // fingerprints of refresh tokens that the vendor refused
	doubtful  string       // fingerprint of one that was sent without a response that says what became of it
	refusal   *TokenError  // the last refusal of a refresh token
	intentEnd intentEnding // the store has an intent of ours, and the request that it announced is over

	awaited      Intent // another holder's, that is under way
	awaitedSince time.Time

	cooldownToken string // fingerprint of a refresh token that was refused by a bare 401: it isn't sent before cooldownUntil
	cooldownUntil time.Time
	cooldownWait  time.Duration

	reloginErr   error // the last refusal of the re-login grant
	reloginUntil time.Time
	reloginWait  time.Duration

	suppressed []error // what no caller gets, for the configuration's OnError
}

// unsaved is a token that was issued but isn't stored yet, with the record that it replaces.
type unsaved struct{ base, next Record }

// obtain returns a record with a good token that is in the store. It updates the store as often as change asks for it: the usual
// number is one, or two where a refresh token is single-use.
func (s *Source) obtain(ctx context.Context, f *flight) (Record, error) {
	saves, intents, wait := 0, 0, awaitFirst
	for rounds := 0; rounds < renewalRounds; rounds++ {
		var did change
		got, err := s.plan.store.Update(ctx, s.plan.key, func(ctx context.Context, now Record) (Record, error) {
			did = s.change(ctx, f, now)
			return did.next, did.unsaved()
		})
		if how := s.renewal.intentEnd; how != intentKept {
			s.renewal.intentEnd = intentKept
			if f.intended || f.extensions > 0 {
				s.endIntent(ctx, how)
			}
		}
		switch {
		case did.then == reread:
		case did.then == repeat && err == nil:
			f.intended = true
		case did.then == extend:
			more, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.plan.timeout)
			defer cancel()
			ctx = more
			f.extensions++
			f.intended = false // the intent's time is that of the flight
		case did.then == await:
			if !pause.For(ctx, wait/2+rand.N(wait)) || ctx.Err() != nil {
				return Record{}, s.underWayError()
			}
			wait = min(wait*3/2, awaitLast)
			rounds = 0
		case did.err != nil:
			return Record{}, did.err
		case err == nil:
			s.renewal.unsaved = nil
			return got, nil
		default: // the store's own error
			if s.renewal.unsaved == nil {
				// Nothing is at risk yet: an intent that another holder's came before, or that met a fault which passes, is set again.
				if did.then != repeat || intents >= saveTries || !pause.For(ctx, savePause<<intents) {
					return Record{}, s.storeError(err, nil)
				}
				intents++
				continue
			}
			if saves == 0 { // the vendor may have taken all the time there was
				saving, cancel := context.WithTimeout(context.WithoutCancel(ctx), saveTime)
				defer cancel()
				ctx = saving
			}
			if saves++; saves >= saveTries || !pause.For(ctx, savePause<<(saves-1)) {
				e := s.storeError(err, s.renewal.unsaved)
				if f.first != nil && e.issued {
					e.reportCodeSpent()
				}
				return Record{}, e
			}
		}
	}
	return Record{}, s.loginNeeded()
}

// change decides, with the store locked and now just read, what the record is to be. In this order:
//
//   - a token that was issued and couldn't be saved is saved;
//   - a grant that the user has just given is exchanged;
//   - a token that another holder of the store has renewed is taken over;
//   - the refresh token is spent, the stored one or else the initial one;
//   - the re-login grant is used;
//   - the user must sign in again.
func (s *Source) change(ctx context.Context, f *flight, now Record) change {
	if err := s.checkMask(now); err != nil {
		return failed(now, err)
	}
	if err := s.checkIssuer(now); err != nil {
		return failed(now, err)
	}
	if u := s.renewal.unsaved; u != nil {
		// An intent doesn't count: whoever found the record stale may have set one before going on.
		if u.base.withoutIntent().Equal(now.withoutIntent()) {
			return change{next: u.next}
		}
		s.renewal.unsaved = nil // another holder went on from there; its record counts
	}
	if f.first != nil { // and that the store can be locked and read is known before the user's code is spent
		if s.late(ctx, Intent{}) {
			return s.extend(f, now)
		}
		return s.exchange(ctx, *f.first, now, Record{})
	}
	if s.fresh(f, now) {
		return change{next: now}
	}
	if f.reason.early && now.IsZero() { // nobody has asked for a new one yet
		return failed(now, s.loginGone())
	}
	s.countRefusal(f, now)
	if did, tried := s.refresh(ctx, f, now); tried {
		return did
	}
	if s.plan.relogin != nil {
		if s.late(ctx, Intent{}) {
			return s.extend(f, now)
		}
		return s.relogIn(ctx, now)
	}
	return failed(now, s.loginNeeded())
}

// fresh reports whether the stored token serves: another holder of the store may have renewed it.
func (s *Source) fresh(f *flight, now Record) bool {
	s.mu.Lock()
	rejected := s.rejected
	s.mu.Unlock()
	access := now.AccessToken.Reveal()
	if access == "" || fingerprint(access) == rejected || (f.reason.early && access == f.base) {
		return false
	}
	if h := s.cached.Load(); h != nil && h.outlived(time.Now(), now) { // the clock was set back
		return false
	}
	skew, _ := s.margins(now)
	return now.Expiry.IsZero() || time.Now().Before(now.Expiry.Add(-skew))
}

// countRefusal notes that a renewal is made only because the vendor refused a token that should be good.
func (s *Source) countRefusal(f *flight, now Record) {
	skew, _ := s.margins(now)
	due := !now.Expiry.IsZero() && !time.Now().Before(now.Expiry.Add(-skew))
	if f.counted || due || f.reason.rejected == "" || fingerprint(now.AccessToken.Reveal()) != f.reason.rejected {
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
// A single-use token is spent in two updates: the first sets an intent, the second sends the request. The intent is on
// the disk before the token is at risk, so that whoever comes after a crash knows what happened; and since saving it
// takes all that saving the new token takes, a store that can't be written to is found out while nothing is lost. Another
// holder that comes in between, or while a save is tried again, sees the intent and waits.
func (s *Source) refresh(ctx context.Context, f *flight, now Record) (did change, tried bool) {
	if s.plan.refresh == nil {
		return change{}, false
	}
	token, initial := now.RefreshToken, s.plan.initialRefreshToken
	keep := now
	if token.IsZero() || s.isRefused(token) {
		if token = initial; token.IsZero() || s.isRefused(token) || now.Notes.InitialRefreshToken == fingerprint(initial.Reveal()) {
			return change{}, false
		}
		keep = now.anew()
		keep.RefreshToken, keep.Notes.InitialRefreshToken = initial, fingerprint(initial.Reveal())
	}
	g := s.plan.refresh(token)
	old, intended := now.intentFor(token)
	announced := f.intended && intended && old.Holder == s.id
	switch {
	case g.spends && intended && old.Holder != s.id && s.renewal.underWay(old):
		return change{next: now, then: await}, true
	case announced && s.late(ctx, old) || !announced && s.late(ctx, Intent{}):
		return s.extend(f, now), true
	case g.spends && !announced:
		return change{next: s.intend(ctx, now, keep, old), then: repeat}, true
	}
	did = s.exchange(ctx, g, now, keep)
	tokenErr, _ := errors.AsType[*TokenError](did.err)
	switch {
	case tokenErr == nil:
		s.renewal.refusal, s.renewal.doubtful, s.renewal.cooldownWait = nil, "", 0
		return did, true
	case tokenErr.mayHaveSpent():
		s.renewal.doubtful = fingerprint(token.Reveal())
		s.renewal.intentEnd = intentAbandoned
		return failed(now, did.err), true
	case !refusesToken(tokenErr):
		s.renewal.intentEnd = intentDone
		return failed(now, did.err), true
	}
	s.renewal.intentEnd = intentDone
	s.renewal.reject(token, tokenErr)
	if g.spends && !old.Since.IsZero() {
		tokenErr.reportLoss(old.Since, s.renewal.doubtful == fingerprint(token.Reveal()))
	}
	tokenErr.login = true
	s.renewal.refusal = tokenErr
	return change{next: now, then: reread}, true
}

// late reports whether too little of a flight's time is left to ask the vendor: waiting for the store or for another holder may have taken
// the most of it, and what is spent by a request whose response comes too late is lost. Announced is the intent of the request, if there is one:
// the deadline of ctx stands still while the machine sleeps, but the others go on when the intent's time is over.
func (s *Source) late(ctx context.Context, announced Intent) bool {
	end, ok := ctx.Deadline()
	if !ok {
		return false
	}
	left := time.Until(end)
	if !announced.IsZero() {
		left = min(left, announced.Until.Sub(time.Now().Round(0))-saveLimit)
	}
	return left < s.plan.timeout/2
}

// extend gives a flight its time anew, so often and no more. It keeps to nothing that was decided, since the store is read again.
func (s *Source) extend(f *flight, now Record) change {
	if f.extensions < extensionLimit {
		return change{next: now, then: extend}
	}
	s.renewal.intentEnd = intentDone // nothing was sent
	return failed(now, s.storeError(context.DeadlineExceeded, nil))
}

// fingerprint stands for a secret where the secret itself isn't needed.
func fingerprint(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:8])
}

// shown is Extra as a token hands it on.
func (r Record) shown() map[string]any {
	out := map[string]any{}
	for name, value := range r.Extra {
		out[name] = value.Reveal()
	}
	return out
}

func quoted(text string) string { return `"` + secrets(nil).clean(text, 100) + `"` }
