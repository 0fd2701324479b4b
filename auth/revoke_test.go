package auth

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

// TestRevokeLeavesNoLoginBehind: a renewal in the background that Revoke overtakes doesn't log in anew by the password, which nobody would end.
func TestRevokeLeavesNoLoginBehind(t *testing.T) {
	t.Parallel()
	for range 50 { // either may get the store's lock first
		synctest.Test(t, func(t *testing.T) {
			f, store := newFake(t, false), NewMemoryStore()
			ended := func(c *HolaspiritConfig) { c.Store = store }
			s, other := f.source(ended), f.source(ended)
			get(t, s)
			get(t, other)
			time.Sleep(time.Hour - 2*time.Minute)
			get(t, other) // which begins a renewal
			if err := s.Revoke(t.Context()); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
			f.mu.Lock()
			defer f.mu.Unlock()
			delete(f.access, "access-1") // where that was renewed before, its successor was revoked
			if r := stored(t, store, s); len(f.access) != 0 || !r.IsZero() {
				t.Fatalf("after Revoke the vendor knows %v, and the store holds %+v", f.access, r)
			}
		})
	}
}

// TestLoginThatIsGoneIsMadeAnewWhenATokenIsAskedFor: a login that somebody else ended isn't renewed ahead of time, and serves again when it must.
func TestLoginThatIsGoneIsMadeAnewWhenATokenIsAskedFor(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, store := newFake(t, false), NewMemoryStore()
		var told []error
		s := f.source(func(c *HolaspiritConfig) { c.Store, c.OnError = store, func(err error) { told = append(told, err) } })
		get(t, s)
		store.Update(t.Context(), s.plan.key, set(Record{}))
		time.Sleep(time.Hour - 2*time.Minute)
		if got := get(t, s); got != "access-1" {
			t.Errorf("got %s", got)
		}
		synctest.Wait()
		wantGrants(t, f, "password")
		if len(told) != 1 {
			t.Errorf("OnError was told %v", told)
		}
		time.Sleep(3 * time.Minute)
		if got := get(t, s); got != "access-2" {
			t.Errorf("got %s", got)
		}
	})
}

// TestRevokeWaitsForARenewalUnderWay: one whose token is in the store, and not yet in memory, would put it there when it has been revoked.
func TestRevokeWaitsForARenewalUnderWay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, store := newFake(t, false), heldStore{NewMemoryStore(), "access-2", make(chan struct{})}
		s := f.source(func(c *HolaspiritConfig) { c.Store = store })
		get(t, s)
		time.Sleep(time.Hour - 2*time.Minute)
		get(t, s) // which begins the renewal
		synctest.Wait()
		revoked := make(chan error)
		go func() { revoked <- s.Revoke(t.Context()) }()
		synctest.Wait()
		close(store.free)
		if err := <-revoked; err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if got := get(t, s); got != "access-3" {
			t.Errorf("after Revoke there was %s", got)
		}
	})
}

// heldStore is a store whose Update that saves a certain token returns only when it is let go.
type heldStore struct {
	Store
	token string
	free  chan struct{}
}

func (h heldStore) Update(ctx context.Context, key Key, change func(ctx context.Context, now Record) (Record, error)) (Record, error) {
	r, err := h.Store.Update(ctx, key, change)
	if r.AccessToken.Reveal() == h.token {
		<-h.free
	}
	return r, err
}
