package rest

import (
	"net/http"
	"reflect"

	"github.com/seed-8da6be54/vendorkit/internal/jsonfields"
	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
)

// lacking says what the response to a read has in place of its one record: null, an empty list (which is PHP's nothing) or nothing at all.
// Handed on that would be a record without an id. It is empty where the record is there, or may be absent: its field is a pointer then; and of a list,
// whose null is no rows, and of a write, which is done whether or not the record comes back.
func (x *exchange) lacking(body []byte, around reflect.Value) string {
	name := x.client.vendor.Data
	if name == "" || x.call.Method() != http.MethodGet || x.call.Listing() != nil {
		return ""
	}
	field, _ := jsonfields.Of(around.Type()).Find(name)
	if field == nil {
		return ""
	}
	record := around.FieldByIndex(field.Index)
	if record.Kind() != reflect.Struct || !record.IsZero() && !jsonscan.ReadsItself(record.Addr().Interface()) {
		return ""
	}
	raw := foldedFields(body)[jsonscan.Folded(name)]
	kind := jsonscan.Kind(raw)
	if kind == jsonscan.Object || !hasNothing(record, raw) {
		return ""
	}
	return kind
}
