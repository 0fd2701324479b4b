package halo_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/gen/halo"
	"github.com/seed-8da6be54/vendorkit/rest"
)

// recording responds to everything and notes what was sent.
func recording(t *testing.T) (*halo.Client, *[]string) {
	t.Helper()
	var sent []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		sent = append(sent, strings.TrimSpace(r.Method+" "+r.URL.RequestURI()+" "+string(body)))
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, `{"id":1}`)
	}))
	t.Cleanup(server.Close)
	client, err := halo.NewClient(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	return client, &sent
}

// TestAnActionIsNamedWithItsTicket: every ticket has an action 1, so a call that names no ticket isn't sent.
func TestAnActionIsNamedWithItsTicket(t *testing.T) {
	t.Parallel()
	client, sent := recording(t)
	ctx := t.Context()
	for name, call := range map[string]func() error{
		"get, no parameters": func() error { _, err := client.Actions.Get(ctx, 1, nil); return err },
		"get, other parameters": func() error {
			_, err := client.Actions.Get(ctx, 1, &halo.GetActionParams{EmailOnly: new(true)})
			return err
		},
		"get, ticket 0": func() error {
			_, err := client.Actions.Get(ctx, 1, &halo.GetActionParams{TicketID: new(int64(0))})
			return err
		},
		"delete, no parameters": func() error { return client.Actions.Delete(ctx, 1, nil) },
		"delete, no ticket":     func() error { return client.Actions.Delete(ctx, 1, &halo.DeleteActionParams{}) },
		"update": func() error {
			_, err := client.Actions.Update(ctx, []halo.ActionUpdate{{ID: 1, Note: new("x")}})
			return err
		},
		"update, one of several": func() error {
			_, err := client.Actions.Update(ctx, []halo.ActionUpdate{{ID: 1, TicketID: new(int64(5))}, {ID: 2}})
			return err
		},
		"update, two tickets": func() error {
			_, err := client.Actions.Update(ctx, []halo.ActionUpdate{{ID: 1, TicketID: new(int64(5)), Extra: map[string]any{"Ticket_ID": 6}}})
			return err
		},
	} {
		if err := call(); !errors.Is(err, rest.ErrRequest) || !strings.Contains(err.Error(), "ticket_id") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if len(*sent) > 0 {
		t.Fatalf("sent %q", *sent)
	}
	if _, err := client.Actions.Get(ctx, 1, &halo.GetActionParams{TicketID: new(int64(5))}); err != nil {
		t.Error(err)
	}
	if err := client.Actions.Delete(ctx, 1, &halo.DeleteActionParams{TicketID: new(int64(5))}); err != nil {
		t.Error(err)
	}
	if _, err := client.Actions.Update(ctx, []halo.ActionUpdate{{ID: 1, TicketID: new(int64(5))}}); err != nil {
		t.Error(err)
	}
	want := []string{"GET /Actions/1?ticket_id=5", "DELETE /Actions/1?ticket_id=5", `POST /Actions [{"id":1,"ticket_id":5}]`}
	if !slices.Equal(want, *sent) {
		t.Errorf("sent %q, want %q", *sent, want)
	}
}

// TestAnIDInAnyCaseIsAnID: the server reads names without regard to case, so Create refuses an id however its name is spelled, in
// any record of the list, and Update one that stands there twice.
func TestAnIDInAnyCaseIsAnID(t *testing.T) {
	t.Parallel()
	client, sent := recording(t)
	ctx := t.Context()
	for _, name := range []string{"id", "ID", "Id", "iD"} {
		for _, value := range []any{7, "7", 7.0, -7, map[string]any{"id": 7}, []int{7}} {
			extra := map[string]any{name: value}
			if _, err := client.Tickets.Create(ctx, []halo.TicketCreate{{}, {Extra: extra}}); !errors.Is(err, rest.ErrRequest) {
				t.Errorf("a ticket with %v: %v", extra, err)
			}
			if _, err := client.Actions.Create(ctx, []halo.ActionCreate{{Extra: extra}}); !errors.Is(err, rest.ErrRequest) {
				t.Errorf("an action with %v: %v", extra, err)
			}
			if _, err := client.Tickets.Update(ctx, []halo.TicketUpdate{{ID: 7, Extra: extra}}); name != "id" && !errors.Is(err, rest.ErrRequest) {
				t.Errorf("a change with %v: %v", extra, err)
			}
		}
	}
	for _, spelling := range *sent {
		if !strings.HasPrefix(spelling, `POST /Tickets [{"id":`) {
			t.Errorf("sent %s", spelling)
		}
	}
	if _, err := client.Tickets.Create(ctx, []halo.TicketCreate{{Extra: map[string]any{"Id": 0}}, {Extra: map[string]any{"ID": nil}}}); err != nil {
		t.Errorf("ids that name nothing: %v", err)
	}
}
