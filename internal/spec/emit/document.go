// Package emit makes of a vendor's document what oapi-codegen gets: the Go types that this module wants, and what the client
// template needs to know of an operation.
package emit

import "github.com/seed-8da6be54/vendorkit/internal/spec/source"

// document is a copy of a vendor's document, to which the hints are added.
type document struct{ *source.Document }
