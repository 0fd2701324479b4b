package conformance

import (
	"context"
	"strings"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// ending is how a call ends.
type ending struct {
	kind     error // what errors.Is finds; nil for a success
	cause    error // and what else
	status   int
	attempts int  // of what may be sent again; everything else is sent once
	resent   bool // the transport adds some of its own, where a kept connection dies
	field    bool
	or       error // kind may also be this one
	any      bool  // attempts and status may be any; without a kind a success and any typed error are fine: what counts is an end
}

var (
	fine       = ending{attempts: 1}
	noResponse = ending{kind: rest.ErrConnection, attempts: 5}
	resent     = ending{kind: rest.ErrConnection, attempts: 5, resent: true}
	late       = ending{kind: rest.ErrConnection, cause: context.DeadlineExceeded, attempts: 2}
	odd        = ending{kind: rest.ErrDecode, status: 200, attempts: 1}
	oddField   = ending{kind: rest.ErrDecode, status: 200, attempts: 1, field: true}
)

// hostileCase is one row of the table.
type hostileCase struct {
	name  string
	fault vendortest.Fault
	json  ending // of calls whose response is JSON
	file  ending // of downloads
	// empty and record are json for responses that may be empty, and for responses whose records may be anything.
	empty, record *ending
	number        string // what a read gives, where it succeeds
	slow          bool
	whole         bool // only of interest where the number is a whole one
}

// hostileCases makes the table for a vendor; elsewhere is another host, secret what must not show.
func hostileCases(v subject, elsewhere, secret string) []hostileCase {
	number := func(literal string) map[string]string { return map[string]string{v.number: literal} }
	figures := func(literal string) map[string]string {
		out := map[string]string{}
		for _, name := range v.figures {
			out[name] = literal
		}
		return out
	}
	big := strings.Repeat("No way. ", 10<<20/8)
	refused := ending{kind: rest.ErrInvalid, status: 400, attempts: 1}
	failed := ending{kind: rest.ErrServer, status: 500, attempts: 1}
	// On a busy machine not even the head comes in time.
	downSlowly := ending{kind: rest.ErrServer, or: rest.ErrConnection, status: 503, attempts: 2}
	down := ending{kind: rest.ErrServer, status: 503, attempts: 5}
	return []hostileCase{
		{name: "reset before the response", fault: vendortest.Fault{ResetBeforeResponse: true}, json: resent, file: resent},
		// A reset overtakes what was sent before it, so the head may be lost too.
		{name: "reset before the body", fault: vendortest.Fault{ResetBeforeBody: true}, json: noResponse, file: ending{kind: rest.ErrConnection, any: true}},
		{name: "reset within the body", fault: vendortest.Fault{ResetAfterBody: true}, json: noResponse, file: ending{kind: rest.ErrConnection, any: true}},
		{name: "truncated JSON", fault: vendortest.Fault{TruncateJSON: true}, json: odd, file: fine},
		{name: "200 with HTML", fault: vendortest.Fault{HTML200: true}, json: odd, file: odd},
		{name: "204", fault: vendortest.Fault{Status: 204}, json: ending{kind: rest.ErrDecode, status: 204, attempts: 1}, file: fine, empty: &fine},
		{name: "200 without a body", fault: vendortest.Fault{Status: 200}, json: odd, file: fine, empty: &fine},
		{name: "gzip bomb", fault: vendortest.Fault{GzipBomb: hostileBomb},
			json: ending{kind: rest.ErrTooLarge, status: 200, attempts: 1}, file: ending{kind: errEnough}},
		{name: "gzip bomb in an error", fault: vendortest.Fault{Status: 503, GzipBomb: hostileBomb}, json: down, file: down},
		// Three bytes are a row, and a row has thousands: what is within the bound as JSON isn't so as rows.
		{name: "empty rows without end", json: ending{kind: rest.ErrTooLarge, or: rest.ErrDecode, attempts: 1}, record: &fine, file: fine,
			fault: vendortest.Fault{Status: 200, Body: v.before + "[" + strings.Repeat("{},", 300_000) + "{}]" + v.after}},
		{name: "error of 10 MB", fault: vendortest.Fault{Status: 500, Body: big}, json: failed, file: failed},
		{name: "error that echoes the credential", json: refused, file: refused,
			fault: vendortest.Fault{Status: 400, Body: `{"error": "` + secret + `", "error_description": "Not with ` + secret + `"}`}},
		{name: "redirect to another host", fault: vendortest.Fault{Redirect: elsewhere + "/harvest"},
			json: ending{kind: rest.ErrConnection, attempts: 1}, file: ending{kind: rest.ErrConnection, attempts: 1}},
		{name: "body in drips", fault: vendortest.Fault{Drip: 5 * time.Millisecond}, slow: true, json: late, file: ending{kind: errHung}},
		{name: "body that stalls", fault: vendortest.Fault{Drip: time.Hour}, slow: true, json: late,
			file: ending{kind: rest.ErrConnection, cause: context.DeadlineExceeded}},
		{name: "response that never begins", fault: vendortest.Fault{Delay: time.Hour}, slow: true, json: late, file: late},
		{name: "error in drips", fault: vendortest.Fault{Status: 503, Body: "down", Drip: 10 * time.Millisecond}, slow: true,
			json: downSlowly, file: downSlowly},
		{name: "wrong content type", fault: vendortest.Fault{WrongContentType: "image/png"}, json: odd, file: fine},
		// Of fields sent twice the last one counts, as encoding/json has it. That is no error.
		{name: "fields sent twice", fault: vendortest.Fault{Repeated: number("77")}, json: fine, file: fine, number: "77"},
		{name: "verdict sent twice", fault: vendortest.Fault{Repeated: map[string]string{"status": "1", "data": "null"}}, json: ending{any: true}, file: fine},
		{name: "number beyond float64", fault: vendortest.Fault{Values: number("1e400")}, json: oddField, file: fine, record: &fine},
		{name: "number beyond int64", fault: vendortest.Fault{Values: number("1180591620717411303424")}, whole: true, json: oddField, file: fine, record: &fine},
		{name: "fraction", fault: vendortest.Fault{Values: number("0.5")}, whole: true, json: oddField, file: fine, record: &fine},
		{name: "NaN as text", fault: vendortest.Fault{Values: number(`"NaN"`)}, json: oddField, file: fine, record: &fine},
		{name: "NaN bare", fault: vendortest.Fault{Values: number("NaN")}, json: odd, file: fine},
		// The document says nothing of signs; a negative number is passed on.
		{name: "negative number", fault: vendortest.Fault{Values: number("-7")}, json: fine, file: fine, number: "-7"},
		{name: "figures of a list below zero", fault: vendortest.Fault{Values: figures("-7")}, json: ending{any: true}, file: fine},
		{name: "figures of a list at the end of int64", fault: vendortest.Fault{Values: figures("9223372036854775807")}, json: ending{any: true}, file: fine},
		{name: "figures of a list beyond float64", fault: vendortest.Fault{Values: figures("1e400")}, json: ending{any: true}, file: fine},
	}
}
