package keyring

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"sync"
	"time"

	"github.com/seed-8da6be54/vendorkit/auth"
)

// requests are those of one operation to the keyring, which can't be called off.
type requests struct{ running sync.WaitGroup }

// do makes one request and waits for it: for limit, or until ctx ends.
func (r *requests) do(ctx context.Context, limit time.Duration, request func() error) error {
	done := make(chan error, 1)
	r.running.Go(func() { done <- request() })
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case err := <-done:
		return err
	case <-timer.C:
		return ErrSlow
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (r *requests) get(ctx context.Context, s *Store, key auth.Key) (string, error) {
	text := make(chan string, 1)
	err := r.do(ctx, s.limit, func() error {
		got, err := s.ring.Get(s.service, user(key))
		text <- got
		return err
	})
	if err != nil {
		return "", err
	}
	return <-text, nil
}

// afterwards calls f when no request is running any more; at once if that is so now.
func (r *requests) afterwards(f func()) {
	idle := make(chan bool)
	go func() {
		r.running.Wait()
		close(idle)
	}()
	select {
	case <-idle:
		f()
	case <-time.After(10 * time.Millisecond):
		go func() {
			<-idle
			f()
		}()
	}
}

// lockPath names the lock of a key.
func (s *Store) lockPath(key auth.Key) string {
	sum := sha256.Sum256([]byte(s.service + "\x00" + key.Vendor + "\x00" + key.Account))
	return filepath.Join(s.locks, hex.EncodeToString(sum[:8])+".lock")
}
