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
// This package itself holds nothing but the go:generate line that makes the clients from the OpenAPI documents under
// specs/: internal/tools/compile compiles each document (its files merged, write shapes derived, the house rules checked) and has
// oapi-codegen write the models and the client of each of the vendor's packages.
package vendorkit

//go:generate go run ./internal/tools/compile -clients internal/conformance/clients.gen.go -simulators vendortest/vendors.gen.go -prose internal/catalog/prose/data .openapi
