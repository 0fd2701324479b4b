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
	openDocument = perVendor(func(vendor string) (*spec.Document, error) { return spec.Open(specs.Files(), vendor) })
	openForCheck = perVendor(newValidator)
)

func perVendor[T any](open func(vendor string) (T, error)) func(t *testing.T, vendor string) T {
	var opened sync.Map // what opens once, by vendor
	return func(t *testing.T, vendor string) T {
		t.Helper()
		once, _ := opened.LoadOrStore(vendor, sync.OnceValues(func() (T, error) { return open(vendor) }))
		out, err := once.(func() (T, error))()
		must(t, err)
		return out
	}
}
