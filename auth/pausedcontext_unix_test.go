//go:build unix

package auth

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

const pausedVariable = "VENDORKIT_AUTH_TEST_PAUSED"

// TestPausedWhileTheVendorResponds stops processes between their request and its response, until their time is over: the response, which
// lies in the socket then, isn't thrown away. Each of them would lose its login with a probability of a half.
func TestPausedWhileTheVendorResponds(t *testing.T) {
	t.Parallel()
	const timeout = 2 * time.Second
	if text := os.Getenv(pausedVariable); text != "" {
		address, dir, _ := strings.Cut(text, " ")
		store, err := NewFileStore(dir)
		if err != nil {
			t.Fatal(err)
		}
		s, err := HolaspiritRefresh(HolaspiritConfig{BaseURL: address, Store: store, RefreshToken: NewSecret("initial"), Timeout: timeout})
		if err != nil {
			t.Fatal(err)
		}
		if got := get(t, s); got != "access-1" {
			t.Errorf("got %s", got)
		}
		return
	}
	var group sync.WaitGroup
	defer group.Wait()
	for range 8 {
		group.Go(func() {
			started := make(chan int, 1)
			srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				child := <-started
				syscall.Kill(child, syscall.SIGSTOP)
				respond(w, http.StatusOK, map[string]any{"access_token": "access-1", "refresh_token": "refresh-1", "expires_in": 3600})
				time.AfterFunc(timeout+timeout/2, func() { syscall.Kill(child, syscall.SIGCONT) })
			}))
			defer srv.Close()
			cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestPausedWhileTheVendorResponds$")
			cmd.Env = append(os.Environ(), pausedVariable+"="+srv.URL+" "+t.TempDir()+"/store")
			var out bytes.Buffer
			cmd.Stdout, cmd.Stderr = &out, &out
			if err := cmd.Start(); err != nil {
				t.Error(err)
				return
			}
			started <- cmd.Process.Pid
			if err := cmd.Wait(); err != nil {
				t.Errorf("%v\n%s", err, &out)
			}
		})
	}
}

// TestPausedContextEndsLikeItsParent: in time when that is on time, and at once when it is cancelled.
func TestPausedContextEndsLikeItsParent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		parent, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		ctx, end := withGrace(parent)
		defer end()
		wanted, _ := parent.Deadline()
		if got, ok := ctx.Deadline(); !ok || !got.Equal(wanted) || ctx.Err() != nil {
			t.Errorf("deadline %v, %v, error %v", got, ok, ctx.Err())
		}
		<-ctx.Done()
		if took := time.Since(start); ctx.Err() != context.DeadlineExceeded || took != time.Minute {
			t.Errorf("it ended after %v with %v", took, ctx.Err())
		}
		start = time.Now()
		parent, cancel = context.WithTimeout(t.Context(), time.Hour)
		ctx, end = withGrace(parent)
		defer end()
		child, endChild := context.WithTimeout(ctx, time.Minute)
		defer endChild()
		cancel()
		<-child.Done()
		if took := time.Since(start); ctx.Err() != context.Canceled || child.Err() != context.Canceled || took != 0 {
			t.Errorf("it ended after %v with %v, a child with %v", took, ctx.Err(), child.Err())
		}
	})
}
