// Package strict checks a document against OpenAPI as strictly as kin-openapi does: formats, patterns, defaults and examples too. What
// kin-openapi says of a document names no place in it, or the outermost one. So a document that it refuses is looked at part by part, and
// every part that is refused although all below it is in order is told by its place, as source.Locate finds the line of.
//
// For programs of the module's own: it links kin-openapi, which none that imports a client does.
package strict

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// anyString are the formats of strings that OpenAPI leaves to the document: the servers', and ours for what Humanity sends.
var anyString = [...]string{"date-span", "unix-time", "json", "wall-time", "offset-time"}

var defineFormats = sync.OnceFunc(func() {
	for _, format := range anyString {
		openapi3.DefineStringFormatValidator(format, openapi3.NewCallbackValidator(func(string) error { return nil }))
	}
	openapi3.DefineIntegerFormatValidator("unix-time", openapi3.NewCallbackValidator(func(int64) error { return nil }))
})

// Check checks a document as other people's tools read it, source.Document.Public. Every fault has a line of the error, which begins with
// its place: "components.schemas.Ticket.properties.id.default: number must be at least 5".
func Check(ctx context.Context, public *source.Document) error {
	defineFormats()
	root := public.Tree()
	data, err := tree.Encode(root, "")
	if err != nil {
		return err
	}
	parsed := &openapi3.T{}
	if err := json.Unmarshal(data, parsed); err != nil { // the loader would take it for YAML, which is slower
		return inLines(public, misplaced(root), err)
	}
	if err := openapi3.NewLoader().ResolveRefsIn(parsed, nil); err != nil {
		return inLines(public, referring(root, err), err)
	}
	if err := validate(ctx, parsed); err != nil {
		return inLines(public, faultsOf(ctx, parsed), err)
	}
	return nil
}

// fault is what is wrong at a place.
type fault struct{ at, said string }

// rootPlace is the place of what is wrong with a document as a whole.
const rootPlace = "openapi.yaml"

// inLines returns the faults that were found, or what was said of the document as a whole. What a write schema has from its read schema is
// told where it is written, and not of the copy.
func inLines(public *source.Document, faults []fault, err error) error {
	written := slices.DeleteFunc(slices.Clone(faults), func(f fault) bool { return public.IsCopied(f.at) })
	if len(written) > 0 {
		faults = written
	}
	if len(faults) == 0 {
		faults = []fault{{rootPlace, inWords(err)}}
	}
	lines := make([]error, len(faults))
	for i, f := range faults {
		lines[i] = fmt.Errorf("%s: %s", f.at, f.said)
	}
	return errors.Join(lines...)
}
