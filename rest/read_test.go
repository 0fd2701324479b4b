package rest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
)

func TestRawResponse(t *testing.T) {
	t.Parallel()
	client := newClient(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("X-Extra", "e")
		io.WriteString(w, `{"name":"a","hidden":1}`)
	})
	var raw rest.Response
	if _, err := get(t.Context(), client, rest.WithResponse(&raw)); err != nil {
		t.Fatal(err)
	}
	if raw.Status != 200 || raw.Header.Get("X-Extra") != "e" || string(raw.Body) != `{"name":"a","hidden":1}` {
		t.Errorf("got %d %v %s", raw.Status, raw.Header, raw.Body)
	}
	if shown := fmt.Sprintf("%v %+v %#v", raw, &raw, raw); strings.Contains(shown, "hidden") {
		t.Errorf("printing shows the body: %s", shown)
	}
	failing := newClient(t, respond(500, "text/plain", "oops"))
	get(t.Context(), failing, rest.WithResponse(&raw))
	if raw.Status != 500 || string(raw.Body) != "oops" {
		t.Errorf("of a failure: %d %s", raw.Status, raw.Body)
	}
}

func TestBounds(t *testing.T) {
	t.Parallel()
	big := respond(200, "application/json", `{"name":"`+strings.Repeat("x", 4096)+`"}`)
	if _, err := get(t.Context(), newClient(t, big, rest.WithMaxBody(1000))); !errors.Is(err, rest.ErrTooLarge) {
		t.Errorf("a large response: %v", err)
	}
	_, err := get(t.Context(), newClient(t, respond(500, "text/plain", strings.Repeat("y", 10<<20))))
	if failure, ok := errors.AsType[*rest.Error](err); !ok || len(failure.Body()) != 64<<10 || len(failure.Error()) > 1000 {
		t.Errorf("a large failure is not capped: %T", err)
	}
	// Little on the wire, and little of it in JSON, is much as rows.
	type row struct{ Fields [512]int64 }
	type list struct{ Rows []row }
	rows := func(item string, n int) string { return "[" + strings.Repeat(item+",", n-1) + item + "]" }
	for _, body := range []string{rows("{}", 20_000), rows("0", 20_000), `{"rows":` + rows("{}", 20_000) + `}`, `{"a":[1,2],"ROWS":` + rows("null", 20_000) + `}`} {
		for _, out := range []any{new([]row), new(list)} {
			client := newClient(t, respond(200, "application/json", body))
			if (body[0] == '{') != (fmt.Sprintf("%T", out) == "*rest_test.list") {
				continue
			}
			if err := only(client.Do(t.Context(), call.New("list", "GET", "/"), nil, out)); err != nil && !errors.Is(err, rest.ErrDecode) {
				t.Errorf("%.40s: %v, want no trouble with 80 MB within 256", body, err)
			}
			client = newClient(t, respond(200, "application/json", body), rest.WithMaxBody(1<<20))
			if err := only(client.Do(t.Context(), call.New("list", "GET", "/"), nil, out)); !errors.Is(err, rest.ErrTooLarge) {
				t.Errorf("%.40s: %v, want too many rows", body, err)
			}
		}
	}
	many := "[[" + strings.Repeat("0,", 100_000) + "0]]" // items of an item aren't rows
	if err := only(newClient(t, respond(200, "application/json", many), rest.WithMaxBody(1<<20)).Do(t.Context(), call.New("list", "GET", "/"), nil, new([]row))); !errors.Is(err, rest.ErrDecode) {
		t.Errorf("one row: %v", err)
	}

	slow := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, `{"name":`)
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	}
	_, err = get(t.Context(), newClient(t, slow, rest.WithTimeout(50*time.Millisecond)))
	if !errors.Is(err, context.DeadlineExceeded) || !errors.Is(err, rest.ErrConnection) {
		t.Errorf("a dripping body: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := get(ctx, newClient(t, slow)); !errors.Is(err, context.Canceled) {
		t.Errorf("a context that has ended: %v", err)
	}
}
