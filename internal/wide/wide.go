// Package wide is generated from a small document whose rows have a hundred fields. The benchmarks of internal/bench call it
// beside stock oapi-codegen's output for the same document.
package wide

//go:generate go run ../compile -specs specs -templates ../../specs/templates -output . wide ../../.openapi
//go:generate go tool oapi-codegen -config ../../.openapi/wide.models.yaml ../../.openapi/wide.models.json
//go:generate go tool oapi-codegen -config ../../.openapi/wide.client.yaml ../../.openapi/wide.client.json
