package proxies

import (
	"fmt"
	"syscall"
	"testing"
	"time"
)

// A load balancer is reloaded under traffic, as each deployment does: connections end between requests, and new ones go to the
// new process.
func TestHAProxyIsReloaded(t *testing.T) {
	skipUnlessAsked(t)
	b := newBackend(t, false)
	p := start(t, fmt.Sprintf(`
global
	pidfile DIR/pid
	hard-stop-after 2s
defaults
	mode http
	timeout connect 5s
	timeout client 10s
	timeout server 10s
	retries 0
frontend in
	bind ADDR
	default_backend vendor
backend vendor
	server one %s
`, b.Listener.Addr()), "haproxy", "-W", "-db", "-f", "DIR/config")
	stop, stopped := make(chan struct{}), make(chan int)
	go func() {
		n := 0
		for {
			select {
			case <-stop:
				stopped <- n
				return
			case <-time.After(700 * time.Millisecond):
				syscall.Kill(p.cmd.Process.Pid, syscall.SIGUSR2)
				n++
			}
		}
	}()
	result := traffic{at: "http://" + p.addr, goroutines: 24, calls: 100, pause: 20 * time.Millisecond}.run(t, b)
	close(stop)
	n := <-stopped
	t.Logf("%d reloads", n)
	if n < 4 {
		t.Errorf("only %d reloads: the traffic was over too soon", n)
	}
	noneThatRepeatsFails(t, result)
}
