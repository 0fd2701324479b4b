package halo_test

import (
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/gen/halo"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

const (
	envExportURL = "VENDORKIT_TEST_EXPORT_URL"
	envExportKey = "VENDORKIT_TEST_EXPORT_KEY"
	envExportTo  = "VENDORKIT_TEST_EXPORT_TO"
)

// TestExportProcess is the process that TestExportOutlivesKills kills; run for itself it does nothing.
func TestExportProcess(t *testing.T) {
	url := os.Getenv(envExportURL)
	if url == "" {
		t.Skip("it is a part of TestExportOutlivesKills")
	}
	key := auth.HaloAPIKey(auth.NewSecret(os.Getenv(envExportKey)), url)
	client, err := halo.NewClient(url, halo.WithRequestEditorFn(key), rest.WithoutPacing())
	if err != nil {
		t.Fatal(err)
	}
	if err := export(t.Context(), client, os.Getenv(envExportTo)); err != nil {
		t.Fatal(err)
	}
}

// The example's export, killed at any moment and as often as it comes, has every ticket in the end, once.
func TestExportOutlivesKills(t *testing.T) {
	t.Parallel()
	const tickets = 2345
	server := vendortest.NewHalo(t, vendortest.WithRecords(tickets, "Tickets"), vendortest.WithoutRateLimit(), vendortest.WithLatency(2*time.Millisecond))
	name := filepath.Join(t.TempDir(), "tickets.csv")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	killed := 0
	for try := range 60 {
		process := exec.CommandContext(t.Context(), self, "-test.run=^TestExportProcess$")
		process.Env = append(os.Environ(), envExportURL+"="+server.URL, envExportKey+"="+server.Credentials().APIToken, envExportTo+"="+name)
		if err := process.Start(); err != nil {
			t.Fatal(err)
		}
		before := server.Count("listTickets")
		if try < 8 { // once it is under way, between two of its pages or within one
			for deadline := time.Now().Add(time.Minute); server.Count("listTickets") == before && time.Now().Before(deadline); {
				time.Sleep(time.Millisecond)
			}
			time.Sleep(rand.N(20 * time.Millisecond))
			process.Process.Kill()
		}
		if process.Wait() == nil {
			break
		}
		killed++
	}
	times := exported(t, name)
	for id, n := range times {
		if n > 1 {
			t.Errorf("ticket %s stands there %d times", id, n)
		}
	}
	if len(times) != tickets || killed == 0 {
		t.Errorf("%d tickets of %d after %d kills", len(times), tickets, killed)
	}
}

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
	times := exported(t, name)
	for _, id := range ids {
		if times[id] != 1 {
			t.Errorf("ticket %s stands in the file %d times", id, times[id])
		}
	}
}

// exported says how often each ticket stands in an export.
func exported(t *testing.T, name string) map[string]int {
	t.Helper()
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
	return times
}
