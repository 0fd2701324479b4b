package vendortest

import (
	"errors"
	"fmt"
	"net"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// freePort is where a simulator listens unless a test chooses.
const freePort = "127.0.0.1:0"

// listen opens what a simulator takes connections from: memory, or an address, which is one of this machine's only: a simulator lets everybody in with credentials that
// it made up, and shows what was sent to it.
func (s *settings) listen() (net.Listener, error) {
	if s.inMemory {
		if s.addr != freePort {
			return nil, errors.New("InMemory and WithAddr: a simulator in memory has no address")
		}
		return newMemoryListener(), nil
	}
	addr := s.addr
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("%q: give host and port, such as 127.0.0.1:8080", addr)
	}
	refused := fmt.Errorf("%q is not a loopback address: a simulator listens on 127.0.0.1, ::1 or localhost", addr)
	if !wiretext.Loopback(host) {
		return nil, refused
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, err
	}
	// A name means what the machine's resolver says.
	if at, ok := listener.Addr().(*net.TCPAddr); !ok || !at.IP.IsLoopback() {
		listener.Close()
		return nil, refused
	}
	return listener, nil
}
