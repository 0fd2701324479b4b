package spiro

import "github.com/seed-8da6be54/vendorkit/rest/value"

// ID returns the id of the related record; empty when there is none.
func (r Relationship) ID() string { return r.first().ID }

// Type returns the type of the related record; empty when there is none.
func (r Relationship) Type() string { return r.first().Type }

// Find returns the related record from the included records of a response; false if it isn't among them.
func (r Relationship) Find(included []Resource) (Resource, bool) { return Find(included, r.first()) }

// first is the one record that a relationship has by all that has been seen.
func (r Relationship) first() ResourceIdentifier {
	if len(r.Data) == 0 {
		return ResourceIdentifier{}
	}
	return r.Data[0]
}

// Find returns the record with this type and id from the included records of a response; false if it isn't among them.
func Find(included []Resource, id ResourceIdentifier) (Resource, bool) {
	for _, resource := range included {
		if resource.ID == id.ID && resource.Type == id.Type {
			return resource, true
		}
	}
	return Resource{}, false
}

// Decode decodes the record's attributes into a type such as UserAttributes. If a field has another type than expected, the rest is
// decoded all the same, and the error names the field.
func (r Resource) Decode(attributes any) error { return value.Decode(r.Attributes, attributes) }
