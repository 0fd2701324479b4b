package openapi

import (
	"io/fs"
	"testing"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/specs"
)

// withItself compares a vendor's document with itself, as theirs.
func withItself(t *testing.T, files fs.FS, vendor string) *Report {
	t.Helper()
	doc, err := source.Load(files, vendor)
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
	report, err := Compare(files, vendor, foreign)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// same finds nothing in a document that is as large and as odd as any that may come, held against itself.
func same(t *testing.T, vendor string) {
	t.Helper()
	report := withItself(t, specs.Files(), vendor)
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
