package conformance

import (
	"flag"
	"path/filepath"
	"slices"
	"testing"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
	"github.com/seed-8da6be54/vendorkit/specs"
)

var update = flag.Bool("update", false, "write the snapshots anew from what the clients do now")

// TestSnapshots calls every operation of every document with everything set and with as little as it takes, and compares the
// requests, and what the client makes of a response with every field, with the snapshots under testdata. Requests and
// responses are checked against the document as well, by kin-openapi. After a change of a document or a template that is
// meant, `make snapshots` writes them anew, and their diff shows what the change does to the wire.
func TestSnapshots(t *testing.T) {
	t.Parallel()
	names, err := spec.Vendors(specs.Files())
	must(t, err)
	kept, err := filepath.Glob("testdata/snapshots/*")
	must(t, err)
	for _, folder := range kept {
		if !slices.Contains(names, filepath.Base(folder)) {
			t.Errorf("%s holds snapshots of no vendor: delete it", folder)
		}
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			calls, err := callsOf(name)
			must(t, err)
			taken := snapshots{}
			for _, op := range calls.doc.Operations {
				t.Run(op.ID, func(t *testing.T) {
					called := calls.of(t, op)
					for _, fault := range called.faults {
						t.Error(fault)
					}
					taken.add(op.Tag, op.ID, called.snapshot)
				})
			}
			if t.Failed() {
				return
			}
			folder := "testdata/snapshots/" + name
			if *update && taken.count() < len(calls.doc.Operations) {
				t.Fatalf("-update with a -run that leaves operations of %s out would lose their snapshots", name)
			} else if *update {
				must(t, taken.write(folder))
			}
			kept, err := readSnapshots(folder)
			must(t, err)
			taken.compare(t, kept, calls.doc)
			if got, want := kept.count(), len(calls.doc.Operations); got != want {
				t.Errorf("there are %d snapshots for %d operations", got, want)
			}
		})
	}
}
