package vendortest

import (
	"cmp"
	"fmt"
	"maps"
	"net"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/seed-8da6be54/vendorkit/internal/nearest"
)

// Fault is something that goes wrong on demand. Operation, After and Times say which requests it hits. A fault either replaces the
// vendor's own response (Status, Body, Code, Redirect, HTML200, ResetBeforeResponse) or changes it (Fields, Values, Repeated, Edit); either
// may be sent late, with other headers, or badly (Delay, Header, RetryAfter, and the fields from ResetBeforeBody on).
type Fault struct {
	// Operation is the operationId (or "token", "revoke", "authorize", "authinfo") that it hits; empty for every request
	// except those of the OAuth endpoints, including paths that the document doesn't have.
	Operation string
	// After is how many matching requests are let through first.
	After int
	// Times is how many requests it hits; 0 means one, a negative number all of them.
	Times int

	// Delay makes the request wait before anything else happens.
	Delay time.Duration
	// Processed carries the request out before the fault takes effect, so that the vendor has acted and the caller doesn't know.
	// Faults that don't replace the vendor's own response always do.
	Processed bool

	// Status and Body replace the response. With Status alone the body is empty; with Body alone the status is 200. The content type of
	// a Body is application/json unless Header says otherwise.
	Status int
	Body   string
	// Header is set on the response, whether that is the vendor's own or the fault's.
	Header http.Header
	// Code responds with an error of the vendor's own, by its code, where the vendor has codes: Humanity's 91 reports throttling, and
	// 20 a missing permission. The HTTP status is Status, or 200.
	Code int
	// Fields are set in the vendor's own response, or in each object of one that is a list: {"_warning": "Check the budget"} is how
	// Halo adds a warning to a success.
	Fields map[string]any
	// Values puts raw JSON in place of every field of that name, however deep it lies in the vendor's own response:
	// {"id": "1e400"} sends a number that no Go type can hold. The text needn't be valid JSON.
	Values map[string]string
	// Repeated sends every field of that name twice in the vendor's own response: as it is, and then with this raw JSON.
	Repeated map[string]string
	// Edit changes the body of the vendor's own response (see [Edit]); with a Status, that of the response is changed too.
	Edit Edit
	// RetryAfter sets the header of that name on the response, in seconds, rounded up.
	RetryAfter time.Duration
	// Redirect responds with 307 to this address.
	Redirect string
	// HTML200 responds with a login page under status 200, as a proxy does.
	HTML200 bool
	// ResetBeforeResponse cuts the connection in place of a response.
	ResetBeforeResponse bool

	// ResetBeforeBody sends the head of the response and cuts the connection.
	ResetBeforeBody bool
	// ResetAfterBody cuts the connection halfway through the body.
	ResetAfterBody bool
	// TruncateJSON sends the first half of the body as if it were the whole.
	TruncateJSON bool
	// WrongContentType is sent as the response's Content-Type.
	WrongContentType string
	// SlowBody spreads the body over this time.
	SlowBody time.Duration
	// Drip never ends the response: it sends the body without its last byte, and then a space at this interval.
	Drip time.Duration
	// GzipBomb sends, in place of the body, gzip data that expands to this many bytes, a thousand times what is sent. Callers that don't
	// accept gzip get it too.
	GzipBomb int64

	raw []byte // Body, so that a large one isn't copied for every response
}

// Fail makes requests go wrong. Of several faults that match a request the first one hits it; [Request.Fault] shows which requests
// were hit.
//
// A fault that could never show fails the test, or panics outside one: one for an operation that the document doesn't have, one that
// says nothing of what goes wrong, and one whose fields exclude each other, such as Redirect with Body, or Status with Fields.
func (s *Server) Fail(faults ...Fault) {
	for _, f := range faults {
		if problem := s.wrongWith(&f); problem != "" {
			s.misused(problem)
			return
		}
	}
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	for _, f := range faults {
		if f.Times == 0 {
			f.Times = 1
		}
		f.raw = []byte(f.Body)
		s.faults.active = append(s.faults.active, &f)
	}
}

func (s *Server) wrongWith(f *Fault) string {
	switch {
	case f.Operation != "" && s.model.byID()[f.Operation] == nil && !outside(f.Operation):
		return s.noOperation(f.Operation)
	case f.Code != 0 && s.behave.code == nil:
		return fmt.Sprintf("%s has no codes of its own", s.vendor.name)
	}
	return f.problem()
}

func (s *Server) noOperation(id string) string {
	return fmt.Sprintf("%s has no operation %q%s", s.vendor.name, id, nearest.Suggestion(id, sortedKeys(s.model.byID())))
}

// Heal removes all faults.
func (s *Server) Heal() {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.active = nil
}

type faultList struct {
	mu     sync.Mutex
	active []*Fault
}

