package auth

import (
	"context"
	"fmt"
	"io"
	"slices"
	"sync"
)

// MemoryStore keeps records for as long as the process runs. The zero MemoryStore is empty and ready to use.
type MemoryStore struct {
	mu      sync.Mutex
	entries map[Key]*memoryEntry
}

type memoryEntry struct {
	lock   chan struct{} // holds one element while an Update runs; a channel, so that waiting for it ends with a context
	record Record        // guarded by MemoryStore.mu
}

// NewMemoryStore returns an empty store.
func NewMemoryStore() *MemoryStore { return new(MemoryStore) }

// Load implements Store.
func (m *MemoryStore) Load(_ context.Context, key Key) (Record, error) {
	if err := key.Check(); err != nil {
		return Record{}, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if e := m.entries[key]; e != nil {
		return e.record.Clone(), nil
	}
	return Record{}, nil
}

// Update implements Store.
func (m *MemoryStore) Update(ctx context.Context, key Key, change func(ctx context.Context, now Record) (Record, error)) (Record, error) {
	if err := key.Check(); err != nil {
		return Record{}, err
	}
	if err := ctx.Err(); err != nil {
		return Record{}, err
	}
	e := m.entry(key)
	select {
	case e.lock <- struct{}{}:
		defer func() { <-e.lock }()
	case <-ctx.Done():
		return Record{}, ctx.Err()
	}
	now := m.read(e)
	next, err := change(ctx, now.Clone())
	if err != nil || next.Equal(now) {
		return now, err
	}
	if next.IsZero() {
		next = Record{}
	} else {
		next = next.Clone()
	}
	next.Version = now.Version + 1
	m.mu.Lock()
	e.record = next
	m.mu.Unlock()
	return next.Clone(), nil
}

// Keys lists the keys of the records in the store, in order.
func (m *MemoryStore) Keys(context.Context) ([]Key, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var keys []Key
	for key, e := range m.entries {
		if !e.record.IsZero() {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, Key.compare)
	return keys, nil
}

func (m *MemoryStore) entry(key Key) *memoryEntry {
	m.mu.Lock()
	defer m.mu.Unlock()
	e := m.entries[key]
	if e == nil {
		if m.entries == nil {
			m.entries = map[Key]*memoryEntry{}
		}
		e = &memoryEntry{lock: make(chan struct{}, 1)}
		m.entries[key] = e
	}
	return e
}

func (m *MemoryStore) read(e *memoryEntry) Record {
	m.mu.Lock()
	defer m.mu.Unlock()
	return e.record.Clone()
}

// Format shows no record.
func (m *MemoryStore) Format(f fmt.State, _ rune) { io.WriteString(f, "auth.MemoryStore") }
