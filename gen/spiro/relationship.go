package spiro

import "github.com/seed-8da6be54/vendorkit/rest/value"

// ID returns the id of the related record; empty when there is none.
func (r Relationship) ID() string { return r.first().ID }

// Type returns the type of the related record; empty when there is none.
func (r Relationship) Type() string { return r.first().Type }

// Find returns the related record out of the records that came with a response.
func (r Relationship) Find(included []Resource) (Resource, bool) { return Find(included, r.first()) }

// first is the one record that a relationship has by all that has been seen.
func (r Relationship) first() ResourceIdentifier {
	if len(r.Data) == 0 {
		return ResourceIdentifier{}
	}
	return r.Data[0]
}

// Find returns the record of this type and id out of the records that came with a response.
func Find(included []Resource, id ResourceIdentifier) (Resource, bool) {
	for _, resource := range included {
		if resource.ID == id.ID && resource.Type == id.Type {
			return resource, true
		}
	}
	return Resource{}, false
}

// Decode reads the record's attributes into a type such as UserAttributes. A field of another type than expected doesn't
// cost the rest; the error names it.
func (r Resource) Decode(attributes any) error { return value.Decode(r.Attributes, attributes) }
