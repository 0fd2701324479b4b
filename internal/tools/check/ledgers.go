package main

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/upstream/ledger"
)

// checkLedgers fails while an upstream change waits to be worked into its document: a release would say that it follows
// the vendor, and wouldn't.
func checkLedgers(specs fs.FS) error {
	vendors, err := source.RequireVendors(specs)
	if err != nil {
		return err
	}
	var open []error
	for _, vendor := range vendors {
		l, err := ledger.Load(specs, vendor)
		if err != nil {
			return err
		}
		for _, e := range l.Entries {
			if e.Pending() {
				open = append(open, fmt.Errorf("specs/%s: entry %s %q is %s: it isn't worked into the document yet", ledger.File(vendor), e.Date, e.Title, e.Status))
			}
		}
	}
	return errors.Join(open...)
}
