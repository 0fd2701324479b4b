package conformance

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/url"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
)

// formReader reads a form back into the values that its schema describes, each field as its encoding in the document says, and by
// OpenAPI's defaults where that says nothing. kin-openapi's own reading of a form knows neither deepObject nor commas.
type formReader struct {
	schema    *openapi3.Schema
	encodings map[string]spec.Encoding
}

func encodingsOf(op *spec.Operation, media string) map[string]spec.Encoding {
	if op.Body == nil {
		return nil
	}
	for _, content := range op.Body.Contents {
		if content.Media == media {
			return content.Encoding
		}
	}
	return nil
}

// values reads a form. What the document has no way to write is an error that names the field.
func (f formReader) values(pairs url.Values) (map[string]any, error) {
	out := map[string]any{}
	var faults []error
	for name, values := range pairs {
		if field, key, ok := f.deep(name); ok {
			object, _ := out[field].(map[string]any)
			if object == nil {
				object = map[string]any{}
				out[field] = object
			}
			value, err := f.one(values, f.encodings[field], within(f.schema.Properties[field].Value, key))
			if err != nil {
				faults = append(faults, fmt.Errorf("field %s: %w", name, err))
			}
			object[key] = value
			continue
		}
		property := f.schema.Properties[name]
		switch {
		case property != nil:
			value, err := f.field(values, f.encodings[name], property.Value)
			if err != nil {
				faults = append(faults, fmt.Errorf("field %s: %w", name, err))
			}
			out[name] = value
		case f.keyed(name):
			faults = append(faults, fmt.Errorf("field %s: the document doesn't write it by its keys", name))
		case f.schema.Extensions[source.XOpen] == true || f.schema.AdditionalProperties.Schema != nil:
			out[name] = values[0]
		default:
			faults = append(faults, fmt.Errorf("field %s isn't in it", name))
		}
	}
	return out, errors.Join(faults...)
}

// deep takes name[key] apart where the document says that the field is written so.
func (f formReader) deep(name string) (field, key string, ok bool) {
	field, key, ok = strings.Cut(name, "[")
	key, closed := strings.CutSuffix(key, "]")
	return field, key, ok && closed && f.schema.Properties[field] != nil && f.encodings[field].Style == "deepObject"
}

// keyed reports whether a name is a key of one of the schema's fields.
func (f formReader) keyed(name string) bool {
	field, _, ok := strings.Cut(name, "[")
	return ok && f.schema.Properties[field] != nil
}

func within(object *openapi3.Schema, key string) *openapi3.Schema {
	if property := object.Properties[key]; property != nil {
		return property.Value
	}
	if values := object.AdditionalProperties.Schema; values != nil {
		return values.Value
	}
	return &openapi3.Schema{}
}

// field reads what was sent for a field of the schema's.
func (f formReader) field(values []string, encoding spec.Encoding, schema *openapi3.Schema) (any, error) {
	exploded := encoding.Explode == nil || *encoding.Explode
	switch {
	case encoding.ContentType == "application/json":
		if len(values) != 1 {
			return nil, fmt.Errorf("it comes %d times", len(values))
		}
		var value any
		err := json.Unmarshal([]byte(values[0]), &value)
		return value, err
	case schema.Type.Is("array"):
		if !exploded && len(values) != 1 {
			return nil, fmt.Errorf("it comes %d times, and its list has commas", len(values))
		} else if !exploded {
			values = strings.Split(values[0], ",")
		}
		items := []any{}
		for _, text := range values {
			item, err := f.one([]string{text}, encoding, schema.Items.Value)
			if err != nil {
				return nil, err
			}
			items = append(items, item)
		}
		return items, nil
	}
	return f.one(values, encoding, schema)
}

// one reads a value that isn't made of others. A text that isn't of the schema's type stays a text, which the schema refuses.
func (f formReader) one(values []string, encoding spec.Encoding, schema *openapi3.Schema) (any, error) {
	if len(values) != 1 {
		return nil, fmt.Errorf("it comes %d times", len(values))
	}
	text := values[0]
	switch {
	case schema.Type.Is("integer"), schema.Type.Is("number"):
		if n, err := strconv.ParseFloat(text, 64); err == nil {
			return n, nil
		}
	case schema.Type.Is("boolean"):
		yes, no := "true", "false"
		if encoding.NumberBoolean {
			yes, no = "1", "0"
		}
		if text == yes || text == no {
			return text == yes, nil
		}
		return nil, fmt.Errorf("%q is neither %s nor %s", text, yes, no)
	}
	return text, nil
}

// parts reads a form that is sent in parts; a file is its content.
func (f formReader) parts(parts *multipart.Reader) (any, error) {
	pairs := url.Values{}
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			return f.values(pairs)
		}
		if err != nil {
			return nil, err
		}
		content, err := io.ReadAll(part)
		if err != nil {
			return nil, err
		}
		pairs.Add(part.FormName(), string(content))
	}
}
