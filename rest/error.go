package rest

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// The common cases of failure, for errors.Is.
var (
	// ErrNotFound: the vendor has no such record or path (404, 410).
	ErrNotFound = errors.New("not found")
	// ErrUnauthorized: the credential isn't valid (401, or the vendor's own code for that).
	ErrUnauthorized = errors.New("unauthorized")
	// ErrForbidden: the credential is valid, but doesn't permit this call (403).
	ErrForbidden = errors.New("forbidden")
	// ErrConflict: the record was changed in the meantime, or exists already (409, 412).
	ErrConflict = errors.New("conflict")
	// ErrInvalid: the vendor refused what was sent (400, 422).
	ErrInvalid = errors.New("invalid request")
	// ErrRateLimited: there were too many requests (429, or the vendor's own code for that).
	ErrRateLimited = errors.New("rate limited")
	// ErrServer: the vendor failed (5xx).
	ErrServer = errors.New("server error")
	// ErrDecode: a response isn't what the document says. Either a field has another type (Field names it), or the response has
	// nothing of what was expected, such as an HTML page or a failure reported under a success status.
	ErrDecode = errors.New("unexpected response")
	// ErrTooLarge: a response is larger than the client's limit (WithMaxBody).
	ErrTooLarge = errors.New("response too large")
	// ErrRequest: the request could not be built from what the caller gave; nothing was sent.
	ErrRequest = errors.New("bad call")
	// ErrConnection: no response came, or its body broke off (then Status is set).
	ErrConnection = errors.New("no response")
)

// Error is what a failed call returns. However it is printed or logged, it shows no query, header, body or credential; [Error.Body]
// returns the raw response. [Error.Outcome] says whether the vendor may have acted on the call.
type Error struct {
	// Vendor and Operation say which call it was: "spiro", "listCompanies".
	Vendor, Operation string
	// Method and Path are the request's method and its path as a template, without values.
	Method, Path string
	// Status is the HTTP status; 0 when there was no response.
	Status int
	// Code is the vendor's own code, as a string; empty when it gave none.
	Code string
	// CodeName is a word for the code, where the document has one for a code that is a mere number.
	CodeName string
	// Message is the vendor's own message in one line, capped, with this request's credentials masked.
	Message string
	// Details are the vendor's remarks on single fields, where it makes any.
	Details []Detail
	// RequestID is the vendor's id of the request, for its support.
	RequestID string
	// RetryAfter is how long the vendor asked to wait, by Retry-After or, when its rate limit was reached, by the header
	// that says when that is reset; where the credential couldn't be had, how long until it is asked for again; else 0.
	RetryAfter time.Duration
	// Attempts is how often the call was sent, or tried to be.
	Attempts int
	// Field is the field of another type than declared, for ErrDecode: "data.timeSpent.FTEValue".
	Field string

	kind    error
	cause   error
	body    func() []byte // a closure, which no printer gets into: an Error may be printed by value, past its methods
	sent    bool
	outcome Outcome
	asked   bool // there was a Retry-After, be it of 0 seconds
	lasting bool // a connection that won't be had by trying again

	unauthorised bool // the credential couldn't be had, and may be in a while
}

// Detail is a vendor's remark on one field of what was sent.
type Detail struct {
	// Path is the field, as the vendor spells it.
	Path string `json:"path,omitempty"`
	// Code and Message say what is wrong with it.
	Code    string `json:"code,omitempty"`
	Message string `json:"message,omitempty"`
}

