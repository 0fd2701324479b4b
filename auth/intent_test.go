package auth

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// stale puts a login into store whose access token has expired.
func stale(t *testing.T, store Store, s *Source, refresh string) {
	t.Helper()
	_, err := store.Update(t.Context(), s.plan.key, set(Record{Issuer: s.plan.issuer(), AccessToken: NewSecret("old"), RefreshToken: NewSecret(refresh),
		ObtainedAt: time.Now().Add(-2 * time.Hour), Expiry: time.Now().Add(-time.Hour), Extra: map[string]Secret{"scope": NewSecret("all")}}))
	if err != nil {
		t.Fatal(err)
	}
}

func stored(t *testing.T, store Store, s *Source) Record {
	t.Helper()
	r, err := store.Load(context.Background(), s.plan.key)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// died stops a renewal where a process would have died of it: the request is sent, and nothing after it happens.
func died(t *testing.T, f *fakeVendor, s *Source) {
	t.Helper()
	f.respond(func(_ http.ResponseWriter, r *http.Request) bool {
		f.respond(nil)
		token := r.FormValue("refresh_token")
		f.mu.Lock()
		f.refresh[token] = "spent"
		f.mu.Unlock()
		<-r.Context().Done()
		return true
	})
	if _, err := s.Token(t.Context()); err == nil {
		t.Fatal("the renewal went well")
	}
}

func TestRenewalIsMarkedBeforeItIsAskedFor(t *testing.T) {
	t.Parallel()
	for name, configured := range map[string]bool{"a stored refresh token": false, "a configured one": true} {
		synctest.Test(t, func(t *testing.T) {
			f, store := newFake(t, false), NewMemoryStore()
			s := f.source(func(c *HolaspiritConfig) {
				c.Store, c.Password = store, Secret{}
				if configured {
					c.RefreshToken = f.live("live")
				}
			})
			if !configured {
				f.live("live")
				stale(t, store, s, "live")
			}
			asked := false
			f.respond(func(http.ResponseWriter, *http.Request) bool {
				asked = true
				r := stored(t, store, s)
				m, ok := r.intentFor(r.RefreshToken)
				if !ok || m.Holder != s.id || !m.Begun.Equal(time.Now()) || r.RefreshToken.Reveal() != "live" {
					t.Errorf("%s: at the time of the request the store holds %+v, intent %+v", name, r, m)
				}
				return false
			})
			get(t, s)
			r := stored(t, store, s)
			if !r.Notes.Intent.IsZero() || !asked || r.RefreshToken.Reveal() != "refresh-1" {
				t.Errorf("%s: afterwards the store holds %+v", name, r)
			}
		})
	}
}

func TestLossIsReportedByTheNextProcess(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, store := newFake(t, false), NewMemoryStore()
		start := func() *Source {
			return f.source(func(c *HolaspiritConfig) { c.Store, c.Password = store, Secret{} })
		}
		first := start()
		f.live("live")
		stale(t, store, first, "live")
		begun := time.Now()
		died(t, f, first)
		for range 2 { // each that comes after, not only the first
			time.Sleep(time.Hour)
			_, err := start().Token(t.Context())
			if !errors.Is(err, ErrLost) || !errors.Is(err, ErrLoginNeeded) || !errors.Is(err, ErrInvalidGrant) ||
				!strings.Contains(err.Error(), begun.UTC().Format(time.RFC3339)) || !strings.Contains(err.Error(), "hasn't saved what it got") || !strings.Contains(err.Error(), "Otherwise log in again") {
				t.Fatalf("got %v, want ErrLost since %v", err, begun)
			}
		}
		if r := stored(t, store, first); r.RefreshToken.Reveal() != "live" {
			t.Errorf("the record was changed: %+v", r)
		}
	})
}

func TestLossTakesThePasswordAndIsTold(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, store := newFake(t, false), NewMemoryStore()
		var reported []error
		first := f.source(func(c *HolaspiritConfig) { c.Store, c.Password = store, Secret{} })
		second := f.source(func(c *HolaspiritConfig) {
			c.Store, c.OnError = store, func(err error) { reported = append(reported, err) }
		})
		f.live("live")
		stale(t, store, first, "live")
		died(t, f, first)
		if got := get(t, second); got != "access-1" {
			t.Errorf("got %s", got)
		}
		synctest.Wait()
		if len(reported) != 1 || !errors.Is(reported[0], ErrLost) {
			t.Errorf("reported %v, want the loss", reported)
		}
		wantGrants(t, f, "refresh_token", "password")
		if r := stored(t, store, second); len(r.Extra) != 0 || !r.Notes.Equal(Notes{}) {
			t.Errorf("the new login has the old one's notes: %+v", r)
		}
	})
}

