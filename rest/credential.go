package rest

import (
	"context"
	"errors"
	"net/http"
	"time"
)

// RequestEditorFn changes a request before it is sent: it adds a credential, a header, a query parameter. It is called
// once for every attempt, so a token that was replaced between two attempts is seen. Its shape is the one that
// oapi-codegen's clients use; a function made for them works here and the other way round.
type RequestEditorFn func(ctx context.Context, req *http.Request) error

// Credential is what authorised one attempt. It is told when the vendor refused it.
type Credential interface {
	// Refused is called after the vendor answered that the credential isn't valid (HTTP 401, or the vendor's own way
	// of saying so). It drops the refused token and reports whether another attempt may carry a fresh one.
	Refused(ctx context.Context) bool
}

// Passing is the error of a RequestEditorFn whose credential can't be had for the moment, or is found behind it by
// errors.As, as it is behind package auth's. Nothing of the call was sent by then, so any call is tried again, as often and
// as patiently as the client does otherwise.
type Passing struct {
	_ Incomparable

	// After is for how long the endpoint that gives credentials wants to be left alone; 0 when it didn't say.
	After time.Duration
	// Err says what is wrong; it may be nil.
	Err error
}

// Error returns what is wrong.
func (p *Passing) Error() string {
	if p.Err == nil {
		return "there is no credential for the moment"
	}
	return p.Err.Error()
}

// Unwrap returns what is wrong.
func (p *Passing) Unwrap() error { return p.Err }

// passes asks an editor's error whether it is Passing. (An interface in its place would cost every program a kilobyte.)
//
//go:noinline
func passes(err error) (after time.Duration, ok bool) {
	passing, ok := errors.AsType[*Passing](err)
	if !ok {
		return 0, false
	}
	return passing.After, true
}

type credentialSlot struct{ credential Credential }

type credentialKey struct{}

// AuthorisedBy tells the call that runs under ctx which credential a RequestEditorFn put on the request, so that the
// credential hears of a refusal. Outside a call of this package it does nothing, which keeps such a RequestEditorFn
// usable with any other client.
func AuthorisedBy(ctx context.Context, credential Credential) {
	if slot, ok := ctx.Value(credentialKey{}).(*credentialSlot); ok {
		slot.credential = credential
	}
}
