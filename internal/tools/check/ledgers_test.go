package main

import (
	"strings"
	"testing"
	"testing/fstest"
)

// TestCheckingNothing: in another folder than the module's root there is nothing to check, which isn't that all is well.
func TestCheckingNothing(t *testing.T) {
	t.Parallel()
	const want = "is this the module's root?"
	if err := checkLedgers(fstest.MapFS{}); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("no ledgers: %v, want %q", err, want)
	}
	if _, err := checkDocuments(t.Context(), fstest.MapFS{}, "specs"); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("no documents: %v, want %q", err, want)
	}
}

func TestCheckLedgers(t *testing.T) {
	t.Parallel()
	const entry = "vendor: shop\nentries:\n  - {date: \"2025-05-05\", title: T, source: s, change: none, document: d"
	for text, want := range map[string]string{
		entry + "}\n":                 "",
		entry + ", status: open}\n":   `specs/shop/ledger.yaml: entry 2025-05-05 "T" is open`,
		entry + ", status: edited}\n": "is edited",
		"vendor: stall\n":             `must be "shop"`,
	} {
		err := checkLedgers(fstest.MapFS{"shop/openapi.yaml": {Data: []byte("x")}, "shop/ledger.yaml": {Data: []byte(text)}})
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}
