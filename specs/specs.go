// Package specs holds the vendors' OpenAPI documents as they are kept by hand. No client imports it; the generator, the
// simulators and the command line do.
package specs

import (
	"embed"
	"io/fs"
)

//go:embed */openapi.yaml */resources/*.yaml */names.yaml */ledger.yaml */document.gen.bin
var files embed.FS

// Files returns the documents: one folder per vendor with openapi.yaml, resources/, names.yaml (where the vendor has a word list) and
// ledger.yaml, and with document.gen.bin, which go generate makes of the first two for whoever wants to know in milliseconds what
// they say.
func Files() fs.FS { return files }
