// Package storetest tests stores: what auth.Store promises, and the drills, in which many processes use one store and
// processes are killed in the middle of a renewal. The tests of every store that reaches beyond one process run it.
package storetest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/auth"
)

// Lister is a store that can say what it holds.
type Lister interface {
	auth.Store
	Keys(ctx context.Context) ([]auth.Key, error)
}

// A Kind is one kind of store under test.
type Kind struct {
	// Open returns another holder of one and the same empty store, a new one for every test.
	Open func(t *testing.T) func() auth.Store
	// OneLock says that there is one lock for all keys.
	OneLock bool
}

// Contract tests what auth.Store promises.
func Contract(t *testing.T, kind Kind) {
	for name, test := range map[string]func(*testing.T, Kind){
		"keeps": keeps, "keeps any text": keepsAnyText, "keeps what a later version wrote": keepsLaterFields, "lists": lists, "excludes": excludes, "waits no longer than asked": waits,
		"holds up no other key": otherKeys, "saves after the context ended": savesLate, "panics": panics, "hands out copies": copies,
		"loads while locked": loads,
	} {
		t.Run(name, func(t *testing.T) { t.Parallel(); test(t, kind) })
	}
}

var when = time.Date(2026, 5, 6, 7, 8, 9, 123456789, time.FixedZone("", 7200))

func sample() auth.Record {
	return auth.Record{Issuer: "https://vendor.example/token", AccessToken: auth.NewSecret("access"), TokenType: "Bearer", Expiry: when.Add(time.Hour),
		RefreshToken: auth.NewSecret("refresh"), ObtainedAt: when, Extra: map[string]auth.Secret{"scope": auth.NewSecret("all")},
		Notes: auth.Notes{InitialRefreshToken: "0123", Programs: map[string]auth.Secret{"a program": auth.NewSecret("its settings")},
			Intent: auth.Intent{Begun: when, Holder: "a holder", Token: "4567", Until: when.Add(time.Minute), Since: when.Add(-time.Minute)}}}
}

// to is a change that writes r.
func to(r auth.Record) func(context.Context, auth.Record) (auth.Record, error) {
	return func(context.Context, auth.Record) (auth.Record, error) { return r, nil }
}

// appended is a change that adds one to the access token.
func appended(_ context.Context, now auth.Record) (auth.Record, error) {
	now.AccessToken = auth.NewSecret(now.AccessToken.Reveal() + "x")
	return now, nil
}

func key(account string) auth.Key { return auth.Key{Vendor: "vendor", Account: account} }

func load(t *testing.T, s auth.Store, k auth.Key) auth.Record {
	t.Helper()
	r, err := s.Load(t.Context(), k)
	if err != nil {
		t.Fatalf("Load: %v", err)
	}
	return r
}

func update(t *testing.T, s auth.Store, k auth.Key, change func(context.Context, auth.Record) (auth.Record, error)) auth.Record {
	t.Helper()
	r, err := s.Update(t.Context(), k, change)
	if err != nil {
		t.Fatalf("Update: %v", err)
	}
	return r
}

// same compares records, versions too.
func same(t *testing.T, what string, got, want auth.Record) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" || got.Version != want.Version {
		t.Errorf("%s, want -, got +:\n%s", what, diff)
	}
}

func keeps(t *testing.T, kind Kind) {
	open := kind.Open(t)
	s, k := open(), key("a")
	same(t, "an empty store", load(t, s, k), auth.Record{})
	want := sample()
	want.Version = 1
	same(t, "Update", update(t, s, k, to(sample())), want)
	same(t, "Load", load(t, s, k), want)
	same(t, "Load elsewhere", load(t, open(), k), want)
	unchanged := func(_ context.Context, now auth.Record) (auth.Record, error) {
		same(t, "change", now, want)
		return now, nil
	}
	same(t, "an unchanged record", update(t, s, k, unchanged), want)
	bad := errors.New("no")
	got, err := s.Update(t.Context(), k, func(context.Context, auth.Record) (auth.Record, error) {
		return auth.Record{AccessToken: auth.NewSecret("x")}, bad
	})
	if err != bad {
		t.Errorf("a failing change gave %v", err)
	}
	same(t, "a failing change", got, want)
	same(t, "after a failing change", load(t, s, k), want)
	next := auth.Record{RefreshToken: auth.NewSecret("only")} // no times, no extra
	update(t, open(), k, to(next))
	next.Version = 2
	same(t, "the next record", load(t, s, k), next)
	same(t, "another key", load(t, s, key("b")), auth.Record{})
	for what, r := range map[string]auth.Record{"a removal": update(t, s, k, to(auth.Record{Issuer: "x"})), "after it": load(t, open(), k),
		"a second removal": update(t, s, k, to(auth.Record{}))} {
		if !r.IsZero() || r.Issuer != "" {
			t.Errorf("%s: %+v", what, r)
		}
	}
	if got := update(t, s, k, to(sample())); got.Version < 1 {
		t.Errorf("version %d after a removal", got.Version)
	}
}

