package auth

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest"
)

// delayedStore is a store whose lock each Update gets after a while.
type delayedStore struct {
	Store
	delay func() time.Duration
}

func (d delayedStore) Update(ctx context.Context, key Key, change func(ctx context.Context, now Record) (Record, error)) (Record, error) {
	select {
	case <-time.After(d.delay()):
		return d.Store.Update(ctx, key, change)
	case <-ctx.Done():
		return Record{}, ctx.Err()
	}
}

// takesItsTime makes a vendor respond after a while, and fails the test when the request's time is over by then.
func takesItsTime(t *testing.T, f *fakeVendor, d time.Duration) {
	f.respond(func(_ http.ResponseWriter, r *http.Request) bool {
		if end, ok := r.Context().Deadline(); ok && time.Until(end) < d {
			t.Errorf("a request was sent that has %v", time.Until(end))
		}
		select {
		case <-time.After(d):
			return false
		case <-r.Context().Done():
			return true
		}
	})
}

// TestNothingIsSpentInALastMoment: who got the store's lock, or saw another holder's intent end, when most of its time was over sends
// nothing until there is time for a response, since what a request spends whose response comes too late is lost.
func TestNothingIsSpentInALastMoment(t *testing.T) {
	t.Parallel()
	for name, login := range map[string]func(t *testing.T, f *fakeVendor, store Store) (*Source, error){
		"refresh token": func(t *testing.T, f *fakeVendor, store Store) (*Source, error) {
			f.live("live")
			s := f.source(func(c *HolaspiritConfig) { c.Store, c.Password = store, Secret{} })
			stale(t, store.(delayedStore).Store, s, "live")
			return s, nil
		},
		"password": func(t *testing.T, f *fakeVendor, store Store) (*Source, error) {
			return f.source(func(c *HolaspiritConfig) { c.Store = store }), nil
		},
		"code": func(t *testing.T, f *fakeVendor, store Store) (*Source, error) {
			return HaloAuthorizationCode(t.Context(), f.haloConfig(func(c *HaloConfig) { c.Store, c.RedirectURL = store, "https://app.example.com/" }), "c0de-once", NewSecret("verifier"))
		},
	} {
		for lock := range 3 { // which of the locks is got late
			synctest.Test(t, func(t *testing.T) {
				f, n := newFake(t, false), -1
				store := delayedStore{NewMemoryStore(), func() time.Duration {
					if n++; n == lock {
						return defaultTimeout - time.Second
					}
					return 0
				}}
				takesItsTime(t, f, 2*time.Second)
				s, err := login(t, f, store)
				if err == nil {
					_, err = s.Token(t.Context())
				}
				if err != nil {
					t.Errorf("%s, lock %d: %v", name, lock, err)
				}
				if issued, refused := f.counts(); issued != 1 || refused != 0 {
					t.Errorf("%s, lock %d: %d tokens issued, %d grants refused", name, lock, issued, refused)
				}
			})
		}
	}
}

// TestAfterADeadHolderThereIsTimeForAResponse: the intent of a process that was killed ends at any moment of the next one's wait.
func TestAfterADeadHolderThereIsTimeForAResponse(t *testing.T) {
	t.Parallel()
	for wait := time.Second; wait < 2*defaultTimeout; wait += 7 * time.Second / 2 {
		synctest.Test(t, func(t *testing.T) {
			f, store := newFake(t, false), NewMemoryStore()
			s := f.source(func(c *HolaspiritConfig) { c.Store, c.Password = store, Secret{} })
			f.live("live")
			stale(t, store, s, "live")
			now := stored(t, store, s)
			store.Update(t.Context(), s.plan.key, set(now.withIntent(Intent{Begun: time.Now(), Holder: "dead", Until: time.Now().Add(wait)}, NewSecret("live"))))
			takesItsTime(t, f, 10*time.Second)
			_, err := s.Token(t.Context())
			for range 3 {
				if e, ok := errors.AsType[*TokenError](err); !ok || e.Code != CodeUnderWay {
					break
				}
				time.Sleep(time.Second)
				_, err = s.Token(t.Context())
			}
			if err != nil {
				t.Errorf("an intent of %v: %v", wait, err)
			}
			wantGrants(t, f, "refresh_token")
		})
	}
}

