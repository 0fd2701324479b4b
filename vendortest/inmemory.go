package vendortest

import (
	"context"
	"net"
	"net/http"
	"sync"
)

// InMemory makes the simulator take connections within the process in place of a port: [Server.Client] alone reaches it. As it has no
// sockets, it works in a bubble of testing/synctest, where waits take no time: those of a client that is paced or tries again, and
// a fault's Delay of an hour.
//
//	synctest.Test(t, func(t *testing.T) {
//		srv := vendortest.NewHalo(t, vendortest.InMemory())
//		source, err := auth.HaloClientCredentials(srv.Credentials().Halo()) // which has the HTTPClient set
//		client, err := halo.NewClient(srv.URL, halo.WithRequestEditorFn(auth.Halo(source)), rest.WithHTTPClient(srv.Client()))
//
// The simulator must be made within the bubble. One that listens on a port hangs there at the first wait, because synctest doesn't let time pass
// while a goroutine waits for a socket.
//
// A connection that a fault cuts ends with io.EOF, or within a response with io.ErrUnexpectedEOF, where that of a port is reset.
func InMemory() Option { return func(s *settings) { s.inMemory = true } }

// Client returns an HTTP client for the simulator, which follows no proxy of the environment. Its connections end with the simulator. A
// simulator that is [InMemory] is reached by it alone; any client reaches others.
func (s *Server) Client() *http.Client { return s.client }

// newClient makes the client that Client returns.
func newClient(listener net.Listener) *http.Client {
	transport := &http.Transport{}
	if memory, ok := listener.(*memoryListener); ok {
		transport.DialContext = memory.dial
	}
	return &http.Client{Transport: transport}
}

// memoryAddr is the address of simulators without a port. It is one of the loopback interface, where auth sends credentials
// without TLS, and port 1, where nobody listens.
const memoryAddr = "127.0.0.1:1"

// memoryListener accepts what its own dial opens.
type memoryListener struct {
	opened chan net.Conn
	closed chan struct{}
	close  func()
}

func newMemoryListener() *memoryListener {
	l := &memoryListener{opened: make(chan net.Conn), closed: make(chan struct{})}
	l.close = sync.OnceFunc(func() { close(l.closed) })
	return l
}

func (l *memoryListener) dial(ctx context.Context, network, _ string) (net.Conn, error) {
	client, server := net.Pipe()
	select {
	case l.opened <- server:
		return client, nil
	case <-l.closed:
		return nil, &net.OpError{Op: "dial", Net: network, Addr: l.Addr(), Err: net.ErrClosed}
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (l *memoryListener) Accept() (net.Conn, error) {
	select {
	case conn := <-l.opened:
		return conn, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *memoryListener) Close() error { l.close(); return nil }

func (l *memoryListener) Addr() net.Addr { return memoryAddress{} }

type memoryAddress struct{}

func (memoryAddress) Network() string { return "tcp" }
func (memoryAddress) String() string  { return memoryAddr }
