package auth

import (
	"context"
	"strings"
	"time"
)

// noteRenewal is where a record says that a renewal is under way, as the strings of an intent's fields: when it began, whose it
// is, which refresh token it spends (its fingerprint), until when its holder may be at it, and since when another renewal of
// the same token has been unfinished.
const noteIntent = notePrefix + "renewal"

const (
	nobody = "-" // the holder of an intent whose renewal is over

	// saveLimit is how long a Source takes to save what it got, the store's first try included, which has a limit of the
	// store's own.
	saveLimit = saveTime + sqlSaveTime
)

// intent is set on a record before its refresh token is sent. While its holder may be at it, nobody else sends that token.
type intent struct {
	begun  time.Time
	holder string    // the Source that set it
	until  time.Time // then it has saved what it got, or ended
	since  time.Time // when an earlier renewal began of which nobody knows the end; zero: there is none
}

// intentFor returns the intent on r that is for token.
func (r Record) intentFor(token Secret) (intent, bool) {
	parts := strings.Fields(r.Extra[noteIntent].Reveal())
	if len(parts) != 5 || parts[2] != fingerprint(token.Reveal()) {
		return intent{}, false
	}
	m := intent{holder: parts[1]}
	for i, at := range map[int]*time.Time{0: &m.begun, 3: &m.until, 4: &m.since} {
		var err error
		if parts[i] == nobody {
			continue
		}
		if *at, err = time.Parse(time.RFC3339, parts[i]); err != nil {
			return intent{}, false
		}
	}
	return m, true
}

// withIntent returns r with an intent for token.
func (r Record) withIntent(m intent, token Secret) Record {
	r = r.Clone()
	if r.Extra == nil {
		r.Extra = map[string]Secret{}
	}
	texts := []string{nobody, m.holder, fingerprint(token.Reveal()), nobody, nobody}
	for i, at := range map[int]time.Time{0: m.begun, 3: m.until, 4: m.since} {
		if !at.IsZero() {
			texts[i] = at.UTC().Format(time.RFC3339)
		}
	}
	r.Extra[noteIntent] = NewSecret(strings.Join(texts, " "))
	return r
}

// unfinished is when the first renewal began that m knows of and that may have spent the token; zero when there is none.
func (m intent) unfinished() time.Time {
	if !m.since.IsZero() {
		return m.since
	}
	return m.begun
}

// intend returns the record now with an intent for the refresh token of keep, which comes along if it is another. Old is the intent
// that was there for that token.
func (s *Source) intend(ctx context.Context, now, keep Record, old intent) Record {
	next := now.Clone()
	next.RefreshToken, next.Issuer = keep.RefreshToken, s.plan.issuer()
	next.Extra = keep.Clone().Extra
	m := intent{begun: time.Now(), holder: s.id, until: time.Now().Add(s.plan.timeout)}
	if end, ok := ctx.Deadline(); ok {
		m.until = end
	}
	m.until = m.until.Add(saveLimit + time.Second) // whole seconds are written
	if m.since = old.since; old.holder != s.id || s.renewal.doubtful == fingerprint(keep.RefreshToken.Reveal()) {
		m.since = old.unfinished() // of our own intents we know otherwise what became of them
	}
	return next.withIntent(m, keep.RefreshToken)
}

// underWay reports whether the holder of an intent may still be at it. A clock that is wrong can't make it last for ever: an
// intent counts for no longer than its holder gave itself, from when we first saw it.
func (r *renewal) underWay(m intent) bool {
	if m.holder == nobody || !time.Now().Before(m.until) {
		return false
	}
	if r.awaited.holder != m.holder || !r.awaited.begun.Equal(m.begun) {
		r.awaited, r.awaitedSince = m, time.Now()
	}
	return time.Since(r.awaitedSince) < m.until.Sub(m.begun)
}

// underWayError is the error of who waited for another holder in vain.
func (s *Source) underWayError() *TokenError {
	m := s.renewal.awaited
	return &TokenError{Provider: s.plan.vendor, Code: CodeUnderWay,
		Description: "another holder of the store began to renew the login at " + m.begun.UTC().Format(time.RFC3339) +
			" and may be at it until " + m.until.UTC().Format(time.RFC3339) + "; nothing was sent meanwhile"}
}

func (r Record) withoutIntent() Record {
	r = r.Clone()
	delete(r.Extra, noteIntent)
	if len(r.Extra) == 0 {
		r.Extra = nil
	}
	return r
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
		m, ok := now.intentFor(now.RefreshToken)
		switch {
		case !ok || m.holder != s.id:
			return now, nil
		case how == intentAbandoned || !m.since.IsZero():
			return now.withIntent(intent{begun: m.unfinished(), holder: nobody}, now.RefreshToken), nil
		}
		return now.withoutIntent(), nil
	})
}

// mayHaveSpent reports whether a refresh token that was sent may be spent although there is no successor.
func (e *TokenError) mayHaveSpent() bool {
	return e.Code == CodeNoAnswer || e.Code == CodeInvalidAnswer || e.Status/100 == 5
}

// reportLoss makes e, the refusal of a refresh token that works once, say that its successor isn't in the store. A holder whose
// store fails for longer than its intent says may still have it; its renewal looks the same from here as one that died.
func (e *TokenError) reportLoss(begun time.Time, noAnswer bool) {
	e.Code = CodeLost
	e.Description = "the refresh token is spent and its successor isn't in the store: a renewal that began at " + begun.UTC().Format(time.RFC3339)
	if noAnswer {
		e.Description += " got no response, or none that could be used"
		e.Hint = "Log in again"
		return
	}
	e.Description += " hasn't saved what it got: its process ended, or can't write to the store"
	e.Hint = "If a program that shares the store reports " + CodeStore + ", let it run and mend the store: it has the successor in memory and saves it at its next try. Otherwise log in again"
}
