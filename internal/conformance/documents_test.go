package conformance

import (
	"sync"
	"testing"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
	"github.com/seed-8da6be54/vendorkit/specs"
)

// Documents don't change, so all tests share one of each vendor, made when the first of them asks for it: to read Halo's again for every
// test would be a third of what the package costs.
var (
	documents  = perVendor(func(vendor string) (*spec.Document, error) { return spec.Open(specs.Files(), vendor) })
	validators = perVendor(newValidator)
)

func perVendor[T any](open func(vendor string) (T, error)) func(vendor string) (T, error) {
	var opened sync.Map // what opens once, by vendor
	return func(vendor string) (T, error) {
		once, _ := opened.LoadOrStore(vendor, sync.OnceValues(func() (T, error) { return open(vendor) }))
		return once.(func() (T, error))()
	}
}

func openDocument(t *testing.T, vendor string) *spec.Document {
	t.Helper()
	doc, err := documents(vendor)
	must(t, err)
	return doc
}
