package vendortest

import (
	"fmt"
	"time"
)

// Option changes a simulator's settings. A value that makes no sense, such as a page of no rows, and an option that begins with another
// vendor's name are errors of the constructor: they fail the test, and Start returns them.
type Option func(*settings)

type settings struct {
	addr      string
	inMemory  bool
	seed      uint64
	records   map[string]int // by collection; "" for the vendor's big ones
	lenient   bool
	life      time.Duration
	limit     int // requests; 0: the document's, -1: none
	window    time.Duration
	pageLimit int
	latency   time.Duration
	bodies    bool
	envelopes bool // Halo puts an object around bare lists
	report    func(Violation)
	throttle  int  // HTTP status of Humanity's code 91; 0: 200
	staffFlag bool // Humanity needs update_staff

	keepRefresh bool // Halo replaces no refresh token

	vendor string // whose simulator it is
	wrong  error  // the first option with a value that makes no sense, or of another vendor
}

// only notes that an option is of no use for any other vendor.
func (s *settings) only(vendor, option string) {
	s.want(s.vendor == vendor, "%s: there is no such thing at %s, it is for %s", option, s.vendor, vendor)
}

// want notes that an option's value makes no sense.
func (s *settings) want(ok bool, format string, args ...any) {
	if !ok && s.wrong == nil {
		s.wrong = fmt.Errorf(format, args...)
	}
}

// WithAddr makes the simulator listen on an address of the test's choice, such as "127.0.0.1:8099". By default it takes a
// free port of the loopback interface; other interfaces are refused.
func WithAddr(addr string) Option { return func(s *settings) { s.addr = addr } }

// WithSeed changes the seed from which all records, ids and tokens are made. The same seed gives the same bytes.
func WithSeed(seed uint64) Option { return func(s *settings) { s.seed = seed } }

// WithRecords sets how many records the named collections hold, by the last segment of their path ("members"). Without
// names it sets the vendor's big ones: members, roles and tasks of Holaspirit; employees, shifts and clock times of
// Humanity; companies, contacts and opportunities of Spiro; Tickets, Actions, Client, Site, Users, Agent and Asset of Halo. Records
// are made when they are read, so a large number costs nothing until all of them are read. Case doesn't matter; a name that isn't one
// of [Server.Collections] is an error.
func WithRecords(n int, collections ...string) Option {
	return func(s *settings) {
		if len(collections) == 0 {
			collections = []string{""}
		}
		s.want(n >= 0, "WithRecords: %d records can't be made", n)
		for _, name := range collections {
			s.records[name] = n
		}
	}
}

// AllowViolations makes the simulator carry out requests that break the document (an unknown query parameter, a field that no
// schema has, a wrong type) instead of refusing them with status 400. Either way they are kept in [Server.Violations].
// A body that is missing, can't be read or has another content type is refused all the same, since no vendor carries out a write of
// nothing. What the vendor itself ignores is carried out without this option too, and kept with [Violation.Ignored].
func AllowViolations() Option { return func(s *settings) { s.lenient = true } }

// WithAccessTokenLife sets how long access tokens live.
func WithAccessTokenLife(d time.Duration) Option {
	return func(s *settings) {
		s.want(d > 0, "WithAccessTokenLife: %v is not a lifetime", d)
		s.life = d
	}
}

// WithRateLimit lets n calls, 1 or more, through in each window and responds with 429 to the others, or what the vendor has for it. The
// default is what the vendor documents; [WithoutRateLimit] removes the limit.
func WithRateLimit(n int, window time.Duration) Option {
	return func(s *settings) {
		s.want(n > 0 && window > 0, "WithRateLimit: %d calls in %v is no limit; WithoutRateLimit lets every call through, and a Fault with Status 429 refuses calls", n, window)
		s.limit, s.window = n, window
	}
}

// WithoutRateLimit lets every call through.
func WithoutRateLimit() Option { return func(s *settings) { s.limit = -1 } }

// WithMaxPageSize sets how many rows, 1 or more, a page holds at most, whatever is requested.
func WithMaxPageSize(n int) Option {
	return func(s *settings) {
		s.want(n > 0, "WithMaxPageSize: a page can't have %d rows at most", n)
		s.pageLimit = n
	}
}

// WithLatency delays every response of the API.
func WithLatency(d time.Duration) Option {
	return func(s *settings) {
		s.want(d >= 0, "WithLatency: %v is negative", d)
		s.latency = d
	}
}

// WithRequestBodies keeps the bodies of requests in [Server.Requests]. By default they are dropped.
func WithRequestBodies() Option { return func(s *settings) { s.bodies = true } }
