package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/spec/strict"
)

// checkDocuments checks what `vendorkit spec` prints of every vendor against OpenAPI, as strictly as kin-openapi does. What is wrong is told
// with the file, below folder, and the line. It returns how many documents there are.
func checkDocuments(ctx context.Context, files fs.FS, folder string) (int, error) {
	vendors, err := source.RequireVendors(files)
	if err != nil {
		return 0, err
	}
	var faults []error
	for _, vendor := range vendors {
		doc, err := source.Open(files, vendor) // compile checks the house rules
		if err == nil {
			if err = strict.Check(ctx, doc.Public()); err != nil {
				err = fmt.Errorf("the document of %s isn't valid OpenAPI:\n%w", vendor, err)
			}
		}
		faults = append(faults, source.Locate(files, vendor, folder, err))
	}
	return len(vendors), errors.Join(faults...)
}
