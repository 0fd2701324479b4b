package halo_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/gen/halo"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// TestAlertsOfOddKeys: of each key there is one ticket, however often it is raised, and no key's ticket is taken for another's; the key goes
// to the vendor and comes back as the summary has it.
func TestAlertsOfOddKeys(t *testing.T) {
	t.Parallel()
	server, err := vendortest.Start("halo", vendortest.WithoutRateLimit())
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	source, err := auth.HaloClientCredentials(server.Credentials().Halo())
	if err != nil {
		t.Fatal(err)
	}
	client, err := halo.NewClient(server.URL, halo.WithRequestEditorFn(auth.Halo(source)))
	if err != nil {
		t.Fatal(err)
	}
	keys := []string{
		"db1/disk[2]", "db1/disk%5B2%5D", "db1/disk%5b2%5d", "db1/disk[2%5D", "db1/disk%255B2%255D", "db1/disk", "db1/disk[2]] ", "db1/disk[2]] 97 %", "]", "%5D", "%", "%25", "a&search=b+c d;é#?", "[a] b",
	}
	ids := map[int64]string{}
	for _, key := range keys {
		first, created, err := raise(t.Context(), client, alert{key, "97 % full"})
		if err != nil || !created || ids[first] != "" {
			t.Fatalf("%q: ticket %d, created: %t (it is that of %q), %v", key, first, created, ids[first], err)
		}
		ids[first] = key
		again, created, err := raise(t.Context(), client, alert{key, "98 % full"})
		if err != nil || created || again != first {
			t.Errorf("%q again: ticket %d, want %d; created: %t, %v", key, again, first, created, err)
		}
		ticket, err := client.Tickets.Get(t.Context(), first, nil)
		if mark := (alert{key: key}).mark(); err != nil || ticket.Summary != mark+"97 % full" {
			t.Errorf("%q: the summary is %q, %v", key, ticket.Summary, err)
		}
		last := server.Requests("listTickets")
		sent, err := url.ParseQuery(last[len(last)-1].Query)
		if err != nil || !strings.Contains("["+sent.Get("search")+"] ", (alert{key: key}).mark()) {
			t.Errorf("%q: searched by %q, %v", key, sent, err)
		}
	}
}
