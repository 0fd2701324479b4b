package openapi

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

// TestKnownDifferences: a fault of the ledger hides what it says it hides, and nothing else of the operation.
func TestKnownDifferences(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]int{"halo-2024.json": 1, "halo-2025.json": 0} { // in 2025 it is the response that differs
		known := 0
		for _, d := range compared(t, os.DirFS("testdata/specs"), "halo", file).Differences {
			if d.Known == "" {
				continue
			}
			if known++; d.What != Parameter || d.Name != "type" || d.At != "GET /BookingType" {
				t.Errorf("%s: known: %v", file, d)
			}
		}
		if known != want {
			t.Errorf("%s: %d differences are known, want %d", file, known, want)
		}
	}
}

func TestLedgerFaultsAreChecked(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		`{where: GET /BookingType, what: x, hides: [everything]}`:            `"everything"`,
		`{where: GET /BookingType, what: x, hides: ["parameter [a"]}`:        `"parameter [a"`,
		`{where: every operation, what: x, hides: [response]}`:               `"every operation"`,
		`{where: GET /BookingType, what: x, hides: ["parameter t*"]}`:        "",
		`{where: every operation, what: hides nothing}`:                      "",
		`{where: GET /BookingType, what: x, hides: [body, response, field]}`: "",
	} {
		files := fstest.MapFS{"halo/ledger.yaml": {Data: []byte("vendor: halo\nfaults:\n  - " + line + "\n")}}
		s := &sources{vendor: "halo", known: map[string][]fault{}}
		err := s.readLedger(files)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", line, err, want)
		}
	}
}
