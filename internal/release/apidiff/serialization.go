package main

import (
	"fmt"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// serialization is how a parameter, or a field of a form, is written. oasdiff sees where it changes, and has no check that says so.
type serialization struct {
	style             string
	explode, reserved bool
	contentType       string // of a field of a form; "": by its type
	numbers           bool   // booleans of a form are 1 and 0
}

func (s serialization) String() string {
	text := fmt.Sprintf("style `%s`, explode `%t`", s.style, s.explode)
	if s.reserved {
		text += ", reserved characters as they are"
	}
	if s.contentType != "" {
		text += ", as `" + s.contentType + "`"
	}
	if s.numbers {
		text += ", booleans as 1 and 0"
	}
	return text
}

// serializationFindings are the parameters and fields that an operation of both states writes in another way now. What came with a
// change, or went, is no such finding.
func serializationFindings(before, now *vendorDocument, old, revised *openapi3.T) []finding {
	var list []finding
	for path, item := range revised.Paths.Map() {
		former := old.Paths.Value(path)
		if former == nil {
			continue
		}
		for method, operation := range item.Operations() {
			first := former.GetOperation(method)
			if first == nil {
				continue
			}
			say := func(what string, was, is serialization) {
				if was != is {
					list = append(list, finding{kind: changed, place: method + " " + path, text: fmt.Sprintf("%s is written by %s; it was %s", what, is, was)})
				}
			}
			was := parameterSerializations(former, first)
			for what, is := range parameterSerializations(item, operation) {
				if was, ok := was[what]; ok {
					say(what, was, is)
				}
			}
			forms := contentOf(first)
			for mediaType, form := range contentOf(operation) {
				formerForm := forms[mediaType]
				if formerForm == nil {
					continue
				}
				for _, field := range encodedFields(form, formerForm) {
					if before.hasField(formerForm.Schema, field) && now.hasField(form.Schema, field) {
						say("the field `"+field+"` of `"+mediaType+"`", fieldSerialization(formerForm.Encoding[field]), fieldSerialization(form.Encoding[field]))
					}
				}
			}
		}
	}
	return list
}

// parameterSerializations are those of an operation's parameters and its path's, by what the parameter is called in a report.
func parameterSerializations(item *openapi3.PathItem, operation *openapi3.Operation) map[string]serialization {
	found := map[string]serialization{}
	for _, parameter := range slices.Concat(item.Parameters, operation.Parameters) { // an operation's own replace its path's
		p := parameter.Value
		if p == nil || p.Schema == nil { // what has a content is written as that says
			continue
		}
		method, err := p.SerializationMethod()
		if err != nil {
			continue
		}
		s := serialization{style: method.Style, explode: method.Explode, reserved: p.AllowReserved}
		if scalar(p.Schema.Value) {
			s.explode = false // it makes no difference
		}
		found["the "+p.In+" parameter `"+p.Name+"`"] = s
	}
	return found
}

func scalar(schema *openapi3.Schema) bool {
	return schema != nil && (schema.Type.Is("string") || schema.Type.Is("integer") || schema.Type.Is("number") || schema.Type.Is("boolean"))
}

func contentOf(operation *openapi3.Operation) openapi3.Content {
	if operation.RequestBody == nil || operation.RequestBody.Value == nil {
		return nil
	}
	return operation.RequestBody.Value.Content
}

func encodedFields(forms ...*openapi3.MediaType) []string {
	var names []string
	for _, form := range forms {
		for name := range form.Encoding {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func fieldSerialization(encoding *openapi3.Encoding) serialization {
	method := encoding.SerializationMethod()
	s := serialization{style: method.Style, explode: method.Explode}
	if encoding != nil {
		s.reserved, s.contentType = encoding.AllowReserved, encoding.ContentType
		s.numbers = encoding.Extensions[source.XFormBoolean] == "number"
	}
	return s
}

// hasField reports whether a form's schema has the field: one that stands there, or the one in whose place its name stands (named).
func (d *vendorDocument) hasField(schema *openapi3.SchemaRef, field string) bool {
	if schema == nil || schema.Value == nil {
		return false
	}
	if _, ok := schema.Value.Properties[field]; ok {
		return true
	}
	for _, part := range schema.Value.AllOf {
		if d.hasField(part, field) {
			return true
		}
	}
	return d.schemaHasField(within(d.root, "components", "schemas", schema.Value.Format), field)
}

func (d *vendorDocument) schemaHasField(schema tree.Object, field string) bool {
	if within(schema, "properties")[field] != nil {
		return true
	}
	parts, _ := schema["allOf"].([]any)
	for _, part := range parts {
		part, _ := part.(tree.Object)
		if name, ok := schemaOf(part); ok {
			part = within(d.root, "components", "schemas", name)
		}
		if d.schemaHasField(part, field) {
			return true
		}
	}
	return false
}
