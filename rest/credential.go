package rest

import (
	"context"
	"net/http"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// RequestEditorFn changes a request before it is sent: it adds a credential, a header, a query parameter. It is called
// once for every attempt, so a token that was replaced between two attempts is seen. Its signature is the one that
// oapi-codegen's clients use; a function made for them works here and the other way round.
type RequestEditorFn func(ctx context.Context, req *http.Request) error

// Credential is what authorised one attempt. It is told when the vendor refused it.
type Credential interface {
	// Refused is called after the vendor responded that the credential isn't valid (HTTP 401, or the vendor's own way
	// of saying so). It drops the refused token and reports whether another attempt may carry a fresh one.
	Refused(ctx context.Context) bool
}

// TemporaryError is the error of a RequestEditorFn whose credential is temporarily unavailable, or is found behind that error by
// errors.As, as it is behind package auth's. Nothing of the call was sent by then, so any call is tried again, as often and
// as patiently as the client does otherwise.
type TemporaryError struct {
	_ value.Incomparable

	// After is for how long the endpoint that issues credentials asked not to be called; 0 when it didn't say.
	After time.Duration
	// Err says what is wrong; it may be nil.
	Err error
}

// Error returns what is wrong.
func (e *TemporaryError) Error() string {
	if e.Err == nil {
		return "the credential is temporarily unavailable"
	}
	return e.Err.Error()
}

// Unwrap returns what is wrong.
func (e *TemporaryError) Unwrap() error { return e.Err }

type credentialSlot struct{ credential Credential }

type credentialKey struct{}

// AuthorisedBy names, to the call that runs under ctx, the credential that a RequestEditorFn put on the request, so that the
// credential learns of a refusal. Outside a call of this package it does nothing, which keeps such a RequestEditorFn
// usable with any other client.
func AuthorisedBy(ctx context.Context, credential Credential) {
	if slot, ok := ctx.Value(credentialKey{}).(*credentialSlot); ok {
		slot.credential = credential
	}
}
