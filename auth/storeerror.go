package auth

import (
	"context"
	"errors"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

const unsavedHint = "It is kept in memory and saved at the next try; if the process ends before, the user may have to sign in again"

// reportCodeSpent makes e, a token that couldn't be saved, say that the code that it came for is used up: there is no Source to try again.
func (e *TokenError) reportCodeSpent() {
	e.login = true
	e.Hint = strings.Replace(e.Hint, unsavedHint, "The code of the login page is used up: mend the store, then log in again", 1)
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

// checkMask refuses the record of a store that wrote a Record down as JSON, which shows no Secret: what comes back is the mask. As the
// intent is saved first, that is found out before the vendor is asked for what would be lost.
func (s *Source) checkMask(now Record) error {
	if now.AccessToken.Reveal() != wiretext.Masked && now.RefreshToken.Reveal() != wiretext.Masked {
		return nil
	}
	return &TokenError{Provider: s.plan.vendor, Code: CodeStore,
		Description: "the store has the mask of account " + quoted(s.plan.key.Account) + "'s tokens in their place",
		Hint:        "A Store must save what EncodeRecord returns, and read it by DecodeRecord: encoded in any other way, a Record shows no secrets"}
}

// loginGone says that a login was ended (Revoke, a logout) or removed while its token is still in memory.
func (s *Source) loginGone() error {
	return &TokenError{Provider: s.plan.vendor, Code: CodeLoginNeeded,
		Description: "the login of account " + quoted(s.plan.key.Account) + " is no longer in the store, so it isn't renewed ahead of time",
		Hint:        "If nobody ended it on purpose, find out who removes it. When the token ends, a source that has a password logs in anew"}
}

// storeError reports a failing store. lost is the token that could not be saved, if that is what failed.
func (s *Source) storeError(err error, lost *unsaved) *TokenError {
	e := &TokenError{Provider: s.plan.vendor, Code: CodeStore, issued: lost != nil}
	known := secrets{}
	if lost != nil {
		known = known.with(lost.base.AccessToken, lost.base.RefreshToken, lost.next.AccessToken, lost.next.RefreshToken)
		e.Description = "a new token was issued but couldn't be saved, so it isn't used"
		e.Hint = unsavedHint
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
		e.Hint = "Another holder has it: a program that was stopped while it renewed keeps it until it goes on or is ended"
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
