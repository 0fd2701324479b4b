package auth

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestCachedTokenIsShared(t *testing.T) { // not parallel: it counts allocations
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, false)
		s := f.source()
		first, err := s.Token(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for range 100 {
			again, err := s.Token(t.Context())
			if err != nil || again != first {
				t.Fatalf("got %p, %v; want the same token again", again, err)
			}
		}
		if first.RefreshToken != "" {
			t.Error("the refresh token left the store")
		}
		if n := testing.AllocsPerRun(100, func() { s.Token(t.Context()) }); n != 0 {
			t.Errorf("%v allocations for a cached token, want 0", n)
		}
		wantGrants(t, f, "password")
	})
}

func TestOneFlightForAllWaiters(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, false)
		f.respond(func(http.ResponseWriter, *http.Request) bool { time.Sleep(time.Second); return false })
		store := &watchedStore{Store: NewMemoryStore()}
		s := f.source(func(c *HolaspiritConfig) { c.Store = store })
		var group sync.WaitGroup
		for range 64 {
			group.Go(func() { get(t, s) })
		}
		group.Wait()
		wantGrants(t, f, "password")
		if store.updates != 1 {
			t.Errorf("%d updates of the store, want 1", store.updates)
		}
	})
}

func TestWaiterLeavesFlightGoesOn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, false)
		f.respond(func(http.ResponseWriter, *http.Request) bool { time.Sleep(10 * time.Second); return false })
		s := f.source()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		if _, err := s.Token(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want the caller's deadline", err)
		}
		if waited := time.Since(start); waited != time.Second {
			t.Errorf("waited %v, want 1s", waited)
		}
		get(t, s)
		if waited := time.Since(start); waited != 10*time.Second {
			t.Errorf("the flight took %v, want the first one's 10s", waited)
		}
		wantGrants(t, f, "password")
	})
}

func TestEndedContextStartsNothing(t *testing.T) {
	t.Parallel()
	f := newFake(t, false)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := f.source().Token(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
	wantGrants(t, f)
}

func TestRefreshIsTimeLimited(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, false)
		stop := make(chan struct{})
		defer close(stop)
		f.respond(func(http.ResponseWriter, *http.Request) bool { <-stop; return true })
		s := f.source()
		start := time.Now()
		_, err := s.Token(t.Context())
		if e, ok := errors.AsType[*TokenError](err); !ok || e.Code != CodeNoResponse {
			t.Errorf("got %v, want %s", err, CodeNoResponse)
		}
		if waited := time.Since(start); waited != 30*time.Second {
			t.Errorf("gave up after %v, want 30s", waited)
		}
	})
}

func TestEarlyRenewalInTheBackground(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, false)
		s := f.source()
		get(t, s)
		f.respond(func(http.ResponseWriter, *http.Request) bool { time.Sleep(5 * time.Second); return false })
		time.Sleep(time.Hour - 6*time.Minute)
		if got := get(t, s); got != "access-1" {
			t.Fatalf("got %s outside the window", got)
		}
		synctest.Wait()
		wantGrants(t, f, "password")
		time.Sleep(4 * time.Minute) // 2 minutes before the end: inside the window whatever the jitter
		start := time.Now()
		for range 10 {
			if got := get(t, s); got != "access-1" {
				t.Fatalf("got %s while renewing, want the valid token", got)
			}
		}
		if waited := time.Since(start); waited != 0 {
			t.Errorf("callers waited %v for an early renewal", waited)
		}
		time.Sleep(5 * time.Second)
		synctest.Wait()
		if got := get(t, s); got != "access-2" {
			t.Errorf("got %s after the renewal, want access-2", got)
		}
		wantGrants(t, f, "password", "refresh_token")
	})
}

func TestWithinTheSkewACallerWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, false)
		s := f.source(func(c *HolaspiritConfig) { c.Skew = time.Minute })
		get(t, s)
		time.Sleep(time.Hour - 59*time.Second)
		if got := get(t, s); got != "access-2" {
			t.Errorf("got %s 59 s before the end, want a new token", got)
		}
	})
}