func TestIntentOfARenewalThatNeverBegan(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, store := newFake(t, false), NewMemoryStore()
		first, second := f.source(func(c *HolaspiritConfig) { c.Store = store }), f.source(func(c *HolaspiritConfig) { c.Store = store })
		f.live("live")
		stale(t, store, first, "live")
		now := stored(t, store, first)
		store.Update(t.Context(), first.plan.key, set(first.intend(t.Context(), now, now, Intent{}))) // and there the process died
		begun := time.Now()
		for {
			_, err := second.Token(t.Context())
			if err == nil {
				break
			}
			if e, ok := errors.AsType[*TokenError](err); !ok || e.Code != CodeUnderWay || !e.Temporary() || !strings.Contains(e.Error(), begun.UTC().Format(time.RFC3339)) {
				t.Fatalf("got %v", err)
			}
			wantGrants(t, f)
			time.Sleep(time.Second)
		}
		if took := time.Since(begun); took < defaultTimeout+saveLimit || took > defaultTimeout+saveLimit+defaultTimeout {
			t.Errorf("the second went on after %v", took)
		}
		wantGrants(t, f, "refresh_token")
		if r := stored(t, store, second); !r.Notes.Intent.IsZero() || r.Extra["scope"].Reveal() != "all" {
			t.Errorf("the store holds %+v", r)
		}
	})
}

func TestIntentGoesWhenTheOutcomeIsKnown(t *testing.T) {
	t.Parallel()
	status := func(n int) hook {
		return func(w http.ResponseWriter, _ *http.Request) bool { w.WriteHeader(n); return true }
	}
	for name, test := range map[string]struct {
		respond hook
		stays   bool
		lost    bool
	}{
		"refused": {func(w http.ResponseWriter, _ *http.Request) bool {
			respond(w, 400, map[string]any{"error": "invalid_grant"})
			return true
		}, false, false},
		"unknown client": {func(w http.ResponseWriter, _ *http.Request) bool {
			respond(w, 400, map[string]any{"error": "invalid_client"})
			return true
		}, false, false},
		"too many requests": {status(429), false, false},
		"a redirect":        {status(302), false, false},
		"broken":            {status(502), true, true},
		"a gateway's wait":  {status(408), true, true},
		"busy for a time": {func(w http.ResponseWriter, _ *http.Request) bool {
			w.Header().Set("Retry-After", "5")
			w.WriteHeader(503)
			return true
		}, false, false},
		"no token": {status(200), true, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f, store := newFake(t, false), NewMemoryStore()
				start := func() *Source {
					return f.source(func(c *HolaspiritConfig) { c.Store, c.Password = store, Secret{} })
				}
				s := start()
				stale(t, store, s, "never issued")
				f.respond(test.respond)
				if _, err := s.Token(t.Context()); err == nil || errors.Is(err, ErrLost) {
					t.Fatalf("got %v", err)
				}
				r := stored(t, store, s)
				if _, intended := r.intentFor(r.RefreshToken); intended != test.stays || r.Extra["scope"].Reveal() != "all" {
					t.Errorf("an intent: %t, want %t", intended, test.stays)
				}
				f.respond(nil)
				if _, err := start().Token(t.Context()); errors.Is(err, ErrLost) != test.lost || !errors.Is(err, ErrInvalidGrant) {
					t.Errorf("the next process got %v; a loss: %t", err, test.lost)
				}
			})
		})
	}
}

// unwritable is a store that nothing can be saved to.
type unwritable struct{ Store }

func (u unwritable) Update(ctx context.Context, key Key, change func(context.Context, Record) (Record, error)) (Record, error) {
	now, err := u.Load(ctx, key)
	if err != nil {
		return now, err
	}
	next, err := change(ctx, now)
	if err != nil || next.Equal(now) {
		return now, err
	}
	return now, errDiskFull
}

func TestNothingIsAskedWhenTheStoreCantSave(t *testing.T) {
	t.Parallel()
	f, store := newFake(t, false), NewMemoryStore()
	s := f.source(func(c *HolaspiritConfig) { c.Store, c.Password = unwritable{store}, Secret{} })
	f.live("live")
	stale(t, store, s, "live")
	if _, err := s.Token(t.Context()); !errors.Is(err, ErrStore) || !errors.Is(err, errDiskFull) {
		t.Errorf("got %v", err)
	}
	wantGrants(t, f)
}

