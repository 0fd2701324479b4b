package humanity

import (
	"bytes"
	"encoding/json"

	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// UnmarshalJSON reads a site in each of the forms that the vendor sends: its id as a number or a string, an object, and what
// stands for none: null, "", "0", {} and [].
func (s *ShiftSite) UnmarshalJSON(data []byte) error {
	*s = ShiftSite{}
	switch value := value.JSON(data); {
	case value.IsNull(), isObject(value):
	default:
		return s.ID.UnmarshalJSON(data)
	}
	var members struct {
		ID       value.Int  `json:"id"`
		Lat, Lon value.JSON // each an empty object where it isn't set
	}
	err := value.Decode(data, &members)
	s.ID = members.ID
	for _, part := range [...]struct {
		from value.JSON
		into *value.Float
	}{{members.Lat, &s.Lat}, {members.Lon, &s.Lon}} {
		if part.from.IsNull() || isObject(part.from) {
			continue
		}
		if failed := part.into.UnmarshalJSON(bytes.TrimSpace(part.from)); failed != nil && err == nil {
			err = failed
		}
	}
	return err
}

// IsZero reports whether there is no site, neither an id nor a place.
func (s ShiftSite) IsZero() bool { return s.ID == 0 && !s.HasPlace() }

// HasPlace reports whether Lat and Lon say where the site is.
func (s ShiftSite) HasPlace() bool { return s.Lat != 0 || s.Lon != 0 }

// MarshalJSON writes the shorter of the vendor's forms that says it all: the id alone, or an object where there is a place.
func (s ShiftSite) MarshalJSON() ([]byte, error) {
	if !s.HasPlace() {
		return json.Marshal(s.ID)
	}
	type plain ShiftSite
	return json.Marshal(plain(s))
}