// A vendor may respond to a renewal with the token that it has just refused.
func TestTheSameTokenAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, false)
		f.respond(func(w http.ResponseWriter, _ *http.Request) bool {
			respond(w, 200, map[string]any{"access_token": "same", "expires_in": 3600})
			return true
		})
		store := NewMemoryStore()
		share := func(c *HolaspiritConfig) { c.Store = store }
		a, b := f.source(share), f.source(share)
		a.Invalidate(get(t, a))
		get(t, a)
		// a took it anew, so it takes it from the store as well.
		a.cached.Store(nil)
		f.respond(func(w http.ResponseWriter, _ *http.Request) bool { w.WriteHeader(500); return true })
		if x, y := get(t, a), get(t, b); x != "same" || y != "same" {
			t.Errorf("got %q and %q", x, y)
		}
	})
}

// A login that can't be renewed: the dead token is dropped, and nobody is told to try again.
func TestRefusedWithoutSuccessor(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, true)
		f.respond(func(w http.ResponseWriter, _ *http.Request) bool {
			respond(w, 200, map[string]any{"access_token": "only", "user_email": "ann@example.com"})
			return true
		})
		s := f.spiro()
		if err := s.logIn(t.Context(), newGrant(grantCode)); err != nil {
			t.Fatal(err)
		}
		token, err := s.Token(t.Context())
		if err != nil || token.Extra("user_email") != "ann@example.com" {
			t.Errorf("got %v, %v", token, err)
		}
		if s.refuse("only") {
			t.Error("another token is promised")
		}
		if _, err := s.Token(t.Context()); !errors.Is(err, ErrLoginNeeded) {
			t.Errorf("got %v, want ErrLoginNeeded", err)
		}
	})
}

// A clock that is set back by hours doesn't make a token last: its life is over when it has run, for a client too that can't tell the
// source of a 401. (The hours are played by a token that was cached so long ago.)
func TestClockThatIsSetBack(t *testing.T) {
	t.Parallel()
	f := newFake(t, false)
	s := f.source()
	get(t, s)
	s.cached.Load().cachedAt = time.Now().Add(-50 * time.Minute)
	if got := get(t, s); got != "access-1" {
		t.Errorf("got %s within its life", got)
	}
	s.cached.Load().cachedAt = time.Now().Add(-time.Hour)
	if got := get(t, s); got != "access-2" {
		t.Errorf("got %s when it is over", got)
	}
	wantGrants(t, f, "password", "refresh_token")
	// One that doesn't end, and one that is stored anew, count by what is known of them.
	for _, expiry := range []time.Time{{}, time.Now().Add(3 * time.Hour)} {
		store := NewMemoryStore()
		s := f.source(func(c *HolaspiritConfig) { c.Store = store })
		put := func(expiry time.Time) {
			store.Update(t.Context(), s.plan.key, set(Record{Issuer: s.plan.issuer(), AccessToken: NewSecret("kept"), Expiry: expiry, ObtainedAt: time.Now()}))
		}
		put(expiry)
		get(t, s)
		s.cached.Load().cachedAt = time.Now().Add(-3 * time.Hour)
		if !expiry.IsZero() {
			put(expiry.Add(time.Hour)) // the vendor gave the same token again
		}
		if got := get(t, s); got != "kept" {
			t.Errorf("expiry %v: got %s", expiry, got)
		}
	}
}

func TestEarlyRenewalHasJitter(t *testing.T) {
	t.Parallel()
	f := newFake(t, false)
	s := f.source()
	now := time.Now()
	record := Record{AccessToken: NewSecret("a"), ObtainedAt: now, Expiry: now.Add(time.Hour)}
	starts := map[int64]bool{}
	for range 50 {
		h := s.newCachedToken(record)
		starts[h.refreshAt] = true
		before := time.Duration(h.expiresAt - h.refreshAt)
		if before < 180*time.Second || before > 330*time.Second {
			t.Errorf("renewal starts %v before the end, want 3m to 5m30s", before)
		}
	}
	if len(starts) < 40 {
		t.Errorf("%d different starts of 50", len(starts))
	}
	record.Expiry = now.Add(time.Second)
	if h := s.newCachedToken(record); time.Duration(h.expiresAt-h.mustRefreshAt) != 200*time.Millisecond {
		t.Errorf("skew of a 1 s token is %v, want 200ms", time.Duration(h.expiresAt-h.mustRefreshAt))
	}
}

