package main

import (
	"os"
	"path/filepath"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
)

// pack writes a document, as those read it who only want to know what it says, beside its sources.
func pack(specs string, from *source.Document) error {
	doc, err := spec.Read(from)
	if err != nil {
		return err
	}
	sum, err := source.SumOf(os.DirFS(specs), from.Vendor)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(specs, from.Vendor, spec.PackedName), spec.Pack(doc, sum), 0o644)
}