// A holder that got a token and can't save it yet must not lose it to another that marks the record meanwhile.
func TestUnsavedTokenOutlivesAnothersMark(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, inner := newFake(t, false), NewMemoryStore()
		store := &watchedStore{Store: inner}
		s := f.source(func(c *HolaspiritConfig) { c.Store, c.Password = store, Secret{} })
		other := f.source(func(c *HolaspiritConfig) { c.Store, c.Password = inner, Secret{} })
		f.live("live")
		stale(t, inner, s, "live")
		store.fail(1000)
		if _, err := s.Token(t.Context()); !errors.Is(err, ErrStore) {
			t.Fatalf("got %v", err)
		}
		time.Sleep(defaultTimeout + saveLimit + time.Minute) // longer than the other can know of
		if _, err := other.Token(t.Context()); !errors.Is(err, ErrLost) {
			t.Errorf("got %v, want ErrLost", err)
		}
		now := stored(t, inner, s)
		inner.Update(t.Context(), s.plan.key, set(other.intend(t.Context(), now, now, Intent{})))
		store.fail(0)
		time.Sleep(time.Minute)
		if got := get(t, s); got != "access-1" {
			t.Errorf("got %s", got)
		}
		if got := get(t, other); got != "access-1" {
			t.Errorf("the other got %s", got)
		}
	})
}

func TestEarlyFailureIsTold(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, false)
		var reported []error
		s := f.source(func(c *HolaspiritConfig) { c.OnError = func(err error) { reported = append(reported, err) } })
		get(t, s)
		f.respond(func(w http.ResponseWriter, _ *http.Request) bool { w.WriteHeader(503); return true })
		time.Sleep(59*time.Minute + 25*time.Second) // within the early window, before the forced one
		if got := get(t, s); got != "access-1" {
			t.Errorf("got %s", got)
		}
		synctest.Wait()
		if len(reported) != 1 {
			t.Errorf("reported %v, want one failure", reported)
		}
	})
}