func TestFailedEarlyRenewalServesAndBacksOff(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, false)
		s := f.source()
		get(t, s)
		var tried atomic.Int32
		f.respond(func(w http.ResponseWriter, _ *http.Request) bool {
			tried.Add(1)
			w.WriteHeader(http.StatusServiceUnavailable)
			return true
		})
		time.Sleep(time.Hour - 2*time.Minute)
		for range 60 { // a minute of calls, each second
			if got := get(t, s); got != "access-1" {
				t.Fatalf("got %s", got)
			}
			time.Sleep(time.Second)
		}
		// 1, 2, 4, 8, 16, 32 s, each at least half of it
		if n := tried.Load(); n < 3 || n > 7 {
			t.Errorf("%d tries in a minute of failure, want a handful", n)
		}
		// Within the skew a forced try fails as well, and the token still works.
		time.Sleep(45 * time.Second)
		if got := get(t, s); got != "access-1" {
			t.Errorf("got %s within the skew", got)
		}
		time.Sleep(16 * time.Second)
		if _, err := s.Token(t.Context()); err == nil {
			t.Error("an expired token was served")
		}
		f.respond(nil)
		time.Sleep(16 * time.Second)
		if got := get(t, s); got != "access-2" {
			t.Errorf("got %s after the outage", got)
		}
	})
}

func TestFailureIsNotRepeatedByEveryCaller(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, false)
		var tried atomic.Int32
		f.respond(func(w http.ResponseWriter, _ *http.Request) bool {
			tried.Add(1)
			w.WriteHeader(http.StatusBadGateway)
			return true
		})
		s := f.source()
		var first error
		for i := range 50 {
			_, err := s.Token(t.Context())
			if err == nil {
				t.Fatal("no error")
			}
			if i == 0 {
				first = err
			} else if err != first {
				t.Errorf("call %d got another error", i)
			}
		}
		if n := tried.Load(); n != 1 {
			t.Errorf("%d requests for 50 calls, want 1", n)
		}
		time.Sleep(time.Second)
		s.Token(t.Context())
		if n := tried.Load(); n != 2 {
			t.Errorf("%d requests after the cool-down, want 2", n)
		}
	})
}

func TestRetryAfterIsKept(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, false)
		var tried atomic.Int32
		f.respond(func(w http.ResponseWriter, _ *http.Request) bool {
			tried.Add(1)
			w.Header().Set("Retry-After", "90")
			w.WriteHeader(http.StatusTooManyRequests)
			return true
		})
		s := f.source()
		_, err := s.Token(t.Context())
		if e, ok := errors.AsType[*TokenError](err); !ok || e.Code != CodeRateLimited || e.RetryAfter != 90*time.Second {
			t.Errorf("got %v", err)
		}
		time.Sleep(89 * time.Second)
		s.Token(t.Context())
		if n := tried.Load(); n != 1 {
			t.Errorf("%d requests within Retry-After", n)
		}
		time.Sleep(2 * time.Second)
		s.Token(t.Context())
		if n := tried.Load(); n != 2 {
			t.Errorf("%d requests after it, want 2", n)
		}
	})
}

func TestAnotherCauseIsTriedAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, false)
		s := f.source()
		get(t, s)
		fail := true
		f.respond(func(w http.ResponseWriter, _ *http.Request) bool {
			if fail {
				w.WriteHeader(http.StatusBadGateway)
			}
			return fail
		})
		time.Sleep(time.Hour - 2*time.Minute)
		get(t, s) // starts an early renewal, which fails
		synctest.Wait()
		fail = false
		s.Invalidate("access-1")
		if got := get(t, s); got != "access-2" {
			t.Errorf("got %s, want a new token at once", got)
		}
	})
}

