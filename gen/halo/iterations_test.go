package halo_test

import (
	"strconv"
	"testing"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/gen/halo"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// TestAnIterationLosesNoRow asks for pages of 500, which the server cuts at 100, and puts tickets in at places that the iteration has
// passed. Each of them moves the rest on by one, so that a row comes twice; none may go missing.
func TestAnIterationLosesNoRow(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		order *string
		opts  []halo.CallOption
	}{
		"as they come":               {nil, nil},
		"ordered by id":              {new("id"), nil},
		"as they come, side by side": {nil, []halo.CallOption{rest.WithParallel(8)}},
		"ordered, side by side":      {new("id"), []halo.CallOption{rest.WithParallel(8)}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const tickets = 12345
			server := vendortest.NewHalo(t, vendortest.WithRecords(tickets, "Tickets"), vendortest.WithoutRateLimit())
			key := auth.HeaderKey("X-Halo-Api-Key", auth.NewSecret(server.Credentials().APIToken), server.URL)
			client, err := halo.NewClient(server.URL, halo.WithRequestEditorFn(key))
			if err != nil {
				t.Fatal(err)
			}
			records := server.Records("Tickets")
			seen := map[int64]int{}
			rows, added := 0, map[int64]bool{}
			params := &halo.ListTicketsParams{PageSize: new(int64(500)), TicketIDOnly: new(true), Order: test.order}
			for ticket, err := range client.Tickets.All(t.Context(), params, test.opts...) {
				if err != nil {
					t.Fatal(err)
				}
				seen[ticket.ID]++
				if rows++; rows%700 == 50 {
					id, err := strconv.ParseInt(records.Insert(rows/3, map[string]any{"summary": "Came in meanwhile"}), 10, 64)
					if err != nil {
						t.Fatal(err)
					}
					added[id] = true
				}
			}
			if len(added) < 17 {
				t.Fatalf("%d tickets were added on the way", len(added))
			}
			for id := range int64(tickets) {
				if seen[id+1] == 0 {
					t.Errorf("ticket %d was not seen", id+1)
				}
			}
			t.Logf("%d requests", server.Count("listTickets"))
			if asked := server.Count("listTickets"); asked < tickets/100 {
				t.Errorf("%d requests for %d tickets: pages aren't cut at 100", asked, tickets)
			}
			if broken := server.Violations(); len(broken) > 0 {
				t.Errorf("%d requests broke the document, the first: %v", len(broken), broken[0])
			}
		})
	}
}
