package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// anyString are the formats of strings that OpenAPI leaves to the document: the servers', and ours for what Humanity sends.
var anyString = [...]string{"date-span", "unix-time", "json", "wall-time", "offset-time"}

// checkDocuments checks what `vendorkit spec` prints of every vendor against OpenAPI, as strictly as kin-openapi does: formats,
// patterns, defaults and examples too. It returns how many documents there are.
func checkDocuments(ctx context.Context, files fs.FS) (int, error) {
	for _, format := range anyString {
		openapi3.DefineStringFormatValidator(format, openapi3.NewCallbackValidator(func(string) error { return nil }))
	}
	openapi3.DefineIntegerFormatValidator("unix-time", openapi3.NewCallbackValidator(func(int64) error { return nil }))
	vendors, err := source.RequireVendors(files)
	if err != nil {
		return 0, err
	}
	var faults []error
	for _, vendor := range vendors {
		if err := checkDocument(ctx, files, vendor); err != nil {
			faults = append(faults, fmt.Errorf("the document of %s isn't valid OpenAPI: %w", vendor, err))
		}
	}
	return len(vendors), errors.Join(faults...)
}

func checkDocument(ctx context.Context, files fs.FS, vendor string) error {
	doc, err := source.Open(files, vendor) // compile checks the house rules
	if err != nil {
		return err
	}
	data, err := tree.Encode(doc.Public().Tree(), "")
	if err != nil {
		return err
	}
	parsed := &openapi3.T{}
	if err := json.Unmarshal(data, parsed); err != nil { // the loader would take it for YAML, which is slower
		return err
	}
	if err := openapi3.NewLoader().ResolveRefsIn(parsed, nil); err != nil {
		return err
	}
	return validate(ctx, parsed)
}
