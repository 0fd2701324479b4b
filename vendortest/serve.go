package vendortest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/url"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
)

// bodyLimit bounds a request's body.
const bodyLimit = 256 << 20

// call is one request on its way through the simulator.
type call struct {
	server    *Server
	label     string     // the operation's name in the log
	operation *operation // nil outside the document
	request   *http.Request
	params    map[string]string
	query     url.Values
	raw       []byte
	body      any // decoded; nil when there is none
	grant     *pair
	number    int // in the log

	violations []Violation // that nobody was notified of
}

// response is what goes back.
type response struct {
	status int
	header http.Header
	media  string // of body; JSON when empty
	body   any    // encoded as JSON unless it is []byte; nil for none

	refused bool // it says no, whatever its status
}

// serve responds to a request as the vendor would.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	c := &call{server: s, request: r}
	label, op, run := s.route(c)
	c.label, c.operation = label, op
	c.number = s.log.begin(r, label)
	defer func() {
		if bug := recover(); bug == http.ErrAbortHandler {
			panic(bug) // the server cuts the connection
		} else if bug != nil {
			if s.tb != nil {
				s.tb.Errorf("vendortest: %s %s: %v\n%s", r.Method, r.URL.Path, bug, debug.Stack())
			}
			s.log.end(c.number, http.StatusInternalServerError)
			http.Error(w, fmt.Sprintf("the simulator failed: %v", bug), http.StatusInternalServerError)
		}
	}()
	fault := s.faults.take(label, r)
	// The body is read first: only then does the server notice a caller that leaves while it waits.
	var err error
	if c.raw, err = io.ReadAll(io.LimitReader(r.Body, bodyLimit)); err != nil {
		s.log.end(c.number, 0)
		return
	}
	s.log.body(c.number, c.raw)
	if fault != nil {
		s.log.faulted(c.number)
		if !s.wait(r.Context(), fault.Delay) {
			panic(http.ErrAbortHandler)
		}
		if !fault.processes() {
			fault.apply(s, w, c, response{status: http.StatusOK})
			return
		}
	}
	c.query, _ = url.ParseQuery(r.URL.RawQuery)
	a := run(c)
	c.report()
	if fault != nil {
		fault.apply(s, w, c, a)
		return
	}
	s.write(w, c, a)
}

// route finds what a request is for: its name in the log, the document's operation if it is one, and what to run.
func (s *Server) route(c *call) (string, *operation, func(*call) response) {
	path := s.vendor.slashes.clean(c.request.URL.EscapedPath())
	if special, ok := s.behave.routes[path]; ok {
		return special.name, nil, special.run
	}
	inner, ok := strings.CutPrefix(path, s.model.doc.BasePath)
	if n := len(s.model.doc.BasePath); !ok && s.vendor.anyCase && len(path) > n && strings.EqualFold(path[:n], s.model.doc.BasePath) {
		inner, ok = path[n:], true
	}
	known := false
	if ok {
		var op *operation
		if op, c.params, known = s.model.find(c.request.Method, inner, s.vendor.anyCase); op != nil {
			s.model.ready(op)
			return op.ID, op, (*call).run
		}
	}
	if special, ok := s.special(path); ok && !known {
		return special.name, nil, special.run
	}
	return "", nil, func(c *call) response { return c.lost(known) }
}

// run responds to a call of a path outside the document.
func (r route) run(c *call) response {
	s := c.server
	s.mu.Lock()
	defer s.mu.Unlock()
	a := r.serve(c)
	if !a.refused && a.status < http.StatusBadRequest {
		s.log.processed(c.number)
	}
	return a
}

// special finds a path outside the document that is written in another case, where the vendor takes any.
func (s *Server) special(path string) (route, bool) {
	if !s.vendor.anyCase {
		return route{}, false
	}
	for _, own := range sortedKeys(s.behave.routes) {
		if strings.EqualFold(own, path) {
			return s.behave.routes[own], true
		}
	}
	return route{}, false
}

// lost responds to a request that the document doesn't know.
func (c *call) lost(known bool) response {
	s := c.server
	what := "the document has no such path"
	status := http.StatusNotFound
	if known {
		what, status = "the document has no such method on this path", http.StatusMethodNotAllowed
	}
	s.violated(c, problem{detail: what})
	s.mu.Lock()
	defer s.mu.Unlock()
	return c.no(refuse(status, "", what))
}

// run takes a call of the document through limit, credential and document to its response.
func (c *call) run() response {
	s, op := c.server, c.operation
	if !s.wait(c.request.Context(), s.settings.latency) {
		panic(http.ErrAbortHandler)
	}
	problems := c.respell()
	problems = append(problems, c.validate()...)
	s.mu.Lock()
	defer s.mu.Unlock()
	header, limited := s.limiter.take(s.now())
	if limited != nil {
		s.log.limited(c.number)
		return withHeader(c.no(limited), header)
	}
	if s.behave.authorise != nil {
		if no := s.behave.authorise(c); no != nil {
			return withHeader(c.no(no), header)
		}
	}
	for _, p := range problems {
		s.violated(c, p)
	}
	problems = slices.DeleteFunc(problems, func(p problem) bool { return p.ignored })
	refused := len(problems) > 0 && !s.settings.lenient || slices.ContainsFunc(problems, func(p problem) bool { return p.bodiless })
	if refused {
		return withHeader(c.no(&refusal{status: http.StatusBadRequest, problems: problems}), header)
	}
	s.acting = c
	defer func() { s.acting = nil }()
	a := response{}
	if special := s.behave.operations[op.ID]; special != nil {
		a = special(c)
	} else {
		a = c.perform()
	}
	if !a.refused {
		s.log.processed(c.number)
		if s.behave.wrap != nil {
			a = s.behave.wrap(c, a)
		}
	}
	return withHeader(a, header)
}

func withHeader(a response, header http.Header) response {
	if a.header == nil {
		a.header = http.Header{}
	}
	for name, values := range header {
		a.header[name] = values
	}
	return a
}

// no writes a refusal as the vendor does; the caller holds mu.
func (c *call) no(r *refusal) response {
	s := c.server
	s.refusals++
	a := response{status: r.status, header: r.header.Clone(), refused: true}
	if s.behave.refuse != nil {
		a.status, a.body = s.behave.refuse(c, r.status, r.problems)
		if _, text := a.body.([]byte); text {
			a.media = "text/plain; charset=utf-8"
		}
	} else {
		a.body = failureBody(s.model.failure, r.status, r.problems, s.refusals)
	}
	return a
}

func (s *Server) write(w http.ResponseWriter, c *call, a response) {
	body := a.encode()
	header := w.Header()
	for name, values := range a.header {
		header[http.CanonicalHeaderKey(name)] = values
	}
	if a.body != nil && header.Get("Content-Type") == "" {
		header.Set("Content-Type", a.contentType())
	}
	if a.body != nil {
		header.Set("Content-Length", strconv.Itoa(len(body)))
	}
	// The log has the outcome before the caller can have it, so that a test that has its response finds it there.
	s.log.end(c.number, a.status)
	w.WriteHeader(a.status)
	w.Write(body)
}

func (a response) contentType() string {
	if a.media == "" {
		return "application/json"
	}
	return a.media
}

func (a response) encode() []byte {
	switch body := a.body.(type) {
	case nil:
		return nil
	case []byte:
		return body
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(a.body); err != nil {
		panic(err)
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n"))
}

func silence() *log.Logger { return log.New(io.Discard, "", 0) }
