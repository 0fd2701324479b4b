package vendortest_test

import (
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// The package's documentation lists the collections of every vendor: all of them, but of Halo, which has hundreds, those of every day.
func TestDocumentationNamesTheCollections(t *testing.T) {
	t.Parallel()
	file, err := parser.ParseFile(token.NewFileSet(), "doc.go", nil, parser.ParseComments|parser.PackageClauseOnly)
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(file.Doc.Text(), "\n# Collections\n")
	section, _, _ = strings.Cut(section, "\n# ")
	told := map[string][]string{}
	for entry := range strings.SplitSeq(section, "\n  - ") {
		vendor, names, ok := strings.Cut(strings.Join(strings.Fields(entry), " "), ": ")
		if !ok {
			continue
		}
		if _, everyDay, ok := strings.Cut(names, "Those of every day are "); ok {
			names, _, _ = strings.Cut(everyDay, ";")
		}
		told[strings.ToLower(vendor)] = strings.Split(strings.TrimSuffix(names, "."), ", ")
	}
	for _, vendor := range vendortest.Vendors() {
		srv, err := vendortest.Start(vendor)
		if err != nil {
			t.Fatal(err)
		}
		names := slices.DeleteFunc(srv.Collections(), func(name string) bool { return strings.HasPrefix(name, "{") }) // lists of one record's
		srv.Close()
		if vendor == "halo" {
			names = slices.DeleteFunc(names, func(name string) bool { return !slices.Contains(told[vendor], name) })
		}
		if diff := cmp.Diff(names, told[vendor]); diff != "" {
			t.Errorf("%s (-is +told):\n%s", vendor, diff)
		}
	}
}
