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

// Fault is something that goes wrong on demand. Its fields combine: which requests it hits, then what happens to them.
type Fault struct {
	// Operation is the operationId (or "token", "revoke", "authorize", "authinfo") that it hits; empty for every request
	// but those of the OAuth endpoints, also of paths that the document doesn't have.
	Operation string
	// After lets so many matching requests through first.
	After int
	// Times is how many requests it hits; 0 means one, a negative number all of them.
	Times int

	// Delay makes the request wait before anything else happens.
	Delay time.Duration
	// Processed carries the request out before the fault shows, so that its effect is there and the caller doesn't
	// know. Faults that spoil the vendor's own response always do.
	Processed bool

	// Status, Header and Body replace the response. With Status alone the body is empty.
	Status int
	Header http.Header
	Body   string
	// Code is the vendor's own code for what went wrong, where it has codes: 91 makes a Humanity say that it is throttled,
	// 20 that the user may not. It comes with Status, or 200, as the vendor's responses do.
	Code int
	// Fields are laid over the vendor's own response, an object or a list of them: {"_warning": "Check the budget"} is how a
	// Halo says something beside a success.
	Fields map[string]any
	// Values puts raw JSON in place of every field of that name, however deep it lies in the vendor's own response:
	// {"id": "1e400"} sends a number that nobody can hold. Whether it is JSON at all isn't looked at.
	Values map[string]string
	// Repeated sends every field of that name twice in the vendor's own response: as it is, and then with this raw JSON.
	Repeated map[string]string
	// Edit changes the vendor's own response, which also has Status if that is set: see [Edit].
	Edit Edit
	// RetryAfter adds the header of that name, in whole seconds, to a response with a Status.
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
	// TruncateJSON sends half of the body as if it were whole.
	TruncateJSON bool
	// WrongContentType sends the response under another content type.
	WrongContentType string
	// SlowBody spreads the body over this time.
	SlowBody time.Duration
	// Drip never ends the response: behind all but the last byte of its body comes a space each time that so long has passed.
	Drip time.Duration
	// GzipBomb sends, in place of the body, gzip that expands to so many bytes, a thousand times of what is sent. It is sent to
	// callers too who don't say that they take gzip.
	GzipBomb int64

	raw []byte // Body, so that a large one isn't copied for every response
}

// Fail makes requests go wrong. Of several faults that match a request the first one hits it. A fault for an operation
// that the document doesn't have would never show: it fails the test, or panics outside one.
func (s *Server) Fail(faults ...Fault) {
	for _, f := range faults {
		if f.Operation != "" && s.model.byID()[f.Operation] == nil && !outside(f.Operation) {
			s.misused(s.noOperation(f.Operation))
		}
		if f.Code != 0 && s.behave.code == nil {
			s.misused(fmt.Sprintf("%s has no codes of its own", s.vendor.name))
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

func (s *Server) noOperation(id string) string {
	return fmt.Sprintf("%s has no operation %q%s", s.vendor.name, id, nearest.Suggestion(id, sortedKeys(s.model.byID())))
}

// Heal takes all faults back.
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
		a.header = f.Header.Clone()
	case f.replaces():
		a = response{status: f.Status, header: f.Header.Clone()}
		if a.status == 0 {
			a.status = http.StatusOK
		}
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