// A token that is refused while a failed renewal keeps callers waiting is another cause as well.
func TestRefusalEndsTheCooldown(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, false)
		s := f.source()
		get(t, s)
		time.Sleep(time.Hour - 20*time.Second) // within the skew
		f.respond(func(w http.ResponseWriter, _ *http.Request) bool { w.WriteHeader(http.StatusBadGateway); return true })
		if got := get(t, s); got != "access-1" {
			t.Fatalf("got %s", got)
		}
		f.respond(nil)
		s.Invalidate("access-1")
		if got := get(t, s); got != "access-2" {
			t.Errorf("got %s, want a new token at once", got)
		}
	})
}

func TestRecordWithoutExpiryServes(t *testing.T) {
	t.Parallel()
	f := newFake(t, false)
	store := NewMemoryStore()
	s := f.source(func(c *HolaspiritConfig) { c.Store = store })
	store.Update(t.Context(), s.plan.key, set(Record{AccessToken: NewSecret("lasting"), Extra: map[string]Secret{"scope": NewSecret("all")}, Notes: Notes{Programs: map[string]Secret{"note": NewSecret("x")}}}))
	token, err := s.Token(t.Context())
	if err != nil || token.AccessToken != "lasting" || !token.Expiry.IsZero() {
		t.Fatalf("got %v, %v", token, err)
	}
	if token.Extra("scope") != "all" || token.Extra("note") != nil {
		t.Errorf("extra: scope %v, note %v; want the vendor's field and not our note", token.Extra("scope"), token.Extra("note"))
	}
	wantGrants(t, f)
}

func TestInvalidateDropsOnlyThatValue(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, false)
		s := f.source()
		get(t, s)
		held := s.cached.Load()
		s.Invalidate("access-0")
		s.Invalidate("")
		if s.cached.Load() != held {
			t.Fatal("another value's end dropped the token")
		}
		var group sync.WaitGroup
		for range 64 {
			group.Go(func() {
				s.Invalidate("access-1") // late ones meet the new token
				get(t, s)
			})
		}
		group.Wait()
		if got := get(t, s); got != "access-2" {
			t.Errorf("got %s, want access-2", got)
		}
		wantGrants(t, f, "password", "refresh_token")
	})
}

func TestRefusalsOfFreshTokensAreDamped(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, false)
		s := f.source()
		again := 0
		for range 100 { // a vendor that responds with 401 to everything
			if s.refuse(get(t, s)) {
				again++
			}
		}
		if issued, _ := f.counts(); again != refusalLimit || issued != refusalLimit+1 {
			t.Errorf("%d renewals for %d refusals, want %d", issued-1, 100, refusalLimit)
		}
		time.Sleep(time.Minute)
		if !s.refuse(get(t, s)) {
			t.Error("no renewal after a minute")
		}
	})
}

// Another client than package rest's says by Invalidate that a token was refused, and is damped as well.
func TestInvalidationsOfFreshTokensAreDamped(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, false)
		s := f.source()
		for range 100 {
			s.Invalidate(get(t, s))
		}
		if issued, _ := f.counts(); issued != refusalLimit+1 {
			t.Errorf("%d renewals for 100 refusals, want %d", issued-1, refusalLimit)
		}
		time.Sleep(time.Minute)
		last := get(t, s)
		s.Invalidate(last)
		if get(t, s) == last {
			t.Error("no renewal after a minute")
		}
	})
}

func TestDefaultLifetime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, false)
		f.noLife = true
		token, err := f.source().Token(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if life := time.Until(token.Expiry); life != time.Hour {
			t.Errorf("a token without expires_in lives %v, want 1h", life)
		}
	})
}

func TestRefreshTokenIsKeptWhenTheResponseHasNone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, false)
		f.noRotate = true
		s := f.source()
		for range 3 {
			get(t, s)
			time.Sleep(2 * time.Hour)
		}
		wantGrants(t, f, "password", "refresh_token", "refresh_token")
	})
}

