package rest

import (
	"context"
	"net/http"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// RequestEditorFn changes a request before it is sent: it adds a credential, a header, a query parameter. It is called for every
// attempt, so that a token which was replaced between two attempts takes effect. Its signature is that of oapi-codegen's clients, so
// functions made for those work here and vice versa.
type RequestEditorFn func(ctx context.Context, req *http.Request) error

// Credential is what authorized one attempt. It is told when the vendor refuses it.
type Credential interface {
	// Refused is called after the vendor responded that the credential isn't valid (HTTP 401, or the vendor's own way
	// of saying so). It drops the refused token and reports whether another attempt may carry a fresh one.
	Refused(ctx context.Context) bool
}

// TemporaryError is the error of a RequestEditorFn whose credential is temporarily unavailable. It may also be wrapped in another
// error, as it is in those of package auth; errors.As finds it. Since nothing of the call has been sent by then, any call is
// retried, as often and with the same waits as the client otherwise uses.
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

// AuthorizedBy tells the call that runs under ctx which credential a RequestEditorFn put on the request, so that the credential
// learns of a refusal. Outside a call of this package it does nothing, so such a RequestEditorFn works with any other client too.
func AuthorizedBy(ctx context.Context, credential Credential) {
	if slot, ok := ctx.Value(credentialKey{}).(*credentialSlot); ok {
		slot.credential = credential
	}
}