// TestStoreThatIsAlwaysLate: a flight gets more time twice, and then says why it has no token; the refresh token isn't at risk.
func TestStoreThatIsAlwaysLate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, inner := newFake(t, false), NewMemoryStore()
		s := f.source(func(c *HolaspiritConfig) {
			c.Store, c.Password = delayedStore{inner, func() time.Duration { return 20 * time.Second }}, Secret{}
		})
		f.live("live")
		stale(t, inner, s, "live")
		start := time.Now()
		_, err := s.Token(t.Context())
		if e, ok := errors.AsType[*TokenError](err); !ok || !errors.Is(err, ErrStore) || !errors.Is(err, context.DeadlineExceeded) || e.Hint == "" || !e.Temporary() {
			t.Errorf("got %v", err)
		}
		if took := time.Since(start); took != 3*20*time.Second+15*time.Second { // the last for the intent, to be ended
			t.Errorf("it took %v, want three waits for the lock and one more", took)
		}
		wantGrants(t, f)
		if i, ok := stored(t, inner, s).intentFor(NewSecret("live")); ok {
			t.Errorf("the record has the intent %+v", i)
		}
	})
}

// TestMachineThatSleptBeforeItsRequest: time stands still for a context while a machine sleeps, and not for the other machines, for which
// the intent's time is over. Who wakes up looks into the store again before it sends anything. (The sleep is played by an
// intent of the past.)
func TestMachineThatSleptBeforeItsRequest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, inner := newFake(t, false), NewMemoryStore()
		store := &sleepyStore{Store: inner}
		s := f.source(func(c *HolaspiritConfig) { c.Store, c.Password = store, Secret{} })
		other := f.source(func(c *HolaspiritConfig) { c.Store, c.Password = inner, Secret{} })
		f.live("live")
		stale(t, inner, s, "live")
		store.slept = func() {
			if _, err := other.Token(context.Background()); err != nil {
				t.Errorf("the other: %v", err)
			}
		}
		if got := get(t, s); got != "access-1" {
			t.Errorf("got %s", got)
		}
		wantGrants(t, f, "refresh_token")
		if _, refused := f.counts(); refused != 0 {
			t.Error("a spent token was sent")
		}
	})
}

// sleepyStore makes a renewal sleep for eight hours once its intent is saved and read again; slept is what happens meanwhile.
type sleepyStore struct {
	Store
	slept func()
}

func (d *sleepyStore) Update(ctx context.Context, key Key, change func(ctx context.Context, now Record) (Record, error)) (Record, error) {
	var err error
	r, updateErr := d.Store.Update(ctx, key, func(ctx context.Context, now Record) (Record, error) {
		i := now.Notes.Intent
		if i.Holder == "" || d.slept == nil {
			return change(ctx, now)
		}
		i.Begun, i.Until = i.Begun.Add(-8*time.Hour), i.Until.Add(-8*time.Hour)
		now.Notes.Intent = i
		_, err = change(ctx, now)
		return now, nil // which leaves what others see
	})
	if err == nil {
		return r, updateErr
	}
	slept := d.slept
	d.slept = nil
	slept()
	return r, err
}

// TestLockThatIsHeldForLong: many accounts in one SQLite file wait for each other longer than a Timeout; a call of the API that finds no
// token then is tried again, as it is when the vendor doesn't respond.
func TestLockThatIsHeldForLong(t *testing.T) {
	t.Parallel()
	f, inner := newFake(t, false), NewMemoryStore()
	srv := f.serve()
	s, err := HolaspiritPassword(HolaspiritConfig{BaseURL: srv.URL, Username: "ann@example.com", Password: NewSecret(f.password), Store: inner, Timeout: 200 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	held, free := make(chan bool), make(chan bool)
	go inner.Update(t.Context(), s.plan.key, func(_ context.Context, now Record) (Record, error) {
		close(held)
		<-free
		return now, nil
	})
	<-held
	if _, err := s.Token(t.Context()); !errors.Is(err, ErrStore) {
		t.Fatalf("got %v", err)
	}
	time.AfterFunc(200*time.Millisecond, func() { close(free) })
	client, err := rest.NewClient(rest.Vendor{Name: "holaspirit"}, srv.URL, rest.WithRequestEditorFn(Holaspirit(s)))
	if err != nil {
		t.Fatal(err)
	}
	if err := client.Call(t.Context(), "GET", "/api/x", nil, nil, nil); err != nil {
		t.Errorf("got %v", err)
	}
}