func TestSavedBeforeHandedOut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, false)
		store := &watchedStore{Store: NewMemoryStore(), delay: time.Second}
		s := f.source(func(c *HolaspiritConfig) { c.Store = store })
		for range 3 {
			token := get(t, s)
			if saved := store.saved(); len(saved) == 0 || saved[len(saved)-1] != token {
				t.Errorf("%s was handed out; saved: %q", token, saved)
			}
			s.Invalidate(token)
		}
	})
}

func TestUnsavedTokenIsKeptAndSavedLater(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, false)
		store := &watchedStore{Store: NewMemoryStore()}
		s := f.source(func(c *HolaspiritConfig) { c.Store = store })
		get(t, s)
		s.Invalidate("access-1")

		store.fail(2) // saved at the third try, in the same flight
		if got := get(t, s); got != "access-2" {
			t.Fatalf("got %s", got)
		}
		s.Invalidate("access-2")

		store.fail(1000)
		_, err := s.Token(t.Context())
		if !errors.Is(err, ErrStore) || !errors.Is(err, errDiskFull) {
			t.Fatalf("got %v, want ErrStore for a full disk", err)
		}
		if strings.Contains(err.Error(), "access-3") || strings.Contains(err.Error(), "refresh-3") {
			t.Errorf("the error shows a token: %v", err)
		}
		time.Sleep(time.Minute)
		s.Token(t.Context()) // fails again, and sends nothing
		wantGrants(t, f, "password", "refresh_token", "refresh_token")
		store.fail(0)
		time.Sleep(time.Minute)
		if got := get(t, s); got != "access-3" {
			t.Errorf("got %s, want the token that couldn't be saved", got)
		}
		wantGrants(t, f, "password", "refresh_token", "refresh_token")
		if _, refused := f.counts(); refused != 0 {
			t.Errorf("%d grants refused", refused)
		}
	})
}

func TestUnsavedTokenGivesWayToAnotherHolders(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, false)
		inner := NewMemoryStore()
		store := &watchedStore{Store: inner}
		s := f.source(func(c *HolaspiritConfig) { c.Store = store })
		other := f.source(func(c *HolaspiritConfig) { c.Store = inner })
		store.fail(1000)
		s.Token(t.Context()) // access-1 is never saved
		if got := get(t, other); got != "access-2" {
			t.Fatalf("the other got %s", got)
		}
		store.fail(0)
		time.Sleep(time.Minute)
		if got := get(t, s); got != "access-2" {
			t.Errorf("got %s, want what the other saved", got)
		}
	})
}

func TestTwoSourcesShareARenewal(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, false)
		store := NewMemoryStore()
		share := func(c *HolaspiritConfig) { c.Store = store }
		a, b := f.source(share), f.source(share)
		for range 5 {
			if x, y := get(t, a), get(t, b); x != y {
				t.Errorf("two sources of one store have %s and %s", x, y)
			}
			time.Sleep(2 * time.Hour)
		}
		wantGrants(t, f, "password", "refresh_token", "refresh_token", "refresh_token", "refresh_token")
	})
}

func TestInvalidGrantAdoptsWhatAnotherWrote(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, false)
		store := NewMemoryStore()
		s := f.source(func(c *HolaspiritConfig) { c.Store, c.Account, c.Password = store, "a", Secret{} })
		key := Key{Vendor: "holaspirit", Account: "a"}
		put := func(r Record) {
			r.Issuer = s.plan.issuer()
			store.Update(context.Background(), key, func(context.Context, Record) (Record, error) { return r, nil })
		}
		put(Record{RefreshToken: NewSecret("spent-by-another")})
		f.respond(func(w http.ResponseWriter, r *http.Request) bool {
			f.respond(nil)
			// A holder that doesn't keep to the lock writes while the request is under way.
			store.mu.Lock()
			store.entries[key].record = Record{Version: 9, Issuer: s.plan.issuer(), AccessToken: NewSecret("theirs"), RefreshToken: NewSecret("theirs-too"),
				ObtainedAt: time.Now(), Expiry: time.Now().Add(time.Hour)}
			store.mu.Unlock()
			return false
		})
		if got := get(t, s); got != "theirs" {
			t.Errorf("got %s, want the other's token", got)
		}
		if r, _ := store.Load(t.Context(), key); r.RefreshToken.Reveal() != "theirs-too" {
			t.Errorf("the other's record was replaced by %+v", r)
		}
		wantGrants(t, f, "refresh_token")
	})
}

