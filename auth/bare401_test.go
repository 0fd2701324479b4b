package auth

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// bare refuses every token request, which is one of a kind, with 401 and no word, until the returned function is called.
func (f *fakeVendor) bare(kind string) (mend func()) {
	f.respond(func(w http.ResponseWriter, r *http.Request) bool {
		f.mu.Lock()
		f.requests = append(f.requests, seen{Values: map[string]string{"grant_type": kind}})
		f.mu.Unlock()
		w.WriteHeader(http.StatusUnauthorized)
		return true
	})
	return func() { f.respond(nil) }
}

// A bare 401 means that a person must log in, and is tried again after a while: it may not have come from the vendor.
func TestBare401RefusesARefreshToken(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, store := newFake(t, false), NewMemoryStore()
		s := f.source(func(c *HolaspiritConfig) { c.Store, c.Password = store, Secret{} })
		f.live("live")
		stale(t, store, s, "live")
		mend := f.bare(grantRefreshToken)
		refused := func(requests int) {
			t.Helper()
			_, err := s.Token(t.Context())
			e, ok := errors.AsType[*TokenError](err)
			if !ok || e.Code != CodeHTTP || e.Status != 401 || !errors.Is(err, ErrLoginNeeded) || !strings.Contains(e.Hint, "Log in again") {
				t.Errorf("got %v (login needed: %t)", err, errors.Is(err, ErrLoginNeeded))
			}
			if got := len(f.grants()); got != requests {
				t.Errorf("%d requests, want %d", got, requests)
			}
		}
		refused(1)
		time.Sleep(10 * time.Second) // past the cooldown
		refused(1)
		time.Sleep(time.Minute)
		refused(2)
		time.Sleep(time.Minute)
		refused(2) // the second wait is longer
		if r := stored(t, store, s); r.RefreshToken.Reveal() != "live" {
			t.Errorf("the store holds %+v", r)
		}
		mend()
		time.Sleep(2 * time.Minute)
		if got := get(t, s); got != "access-1" {
			t.Errorf("got %s", got)
		}
	})
}

func TestBare401FallsBackToThePassword(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, store := newFake(t, false), NewMemoryStore()
		var reported []error
		s := f.source(func(c *HolaspiritConfig) {
			c.Store, c.OnError = store, func(err error) { reported = append(reported, err) }
		})
		f.live("live")
		stale(t, store, s, "live")
		f.respond(func(w http.ResponseWriter, r *http.Request) bool {
			f.respond(nil)
			w.WriteHeader(http.StatusUnauthorized)
			return true
		})
		if got := get(t, s); got != "access-1" {
			t.Errorf("got %s", got)
		}
		wantGrants(t, f, "password")
		synctest.Wait()
		if len(reported) != 1 || !errors.Is(reported[0], ErrLoginNeeded) {
			t.Errorf("reported %v", reported)
		}
	})
}

// Another holder's pair is taken over after a bare 401 as after invalid_grant.
func TestBare401AdoptsWhatAnotherWrote(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, store := newFake(t, true), NewMemoryStore()
		s := f.spiro(func(c *SpiroConfig) { c.Store, c.RefreshToken = store, f.live("old") })
		first := get(t, s)
		f.kill(first)
		s.Invalidate(first)
		f.respond(func(w http.ResponseWriter, _ *http.Request) bool {
			f.respond(nil)
			w.WriteHeader(http.StatusUnauthorized)
			return true
		})
		if _, err := s.Token(t.Context()); !errors.Is(err, ErrLoginNeeded) {
			t.Fatalf("got %v", err)
		}
		_, err := store.Update(t.Context(), s.plan.key, set(Record{Issuer: s.plan.issuer(), AccessToken: NewSecret("theirs"), RefreshToken: NewSecret("theirs"),
			ObtainedAt: time.Now(), Expiry: time.Now().Add(time.Hour)}))
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(cooldownRefuse)
		if got := get(t, s); got != "theirs" {
			t.Errorf("got %s", got)
		}
	})
}

// A password and a code that are refused without a word are refused all the same.
func TestBare401RefusesOtherGrants(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, false)
		f.bare(grantPassword)
		s := f.source()
		for range 3 {
			if _, err := s.Token(t.Context()); !errors.Is(err, ErrLoginNeeded) {
				t.Errorf("password: %v", err)
			}
			time.Sleep(10 * time.Second)
		}
		wantGrants(t, f, "password") // accounts get locked
		f.bare(grantCode)
		if err := f.haloLogin(t, grantCode); !errors.Is(err, ErrLoginNeeded) {
			t.Errorf("code: %v", err)
		}
	})
}