// take returns the fault that hits a request.
func (l *faultList) take(operation string, r *http.Request) *Fault {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i, f := range l.active {
		if f.Operation != operation && (f.Operation != "" || operation == "" || outside(operation)) {
			continue
		}
		if f.After > 0 {
			f.After--
			continue
		}
		if f.Times > 0 {
			if f.Times--; f.Times == 0 {
				l.active = slices.Delete(l.active, i, i+1)
			}
		}
		return new(*f)
	}
	return nil
}

// outside reports whether a name stands for a path outside the document.
func outside(name string) bool {
	return name == routeToken || name == routeRevoke || name == routeAuthorize || name == routeAuthInfo || name == routeDiscovery
}

// replaces reports whether the fault responds in the vendor's place.
func (f *Fault) replaces() bool {
	if f.Edit != nil {
		return false
	}
	return f.Status != 0 || f.Code != 0 || f.Redirect != "" || f.HTML200 || f.ResetBeforeResponse || f.Body != ""
}

// processes reports whether the request is carried out.
func (f *Fault) processes() bool { return f.Processed || !f.replaces() }

// apply responds to a request that the fault hit; a is the vendor's own response.
func (f *Fault) apply(s *Server, w http.ResponseWriter, c *call, a response) {
	switch {
	case f.ResetBeforeResponse:
		s.log.end(c.number, 0)
		s.reset(w)
		return
	case f.Redirect != "":
		a = response{status: http.StatusTemporaryRedirect, header: http.Header{"Location": {f.Redirect}}}
	case f.HTML200:
		a = response{status: http.StatusOK, media: "text/html; charset=utf-8", body: []byte(loginPage)}
	case f.Code != 0:
		a = s.behave.code(c, cmp.Or(f.Status, http.StatusOK), f.Code)
	case f.replaces():
		a = response{status: cmp.Or(f.Status, http.StatusOK)}
		if f.Body != "" {
			a.body = f.raw
		}
	}
	if f.Edit != nil {
		a = f.edited(c, a)
	}
	if len(f.Fields) > 0 && !f.replaces() {
		a.body = withFields(a.body, f.Fields)
	}
	if !f.replaces() {
		a = f.respell(a)
	}
	if a.header == nil {
		a.header = http.Header{}
	}
	for name, values := range f.Header {
		a.header[http.CanonicalHeaderKey(name)] = values
	}
	if f.RetryAfter > 0 {
		a.header.Set("Retry-After", strconv.Itoa(int((f.RetryAfter+time.Second-1)/time.Second)))
	}
	if f.WrongContentType != "" {
		a.header.Set("Content-Type", f.WrongContentType)
	}
	body := a.encode()
	switch {
	case f.TruncateJSON && a.body != nil:
		if a.header.Get("Content-Type") == "" {
			a.header.Set("Content-Type", a.contentType())
		}
		a.body = body[:len(body)/2]
		s.write(w, c, a)
	case f.ResetBeforeBody:
		s.log.end(c.number, a.status)
		head(w, a, len(body), "")
		http.NewResponseController(w).Flush()
		s.reset(w)
	case f.GzipBomb > 0:
		s.log.end(c.number, a.status)
		bomb(w, a, f.GzipBomb)
	case f.Drip > 0:
		s.log.end(c.number, a.status)
		s.trickle(w, c, a, body, f.Drip)
	case f.ResetAfterBody:
		s.log.end(c.number, a.status)
		head(w, a, len(body), "")
		w.Write(body[:len(body)/2])
		http.NewResponseController(w).Flush()
		s.reset(w)
	case f.SlowBody > 0:
		s.log.end(c.number, a.status)
		head(w, a, len(body), "")
		f.drip(s, w, c, body)
	default:
		s.write(w, c, a)
	}
}

// withFields lays fields over a response.
func withFields(body any, fields map[string]any) any {
	switch body := body.(type) {
	case map[string]any:
		out := maps.Clone(body)
		maps.Copy(out, fields)
		return out
	case []any:
		out := make([]any, len(body))
		for i, item := range body {
			out[i] = withFields(item, fields)
		}
		return out
	}
	return body
}

// drip writes a body in small pieces.
func (f *Fault) drip(s *Server, w http.ResponseWriter, c *call, body []byte) {
	const pieces = 16
	size := max(1, len(body)/pieces)
	for piece := range slices.Chunk(body, size) {
		if !s.wait(c.request.Context(), f.SlowBody/pieces) {
			return
		}
		if _, err := w.Write(piece); err != nil {
			return
		}
		http.NewResponseController(w).Flush()
	}
}

// reset cuts a connection so that the other side sees a reset, not an orderly end.
func (s *Server) reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(fmt.Errorf("the connection can't be cut: %w", err))
	}
	defer s.serving.Done()
	if tcp, ok := conn.(*net.TCPConn); ok {
		tcp.SetLinger(0)
	}
	conn.Close()
}

const loginPage = `<!DOCTYPE html><html><head><title>Sign in</title></head><body><form>Please sign in.</form></body></html>`
