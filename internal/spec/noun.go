package spec

import "github.com/seed-8da6be54/vendorkit/internal/spec/source"

// Singular returns what one of a plural noun is called.
func Singular(noun string) string { return source.Singular(noun) }
