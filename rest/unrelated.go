package rest

import (
	"bytes"
	"errors"
	"net/http"
	"reflect"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/jsonfields"
	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// unrelated makes an error of a successful response that has nothing to do with what was promised: an object with fields of which
// none is declared, such as {"error":"timeout"} of a gateway in front of the API, or null where a GET gives an object. Read as what was
// promised it would be a record without an id, or a list without rows that is complete; so is null within the vendor's own envelope, in place of
// the record that is read (norecord.go). It is nil for anything else, and where the promise
// is a guess or the caller's own.
func (x *exchange) unrelated(body []byte, out any) *Error {
	if x.options.ownType || x.call.Guessed() {
		return nil
	}
	into := reflect.ValueOf(out).Elem()
	if into.Kind() == reflect.Slice && x.other.came && x.call.Listing() == nil && into.Len() == 1 { // the bare record where there is one
		into = into.Index(0)
	}
	if into.Kind() != reflect.Struct {
		return nil
	}
	instead := x.lacking(body, into)
	if instead == "" && !hasNothing(into, body) {
		return nil
	}
	if x.options.judges != nil && x.options.judges(body) { // asked last: it may look through the whole response
		return nil
	}
	var failure *Error
	switch kind := jsonscan.Kind(body); {
	case instead != "" || kind == jsonscan.Null && x.call.Method() == http.MethodGet:
		found, want := instead, "a record"
		if kind == jsonscan.Null {
			found, want = kind, "an object"
		}
		failure = x.unexpected(errors.New("found " + found + " where " + want + " was expected"))
	case kind == jsonscan.Object && x.strange(body, into.Type()):
		if x.call.Method() != http.MethodGet && wentWell(body) {
			if saved := reflect.ValueOf(out).Elem(); saved.Kind() == reflect.Slice {
				saved.SetZero() // there is no record in it
			}
			return nil
		}
		promised := "those that were promised"
		if name := into.Type().Name(); name != "" && !strings.Contains(name, "[") {
			promised = into.Type().String()
		}
		failure = x.unexpected(errors.New("none of its fields is one of " + promised))
	default:
		return nil
	}
	failure.readText(bytes.TrimSpace(body), masks(x.secrets()).line, x.client.vendor.ErrorCodes) // it may say what it is
	failure.outcome = MaybeProcessed.after(x.earlier)                                            // whoever sent it isn't the API
	reflect.ValueOf(out).Elem().SetZero()
	return failure
}

// hasNothing reports whether a struct has nothing of the response that was read into it, but for all of it where it is an open object
// (value.UnmarshalOpen).
func hasNothing(record reflect.Value, body []byte) bool {
	if !jsonscan.ReadsItself(record.Addr().Interface()) {
		return record.IsZero()
	}
	open := false
	for i := range record.NumField() {
		field := record.Field(i)
		switch {
		case field.Type() == reflect.TypeFor[value.JSON]() && bytes.Equal(field.Bytes(), bytes.TrimSpace(body)):
			open = true
		case !field.IsZero():
			return false
		}
	}
	return open
}

// strange reports whether an object has fields, and a type that has fields declares none of them.
func (x *exchange) strange(object []byte, declared reflect.Type) bool {
	fields := jsonfields.Of(declared)
	if len(fields.Fields) == 0 || fields.Rest() != nil {
		return false
	}
	some, known := false, false
	jsonscan.Fields(object, func(name, _ []byte) bool {
		some = true
		if envelope := x.client.vendor.Envelope; envelope != nil && string(name) == envelope.Status {
			known = true // the vendor's own verdict, which is good
		}
		if field, _ := fields.Find(string(name)); field != nil {
			known = true
		}
		return !known
	})
	return some && !known
}

// onlyFailure makes an error of a successful response that nobody reads and that says nothing but that something failed: an object with an
// error, beside which there is only what goes with one. A deletion would be taken for done otherwise. It is nil where the response also says
// that all went well.
func (x *exchange) onlyFailure() *Error {
	body := wiretext.WithoutMark(x.body)
	failed, only := false, true
	jsonscan.Fields(body, func(name, value []byte) bool {
		if envelope := x.client.vendor.Envelope; envelope != nil && string(name) == envelope.Status {
			only = false // the vendor's own verdict, which is good
			return false
		}
		said := says(value)
		switch strings.ToLower(string(name)) {
		case "error", "errors":
			failed = failed || said
		case "success", "ok":
			failed = failed || !said && jsonscan.Kind(value) != jsonscan.Null
			only = !said
		case "error_description", "error_code", "errorcode", "code", "message", "messages", "detail", "details", "description", "title", "type",
			"instance", "status", "statuscode", "reason", "timestamp", "path", "traceid", "trace_id", "requestid", "request_id":
			// It goes with an error: of OAuth, of RFC 9457, of the frameworks.
		default:
			only = false
		}
		return only
	})
	if !failed || !only {
		return nil
	}
	failure := x.unexpected(errors.New("it says that something failed, under a status of success"))
	failure.readText(bytes.TrimSpace(body), masks(x.secrets()).line, x.client.vendor.ErrorCodes)
	failure.outcome = MaybeProcessed.after(x.earlier)
	return failure
}

// wentWell reports whether an object says in so many words that what was asked for is done.
func wentWell(object []byte) (well bool) {
	jsonscan.Fields(object, func(name, value []byte) bool {
		switch strings.ToLower(string(name)) {
		case "success", "ok":
			well = says(value)
		}
		return !well
	})
	return well
}

// says reports whether a JSON value is something else than nothing, zero and no.
func says(value []byte) bool {
	switch strings.ToLower(strings.Trim(string(bytes.TrimSpace(value)), `"`)) {
	case "", "0", "false", "null", "{}", "[]":
		return false
	}
	return true
}
