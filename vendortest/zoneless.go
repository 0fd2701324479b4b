package vendortest

import "github.com/getkin/kin-openapi/openapi3"

// zoneless is the format of a vendor's times that come without a zone, and go in with or without one, or as a day.
const (
	zoneless        = "zoneless-time"
	zonelessPattern = `^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?)?$`
)

// withoutZone makes a document's times zoneless: the format date-time of JSON Schema has none without a zone.
func withoutZone(s *openapi3.Schema) {
	if s.Format == "date-time" {
		s.Format, s.Pattern = zoneless, zonelessPattern
	}
}
