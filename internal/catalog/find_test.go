package catalog

import (
	"slices"
	"strings"
	"testing"
)

func TestFindPutsWhatIsMeantFirst(t *testing.T) {
	t.Parallel()
	catalogs := map[string]*Catalog{}
	for _, vendor := range Vendors() {
		catalogs[vendor] = open(t, vendor)
	}
	for _, test := range []struct{ vendor, words, first string }{
		{"halo", "ticket", "listTickets"},
		{"halo", "listTickets", "listTickets"},
		{"halo", "LISTTICKETS", "listTickets"},
		{"halo", "get ticket", "getTicket"},
		{"halo", "tickets list", "listTickets"},
		{"halo", "/Tickets", "listTickets"},
		{"halo", "tikcets", "listTickets"},
		{"halo", "delete tiket", "deleteTicket"},
		{"halo", "assets", "listAssets"},
		{"humanity", "publish shift", "publishShifts"},
		{"humanity", "shfit publish", "publishShifts"},
		{"humanity", "clock in", "clockIn"},
		{"holaspirit", "circle member", "addCircleMember"},
		{"holaspirit", "memebers", "listMembers"},
		{"spiro", "contacts", "listContacts"},
	} {
		hits := catalogs[test.vendor].Find(test.words)
		if len(hits) == 0 || hits[0].Operation.Name != test.first {
			var found []string
			for _, hit := range hits[:min(5, len(hits))] {
				found = append(found, hit.Operation.Name)
			}
			t.Errorf("%s %q finds %s", test.vendor, test.words, strings.Join(found, ", "))
		}
	}
}

func TestFindLooksIntoFields(t *testing.T) {
	t.Parallel()
	hits := open(t, "halo").Find("dateclosed")
	i := slices.IndexFunc(hits, func(h Hit) bool { return h.Operation.Name == "getTicket" })
	if i < 0 || !slices.Contains(hits[i].Fields, "dateclosed") {
		t.Errorf("a field of tickets isn't found in getTicket: %d hits", len(hits))
	}
}

func TestFindWithoutSuccess(t *testing.T) {
	t.Parallel()
	offers := open(t, "spiro")
	if hits := offers.Find("zeppelin"); len(hits) != 0 {
		t.Errorf("%d hits, such as %s", len(hits), hits[0].Operation.Name)
	}
	if hits := offers.Find(" "); len(hits) != len(offers.Operations()) {
		t.Errorf("no word finds %d of %d operations", len(hits), len(offers.Operations()))
	}
}

func TestWordsOf(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"listTicketTypes": "list ticket types", "/api/OKRs/{id}": "api okrs id", "getAPIKey": "get api key", "List the circles.": "list the circles",
		"findEmployeeByEID": "find employee by eid", "": "",
	} {
		if got := strings.Join(wordsOf(text), " "); got != want {
			t.Errorf("%q has %q, want %q", text, got, want)
		}
	}
}
