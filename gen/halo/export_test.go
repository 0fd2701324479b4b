package halo_test

import (
	"encoding/csv"
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
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, row := range rows {
		if seen[row[0]] {
			t.Errorf("ticket %s stands there twice", row[0])
		}
		seen[row[0]] = true
	}
	if len(rows) != tickets || killed == 0 {
		t.Errorf("%d tickets of %d after %d kills", len(rows), tickets, killed)
	}
}
