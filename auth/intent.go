package auth

import (
	"context"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest"
)

// Intent is set on a record before a single-use refresh token is sent, and is gone when the successor is saved. With it, any number
// of processes that share a store send such a token only once: a process that finds another's intent waits until that process has
// saved the successor or its time is over. After a crash, the next process knows from it that the token may have been used. A
// [Source] sets it in a separate update of the store, before the request.
type Intent struct {
	Begun  time.Time // when the renewal began
	Holder string    // the Source that set it; empty: its renewal is over, and its outcome isn't known
	Token  string    // the fingerprint of the refresh token that it spends
	Until  time.Time // then the holder has saved what it got, or ended
	Since  time.Time // when an earlier renewal of the same token began whose outcome isn't known; zero: there is none
}

// IsZero reports whether there is no intent.
func (i Intent) IsZero() bool { return i == Intent{} }

// Equal reports whether i and o are the same intent.
func (i Intent) Equal(o Intent) bool {
	return i.Holder == o.Holder && i.Token == o.Token && i.Begun.Equal(o.Begun) && i.Until.Equal(o.Until) && i.Since.Equal(o.Since)
}

// saveLimit is how long a Source takes to save what it got, the store's first try included, which has a limit of the store's own.
const saveLimit = saveTime + sqlSaveTime

// intentFor returns the intent on r that is for token.
func (r Record) intentFor(token Secret) (Intent, bool) {
	i := r.Notes.Intent
	return i, !i.IsZero() && i.Token == fingerprint(token.Reveal())
}

// withIntent returns r with an intent for token.
func (r Record) withIntent(i Intent, token Secret) Record {
	i.Token = fingerprint(token.Reveal())
	r.Notes.Intent = i
	return r
}

func (r Record) withoutIntent() Record {
	r.Notes.Intent = Intent{}
	return r
}

// unfinished is when the first renewal began that i knows of and that may have spent the token; zero when there is none.
func (i Intent) unfinished() time.Time {
	if !i.Since.IsZero() {
		return i.Since
	}
	return i.Begun
}

// intend returns the record now with an intent for the refresh token of keep, which comes along if it is another. Old is the intent
// that was there for that token.
func (s *Source) intend(ctx context.Context, now, keep Record, old Intent) Record {
	next, keep := now.Clone(), keep.Clone()
	next.RefreshToken, next.Issuer = keep.RefreshToken, s.plan.issuer()
	next.Extra, next.Notes = keep.Extra, keep.Notes
	begun := time.Now().Round(0)
	i := Intent{Begun: begun, Holder: s.id, Until: begun.Add(s.plan.timeout)}
	if end, ok := ctx.Deadline(); ok {
		i.Until = begun.Add(time.Until(end)) // the deadline's own wall time is wrong once the machine has slept
	}
	i.Until = i.Until.Add(saveLimit)
	if i.Since = old.Since; old.Holder != s.id || s.renewal.doubtful == fingerprint(keep.RefreshToken.Reveal()) {
		i.Since = old.unfinished() // of our own intents we know otherwise what became of them
	}
	return next.withIntent(i, keep.RefreshToken)
}

// underWay reports whether the holder of an intent may still be at it. A clock that is wrong can't make it last for ever: an
// intent counts for no longer than its holder gave itself, from when we first saw it.
func (r *renewal) underWay(i Intent) bool {
	if i.Holder == "" || !time.Now().Before(i.Until) {
		return false
	}
	if r.awaited.Holder != i.Holder || !r.awaited.Begun.Equal(i.Begun) {
		r.awaited, r.awaitedSince = i, time.Now()
	}
	return time.Since(r.awaitedSince) < i.Until.Sub(i.Begun)
}

// underWayError is the error of who waited for another holder in vain.
func (s *Source) underWayError() *TokenError {
	i := s.renewal.awaited
	return &TokenError{Provider: s.plan.vendor, Code: CodeUnderWay,
		Description: "another holder of the store began to renew the login at " + i.Begun.UTC().Format(time.RFC3339) +
			" and may be at it until " + i.Until.UTC().Format(time.RFC3339) + "; nothing was sent meanwhile"}
}

// intentEnding is what is to be done with an intent of ours.
type intentEnding int

const (
	intentKept      intentEnding = iota // nothing: it isn't known what became of the request, or it never was one
	intentDone                          // the vendor has not taken the token: the intent goes
	intentAbandoned                     // nobody knows whether the vendor has; the intent stays, and says that nobody is at it any more
)

// endIntent puts our intent on the record right, now that the request is over. When that can't be saved, the intent says for the
// time being that something may have been lost, which is the safe side.
func (s *Source) endIntent(ctx context.Context, how intentEnding) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), saveTime) // the vendor may have taken all the time there was
	defer cancel()
	s.plan.store.Update(ctx, s.plan.key, func(_ context.Context, now Record) (Record, error) {
		i, ok := now.intentFor(now.RefreshToken)
		switch {
		case !ok || i.Holder != s.id:
			return now, nil
		case how == intentAbandoned || !i.Since.IsZero():
			return now.withIntent(Intent{Begun: i.unfinished()}, now.RefreshToken), nil
		}
		return now.withoutIntent(), nil
	})
}

// mayHaveSpent reports whether a refresh token that was sent may be spent although there is no successor.
func (e *TokenError) mayHaveSpent() bool {
	return e.Outcome() != rest.NotProcessed && e.Code != CodeRedirected // by which pages of a login turn others away
}

// reportLoss makes e, the refusal of a single-use refresh token, say that its successor isn't in the store. A holder whose
// store fails for longer than its intent says may still have it; its renewal looks the same from here as one that died.
func (e *TokenError) reportLoss(begun time.Time, noResponse bool) {
	e.Code = CodeLost
	e.Description = "the refresh token is spent and its successor isn't in the store: a renewal that began at " + begun.UTC().Format(time.RFC3339)
	if noResponse {
		e.Description += " got no response, or none that could be used"
		e.Hint = "Log in again"
		return
	}
	e.Description += " hasn't saved what it got: its process ended, or can't write to the store"
	e.Hint = "If a program that shares the store reports " + CodeStore + ", let it run and mend the store: it has the successor in memory and saves it at its next try. Otherwise log in again"
}
