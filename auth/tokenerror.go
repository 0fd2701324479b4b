package auth

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
	"github.com/seed-8da6be54/vendorkit/rest"
)

// Codes of a TokenError. The first group comes from vendors (any other code of theirs is passed on as it is), the second
// from this package.
const (
	CodeInvalidClient      = "invalid_client"
	CodeInvalidGrant       = "invalid_grant"
	CodeInvalidRequest     = "invalid_request"
	CodeInvalidScope       = "invalid_scope"
	CodeUnauthorizedClient = "unauthorized_client"
	CodeUnsupportedGrant   = "unsupported_grant_type"
	CodeBadRequest         = "bad_request"
	CodeAccessDenied       = "access_denied"

	CodeLost              = "refresh_token_lost" // a single-use refresh token is spent, and its successor wasn't saved
	CodeLoginNeeded       = "login_needed"       // there is nothing left to renew the login with
	CodeReadOnlyToken     = "read_only_token"    // a token that may only read, on a request that writes
	CodeOrganizationToken = "organization_token" // a token of one organization, on a path outside it
	CodeWrongHost         = "wrong_host"         // the credential is bound to another host
	CodeBadConfig         = "bad_config"         // what the caller gave can't work
	CodeUnsupported       = "unsupported"        // the vendor offers no such thing
	CodeNoToken           = "no_token"           // a token source gave none, or one that can't be sent
	CodeSource            = "source_failed"      // a token source of the caller's own failed
	CodeStore             = "store_failed"       // the store couldn't be read or written
	CodeUnderWay          = "renewal_under_way"  // another holder of the store is renewing the login, or ended while it did; nothing was sent. It passes within that holder's Timeout and 25 s
	CodeUnreachable       = "unreachable"        // the request never left
	CodeNoResponse        = "no_response"        // the request may have left, and no response came
	CodeInvalidResponse   = "invalid_response"   // a response that is no token response
	CodeRedirected        = "redirected"         // the token endpoint sent the request elsewhere
	CodeRateLimited       = "rate_limited"       // 429
	CodeServer            = "server_error"       // 5xx
	CodeHTTP              = "http_error"         // any other status without an OAuth error
	CodeUnknown           = "unknown_error"      // an OAuth error whose code isn't a plain word
)

// What errors.Is finds in a TokenError.
var (
	// ErrLoginNeeded: no token can be had until the user logs in again, or the configured login is corrected.
	ErrLoginNeeded = errors.New("auth: the user must sign in again")
	// ErrInvalidClient: the vendor doesn't know the client id, or the secret is wrong.
	ErrInvalidClient = errors.New("auth: invalid client")
	// ErrInvalidGrant: the vendor refused the refresh token, the code or the password.
	ErrInvalidGrant = errors.New("auth: invalid grant")
	// ErrLost: a single-use refresh token was used, and its successor isn't in the store: a process or a connection ended at that
	// very moment, or a process holds the successor that can't write to the store now, and will save it when it can. Such an error
	// is ErrInvalidGrant too, which is what the vendor reports.
	ErrLost = errors.New("auth: refresh token lost")
	// ErrReadOnlyToken: the token doesn't permit what the request does; nothing was sent.
	ErrReadOnlyToken = errors.New("auth: read-only token")
	// ErrWrongHost: the credential is bound to another host; nothing was sent.
	ErrWrongHost = errors.New("auth: wrong host")
	// ErrBadConfig: the configuration or an argument can't work; nothing was sent.
	ErrBadConfig = errors.New("auth: bad configuration")
	// ErrStore: the store couldn't be read or written.
	ErrStore = errors.New("auth: store failed")

	errAborted = errors.New("auth: the token request was aborted")
)

// TokenError says why there is no token, or why one wasn't sent. All its strings are safe to show: however they are printed or
// encoded, they contain no secret, no body and no query of a URL.
type TokenError struct {
	Provider    string        // "holaspirit", "spiro", ...; empty when not known
	Grant       string        // "password", "refresh_token", ...; empty when nothing was asked
	Status      int           // HTTP status of the vendor's response; 0 without one
	Code        string        // one of the Code constants, or another code of the vendor's
	Description string        // the vendor's words, cleaned and capped, or ours
	Hint        string        // what to do about it
	RequestID   string        // the vendor's id of the request, for its support
	RetryAfter  time.Duration // how long the vendor wants to be left alone; 0: it didn't say

	login     bool
	issued    bool // a token was given, and came to nothing
	postponed bool // there was a Retry-After, be it of 0 seconds
	cause     error
	until     time.Time // until then the Source returns this error and asks nobody
}

// Error returns all of it in one line.
func (e *TokenError) Error() string { return e.text() }

func (e TokenError) text() string {
	var b strings.Builder
	b.WriteString("auth: ")
	if e.Provider != "" {
		b.WriteString(e.Provider + ": ")
	}
	if e.Grant != "" {
		b.WriteString(e.Grant + ": ")
	}
	b.WriteString(e.Code)
	if e.Status != 0 {
		fmt.Fprintf(&b, " (HTTP %d)", e.Status)
	}
	if e.Description != "" {
		b.WriteString(": " + e.Description)
	}
	if e.cause != nil {
		b.WriteString(": " + e.cause.Error())
	}
	if e.Hint != "" {
		b.WriteString(". " + e.Hint)
	}
	if e.RequestID != "" {
		b.WriteString(" [request " + e.RequestID + "]")
	}
	return b.String()
}

