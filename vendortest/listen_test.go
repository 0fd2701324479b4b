package vendortest

import (
	"strings"
	"testing"
)

func TestSimulatorsListenOnLoopbackOnly(t *testing.T) {
	t.Parallel()
	for _, addr := range []string{"0.0.0.0:0", ":0", "[::]:0", "10.0.0.1:0", "127.0.0.1.:0", "example.com:0", "localhost.:0", "127.0.0.1", ""} {
		if server, err := Start("spiro", WithAddr(addr)); err == nil {
			server.Close()
			t.Errorf("%q: it listens", addr)
		} else if !strings.Contains(err.Error(), "127.0.0.1") {
			t.Errorf("%q: %v, which doesn't say what to give", addr, err)
		}
	}
	for _, addr := range []string{"127.0.0.1:0", "localhost:0", "127.0.0.2:0"} {
		server, err := Start("spiro", WithAddr(addr))
		if err != nil {
			t.Errorf("%q: %v", addr, err)
			continue
		}
		server.Close()
	}
}
