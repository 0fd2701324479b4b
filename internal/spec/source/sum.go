package source

import (
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
)

// Sum tells the sources of a document from any others.
type Sum [sha256.Size]byte

// SumOf returns the sum of a vendor's sources: the names of the files that make up the document, and what is in them.
func SumOf(fsys fs.FS, vendor string) (sum Sum, err error) {
	resources, err := resourceFiles(fsys, vendor)
	if err != nil {
		return sum, err
	}
	all, buffer := sha256.New(), make([]byte, 32<<10)
	for _, name := range append([]string{path.Join(vendor, "openapi.yaml")}, resources...) {
		file, err := fsys.Open(name)
		if err != nil {
			return sum, err
		}
		n, err := io.CopyBuffer(all, file, buffer)
		file.Close()
		if err != nil {
			return sum, err
		}
		fmt.Fprintf(all, "\n%d %s\n", n, name)
	}
	all.Sum(sum[:0])
	return sum, nil
}

// resourceFiles lists the files that stand beside a vendor's openapi.yaml, sorted.
func resourceFiles(fsys fs.FS, vendor string) ([]string, error) {
	files, err := fs.Glob(fsys, path.Join(vendor, "resources", "*.yaml"))
	slices.Sort(files)
	return files, err
}
