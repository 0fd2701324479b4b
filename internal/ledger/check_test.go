package ledger_test

import (
	"testing"

	"github.com/seed-8da6be54/vendorkit/internal/document"
	"github.com/seed-8da6be54/vendorkit/internal/ledger"
	"github.com/seed-8da6be54/vendorkit/specs"
)

// TestLedgersAgreeWithTheDocuments holds the ledger of every vendor against its document.
func TestLedgersAgreeWithTheDocuments(t *testing.T) {
	t.Parallel()
	vendors, err := document.Vendors(specs.Files())
	if err != nil {
		t.Fatal(err)
	}
	for _, vendor := range vendors {
		t.Run(vendor, func(t *testing.T) {
			t.Parallel()
			l, err := ledger.Load(specs.Files(), vendor)
			if err != nil {
				t.Fatal(err)
			}
			doc, err := document.Open(specs.Files(), vendor)
			if err != nil {
				t.Fatal(err)
			}
			if err := l.Check(doc); err != nil {
				t.Error(err)
			}
		})
	}
}