func TestInvalidGrantFallsBackToThePassword(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, false)
		s := f.source()
		get(t, s)
		f.mu.Lock()
		f.refresh["refresh-1"] = "spent"
		f.mu.Unlock()
		s.Invalidate("access-1")
		if got := get(t, s); got != "access-2" {
			t.Errorf("got %s", got)
		}
		wantGrants(t, f, "password", "refresh_token", "password")
	})
}

func TestLoginNeeded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, false)
		store := NewMemoryStore()
		s := f.source(func(c *HolaspiritConfig) {
			c.Store, c.Password, c.RefreshToken = store, Secret{}, NewSecret("long-dead")
		})
		_, err := s.Token(t.Context())
		e, ok := errors.AsType[*TokenError](err)
		if !ok || !errors.Is(err, ErrLoginNeeded) || !errors.Is(err, ErrInvalidGrant) || e.Status != 400 || e.Grant != "refresh_token" || e.Hint == "" {
			t.Fatalf("got %v, want a refused refresh token that needs a login", err)
		}
		for range 100 { // the refused token isn't sent again
			time.Sleep(time.Minute)
			if _, err := s.Token(t.Context()); !errors.Is(err, ErrLoginNeeded) {
				t.Fatalf("got %v", err)
			}
		}
		wantGrants(t, f, "refresh_token")

		// A person logs in elsewhere, into the same store.
		get(t, f.source(func(c *HolaspiritConfig) { c.Store = store }))
		time.Sleep(cooldownRefuse)
		if got := get(t, s); got != "access-1" {
			t.Errorf("got %s after the new login", got)
		}
	})
}

func TestRefusedPasswordIsNotHammered(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, false)
		s := f.source(func(c *HolaspiritConfig) { c.Password = NewSecret("wrong") })
		for range 24 * 60 * 6 { // a day, a call every ten seconds
			if _, err := s.Token(t.Context()); !errors.Is(err, ErrLoginNeeded) {
				t.Fatalf("got %v", err)
			}
			time.Sleep(10 * time.Second)
		}
		if n := len(f.grants()); n < 20 || n > 32 {
			t.Errorf("a wrong password was sent %d times in a day, want about one an hour", n)
		}
	})
}

func TestLostResponseIsReportedAsThat(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, false)
		initial := f.live("initial-token")
		s := f.source(func(c *HolaspiritConfig) { c.Password, c.RefreshToken = Secret{}, initial })
		f.respond(func(_ http.ResponseWriter, r *http.Request) bool {
			f.respond(nil)
			f.mu.Lock()
			f.refresh["initial-token"] = "spent"
			f.mu.Unlock()
			<-r.Context().Done() // the response never comes
			return true
		})
		_, err := s.Token(t.Context())
		if e, ok := errors.AsType[*TokenError](err); !ok || e.Code != CodeNoResponse || e.Hint == "" {
			t.Fatalf("got %v, want %s with a hint", err, CodeNoResponse)
		}
		time.Sleep(time.Minute)
		_, err = s.Token(t.Context())
		if !errors.Is(err, ErrLost) || !errors.Is(err, ErrLoginNeeded) || !strings.Contains(err.Error(), "got no response") {
			t.Fatalf("got %v, want the loss named", err)
		}
	})
}

