// Package wide is generated from a small document whose rows have a hundred fields. The benchmarks of internal/bench call it
// beside stock oapi-codegen's output for the same document.
package wide

//go:generate go run ../compile -specs specs wide ../../.openapi
//go:generate go tool oapi-codegen -config models.gen.yaml ../../.openapi/wide.models.json
//go:generate go tool oapi-codegen -config client.gen.yaml ../../.openapi/wide.client.json
