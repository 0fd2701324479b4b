package main

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestACursorIsOfItsOwnList: one that another list gave, or the same for other parameters, would leave out rows without a word.
func TestACursorIsOfItsOwnList(t *testing.T) {
	t.Parallel()
	p := newPeer(t, "halo", nil, usualBudget)
	text, failed := p.ask(t, "call", object("operation", "listTickets", "params", object("page_size", 3, "order", "id"), "fields", []string{"id"}))
	var page struct{ Cursor string }
	if err := json.Unmarshal([]byte(text), &page); failed || err != nil || page.Cursor == "" {
		t.Fatalf("%v, %v: %s", failed, err, text)
	}
	for _, other := range []map[string]any{
		object("operation", "listTickets", "params", object("page_size", 3, "order", "id", "client_id", 3)),
		object("operation", "listTickets", "params", object("page_size", 4, "order", "id")),
		object("operation", "listUsers", "params", object("page_size", 3, "order", "id")),
	} {
		other["cursor"] = page.Cursor
		if text, failed := p.ask(t, "call", other); !failed || !strings.HasPrefix(text, "cursor: it was given by another list, or for other parameters") {
			t.Errorf("%v: %v, %.200s", other, failed, text)
		}
	}
	same := object("operation", "Tickets.List", "params", object("order", "id", "page_size", "3", "client_id", nil), "fields", []string{"summary", "id"}, "cursor", page.Cursor)
	if text, failed := p.ask(t, "call", same); failed || !strings.Contains(text, `"id":4`) {
		t.Errorf("the same list: %v, %.200s", failed, text)
	}
}