func TestStoredLoginBeforeConfiguredOne(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, false)
		store := NewMemoryStore()
		initial := f.live("initial-token")
		start := func(initial Secret) *Source {
			return f.source(func(c *HolaspiritConfig) { c.Store, c.Password, c.RefreshToken = store, Secret{}, initial })
		}
		get(t, start(initial))
		if got := get(t, start(initial)); got != "access-1" { // a restart while the token is good
			t.Errorf("got %s, want the stored token", got)
		}
		time.Sleep(2 * time.Hour)
		get(t, start(initial)) // a restart after it expired: the successor is used, not the spent initial
		if _, refused := f.counts(); refused != 0 {
			t.Errorf("%d grants refused", refused)
		}

		// The stored login dies. The old initial is known to be spent and isn't sent; a new one is.
		f.mu.Lock()
		for token := range f.refresh {
			f.refresh[token] = "spent"
		}
		f.mu.Unlock()
		time.Sleep(2 * time.Hour)
		before := len(f.grants())
		if _, err := start(initial).Token(t.Context()); !errors.Is(err, ErrLoginNeeded) {
			t.Errorf("got %v", err)
		}
		if n := len(f.grants()) - before; n != 1 {
			t.Errorf("%d requests, want only the stored token's", n)
		}
		if got := get(t, start(f.live("initial-two"))); got != "access-3" {
			t.Errorf("got %s with a new configured token", got)
		}
	})
}

func TestRecordOfAnotherServerIsLeftAlone(t *testing.T) {
	t.Parallel()
	f := newFake(t, false)
	store := NewMemoryStore()
	a := f.source(func(c *HolaspiritConfig) { c.Store = store })
	get(t, a)
	b := f.source(func(c *HolaspiritConfig) { c.Store, c.BaseURL = store, "http://localhost:81" })
	if _, err := b.Token(t.Context()); !errors.Is(err, ErrWrongHost) {
		t.Errorf("got %v, want ErrWrongHost", err)
	}
	wantGrants(t, f, "password")
}

// Sixty-four goroutines for thirty seconds on tokens of one second, on two sources with one store: every expiry costs
// one renewal, and none is refused.
func TestManyGoroutinesOneRenewalPerExpiry(t *testing.T) {
	t.Parallel()
	for _, spiroRules := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			f := newFake(t, spiroRules)
			f.life = time.Second
			f.respond(func(http.ResponseWriter, *http.Request) bool { time.Sleep(20 * time.Millisecond); return false })
			store := NewMemoryStore()
			sources := make([]*Source, 2)
			for i := range sources {
				if spiroRules {
					sources[i] = f.spiro(func(c *SpiroConfig) { c.Store, c.RefreshToken = store, f.live("initial-token") })
				} else {
					sources[i] = f.source(func(c *HolaspiritConfig) { c.Store = store })
				}
			}
			var calls, dead atomic.Int64
			var mu sync.Mutex
			used := map[string]bool{}
			var group sync.WaitGroup
			end := time.Now().Add(30 * time.Second)
			for i := range 64 {
				group.Go(func() {
					for time.Now().Before(end) {
						token, err := sources[i%2].Token(t.Context())
						if err != nil {
							t.Errorf("Token: %v", err)
							return
						}
						calls.Add(1)
						if !f.use(token.AccessToken) {
							// Spiro: the other source's first use of the next token killed this one.
							dead.Add(1)
							sources[i%2].Invalidate(token.AccessToken)
							continue
						}
						mu.Lock()
						used[token.AccessToken] = true
						mu.Unlock()
						time.Sleep(time.Duration(5+i%7) * time.Millisecond)
					}
				})
			}
			group.Wait()
			time.Sleep(time.Second) // a renewal that the last call started comes to its end
			issued, refused := f.counts()
			if refused != 0 {
				t.Errorf("%d grants refused", refused)
			}
			// Every token was used but perhaps the last, so none was fetched twice; and 30 s hold between 30 and 50
			// lives of 0.6 to 1 s.
			if len(used) < issued-1 || issued < 30 || issued > 50 {
				t.Errorf("%d tokens issued, %d used, in 30 lives", issued, len(used))
			}
			if !spiroRules && dead.Load() != 0 {
				t.Errorf("%d of %d calls carried a dead token", dead.Load(), calls.Load())
			}
		})
	}
}

