package auth

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

// jsonStore is a Store as somebody writes it who hasn't read that Secrets mask themselves.
type jsonStore struct{ kept map[Key][]byte }

func (j jsonStore) Load(_ context.Context, key Key) (r Record, err error) {
	if data, ok := j.kept[key]; ok {
		err = json.Unmarshal(data, &r)
	}
	return r, err
}

func (j jsonStore) Update(ctx context.Context, key Key, change func(ctx context.Context, now Record) (Record, error)) (Record, error) {
	now, err := j.Load(ctx, key)
	if err != nil {
		return now, err
	}
	next, err := change(ctx, now)
	if err != nil || next.Equal(now) {
		return now, err
	}
	j.kept[key], err = json.Marshal(next)
	return next, err
}

// TestStoreThatKeepsMasks: a store that writes masks is found out before the refresh token is spent, or with the first token that it gives back.
func TestStoreThatKeepsMasks(t *testing.T) {
	t.Parallel()
	f := newFake(t, false)
	source := func(store Store, initial Secret) *Source {
		return f.source(func(c *HolaspiritConfig) {
			c.Store = store
			if !initial.IsZero() {
				c.Password, c.RefreshToken = Secret{}, initial
			}
		})
	}
	check := func(what string, err error) {
		if e, ok := errors.AsType[*TokenError](err); !ok || !errors.Is(err, ErrStore) || !strings.Contains(e.Hint, "EncodeRecord") {
			t.Errorf("%s: %v", what, err)
		}
	}
	_, err := source(jsonStore{map[Key][]byte{}}, f.live("initial")).Token(t.Context())
	check("a refresh token", err)
	wantGrants(t, f) // it is as good as it was

	store := jsonStore{map[Key][]byte{}}
	get(t, source(store, Secret{}))
	_, err = source(store, Secret{}).Token(t.Context())
	check("the next process", err)
	wantGrants(t, f, "password")
}
