package main

import (
	"os"
	"path/filepath"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
)

// pack makes of a document, for beside its sources, what those read who only want to know what it says.
func pack(specs string, from *source.Document, out *output) error {
	doc, err := spec.Read(from)
	if err != nil {
		return err
	}
	sum, err := source.SumOf(os.DirFS(specs), from.Vendor)
	if err != nil {
		return err
	}
	out.add(filepath.Join(specs, from.Vendor, spec.PackedName), spec.Pack(doc, sum))
	return nil
}
