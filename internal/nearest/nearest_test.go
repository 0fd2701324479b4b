package nearest

import "testing"

func TestSuggestion(t *testing.T) {
	known := []string{"listTickets", "getTicket", "saveTickets", "Clients"}
	for wrong, want := range map[string]string{
		"listTicket":  `; did you mean "listTickets"?`,
		"LISTTICKETS": `; did you mean "listTickets"?`,
		"Client":      `; did you mean "Clients"?`,
		"gteTicket":   `; did you mean "getTicket"?`,
		"zzz":         "",
		"":            "",
	} {
		if got := Suggestion(wrong, known); got != want {
			t.Errorf("Suggestion(%q) = %q, want %q", wrong, got, want)
		}
	}
	if got := Suggestion("int", []string{"list", "integer"}); got != `; did you mean "integer"?` {
		t.Errorf("with its beginning: %q", got)
	}
	if got := Suggestion("Xs", []string{"Me"}); got != "" {
		t.Errorf("with no letter in common: %q", got)
	}
	if got := Suggestion("a", nil); got != "" {
		t.Errorf("with nothing known: %q", got)
	}
}

func TestEdits(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "abc", 3}, {"kitten", "sitting", 3}, {"März", "Marz", 1}, {"ab", "ba", 2}} {
		if got := Edits(test.a, test.b); got != test.want {
			t.Errorf("Edits(%q, %q) = %d, want %d", test.a, test.b, got, test.want)
		}
	}
}
