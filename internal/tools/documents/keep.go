//go:build tools

package main

// What generated clients import: the runtime of oapi-codegen's, and of ogen's what a tool alone doesn't link.
import (
	_ "github.com/oapi-codegen/runtime"
	_ "github.com/ogen-go/ogen/http"
	_ "github.com/ogen-go/ogen/ogenerrors"
	_ "github.com/ogen-go/ogen/uri"
	_ "github.com/ogen-go/ogen/validate"
)
