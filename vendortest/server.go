package vendortest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
)

// TB is what a simulator needs of a test; *testing.T and *testing.B have it.
type TB interface {
	Helper()
	Cleanup(func())
	Errorf(format string, args ...any)
	Logf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// Server is a simulated vendor that listens on the loopback interface, or in memory (see [InMemory]). Its methods may be called from any goroutine, also
// while requests are served.
type Server struct {
	// URL is the base URL to make a client with, path prefix included.
	URL string
	// OAuthURL is the base URL of the vendor's login host. It is this same server.
	OAuthURL string
	// TokenURL is the vendor's token endpoint.
	TokenURL string

	vendor   *vendor
	model    *model
	settings settings
	behave   behaviour
	tb       TB

	listener net.Listener
	client   *http.Client
	http     *http.Server
	serving  sync.WaitGroup // the accept loop and every connection
	closed   chan struct{}
	close    func() error

	mu          sync.Mutex // guards what follows
	shift       time.Duration
	collections map[string]*collection
	fields      map[*openapi3.Schema][]fieldIn // in order, of the schemas used so far
	names       map[string]*wordFacts          // of fields, of the names used so far
	texts       slotTexts                      // of the slot that a record was made of last
	tokens      *tokens
	limiter     limiter
	refusals    int
	acting      *call // the call that is being carried out
	changes     []keptChange

	log    requestLog
	faults faultList
}

// NewHolaspirit starts a simulated Holaspirit that stops when the test ends.
func NewHolaspirit(tb TB, opts ...Option) *Server {
	tb.Helper()
	return startFor(tb, "holaspirit", opts)
}

// NewSpiro starts a simulated Spiro that stops when the test ends.
func NewSpiro(tb TB, opts ...Option) *Server { tb.Helper(); return startFor(tb, "spiro", opts) }

func startFor(tb TB, name string, opts []Option) *Server {
	tb.Helper()
	s, err := start(name, tb, opts)
	if err != nil {
		tb.Fatalf("vendortest: %v", err)
		return nil
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Errorf("vendortest: %v", err)
		}
	})
	return s
}

// Start starts a simulated vendor, one of [Vendors], outside a test. The caller closes it.
func Start(vendor string, opts ...Option) (*Server, error) { return start(vendor, nil, opts) }

func start(name string, tb TB, opts []Option) (*Server, error) {
	v := vendors[name]
	if v == nil {
		return nil, fmt.Errorf("no simulator for vendor %q; there are %s", name, strings.Join(Vendors(), ", "))
	}
	return v.start(tb, opts)
}

func (v *vendor) start(tb TB, opts []Option) (*Server, error) {
	model, err := v.model()
	if err != nil {
		return nil, err
	}
	s := &Server{
		vendor: v, model: model, tb: tb, closed: make(chan struct{}), collections: map[string]*collection{},
		fields:   map[*openapi3.Schema][]fieldIn{},
		names:    map[string]*wordFacts{},
		settings: settings{vendor: v.name, addr: freePort, seed: 1, records: map[string]int{}},
	}
	for _, opt := range opts {
		if opt != nil { // one that a test has left unset
			opt(&s.settings)
		}
	}
	if s.settings.wrong != nil {
		return nil, s.settings.wrong
	}
	s.log.bodies = s.settings.bodies
	s.tokens = newTokens(s.settings.seed)
	s.limiter = newLimiter(s)
	listener, err := s.settings.listen()
	if err != nil {
		return nil, err
	}
	s.listener, s.client = listener, newClient(listener)
	s.OAuthURL = "http://" + listener.Addr().String()
	s.URL = s.OAuthURL + model.doc.BasePath
	if v.behave != nil {
		s.behave = v.behave(s)
	}
	s.TokenURL = s.OAuthURL + s.behave.tokenURL
	if err := s.nameRecords(); err != nil {
		listener.Close()
		return nil, err
	}
	// An error of the listener or of a connection means nothing here: tests cut connections on purpose.
	s.http = &http.Server{Handler: http.HandlerFunc(s.serve), ErrorLog: silence(), ReadHeaderTimeout: time.Minute, ConnState: s.count}
	s.close = sync.OnceValue(s.shut)
	s.serving.Add(1)
	go func() {
		defer s.serving.Done()
		s.http.Serve(listener)
	}()
	return s, nil
}

// nameRecords gives the names that WithRecords was called with the document's case.
func (s *Server) nameRecords() error {
	for _, name := range sortedKeys(s.settings.records) {
		if name == "" {
			continue
		}
		k := s.kindCalled(name)
		if k == nil {
			return fmt.Errorf("WithRecords: %s", s.noCollection(name))
		}
		if k.name != name {
			s.settings.records[k.name] = s.settings.records[name]
			delete(s.settings.records, name)
		}
	}
	return nil
}

// misused says that the caller has made a mistake that no response can show.
func (s *Server) misused(what string) {
	if s.tb == nil {
		panic("vendortest: " + what)
	}
	s.tb.Helper()
	s.tb.Fatalf("vendortest: %s", what)
}

// Close stops the simulator and cuts its connections. When it returns, none of its goroutines runs any more.
func (s *Server) Close() error { return s.close() }

func (s *Server) shut() error {
	close(s.closed)
	err := s.http.Close()
	s.client.CloseIdleConnections()
	s.serving.Wait()
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// count follows connections from their accept, so that Close can wait for the last one. A hijacked connection is counted
// off by who hijacked it.
func (s *Server) count(conn net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		s.serving.Add(1)
		select {
		case <-s.closed: // accepted while the server was closing, which therefore doesn't know it
			conn.Close()
		default:
		}
	case http.StateClosed:
		s.serving.Done()
	}
}

// Credentials returns credentials that the simulator accepts.
func (s *Server) Credentials() Credentials {
	c := s.behave.credentials
	c.BaseURL, c.OAuthURL = s.URL, s.OAuthURL
	if s.settings.inMemory {
		c.client = s.client
	}
	return c
}

// Advance moves the simulator's clock forward, so that tokens expire, rate limits reset and jobs vanish without waiting. The clock
// doesn't go back: a negative time fails the test, or panics outside one.
func (s *Server) Advance(d time.Duration) {
	if d < 0 {
		s.misused(fmt.Sprintf("the clock can't be moved by %v", d))
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.shift += d
}

// now is the simulator's clock; the caller holds mu.
func (s *Server) now() time.Time { return time.Now().Add(s.shift) }

// wait sleeps unless the request or the simulator ends first.
func (s *Server) wait(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
	case <-s.closed:
	}
	return false
}
