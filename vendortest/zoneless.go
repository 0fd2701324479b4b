package vendortest

import (
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// zoneless is the format of a vendor's times that come without a zone, and go in with or without one, or as a day.
const (
	zoneless        = "zoneless-time"
	zonelessPattern = `^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?)?$`
)

// withoutZones makes a document's times zoneless: the format date-time of JSON Schema has none without a zone.
func (m *model) withoutZones() {
	seen := map[*openapi3.Schema]bool{}
	var visit func(ref *openapi3.SchemaRef)
	visit = func(ref *openapi3.SchemaRef) {
		if ref == nil || ref.Value == nil || seen[ref.Value] {
			return
		}
		s := ref.Value
		seen[s] = true
		if s.Format == "date-time" {
			s.Format, s.Pattern = zoneless, zonelessPattern
		}
		for _, property := range s.Properties {
			visit(property)
		}
		for _, part := range slices.Concat(openapi3.SchemaRefs{s.Items, s.AdditionalProperties.Schema}, s.AllOf, s.OneOf, s.AnyOf) {
			visit(part)
		}
	}
	for _, schema := range m.spec.Components.Schemas {
		visit(schema)
	}
	for _, op := range m.operations {
		for _, p := range slices.Concat(op.route.PathItem.Parameters, op.route.Operation.Parameters) {
			visit(p.Value.Schema)
		}
		if op.answer != nil {
			visit(&openapi3.SchemaRef{Value: op.answer})
		}
		if body := op.route.Operation.RequestBody; body != nil {
			for _, media := range body.Value.Content {
				visit(media.Schema)
			}
		}
	}
}
