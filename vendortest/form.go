package vendortest

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"mime/multipart"
	"net/url"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// decodeForm reads a form into the JSON value that its schema describes, each field as its encoding in the document says, or as
// OpenAPI does where that says nothing. spell, if there is one, writes a value in the document's spelling.
func decodeForm(raw []byte, media *openapi3.MediaType, spell func(*openapi3.Schema, string) string) (any, error) {
	values, err := url.ParseQuery(string(raw))
	if err != nil {
		return nil, err
	}
	schema := schemaOf(media)
	for name, list := range values {
		name, _, _ = strings.Cut(name, "[")
		if property := propertyOf(schema, name); property != nil && spell != nil && property.Type.Is("string") {
			for i, text := range list {
				list[i] = spell(property, text)
			}
		}
	}
	return formObject(values, media)
}

func schemaOf(media *openapi3.MediaType) *openapi3.Schema {
	if media.Schema == nil {
		return &openapi3.Schema{}
	}
	return media.Schema.Value
}

// formObject gives the fields of a form the types that they have. What is no field of the schema stays as it is.
func formObject(values url.Values, media *openapi3.MediaType) (map[string]any, error) {
	out, schema := map[string]any{}, schemaOf(media)
	rest := maps.Clone(values)
	for _, name := range sortedKeys(schema.Properties) {
		if !isObject(schema.Properties[name].Value) {
			delete(rest, name)
		}
	}
	for name, list := range values {
		field, key, deep := strings.Cut(strings.TrimSuffix(name, "]"), "[")
		if !deep || schema.Properties[name] != nil {
			field = name
		}
		property := propertyOf(schema, field)
		way := formWayOf(media.Encoding[field])
		switch {
		case deep && property != nil && way.style == "deepObject":
			object, _ := out[field].(map[string]any)
			if object == nil {
				object = map[string]any{}
				out[field] = object
			}
			object[key] = way.value(list[len(list)-1], propertyOf(property, key))
			delete(rest, name)
		case field != name || property == nil || way.exploded() && isObject(property):
			// a name that is nobody's, or a key of an object that is spread over the form
		default:
			value, err := way.field(list, property)
			if err != nil {
				return nil, fmt.Errorf("field %s: %w", name, err)
			}
			out[name] = value
			delete(rest, name)
		}
	}
	for _, name := range sortedKeys(schema.Properties) {
		property, way := schema.Properties[name].Value, formWayOf(media.Encoding[name])
		if !isObject(property) || !way.exploded() {
			continue
		}
		object := map[string]any{}
		for _, key := range sortedKeys(rest) {
			if within := propertyOf(property, key); within != nil {
				object[key] = way.value(rest[key][len(rest[key])-1], within)
				delete(rest, key)
			}
		}
		if len(object) > 0 {
			out[name] = object
		}
	}
	for name, list := range rest {
		out[name] = list[len(list)-1]
	}
	return out, nil
}

func propertyOf(schema *openapi3.Schema, name string) *openapi3.Schema {
	if schema == nil {
		return nil
	}
	if p := schema.Properties[name]; p != nil {
		return p.Value
	}
	for _, part := range schema.AllOf {
		if p := propertyOf(part.Value, name); p != nil {
			return p
		}
	}
	if extra := schema.AdditionalProperties.Schema; extra != nil {
		return extra.Value
	}
	return nil
}

// decodeMultipart reads the parts of a multipart body; a file becomes its content.
func decodeMultipart(raw []byte, boundary string, media *openapi3.MediaType) (any, error) {
	if boundary == "" {
		return nil, fmt.Errorf("the content type has no boundary")
	}
	values, files, schema := url.Values{}, map[string]any{}, schemaOf(media)
	reader := multipart.NewReader(bytes.NewReader(raw), boundary)
	for {
		part, err := reader.NextPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		content, err := io.ReadAll(part)
		if err != nil {
			return nil, err
		}
		if name := part.FormName(); part.FileName() == "" {
			values.Add(name, string(content))
		} else if rows := propertyOf(schema, name); rows != nil && rows.Type.Is("array") {
			list, _ := files[name].([]any)
			files[name] = append(list, string(content))
		} else {
			files[name] = string(content)
		}
	}
	out, err := formObject(values, media)
	if err != nil {
		return nil, err
	}
	for name, content := range files {
		out[name] = content
	}
	return out, nil
}
