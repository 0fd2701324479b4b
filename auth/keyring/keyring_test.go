package keyring

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/zalando/go-keyring"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/auth/internal/storetest"
)

var key = auth.Key{Vendor: "holaspirit", Account: "ann@example.com"}

// fake is a keyring that may hang or forget.
type fake struct {
	mu    sync.Mutex
	items map[string]string
	err   error
	hang  chan bool // when set, requests wait until it is closed
	halve bool      // keeps only half of what it is given
}

func (f *fake) enter() error {
	f.mu.Lock()
	hang := f.hang
	f.mu.Unlock()
	if hang != nil {
		<-hang
	}
	f.mu.Lock()
	return f.err
}

func (f *fake) Get(service, user string) (string, error) {
	defer f.mu.Unlock()
	if err := f.enter(); err != nil {
		return "", err
	}
	text, ok := f.items[service+"/"+user]
	if !ok {
		return "", keyring.ErrNotFound
	}
	return text, nil
}

func (f *fake) Set(service, user, secret string) error {
	defer f.mu.Unlock()
	if err := f.enter(); err != nil {
		return err
	}
	if f.halve {
		secret = secret[:len(secret)/2]
	}
	f.items[service+"/"+user] = secret
	return nil
}

func (f *fake) Delete(service, user string) error {
	defer f.mu.Unlock()
	if err := f.enter(); err != nil {
		return err
	}
	if _, ok := f.items[service+"/"+user]; !ok {
		return keyring.ErrNotFound
	}
	delete(f.items, service+"/"+user)
	return nil
}

func (f *fake) set(change func(*fake)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change(f)
}

func newStore(t *testing.T, f *fake, dir string) *Store {
	t.Helper()
	s, err := New(Config{LockDir: dir})
	if err != nil {
		t.Fatal(err)
	}
	s.ring, s.size = f, 0
	return s
}

func newFake() *fake { return &fake{items: map[string]string{}} }

func token(text string) auth.Record { return auth.Record{AccessToken: auth.NewSecret(text)} }

func to(r auth.Record) func(context.Context, auth.Record) (auth.Record, error) {
	return func(context.Context, auth.Record) (auth.Record, error) { return r, nil }
}

func TestKeyringKeepsTheStoresPromises(t *testing.T) {
	t.Parallel()
	storetest.Contract(t, storetest.Kind{Open: func(t *testing.T) func() auth.Store {
		f, dir := newFake(), filepath.Join(t.TempDir(), "locks")
		return func() auth.Store { return newStore(t, f, dir) }
	}})
}

func TestItemsOfTheKeyring(t *testing.T) {
	t.Parallel()
	f := newFake()
	s := newStore(t, f, t.TempDir())
	if _, err := s.Update(t.Context(), key, to(token("a"))); err != nil {
		t.Fatal(err)
	}
	if len(f.items) != 1 || !strings.Contains(f.items["vendorkit/holaspirit:ann@example.com"], `"access_token":"a"`) {
		t.Errorf("the keyring holds %q", f.items)
	}
	if got := fmt.Sprintf("%v %+v %#v", s, s, s); got != strings.TrimSpace(strings.Repeat("keyring.Store(vendorkit) ", 3)) {
		t.Errorf("it prints as %s", got)
	}
}

func TestRecordTooBigForTheKeyring(t *testing.T) {
	t.Parallel()
	f := newFake()
	s := newStore(t, f, t.TempDir())
	s.size = 2560
	if _, err := s.Update(t.Context(), key, to(token("old"))); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Update(t.Context(), key, to(token(strings.Repeat("x", 2400)))); !errors.Is(err, ErrTooBig) || strings.Contains(err.Error(), "xxx") {
		t.Errorf("got %v", err)
	}
	f.set(func(f *fake) { f.err = keyring.ErrSetDataTooBig })
	if err := s.write(t.Context(), new(requests), key, token("x")); !errors.Is(err, ErrTooBig) {
		t.Errorf("got %v", err)
	}
	f.set(func(f *fake) { f.err = nil })
	if r, err := s.Load(t.Context(), key); err != nil || r.AccessToken.Reveal() != "old" {
		t.Errorf("the store holds %q, %v", r.AccessToken.Reveal(), err)
	}
}

