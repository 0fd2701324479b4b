package rest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// credential is a token that its vendor may refuse.
type credential struct {
	current atomic.Int32
	told    atomic.Int32
	dead    bool
}

func (c *credential) edit(ctx context.Context, req *http.Request) error {
	req.Header.Set("Authorization", fmt.Sprintf("Bearer token-%d", c.current.Load()))
	rest.AuthorizedBy(ctx, c)
	return nil
}

func (c *credential) Refused(context.Context) bool {
	c.told.Add(1)
	c.current.Add(1)
	return !c.dead
}

func TestRefusedCredential(t *testing.T) {
	t.Parallel()
	var calls atomic.Int32
	handler := func(w http.ResponseWriter, r *http.Request) {
		calls.Add(1)
		io.Copy(io.Discard, r.Body)
		if r.Header.Get("Authorization") != "Bearer token-1" {
			respond(401, "application/json", `{"error":"expired"}`)(w, r)
			return
		}
		respond(200, "application/json", `{"name":"a"}`)(w, r)
	}
	post := func(client *rest.Client, stream bool) error {
		call := call.New("createThing", "POST", "/things")
		if stream {
			call.Stream("text/plain", io.MultiReader(strings.NewReader("x")))
		} else {
			call.JSON(thing{"x"})
		}
		return only(client.Do(t.Context(), call, nil, nil))
	}
	tests := []struct {
		name        string
		start       int32
		dead        bool
		stream      bool
		calls, told int32
		fails       bool
	}{
		{"refreshed once and replayed", 0, false, false, 2, 1, false},
		{"refused again", 5, false, false, 2, 2, true},
		{"no fresh token to be had", 0, true, false, 1, 1, true},
		{"a stream can't be replayed, but the token is dropped", 0, false, true, 1, 1, true},
	}
	for _, test := range tests {
		calls.Store(0)
		c := &credential{dead: test.dead}
		c.current.Store(test.start)
		err := post(newClient(t, handler, rest.WithRequestEditorFn(c.edit)), test.stream)
		if (err != nil) != test.fails || calls.Load() != test.calls || c.told.Load() != test.told {
			t.Errorf("%s: %v, %d calls, told %d times", test.name, err, calls.Load(), c.told.Load())
		}
		if test.fails && !errors.Is(err, rest.ErrUnauthorized) {
			t.Errorf("%s: got %v", test.name, err)
		}
	}
}

func TestEditorsRunInOrderForEachAttempt(t *testing.T) {
	t.Parallel()
	client := newClient(t, func(w http.ResponseWriter, r *http.Request) {
		respond(200, "application/json", fmt.Sprintf(`{"name":%q}`, r.Header.Get("X-Trace")))(w, r)
	}, rest.WithRequestEditorFn(func(ctx context.Context, req *http.Request) error {
		req.Header.Set("X-Trace", "client")
		return nil
	}))
	got, err := get(t.Context(), client, rest.WithEditor(func(ctx context.Context, req *http.Request) error {
		req.Header.Set("X-Trace", req.Header.Get("X-Trace")+", call")
		return nil
	}))
	if err != nil || got.Name != "client, call" {
		t.Errorf("got %v, %v", got, err)
	}
	broken := errors.New("no token")
	_, err = get(t.Context(), client, rest.WithEditor(func(context.Context, *http.Request) error { return broken }))
	if !errors.Is(err, broken) {
		t.Errorf("an editor's error: %v", err)
	}
}
