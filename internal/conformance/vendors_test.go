package conformance

import (
	"testing"

	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// vendor is how a vendor's client is tested, where that can't be read from its document: a client logged in to a simulator,
// and what some operations need: path parameters that name something else than a record, and fields or parameters that
// can't be just anything. A vendor of which nothing of the kind is to be said has none.
type vendor struct {
	// client makes a client that logs in by the vendor's own flow. Without it the simulator's token is sent as the document says.
	client   func(t *testing.T, server *vendortest.Server) any
	envelope []string // fields of a response that a client keeps to itself
	// deepest is how deep the objects of bodies are filled, where a vendor's schemas make that grow without end.
	deepest int
	// needed are parameters without which a list is empty, by operation.
	needed map[string]map[string]any
	// unlisted is a field that the simulator adds to records and the document doesn't have.
	unlisted string
	prepare  func(t *testing.T, server *vendortest.Server, client any, operation string, path map[string]string) (fixed map[string]any)
}

// vendors are those of which something is to be said: each in the file of its name.
func vendors() map[string]vendor {
	return map[string]vendor{"halo": haloVendor(), "holaspirit": holaspiritVendor(), "humanity": humanityVendor(), "spiro": spiroVendor()}
}

func must(t *testing.T, err error) {
	if err != nil {
		t.Helper()
		t.Fatal(err)
	}
}