// Unwrap returns the underlying error, if there is one. It prints without secrets and contains no *url.Error.
func (e *TokenError) Unwrap() error { return e.cause }

// Is reports whether target is one of this package's sentinel errors that applies to e.
func (e *TokenError) Is(target error) bool {
	switch target {
	case ErrLoginNeeded:
		return e.login
	case ErrInvalidClient:
		return e.Code == CodeInvalidClient
	case ErrInvalidGrant:
		return e.Code == CodeInvalidGrant || e.Code == CodeLost
	case ErrLost:
		return e.Code == CodeLost
	case ErrReadOnlyToken:
		return e.Code == CodeReadOnlyToken
	case ErrWrongHost:
		return e.Code == CodeWrongHost
	case ErrBadConfig:
		return e.Code == CodeBadConfig
	case ErrStore:
		return e.Code == CodeStore
	}
	return false
}

// Temporary reports whether the token is unavailable only for a while and nobody needs to act: the vendor didn't respond, or
// responded with 408, 429, 502, 503 or 504, or another holder of the store is renewing, or kept the store's lock for too long. RetryAfter
// says when to try again, if the vendor said so.
func (e *TokenError) Temporary() bool {
	switch e.Code {
	case CodeUnreachable:
		return !wiretext.Lasting(e.cause)
	case CodeNoResponse, CodeRateLimited, CodeUnderWay:
		return true
	case CodeStore: // its lock wasn't free in time
		return !e.issued && errors.Is(e.cause, context.DeadlineExceeded)
	}
	return e.Status == http.StatusTooManyRequests || wiretext.TemporaryStatus(e.Status)
}

// As makes an error that is temporary a *rest.TemporaryError too, which tells clients of package rest that they may retry the call,
// and when: not before the vendor permits it, nor before a Source asks the vendor again at all.
func (e *TokenError) As(target any) bool {
	temporary, ok := target.(**rest.TemporaryError)
	if ok && e.Temporary() {
		*temporary = &rest.TemporaryError{After: max(e.RetryAfter, time.Until(e.until)), Err: e}
		return true
	}
	return false
}

// Format prints the string of Error whatever the verb, and GoString's for %#v.
func (e TokenError) Format(f fmt.State, verb rune) {
	switch {
	case verb == 'v' && f.Flag('#'):
		io.WriteString(f, e.GoString())
	case verb == 'q':
		fmt.Fprintf(f, "%q", e.text())
	default:
		io.WriteString(f, e.text())
	}
}

// GoString shows the exported fields.
func (e TokenError) GoString() string {
	return fmt.Sprintf("auth.TokenError{Provider:%q, Grant:%q, Status:%d, Code:%q, Description:%q, Hint:%q, RequestID:%q, RetryAfter:%d}",
		e.Provider, e.Grant, e.Status, e.Code, e.Description, e.Hint, e.RequestID, int64(e.RetryAfter))
}

// MarshalJSON encodes the exported fields (RetryAfter in seconds), the string of the cause, and Outcome's.
func (e TokenError) MarshalJSON() ([]byte, error) {
	view := struct {
		Provider    string  `json:"provider,omitzero"`
		Grant       string  `json:"grant,omitzero"`
		Status      int     `json:"status,omitzero"`
		Code        string  `json:"code"`
		Description string  `json:"description,omitzero"`
		Cause       string  `json:"cause,omitzero"`
		Hint        string  `json:"hint,omitzero"`
		RequestID   string  `json:"request_id,omitzero"`
		RetryAfter  float64 `json:"retry_after,omitzero"`
		Outcome     string  `json:"outcome"`
	}{e.Provider, e.Grant, e.Status, e.Code, e.Description, e.causeText(), e.Hint, e.RequestID, e.RetryAfter.Seconds(), e.Outcome().String()}
	return json.Marshal(view)
}

// MarshalText returns the string of Error.
func (e TokenError) MarshalText() ([]byte, error) { return []byte(e.text()), nil }

// LogValue gives slog the exported fields, the string of the cause, and Outcome's.
func (e TokenError) LogValue() slog.Value {
	var attrs []slog.Attr
	add := func(key, value string) {
		if value != "" {
			attrs = append(attrs, slog.String(key, value))
		}
	}
	add("provider", e.Provider)
	add("grant", e.Grant)
	if e.Status != 0 {
		attrs = append(attrs, slog.Int("status", e.Status))
	}
	add("code", e.Code)
	add("description", e.Description)
	add("cause", e.causeText())
	add("hint", e.Hint)
	add("request_id", e.RequestID)
	if e.RetryAfter != 0 {
		attrs = append(attrs, slog.Duration("retry_after", e.RetryAfter))
	}
	add("outcome", e.Outcome().String())
	return slog.GroupValue(attrs...)
}

func (e TokenError) causeText() string {
	if e.cause == nil {
		return ""
	}
	return e.cause.Error()
}

func configError(vendor, description string) *TokenError {
	return &TokenError{Provider: vendor, Code: CodeBadConfig, Description: description}
}

// foreignError makes an error of a token source that isn't ours fit to show.
func foreignError(vendor string, err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*TokenError](err); ok {
		return err
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return waitError(newCause(err, nil))
	}
	return &TokenError{Provider: vendor, Code: CodeSource, cause: newCause(err, nil)}
}
