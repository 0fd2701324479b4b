//go:build tools

package vendorkit

// The generator's version is pinned in go.mod, for `go tool` by the tool line there and for older tooling by this import.
// The file is never built.
import _ "github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen"
