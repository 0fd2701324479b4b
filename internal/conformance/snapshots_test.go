package conformance

import (
	"flag"
	"path/filepath"
	"slices"
	"testing"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
	"github.com/seed-8da6be54/vendorkit/rest"
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
			doc := openDocument(t, name)
			recorder := newRecorder(t)
			client, err := newClient(name, recorder.URL, rest.WithRequestEditorFn(tokenEditor(t, doc, recorder.URL)), rest.WithoutPacing(), rest.WithoutRetries())
			must(t, err)
			valid := openForCheck(t, name).remembering()
			before := newEarlier()
			taken, deepest := snapshots{}, 4
			if len(doc.Operations) > 1000 {
				deepest = 1 // with the records in a record, they would be too long for anybody to look through
			}
			for _, op := range doc.Operations {
				t.Run(op.ID, func(t *testing.T) {
					s := snapshooter{doc: doc, op: op, recorder: recorder, client: client, valid: valid, deepest: deepest, before: before}
					taken.add(op.Tag, op.ID, s.take(t))
				})
			}
			if t.Failed() {
				return
			}
			folder := "testdata/snapshots/" + name
			if *update {
				must(t, taken.write(folder))
			}
			kept, err := readSnapshots(folder)
			must(t, err)
			taken.compare(t, kept)
			if got, want := kept.count(), len(doc.Operations); got != want {
				t.Errorf("there are %d snapshots for %d operations", got, want)
			}
		})
	}
}
