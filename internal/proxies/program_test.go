package proxies

import (
	"bytes"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// skipUnlessAsked skips a test that needs other people's programs.
func skipUnlessAsked(t *testing.T) {
	t.Helper()
	if os.Getenv("VENDORKIT_PROXIES") == "" {
		t.Skip("it needs nginx, HAProxy, tinyproxy and Squid: make test-proxies")
	}
}

// program is a proxy that a test has started.
type program struct {
	addr string // where it listens
	cmd  *exec.Cmd
}

// start writes a configuration, in which ADDR, PORT and DIR are replaced, and runs a program on it until the test ends.
func start(t *testing.T, config string, name string, args ...string) program {
	t.Helper()
	dir := t.TempDir()
	give(t, dir)
	port := freePort(t)
	addr := net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
	replaced := strings.NewReplacer("ADDR", addr, "PORT", strconv.Itoa(port), "DIR", dir)
	if err := os.WriteFile(filepath.Join(dir, "config"), []byte(replaced.Replace(config)), 0o644); err != nil {
		t.Fatal(err)
	}
	args = slices.Clone(args)
	for i := range args {
		args[i] = replaced.Replace(args[i])
	}
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // its children end with it
	said := &output{}
	cmd.Stdout, cmd.Stderr = said, said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { cmd.Wait(); close(ended) }()
	t.Cleanup(func() {
		syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM)
		select {
		case <-ended:
		case <-time.After(5 * time.Second):
		}
		syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		<-ended
		if t.Failed() {
			t.Logf("%s said:\n%s", name, said)
		}
	})
	for range 600 {
		if conn, err := net.Dial("tcp", addr); err == nil {
			conn.Close()
			return program{addr, cmd}
		}
		select {
		case <-ended:
			t.Fatalf("%s ended:\n%s", name, said)
		case <-time.After(50 * time.Millisecond):
		}
	}
	t.Fatalf("%s doesn't listen:\n%s", name, said)
	return program{}
}

// give lets a program write into a folder that gives up root's rights.
func give(t *testing.T, dir string) {
	t.Helper()
	if os.Getuid() != 0 {
		return
	}
	for at := dir; at != os.TempDir() && len(at) > 1; at = filepath.Dir(at) {
		if err := os.Chmod(at, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if who, err := user.Lookup("proxy"); err == nil {
		uid, _ := strconv.Atoi(who.Uid)
		gid, _ := strconv.Atoi(who.Gid)
		if err := os.Chown(dir, uid, gid); err != nil {
			t.Fatal(err)
		}
	}
}

func freePort(t *testing.T) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}

// output keeps the end of what a program says.
type output struct {
	mu   sync.Mutex
	said bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.said.Len() > 1<<20 {
		o.said.Reset()
	}
	return o.said.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	text := o.said.String()
	return text[max(len(text)-4000, 0):]
}