// A field of a record that a later version wrote stays when the login is renewed or made again without the user, and goes with
// the login when the user logs in anew.
func TestRenewalKeepsWhatALaterVersionWrote(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		live  bool // the stored refresh token
		login bool // by the user
		stays bool
	}{
		"renewed":                   {live: true, stays: true},
		"made anew by the password": {stays: true},
		"logged in":                 {live: true, login: true},
	} {
		f, store := newFake(t, false), NewMemoryStore()
		s := f.source(func(c *HolaspiritConfig) { c.Store = store })
		if test.live {
			f.live("live")
		}
		stale(t, store, s, "live")
		_, err := store.Update(t.Context(), s.plan.key, func(_ context.Context, now Record) (Record, error) {
			now.unknown, now.Notes.unknown = map[string]Secret{"later": NewSecret("1")}, map[string]Secret{"later": NewSecret("2")}
			return now, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if test.login {
			if err := s.logIn(t.Context(), *s.plan.relogin); err != nil {
				t.Fatal(err)
			}
		} else {
			get(t, s)
		}
		r := stored(t, store, s)
		if there := r.unknown["later"].Reveal() == "1" && r.Notes.unknown["later"].Reveal() == "2"; there != test.stays || r.AccessToken.Reveal() != "access-1" {
			t.Errorf("%s: the store holds %+v, with %v and %v", name, r, r.unknown, r.Notes.unknown)
		}
	}
}

// A login that is made again without a person goes on carrying what other programs noted on it, and nothing else of the
// old one.
func TestLoginMadeAgainKeepsOthersNotes(t *testing.T) {
	t.Parallel()
	const others = "a program"
	f := newFake(t, false)
	for name, make := range map[string]func(Store) (*Source, error){
		"client credentials": func(store Store) (*Source, error) {
			return HaloClientCredentials(f.haloConfig(func(c *HaloConfig) { c.Store = store }))
		},
		"password": func(store Store) (*Source, error) {
			return HaloPassword(f.haloConfig(func(c *HaloConfig) { c.Store, c.Username, c.Password = store, "ann", NewSecret(f.password) }))
		},
	} {
		store := NewMemoryStore()
		s, err := make(store)
		stale(t, store, haloOf(t, s, err), "refused")
		_, err = store.Update(t.Context(), s.plan.key, func(_ context.Context, now Record) (Record, error) {
			now.Extra = map[string]Secret{"old": NewSecret("x")}
			now.Notes = Notes{InitialRefreshToken: "x", Programs: map[string]Secret{others: NewSecret("note")}}
			return now, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		get(t, s)
		r := stored(t, store, s)
		if r.Notes.Programs[others].Reveal() != "note" || !r.Extra["old"].IsZero() || r.Notes.InitialRefreshToken != "" || r.RefreshToken.Reveal() == "refused" {
			t.Errorf("%s: the store holds %+v", name, r)
		}
	}
}

// While one holder of a store tries again to save what it got, the others wait for it, send nothing, and find it then. That
// goes for every flow whose refresh token may work only once.
func TestOthersWaitWhileASaveIsTriedAgain(t *testing.T) {
	t.Parallel()
	for name, make := range map[string]func(f *fakeVendor, store Store) (*Source, error){
		"holaspirit": func(f *fakeVendor, store Store) (*Source, error) {
			return HolaspiritRefresh(HolaspiritConfig{BaseURL: "http://localhost", HTTPClient: f.client(), Store: store, Account: "a"})
		},
		"humanity": func(f *fakeVendor, store Store) (*Source, error) {
			return HumanityRefresh(HumanityConfig{BaseURL: "http://localhost", HTTPClient: f.client(), Store: store, Account: "a", ClientID: "1", ClientSecret: NewSecret("s")})
		},
		"halo": func(f *fakeVendor, store Store) (*Source, error) {
			return HaloRefresh(f.haloConfig(func(c *HaloConfig) { c.Store, c.Account = store, "a" }))
		},
		"spiro": func(f *fakeVendor, store Store) (*Source, error) {
			return SpiroRefresh(SpiroConfig{OAuthURL: "http://localhost", HTTPClient: f.client(), Store: store, Account: "a", ClientID: "1", ClientSecret: NewSecret("s")})
		},
	} {
		for fails := 1; fails < saveTries; fails++ {
			synctest.Test(t, func(t *testing.T) {
				f, inner := newFake(t, name == "spiro"), NewMemoryStore()
				flaky := &watchedStore{Store: inner}
				first, err := make(f, flaky)
				if err != nil {
					t.Fatal(err)
				}
				f.live("live")
				stale(t, inner, first, "live")
				flaky.fail(0)
				f.respond(func(http.ResponseWriter, *http.Request) bool { flaky.fail(fails); return false })
				results := [3]error{}
				var group sync.WaitGroup
				group.Go(func() { _, results[0] = first.Token(t.Context()) })
				for i := range 2 {
					other, err := make(f, inner)
					if err != nil {
						t.Fatal(err)
					}
					group.Go(func() {
						time.Sleep(time.Duration(i+1) * 10 * time.Millisecond)
						_, results[i+1] = other.Token(t.Context())
					})
				}
				group.Wait()
				for i, err := range results {
					if err != nil {
						t.Errorf("%s, %d saves failed: holder %d got %v", name, fails, i, err)
					}
				}
				if name != "spiro" {
					wantGrants(t, f, "refresh_token")
				}
			})
		}
	}
}

// A clock that is wrong doesn't hold the others up for longer than the holder of the intent gave itself.
func TestIntentByAnotherClock(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, store := newFake(t, false), NewMemoryStore()
		s := f.source(func(c *HolaspiritConfig) { c.Store, c.Password = store, Secret{} })
		f.live("live")
		stale(t, store, s, "live")
		ahead := time.Now().Add(24 * time.Hour)
		now := stored(t, store, s)
		store.Update(t.Context(), s.plan.key, set(now.withIntent(Intent{Begun: ahead, Holder: "another", Until: ahead.Add(20 * time.Second)}, NewSecret("live"))))
		start := time.Now()
		if got := get(t, s); got != "access-1" || time.Since(start) < 20*time.Second {
			t.Errorf("got %s after %v", got, time.Since(start))
		}
	})
}

// The intent of who goes on after another reports both, so that a third doesn't send what the second is about to, and a loss
// is told of with the time of the first.
func TestIntentOfWhoGoesOnAfterAnother(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, store := newFake(t, false), NewMemoryStore()
		s := f.source(func(c *HolaspiritConfig) { c.Store, c.Password = store, Secret{} })
		stale(t, store, s, "spent")
		begun := time.Now()
		now := stored(t, store, s)
		store.Update(t.Context(), s.plan.key, set(now.withIntent(Intent{Begun: begun, Holder: "dead", Until: begun.Add(time.Minute)}, NewSecret("spent"))))
		time.Sleep(time.Hour)
		f.respond(func(w http.ResponseWriter, _ *http.Request) bool {
			m, ok := stored(t, store, s).intentFor(NewSecret("spent"))
			if !ok || m.Holder != s.id || !m.Since.Equal(begun) || !m.Begun.Equal(time.Now()) || time.Until(m.Until) < saveLimit {
				t.Errorf("at the time of the request the intent is %+v", m)
			}
			respond(w, 429, nil)
			return true
		})
		if _, err := s.Token(t.Context()); err == nil || errors.Is(err, ErrLost) {
			t.Errorf("got %v", err)
		}
		f.respond(nil)
		for range 2 {
			if m, ok := stored(t, store, s).intentFor(NewSecret("spent")); !ok || m.Holder != "" || !m.Begun.Equal(begun) {
				t.Errorf("afterwards the intent is %+v", m)
			}
			time.Sleep(time.Minute)
			if _, err := s.Token(t.Context()); !errors.Is(err, ErrLost) || !strings.Contains(err.Error(), begun.UTC().Format(time.RFC3339)) {
				t.Errorf("got %v, want a loss at %v", err, begun)
			}
		}
	})
}