func TestKeyringThatFails(t *testing.T) {
	t.Parallel()
	f := newFake()
	s := newStore(t, f, t.TempDir())
	broken := errors.New("no such bus")
	f.set(func(f *fake) { f.err = broken })
	called := false
	_, err := s.Update(t.Context(), key, func(context.Context, auth.Record) (auth.Record, error) { called = true; return token("x"), nil })
	if !errors.Is(err, broken) || called {
		t.Errorf("%v, change called: %t", err, called)
	}
	if _, err := s.Load(t.Context(), key); !errors.Is(err, broken) {
		t.Errorf("Load: %v", err)
	}
	// A source makes a TokenError of it.
	src, err := auth.HolaspiritRefresh(auth.HolaspiritConfig{Store: s, RefreshToken: auth.NewSecret("r")})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := src.Token(t.Context()); !errors.Is(err, auth.ErrStore) || !errors.Is(err, broken) {
		t.Errorf("Token: %v", err)
	}

	f.set(func(f *fake) { f.err, f.halve = nil, true })
	if _, err := s.Update(t.Context(), key, to(token("x"))); err == nil || !strings.Contains(err.Error(), "something other than what was saved") {
		t.Errorf("a keyring that keeps half: %v", err)
	}
	if _, err := s.Load(t.Context(), key); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("half a record: %v", err)
	}
	if _, err := s.Update(t.Context(), key, func(context.Context, auth.Record) (auth.Record, error) { called = true; return token("x"), nil }); err == nil || called {
		t.Errorf("half a record: %v, change called: %t", err, called)
	}
}

// An item of a later version isn't called damaged: whoever removed it would lose the login.
func TestItemOfALaterVersion(t *testing.T) {
	t.Parallel()
	f := newFake()
	s := newStore(t, f, t.TempDir())
	f.items["vendorkit/holaspirit:ann@example.com"] = `{"vendorkit":2}`
	if _, err := s.Load(t.Context(), key); !errors.Is(err, auth.ErrLaterVersion) || strings.Contains(err.Error(), "remove it") {
		t.Errorf("got %v", err)
	}
}

// TestKeyringThatHangs: the caller is free after the limit; the lock only when the request is over, because it may still
// write.
func TestKeyringThatHangs(t *testing.T) {
	t.Parallel()
	f, dir := newFake(), t.TempDir()
	s, other := newStore(t, f, dir), newStore(t, f, dir)
	s.limit = 100 * time.Millisecond
	hang := make(chan bool)
	start := time.Now()
	_, err := s.Update(t.Context(), key, func(context.Context, auth.Record) (auth.Record, error) {
		f.set(func(f *fake) { f.hang = hang })
		return token("late"), nil
	})
	if took := time.Since(start); !errors.Is(err, ErrSlow) || took > 5*time.Second {
		t.Fatalf("%v after %v", err, took)
	}
	if _, err := s.Load(t.Context(), key); !errors.Is(err, ErrSlow) {
		t.Errorf("Load: %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if _, err := other.Update(ctx, key, to(token("later"))); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("another got in while a write was under way: %v", err)
	}
	f.set(func(f *fake) { f.hang = nil })
	close(hang)
	r, err := other.Update(t.Context(), key, func(_ context.Context, now auth.Record) (auth.Record, error) {
		return token(now.AccessToken.Reveal() + " and later"), nil
	})
	if err != nil || r.AccessToken.Reveal() != "late and later" {
		t.Errorf("%q, %v", r.AccessToken.Reveal(), err)
	}
}

// What keeps a keyring from responding is said with what to do about it.
func TestKeyringThatIsLockedOrMissing(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]error{
		"failed to unlock correct collection '/org/freedesktop/secrets/collection/login'":     ErrLocked,
		"Cannot create an item in a locked collection: org.freedesktop.Secret.Error.IsLocked": ErrLocked,
		"The prompt was dismissed": ErrLocked,
		"exit status 36":           ErrLocked,
		"The name org.freedesktop.secrets was not provided by any .service files": ErrMissing,
		"exec: \"dbus-launch\": executable file not found in $PATH":               ErrMissing,
	} {
		f := &fake{items: map[string]string{}, err: errors.New(text)}
		s := newStore(t, f, t.TempDir())
		_, loadErr := s.Load(t.Context(), key)
		_, err := s.Update(t.Context(), key, func(context.Context, auth.Record) (auth.Record, error) { return token("a"), nil })
		for _, err := range []error{loadErr, err} {
			if !errors.Is(err, want) || !strings.Contains(err.Error(), text) || !strings.Contains(err.Error(), "use a file or a database") {
				t.Errorf("%s: %v", text, err)
			}
		}
	}
}
