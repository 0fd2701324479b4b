package invoke

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/seed-8da6be54/vendorkit/internal/catalog"
	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
	"github.com/seed-8da6be54/vendorkit/internal/nearest"
	"github.com/seed-8da6be54/vendorkit/internal/spec"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// warnOfFields warns of what a JSON body has and the document doesn't, however deep: fields, and values of another type. That is no fault:
// the vendor may know more than the document. At is the path of the value, "" for a record.
func (c *Call) warnOfFields(text []byte, schema *catalog.Schema, at string) {
	of := schema.Spec()
	if of == nil || of.Unknown() || of.Lenient != "" || of.Format == "json" || len(of.OneOf)+len(of.AnyOf) > 0 || jsonscan.Kind(text) == jsonscan.Null {
		return
	}
	if wrong := unlike(text, of, schema); wrong != "" {
		c.warn("the field %q is %s", at, wrong)
		return
	}
	switch jsonscan.Kind(text) {
	case jsonscan.List:
		items := schema.Items()
		jsonscan.Items(text, func(item []byte) { c.warnOfFields(item, items, at) })
	case jsonscan.Object:
		c.warnOfObject(text, schema, schema.Fields(), at)
	}
}

func (c *Call) warnOfObject(text []byte, schema *catalog.Schema, fields []catalog.Field, at string) {
	if len(fields) == 0 {
		return
	}
	known := make(map[string]*catalog.Schema, len(fields))
	for _, field := range fields {
		known[field.Name] = field.Schema
	}
	_, open := known["*"]
	within, open := at, open || schema.Spec().Open
	if at != "" {
		within += "."
	}
	jsonscan.Fields(text, func(name, value []byte) bool {
		field := string(name)
		switch of, ok := known[field]; {
		case ok:
			c.warnOfFields(value, of, within+field)
		case open:
		case c.readOnly(schema, field):
			if at == "" { // further down it came with the record, which is sent back whole
				c.warn("the field %q is read only", field)
			}
		default:
			c.warn("the document has no field %q%s", within+field, nearest.Suggestion(field, namesOf(fields)))
		}
		return true
	})
}

// readOnly reports whether a field that a schema of what is written lacks is one of the record that is read.
func (c *Call) readOnly(schema *catalog.Schema, field string) bool {
	read := c.invoker.offers.Schema(schema.Spec().WriteOf)
	return read != nil && slices.Contains(namesOf(read.Fields()), field)
}

// unlike says how a value differs from its schema; "" where it doesn't. A number may be a string, which vendors take.
func unlike(text []byte, of *spec.Schema, schema *catalog.Schema) string {
	kind := jsonscan.Kind(text)
	other := func() string { return fmt.Sprintf("%s; the document has %s", kind, schema.Type()) }
	scalar := ""
	if kind == jsonscan.String || kind == jsonscan.Number {
		scalar = jsonscan.Scalar(text)
	}
	switch of.Type {
	case "array":
		if kind != jsonscan.List {
			return other()
		}
	case "object":
		if kind != jsonscan.Object {
			return other()
		}
	case "boolean":
		if kind != jsonscan.Boolean {
			return other()
		}
	case "integer", "number":
		number, err := strconv.ParseFloat(scalar, 64)
		if err != nil || of.Type == "integer" && number != math.Trunc(number) {
			return other()
		}
	case "string":
		if kind != jsonscan.String {
			return other()
		}
		day := of.Format == "date" && scalar != "" && !value.ParseDate(scalar).Valid()
		if day || of.Format == "date-time" && scalar != "" && !value.ParseTime(scalar).Valid() {
			return "no " + of.Format
		}
	}
	if len(of.Enum) > 0 && !of.Open && !slices.ContainsFunc(of.Enum, func(v any) bool { return fmt.Sprint(v) == scalar }) {
		return "not " + schema.Type()
	}
	return ""
}
