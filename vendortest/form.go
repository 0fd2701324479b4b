package vendortest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/url"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// decodeForm reads a form into the JSON value that its schema describes. A list comes as repeated names, with or without
// [] behind, or as one text with commas; an object's members come as name[member]. spell, if there is one, writes a value in the
// document's spelling.
func decodeForm(raw []byte, schema *openapi3.Schema, spell func(*openapi3.Schema, string) string) (any, error) {
	values, err := url.ParseQuery(string(raw))
	if err != nil {
		return nil, err
	}
	for name, list := range values {
		name, _, _ = strings.Cut(name, "[")
		if property := propertyOf(schema, name); property != nil && spell != nil {
			for i, text := range list {
				list[i] = spell(property, text)
			}
		}
	}
	return formObject(values, schema), nil
}

func formObject(values url.Values, schema *openapi3.Schema) map[string]any {
	out := map[string]any{}
	for name, list := range values {
		name, inner, nested := strings.Cut(name, "[")
		inner = strings.TrimSuffix(inner, "]")
		property := propertyOf(schema, name)
		if nested && inner != "" {
			object, _ := out[name].(map[string]any)
			if object == nil {
				object = map[string]any{}
				out[name] = object
			}
			object[inner] = formValue(list[len(list)-1], propertyOf(property, inner))
			continue
		}
		if rows := property; rows != nil && rows.Type.Is("array") && rows.Items != nil {
			if len(list) == 1 {
				list = strings.Split(list[0], ",")
			}
			items := []any{}
			for _, text := range list {
				if text = strings.TrimSpace(text); text != "" {
					items = append(items, formValue(text, rows.Items.Value))
				}
			}
			out[name] = items
			continue
		}
		out[name] = formValue(list[len(list)-1], property)
	}
	return out
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

// formValue gives a form's text the type that its schema has. A text that doesn't fit stays a text, which validation
// then finds.
func formValue(text string, schema *openapi3.Schema) any {
	switch {
	case schema == nil:
	case schema.Type.Is("integer"), schema.Type.Is("number"):
		if _, err := strconv.ParseFloat(text, 64); err == nil {
			return json.Number(text)
		}
	case schema.Type.Is("boolean"):
		if b, err := strconv.ParseBool(text); err == nil {
			return b
		}
	case schema.Type.Is("object") && text != "":
		if v, err := decodeJSON([]byte(text)); err == nil {
			return v
		}
	}
	return text
}

// decodeMultipart reads the parts of a multipart body; a file becomes its content.
func decodeMultipart(raw []byte, boundary string, schema *openapi3.Schema) (any, error) {
	if boundary == "" {
		return nil, fmt.Errorf("the content type has no boundary")
	}
	values, files := url.Values{}, map[string]any{}
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
	out := formObject(values, schema)
	for name, content := range files {
		out[name] = content
	}
	return out, nil
}
