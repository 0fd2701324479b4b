package compare

import (
	"testing"

	"github.com/seed-8da6be54/vendorkit/internal/document"
	"github.com/seed-8da6be54/vendorkit/specs"
)

// same compares a vendor's document with itself, which is as large and as odd as any that may come.
func same(t *testing.T, vendor string) {
	t.Helper()
	doc, err := document.Load(specs.Files(), vendor)
	if err != nil {
		t.Fatal(err)
	}
	data, err := doc.JSON()
	if err != nil {
		t.Fatal(err)
	}
	foreign, err := Read(data)
	if err != nil {
		t.Fatal(err)
	}
	report, err := Compare(specs.Files(), vendor, foreign)
	if err != nil {
		t.Fatal(err)
	}
	for i, d := range report.Differences {
		if i == 10 {
			t.Fatalf("and %d more", len(report.Differences)-i)
		}
		t.Errorf("%s: %s", d.Resource, d)
	}
	if report.Both == 0 || report.Both != report.Ours || report.Both != report.Theirs {
		t.Errorf("%d operations met, of %d and %d", report.Both, report.Ours, report.Theirs)
	}
}
