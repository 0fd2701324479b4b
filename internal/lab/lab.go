// Package lab is generated from a small document that holds every construct the generator's templates deal with. Its
// tests are the templates' tests: what is generated is compiled, run against a loopback server and looked at on the wire.
package lab

//go:generate go run ../compile -specs specs -templates ../../specs/templates -output . lab ../../.openapi
//go:generate go tool oapi-codegen -config ../../.openapi/lab.models.yaml ../../.openapi/lab.models.json
//go:generate go tool oapi-codegen -config ../../.openapi/lab.client.yaml ../../.openapi/lab.client.json
