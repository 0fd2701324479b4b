// Package vendorkit is a module of typed Go clients for business APIs that publish none: Holaspirit (organisation
// governance), Humanity v2 (shift scheduling), Halo (service desk, assets, billing) and Spiro (CRM).
//
// The clients are the packages under gen/, one per vendor:
//
//	github.com/seed-8da6be54/vendorkit/gen/halo
//	github.com/seed-8da6be54/vendorkit/gen/holaspirit
//	github.com/seed-8da6be54/vendorkit/gen/humanity
//	github.com/seed-8da6be54/vendorkit/gen/spiro
//
// Package auth obtains, keeps and sends each vendor's credentials; package rest is the runtime under the clients;
// package vendortest has loopback simulators of the vendors to test an integration against.
//
// This package itself holds nothing but the go:generate lines that make the clients from the OpenAPI documents under
// specs/: the document is compiled (its files merged, write shapes derived, the house rules checked), then oapi-codegen
// writes the models and the client.
package vendorkit

//go:generate go run ./internal/tools/compile holaspirit .openapi
//go:generate go tool oapi-codegen -config .openapi/holaspirit.models.yaml .openapi/holaspirit.models.json
//go:generate go tool oapi-codegen -config .openapi/holaspirit.client.yaml .openapi/holaspirit.client.json

//go:generate go run ./internal/tools/compile spiro .openapi
//go:generate go tool oapi-codegen -config .openapi/spiro.models.yaml .openapi/spiro.models.json
//go:generate go tool oapi-codegen -config .openapi/spiro.client.yaml .openapi/spiro.client.json

//go:generate go run ./internal/tools/compile humanity .openapi
//go:generate go tool oapi-codegen -config .openapi/humanity.models.yaml .openapi/humanity.models.json
//go:generate go tool oapi-codegen -config .openapi/humanity.client.yaml .openapi/humanity.client.json

//go:generate go run ./internal/tools/compile halo .openapi
//go:generate go tool oapi-codegen -config .openapi/halo.models.yaml .openapi/halo.models.json
//go:generate go tool oapi-codegen -config .openapi/halo.client.yaml .openapi/halo.client.json

//go:generate go run ./internal/tools/compile -clients conformance internal/conformance/clients.gen.go
//go:generate go run ./internal/tools/compile -simulators vendortest vendortest/vendors.gen.go