// laterVersion is sample as a later version may write it, whose records have more fields.
func laterVersion(t *testing.T, k auth.Key) auth.Record {
	t.Helper()
	login := `{"vendor":"` + k.Vendor + `","account":"` + k.Account + `","access_token":"access","later":{"a":[1,null]},` +
		`"notes":{"programs":{"a program":"its settings"},"much_later":"x"}}`
	sum := sha256.Sum256([]byte(login))
	r, err := auth.DecodeRecord(k, []byte(`{"vendorkit":1,"login":`+login+`,"sum":"`+hex.EncodeToString(sum[:16])+`"}`))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// A program that shares its store with one of a later version changes what it knows and nothing else.
func keepsLaterFields(t *testing.T, kind Kind) {
	open, k := kind.Open(t), key("a")
	update(t, open(), k, to(laterVersion(t, k)))
	for range 2 {
		update(t, open(), k, appended)
	}
	written, err := auth.EncodeRecord(k, load(t, open(), k))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"accessxx"`, `"later":{"a":[1,null]}`, `"much_later":"x"`, `"its settings"`} {
		if !strings.Contains(string(written), want) {
			t.Errorf("%s is gone: %s", want, written)
		}
	}
}

func keepsAnyText(t *testing.T, kind Kind) {
	s := kind.Open(t)()
	accounts := []string{"a", "A", "ann@example.com", "../../etc/passwd", ".", "..", "a/b", `a\b`, "a b", "a-b", "a_b", "ä", "日本", "😀", "con", "%s", "'; drop table x; --",
		fmt.Sprintf("%0200d", 1), fmt.Sprintf("%0200d", 2)}
	for i, account := range accounts {
		r := sample()
		r.AccessToken = auth.NewSecret(fmt.Sprintf("token %d of \"%s\" \u2028 \\ <&>", i, account))
		update(t, s, key(account), to(r))
	}
	for i, account := range accounts {
		if got, want := load(t, s, key(account)).AccessToken.Reveal(), fmt.Sprintf("token %d of \"%s\" \u2028 \\ <&>", i, account); got != want {
			t.Errorf("account %q has %q, want %q", account, got, want)
		}
	}
	for _, bad := range []auth.Key{{}, {Vendor: "v"}, {Account: "a"}, {Vendor: "v", Account: "a\x00b"}, {Vendor: "v", Account: "\xff"}, {Vendor: "v\n", Account: "a"}} {
		called := false
		_, err := s.Update(t.Context(), bad, func(context.Context, auth.Record) (auth.Record, error) { called = true; return sample(), nil })
		if _, loadErr := s.Load(t.Context(), bad); !errors.Is(err, auth.ErrBadConfig) || !errors.Is(loadErr, auth.ErrBadConfig) || called {
			t.Errorf("key %q: %v, %v", bad, err, loadErr)
		}
	}
}

func lists(t *testing.T, kind Kind) {
	s, ok := kind.Open(t)().(Lister)
	if !ok {
		t.Skip("this store can't list what it holds")
	}
	want := []auth.Key{{Vendor: "u", Account: "z"}, {Vendor: "v", Account: "a"}, {Vendor: "v", Account: "b"}}
	for _, k := range []auth.Key{want[2], want[0], want[1], {Vendor: "v", Account: "gone"}} {
		update(t, s, k, to(sample()))
	}
	update(t, s, auth.Key{Vendor: "v", Account: "gone"}, to(auth.Record{}))
	update(t, s, auth.Key{Vendor: "v", Account: "never"}, to(auth.Record{}))
	got, err := s.Keys(t.Context())
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v, want -, got +:\n%s", err, diff)
	}
}

func excludes(t *testing.T, kind Kind) {
	open := kind.Open(t)
	var group sync.WaitGroup
	var inside atomic.Int32
	const holders, each = 4, 10
	for range holders {
		s := open()
		for range 2 {
			group.Go(func() {
				for range each {
					_, err := s.Update(t.Context(), key("a"), func(ctx context.Context, now auth.Record) (auth.Record, error) {
						if inside.Add(1) != 1 {
							t.Error("two are inside at once")
						}
						time.Sleep(time.Millisecond)
						inside.Add(-1)
						return appended(ctx, now)
					})
					if err != nil {
						t.Errorf("Update: %v", err)
						return
					}
				}
			})
		}
	}
	group.Wait()
	if r := load(t, open(), key("a")); len(r.AccessToken.Reveal()) != holders*2*each || r.Version != holders*2*each {
		t.Errorf("%d updates left %d characters, version %d", holders*2*each, len(r.AccessToken.Reveal()), r.Version)
	}
}

// blocked runs f while an update of the key a is under way.
func blocked(t *testing.T, s auth.Store, f func()) {
	t.Helper()
	inside, leave, done := make(chan bool), make(chan bool), make(chan error)
	go func() {
		_, err := s.Update(context.WithoutCancel(t.Context()), key("a"), func(ctx context.Context, now auth.Record) (auth.Record, error) {
			close(inside)
			<-leave
			return appended(ctx, now)
		})
		done <- err
	}()
	<-inside
	f()
	close(leave)
	if err := <-done; err != nil {
		t.Errorf("the update that the others waited for: %v", err)
	}
}

func waits(t *testing.T, kind Kind) {
	open := kind.Open(t)
	s, other := open(), open()
	blocked(t, s, func() {
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		defer cancel()
		called, start := false, time.Now()
		_, err := other.Update(ctx, key("a"), func(context.Context, auth.Record) (auth.Record, error) { called = true; return sample(), nil })
		if !errors.Is(err, context.DeadlineExceeded) || called || time.Since(start) > 5*time.Second {
			t.Errorf("a waiter whose context ends: %v after %v, change called: %t", err, time.Since(start), called)
		}
	})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Update(ctx, key("a"), to(sample())); !errors.Is(err, context.Canceled) {
		t.Errorf("an ended context: %v", err)
	}
	if r := update(t, other, key("a"), appended); r.AccessToken.Reveal() != "xx" {
		t.Errorf("afterwards the store holds %q", r.AccessToken.Reveal())
	}
}

func otherKeys(t *testing.T, kind Kind) {
	if kind.OneLock {
		t.Skip("this store has one lock for all keys")
	}
	open := kind.Open(t)
	s, other := open(), open()
	blocked(t, s, func() {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		for _, store := range []auth.Store{s, other} {
			if _, err := store.Update(ctx, key("b"), appended); err != nil {
				t.Errorf("another key is held up: %v", err)
			}
		}
	})
}

func loads(t *testing.T, kind Kind) {
	open := kind.Open(t)
	s, other := open(), open()
	update(t, s, key("a"), to(sample()))
	blocked(t, s, func() {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		for _, store := range []auth.Store{s, other} {
			if r, err := store.Load(ctx, key("a")); err != nil || r.AccessToken.Reveal() != "access" {
				t.Errorf("Load during an update: %q, %v", r.AccessToken.Reveal(), err)
			}
		}
	})
}

func savesLate(t *testing.T, kind Kind) {
	s := kind.Open(t)()
	ctx, cancel := context.WithCancel(t.Context())
	got, err := s.Update(ctx, key("a"), func(context.Context, auth.Record) (auth.Record, error) {
		cancel()
		time.Sleep(50 * time.Millisecond)
		return sample(), nil
	})
	if err != nil || got.AccessToken.Reveal() != "access" || load(t, s, key("a")).AccessToken.Reveal() != "access" {
		t.Errorf("a result was thrown away because the context had ended: %v", err)
	}
}

func panics(t *testing.T, kind Kind) {
	s := kind.Open(t)()
	update(t, s, key("a"), to(sample()))
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was swallowed")
			}
		}()
		s.Update(t.Context(), key("a"), func(context.Context, auth.Record) (auth.Record, error) { panic("x") })
	}()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	if r, err := s.Update(ctx, key("a"), appended); err != nil || r.AccessToken.Reveal() != "accessx" {
		t.Errorf("after a panic: %q, %v", r.AccessToken.Reveal(), err)
	}
}

func copies(t *testing.T, kind Kind) {
	s := kind.Open(t)()
	in := sample()
	out := update(t, s, key("a"), to(in))
	spoil := func(r auth.Record) {
		r.Extra["scope"], r.Notes.Programs["a program"] = auth.NewSecret("changed"), auth.NewSecret("changed")
	}
	spoil(in)
	spoil(out)
	s.Update(t.Context(), key("a"), func(_ context.Context, now auth.Record) (auth.Record, error) {
		spoil(now)
		return auth.Record{}, errors.New("no")
	})
	spoil(load(t, s, key("a")))
	want := sample()
	want.Version = 1
	same(t, "after maps that were handed out have changed", load(t, s, key("a")), want)
}