// The same over real connections and real time, so that the race detector sees the real client.
func TestManyGoroutinesOverLoopback(t *testing.T) {
	t.Parallel()
	f := newFake(t, false)
	f.life = 400 * time.Millisecond
	srv := f.serve()
	s, err := HolaspiritPassword(HolaspiritConfig{BaseURL: srv.URL, Username: "ann@example.com", Password: NewSecret(f.password)})
	if err != nil {
		t.Fatal(err)
	}
	var used sync.Map
	var group sync.WaitGroup
	end := time.Now().Add(2 * time.Second)
	for range 64 {
		group.Go(func() {
			for time.Now().Before(end) {
				token, err := s.Token(t.Context())
				if err != nil {
					t.Errorf("Token: %v", err)
					return
				}
				used.Store(token.AccessToken, true)
				time.Sleep(time.Millisecond)
			}
		})
	}
	group.Wait()
	n := 0
	used.Range(func(any, any) bool { n++; return true })
	// The last renewal may have been started by the last call.
	if issued, refused := f.counts(); refused != 0 || issued < 4 || issued > n+1 {
		t.Errorf("%d tokens issued, %d used, %d grants refused", issued, n, refused)
	}
}

var errDiskFull = errors.New("no space left on device")

// watchedStore is a store that is slow, or fails to save new tokens, and notes what it saved.
type watchedStore struct {
	Store
	delay time.Duration

	mu       sync.Mutex
	updates  int
	failures int
	log      []string
}

func (w *watchedStore) Update(ctx context.Context, key Key, change func(context.Context, Record) (Record, error)) (Record, error) {
	w.mu.Lock()
	w.updates++
	w.mu.Unlock()
	var failed bool
	r, err := w.Store.Update(ctx, key, func(ctx context.Context, now Record) (Record, error) {
		next, err := change(ctx, now)
		if err != nil {
			return next, err
		}
		time.Sleep(w.delay)
		w.mu.Lock()
		defer w.mu.Unlock()
		if w.failures > 0 && !next.AccessToken.Equal(now.AccessToken) {
			w.failures--
			failed = true
			return now, nil
		}
		w.log = append(w.log, next.AccessToken.Reveal())
		return next, nil
	})
	if failed {
		return r, errDiskFull
	}
	return r, err
}

func (w *watchedStore) fail(times int) { w.mu.Lock(); defer w.mu.Unlock(); w.failures = times }

func (w *watchedStore) saved() []string { w.mu.Lock(); defer w.mu.Unlock(); return slices.Clone(w.log) }

// A vendor that said when to ask again isn't asked before, neither when the token ends nor when it is refused meanwhile.
func TestRetryAfterIsKeptForEveryCause(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, false)
		s := f.source()
		get(t, s)
		var tried []time.Time
		f.respond(func(w http.ResponseWriter, _ *http.Request) bool {
			tried = append(tried, time.Now())
			w.Header().Set("Retry-After", "200")
			w.WriteHeader(http.StatusTooManyRequests)
			return true
		})
		time.Sleep(time.Hour - time.Minute)
		get(t, s) // starts a renewal ahead of time
		synctest.Wait()
		for range 199 {
			time.Sleep(time.Second)
			token, err := s.Token(t.Context())
			if e, ok := errors.AsType[*TokenError](err); err != nil && (!ok || e.Code != CodeRateLimited) {
				t.Errorf("got %v", err)
			}
			if err == nil && time.Since(tried[0]) > 40*time.Second {
				s.refuse(token.AccessToken)
			}
		}
		if len(tried) != 1 {
			t.Errorf("%d requests within Retry-After, at %v", len(tried), tried)
		}
		time.Sleep(2 * time.Second)
		f.respond(nil)
		if got := get(t, s); got != "access-2" {
			t.Errorf("got %s", got)
		}
	})
}