// Error says who failed, where, how and why, in one line.
func (e *Error) Error() string {
	var text line
	text.add("", e.Vendor)
	text.add(": ", e.Operation)
	text.add(": ", e.Method)
	text.add(" ", e.Path)
	switch {
	case e.Status != 0:
		text.add(": HTTP ", strconv.Itoa(e.Status))
		switch e.kind {
		case nil, kindOf(e.Status):
		case ErrConnection:
			text.add(", ", "the response broke off")
		default:
			text.add(", ", e.kind.Error())
		}
	case e.kind != nil:
		text.add(": ", e.kind.Error())
	default:
		text.add(": ", "failed")
	}
	if e.Code != "" {
		text.add(" (", strings.TrimSpace(e.Code+" "+e.CodeName))
		text.add(")", "")
	}
	text.has(": ", e.Message)
	for _, d := range e.Details {
		text.add("; ", d.Path)
		text.has(" ", d.Code)
		text.has(": ", d.Message)
	}
	text.has("; field ", e.Field)
	if e.cause != nil {
		text.add(": ", e.cause.Error())
	}
	if e.RetryAfter > 0 {
		text.add("; retry after ", e.RetryAfter.String())
	}
	if e.Attempts > 1 {
		text.add("; attempt ", strconv.Itoa(e.Attempts))
	}
	text.has("; request id ", e.RequestID)
	text.has("; ", e.advice())
	return string(text)
}

// line is a text that grows.
type line []byte

// add appends a part with what stands before it. It is kept out of line: it is called in many places, and inlined it would
// be most of an error's code.
//
//go:noinline
func (l *line) add(before, part string) { *l = append(append(*l, before...), part...) }

// has is add for a part that may be empty, which is left out then.
//
//go:noinline
func (l *line) has(before, part string) {
	if part != "" {
		l.add(before, part)
	}
}

// Is reports whether the error is of a common case: errors.Is(err, rest.ErrNotFound). It is kept out of line, as it
// is asked in many places.
//
//go:noinline
func (e *Error) Is(target error) bool {
	return target != nil && (target == e.kind || target == kindOf(e.Status))
}

// Unwrap returns the cause: the end of a context, a connection failure, a decoding error.
func (e *Error) Unwrap() error { return e.cause }

// Body returns the raw response, at most 64 KiB of a failure's, all of one that could not be decoded; nil when there was
// none. It may hold credentials that the vendor echoes: don't log it.
func (e *Error) Body() []byte {
	if e.body == nil {
		return nil
	}
	return e.body()
}

// keep holds on to a raw response. It is kept out of line, for its closure.
//
//go:noinline
func (e *Error) keep(body []byte) { e.body = func() []byte { return body } }

// Format writes the error's text whatever the verb.
func (e *Error) Format(f fmt.State, _ rune) { fmt.Fprint(f, e.Error()) }

// MarshalJSON gives the parts that are safe to log.
func (e *Error) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Vendor    string   `json:"vendor"`
		Operation string   `json:"operation"`
		Method    string   `json:"method"`
		Path      string   `json:"path"`
		Status    int      `json:"status,omitempty"`
		Code      string   `json:"code,omitempty"`
		CodeName  string   `json:"codeName,omitempty"`
		Message   string   `json:"message,omitempty"`
		Details   []Detail `json:"details,omitempty"`
		Field     string   `json:"field,omitempty"`
		RequestID string   `json:"requestId,omitempty"`
		Attempts  int      `json:"attempts,omitempty"`
		Outcome   string   `json:"outcome"`
		Error     string   `json:"error"`
	}{e.Vendor, e.Operation, e.Method, e.Path, e.Status, e.Code, e.CodeName, e.Message, e.Details, e.Field, e.RequestID, e.Attempts, e.outcome.String(), e.Error()})
}

// kindOf sorts a status into the common cases; nil for a success. It is kept out of line, as it is asked in many places.
//
//go:noinline
func kindOf(status int) error {
	switch {
	case status == http.StatusNotFound, status == http.StatusGone:
		return ErrNotFound
	case status == http.StatusUnauthorized:
		return ErrUnauthorized
	case status == http.StatusForbidden:
		return ErrForbidden
	case status == http.StatusConflict, status == http.StatusPreconditionFailed:
		return ErrConflict
	case status == http.StatusBadRequest, status == http.StatusUnprocessableEntity:
		return ErrInvalid
	case status == http.StatusTooManyRequests:
		return ErrRateLimited
	case status >= 500:
		return ErrServer
	}
	return nil
}
