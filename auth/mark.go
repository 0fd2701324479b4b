package auth

import (
	"context"
	"strings"
	"time"
)

// noteRenewal is where a record says that a renewal is under way: when it began, whose it is, and which refresh token it
// spends (its fingerprint).
const noteRenewal = notePrefix + "renewal"

type mark struct {
	begun  time.Time
	holder string // the Source that set it
}

// mark returns the mark on r that is for token.
func (r Record) mark(token Secret) (mark, bool) {
	parts := strings.Fields(r.Extra[noteRenewal].Reveal())
	if len(parts) != 3 || parts[2] != fingerprint(token.Reveal()) {
		return mark{}, false
	}
	begun, err := time.Parse(time.RFC3339, parts[0])
	return mark{begun, parts[1]}, err == nil
}

// marked is the record now with a mark for the refresh token of keep, which comes along if it is another.
func (s *Source) marked(now, keep Record) Record {
	next := now.Clone()
	next.RefreshToken, next.Issuer = keep.RefreshToken, s.plan.issuer()
	next.Extra = keep.Clone().Extra
	if next.Extra == nil {
		next.Extra = map[string]Secret{}
	}
	next.Extra[noteRenewal] = NewSecret(time.Now().UTC().Format(time.RFC3339) + " " + s.id + " " + fingerprint(keep.RefreshToken.Reveal()))
	return next
}

func (r Record) unmarked() Record {
	r = r.Clone()
	delete(r.Extra, noteRenewal)
	if len(r.Extra) == 0 {
		r.Extra = nil
	}
	return r
}

// unmark takes our mark off the record, now that it is known what became of the request. When that can't be saved, the
// mark says for the time being that something may have been lost, which is the safe side.
func (s *Source) unmark(ctx context.Context) {
	s.plan.store.Update(ctx, s.plan.key, func(_ context.Context, now Record) (Record, error) {
		if m, ok := now.mark(now.RefreshToken); !ok || m.holder != s.id {
			return now, nil
		}
		return now.unmarked(), nil
	})
}

// doubtful reports whether a refresh token that was sent may be spent although there is no successor.
func (e *TokenError) doubtful() bool {
	return e.Code == CodeNoAnswer || e.Code == CodeInvalidAnswer || e.Status/100 == 5
}

// reportLoss makes e, the refusal of a refresh token that works once, say that its successor was lost.
func (e *TokenError) reportLoss(begun time.Time, noAnswer bool) {
	why := "was never finished: its process ended, or couldn't save what it got"
	if noAnswer {
		why = "got no answer, or none that could be used"
	}
	e.Code = CodeLost
	e.Description = "the refresh token is spent and its successor is lost: a renewal that began at " + begun.UTC().Format(time.RFC3339) + " " + why
	e.Hint = "Log in again"
}
