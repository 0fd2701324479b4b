package auth

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// set is a change that writes r.
func set(r Record) func(context.Context, Record) (Record, error) {
	return func(context.Context, Record) (Record, error) { return r, nil }
}

func TestMemoryStoreKeepsRecords(t *testing.T) {
	t.Parallel()
	m, key, ctx := NewMemoryStore(), Key{"v", "a"}, t.Context()
	if r, err := m.Load(ctx, key); err != nil || !r.IsZero() {
		t.Errorf("an empty store holds %+v, %v", r, err)
	}
	in := Record{AccessToken: NewSecret("a"), RefreshToken: NewSecret("r"), Extra: map[string]Secret{"scope": NewSecret("all")}}
	got, err := m.Update(ctx, key, set(in))
	if err != nil || got.Version != 1 || !got.Equal(in) {
		t.Errorf("got %+v, %v", got, err)
	}
	in.Extra["scope"], got.Extra["scope"] = NewSecret("changed"), NewSecret("changed")
	r, _ := m.Load(ctx, key)
	if r.Extra["scope"].Reveal() != "all" {
		t.Error("a map is shared with the caller of Update")
	}
	r.Extra["scope"] = NewSecret("changed")
	if r, _ = m.Load(ctx, key); r.Extra["scope"].Reveal() != "all" {
		t.Error("a map is shared with the caller of Load")
	}
	if got, _ := m.Update(ctx, key, func(_ context.Context, now Record) (Record, error) { return now, nil }); got.Version != 1 {
		t.Errorf("an unchanged record has version %d, want 1", got.Version)
	}
	bad := errors.New("no")
	got, err = m.Update(ctx, key, func(context.Context, Record) (Record, error) { return Record{AccessToken: NewSecret("x")}, bad })
	if err != bad || !got.Equal(r) {
		t.Errorf("a failing change: %+v, %v", got, err)
	}
	if other, _ := m.Load(ctx, Key{"v", "b"}); !other.IsZero() {
		t.Error("accounts are mixed up")
	}
	if got, _ = m.Update(ctx, key, set(Record{})); !got.IsZero() {
		t.Error("a zero record doesn't remove")
	}
	if r, _ = m.Load(ctx, key); !r.IsZero() {
		t.Error("a removed record is still there")
	}
	if got, _ = m.Update(ctx, key, set(in)); got.Version != 3 {
		t.Errorf("version %d after a removal, want 3: it must not start over", got.Version)
	}
}

func TestMemoryStoreLocksPerKey(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := NewMemoryStore()
		slow := func(_ context.Context, now Record) (Record, error) {
			time.Sleep(time.Second)
			now.AccessToken = NewSecret(now.AccessToken.Reveal() + "x")
			return now, nil
		}
		start := time.Now()
		var group sync.WaitGroup
		for range 5 {
			for _, account := range []string{"a", "b"} {
				group.Go(func() { m.Update(t.Context(), Key{"v", account}, slow) })
			}
		}
		synctest.Wait()
		if r, err := m.Load(t.Context(), Key{"v", "a"}); err != nil || !r.IsZero() || time.Since(start) != 0 {
			t.Error("Load waits for an Update, or sees half of one")
		}
		ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
		defer cancel()
		called := false
		_, err := m.Update(ctx, Key{"v", "a"}, func(_ context.Context, now Record) (Record, error) { called = true; return now, nil })
		if !errors.Is(err, context.DeadlineExceeded) || called || time.Since(start) != 500*time.Millisecond {
			t.Errorf("a waiter whose context ends: %v after %v, change called: %v", err, time.Since(start), called)
		}
		group.Wait()
		if took := time.Since(start); took != 5*time.Second {
			t.Errorf("five updates each of two keys took %v, want 5s", took)
		}
		if r, _ := m.Load(t.Context(), Key{"v", "a"}); r.AccessToken.Reveal() != "xxxxx" || r.Version != 5 {
			t.Errorf("an update was lost: %s, version %d", r.AccessToken.Reveal(), r.Version)
		}
	})
}

func TestMemoryStoreSavesAfterContextEnds(t *testing.T) {
	t.Parallel()
	m, key := NewMemoryStore(), Key{"v", "a"}
	ctx, cancel := context.WithCancel(t.Context())
	m.Update(ctx, key, func(context.Context, Record) (Record, error) {
		cancel()
		return Record{AccessToken: NewSecret("a")}, nil
	})
	if r, _ := m.Load(t.Context(), key); r.AccessToken.Reveal() != "a" {
		t.Error("a result was thrown away because the context had ended")
	}
	if _, err := m.Update(ctx, key, set(Record{})); !errors.Is(err, context.Canceled) {
		t.Errorf("an ended context: %v", err)
	}
}

func TestTheZeroMemoryStoreIsReady(t *testing.T) {
	t.Parallel()
	var m MemoryStore
	key := Key{"v", "a"}
	if r, err := m.Load(t.Context(), key); err != nil || !r.IsZero() {
		t.Errorf("%v, %v", r, err)
	}
	if _, err := m.Update(t.Context(), key, set(Record{AccessToken: NewSecret("a")})); err != nil {
		t.Fatal(err)
	}
	if r, err := m.Load(t.Context(), key); err != nil || r.AccessToken.Reveal() != "a" {
		t.Errorf("%v, %v", r, err)
	}
}

func TestMemoryStoreGivesTheLockBackOnPanic(t *testing.T) {
	t.Parallel()
	m, key := NewMemoryStore(), Key{"v", "a"}
	func() {
		defer func() { recover() }()
		m.Update(t.Context(), key, func(context.Context, Record) (Record, error) { panic("x") })
	}()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	if _, err := m.Update(ctx, key, set(Record{AccessToken: NewSecret("a")})); err != nil {
		t.Error(err)
	}
}

func TestRecordEqual(t *testing.T) {
	t.Parallel()
	now := time.Now()
	base := Record{Version: 1, Issuer: "i", AccessToken: NewSecret("a"), TokenType: "t", Expiry: now, RefreshToken: NewSecret("r"), ObtainedAt: now, Extra: map[string]Secret{"x": NewSecret("y")}}
	same := base.Clone()
	same.Version, same.Expiry = 7, now.UTC().Round(0)
	if !base.Equal(same) {
		t.Errorf("not equal: %s", cmp.Diff(base, same))
	}
	for name, change := range map[string]func(*Record){
		"Issuer": func(r *Record) { r.Issuer = "" }, "AccessToken": func(r *Record) { r.AccessToken = Secret{} },
		"TokenType": func(r *Record) { r.TokenType = "" }, "Expiry": func(r *Record) { r.Expiry = now.Add(1) },
		"RefreshToken": func(r *Record) { r.RefreshToken = Secret{} }, "ObtainedAt": func(r *Record) { r.ObtainedAt = now.Add(1) },
		"Extra": func(r *Record) { r.Extra["x"] = NewSecret("z") },
	} {
		other := base.Clone()
		change(&other)
		if base.Equal(other) {
			t.Errorf("equal although %s differs", name)
		}
	}
}
