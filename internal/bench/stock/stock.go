// Package stock is stock oapi-codegen's client for the document of internal/fixture/widerows.
package stock

//go:generate go run github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2 -config stock.yaml ../../fixture/widerows/specs/widerows/openapi.yaml
