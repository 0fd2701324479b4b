package halo_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/gen/halo"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// Tickets that are deleted while an export is interrupted move the others to earlier pages: each is written once all the same.
func TestExportWritesATicketOnceWhenOthersAreDeletedBetweenItsRuns(t *testing.T) {
	t.Parallel()
	server := vendortest.NewHalo(t, vendortest.WithRecords(450, "Tickets"))
	source, err := auth.HaloClientCredentials(server.Credentials().Halo())
	if err != nil {
		t.Fatal(err)
	}
	client, err := halo.NewClient(server.URL, halo.WithRequestEditorFn(auth.Halo(source)), rest.WithoutRetries())
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "tickets.csv")
	server.Fail(vendortest.Fault{Operation: "listTickets", After: 2, Times: 1, Status: 503})
	if err := export(t.Context(), client, name); err == nil {
		t.Fatal("the first run wasn't interrupted")
	}
	tickets, deleted := server.Records("Tickets"), 0
	var ids []string
	for ticket := range tickets.All() {
		ids = append(ids, fmt.Sprint(ticket["id"]))
	}
	for _, id := range ids[:3] {
		if tickets.Delete(id) {
			deleted++
		}
	}
	if deleted != 3 {
		t.Fatalf("%d tickets were deleted", deleted)
	}
	if err := export(t.Context(), client, name); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	times := map[string]int{}
	for _, row := range rows {
		times[row[0]]++
	}
	for _, id := range ids {
		if times[id] != 1 {
			t.Errorf("ticket %s stands in the file %d times", id, times[id])
		}
	}
}
