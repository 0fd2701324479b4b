package invoke

import (
	"reflect"

	"github.com/seed-8da6be54/vendorkit/internal/catalog"
	"github.com/seed-8da6be54/vendorkit/internal/spec"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// responseType makes the type that a response is read into: one by which package rest knows a response that has nothing of what was
// promised (a gateway's {"error":"timeout"}, a record that is null), as it does by the type of the generated client, and of which nothing else
// is wanted. Where the document doesn't say enough it is any JSON.
func responseType(op *catalog.Operation, doc *spec.Document) reflect.Type {
	declared := op.Response.Schema
	of := declared.Spec()
	switch {
	case of == nil:
	case op.List != nil:
		return pageType(listingOf(op, doc.Page), declared)
	case op.Upsert != nil && of.Type == "array" && isRecord(declared.Items()):
		return reflect.SliceOf(recordType(declared.Items(), ""))
	case isRecord(declared):
		return recordType(declared, doc.Envelope.Data)
	}
	return reflect.TypeFor[value.JSON]()
}

// isRecord reports whether a schema is that of an object whose fields the document names, in no other spelling.
func isRecord(s *catalog.Schema) bool {
	of := s.Spec()
	return of != nil && of.Type == "object" && of.Lenient == "" && of.OneOf == nil && of.AnyOf == nil && len(s.Fields()) > 0
}

// recordType makes a struct with the fields of an object. The field called data is an object of its own where it is a record that has to be there.
func recordType(s *catalog.Schema, data string) reflect.Type {
	record := &node{fields: map[string]*node{}}
	for _, field := range s.Fields() {
		switch {
		case field.Name == "*":
			return reflect.TypeFor[value.JSON]() // it may have any field
		case field.Name == data && field.Required && isRecord(field.Schema):
			record.fields[field.Name] = &node{is: reflect.TypeFor[struct{}]()}
		default:
			record.fields[field.Name] = &node{is: reflect.TypeFor[unread]()}
		}
	}
	return record.made()
}
