package vendortest

import (
	"net/http"
	"slices"
	"sync"
	"time"
)

// logLimit is how many requests are remembered. A simulator that runs as a program must not grow for ever.
const logLimit = 200_000

// Request is one request that arrived.
type Request struct {
	// N counts requests in the order in which they arrived, from 1.
	N int
	// Time is when it arrived, in real time: Server.Advance doesn't move it.
	Time time.Time
	// Method, Path and Query are those of the request line; Query is still encoded.
	Method, Path, Query string
	// Header holds the request's header.
	Header http.Header
	// Body is kept only with WithRequestBodies.
	Body []byte
	// Operation is the operationId, or "token", "revoke" or "authorize" for the vendor's OAuth endpoints; empty for a
	// path that the simulator doesn't know.
	Operation string
	// Status is the response's; 0 while the request is being served, and when the connection was cut without a response.
	Status int
	// Processed says that the request was carried out, whether or not the caller got to know. It is false for a request that was
	// refused, by the vendor's rules or by a fault.
	Processed bool
	// Fault says that a fault was applied to it.
	Fault bool
	// Limited says that the rate limit refused it; Status is what the vendor has for that.
	Limited bool
}

type requestLog struct {
	mu         sync.Mutex
	bodies     bool
	dropped    int
	requests   []Request
	counts     map[string]int
	violations []Violation
}

func (l *requestLog) begin(r *http.Request, operation string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.requests) >= logLimit {
		l.dropped += logLimit / 2
		l.requests = slices.Clone(l.requests[logLimit/2:])
	}
	if l.counts == nil {
		l.counts = map[string]int{}
	}
	l.counts[operation]++
	n := l.dropped + len(l.requests) + 1
	l.requests = append(l.requests, Request{
		N: n, Time: time.Now(), Method: r.Method, Path: r.URL.EscapedPath(), Query: r.URL.RawQuery,
		Header: r.Header.Clone(), Operation: operation,
	})
	return n
}

func (l *requestLog) change(n int, change func(*Request)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if i := n - 1 - l.dropped; i >= 0 {
		change(&l.requests[i])
	}
}

func (l *requestLog) end(n, status int) { l.change(n, func(r *Request) { r.Status = status }) }
func (l *requestLog) faulted(n int)     { l.change(n, func(r *Request) { r.Fault = true }) }
func (l *requestLog) limited(n int)     { l.change(n, func(r *Request) { r.Limited = true }) }
func (l *requestLog) processed(n int)   { l.change(n, func(r *Request) { r.Processed = true }) }

func (l *requestLog) body(n int, raw []byte) {
	if l.bodies {
		l.change(n, func(r *Request) { r.Body = raw })
	}
}

// Requests returns the requests that have arrived so far, in order; if operations are named (as in Request.Operation), only theirs. The
// oldest are forgotten after some hundred thousand. An operation that the document doesn't have fails the test, or panics
// outside one, as with Count.
func (s *Server) Requests(operations ...string) []Request {
	for _, operation := range operations {
		s.mustKnow(operation)
	}
	s.log.mu.Lock()
	defer s.log.mu.Unlock()
	if len(operations) == 0 {
		return slices.Clone(s.log.requests)
	}
	var out []Request
	for i := range s.log.requests { // without a copy of each
		if slices.Contains(operations, s.log.requests[i].Operation) {
			out = append(out, s.log.requests[i])
		}
	}
	return out
}

// Count returns how many requests an operation has had; "" counts those that the simulator doesn't know. An operation that the
// document doesn't have could never have any: it fails the test, or panics outside one.
func (s *Server) Count(operation string) int {
	s.mustKnow(operation)
	s.log.mu.Lock()
	defer s.log.mu.Unlock()
	return s.log.counts[operation]
}

func (s *Server) mustKnow(operation string) {
	if operation != "" && s.model.byID()[operation] == nil && !outside(operation) {
		s.misused(s.noOperation(operation))
	}
}
