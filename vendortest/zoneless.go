package vendortest

// zoneless is the format of a vendor's times that come without a zone, and go in with or without one, or as a day.
const (
	zoneless        = "zoneless-time"
	zonelessPattern = `^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?)?$`
)

// withoutZones makes a document's times zoneless: the format date-time of JSON Schema has none without a zone.
func (m *model) withoutZones() {
	for _, s := range m.schemas.made {
		if s.Format == "date-time" {
			s.Format, s.Pattern = zoneless, zonelessPattern
		}
	}
}
