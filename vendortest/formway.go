package vendortest

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// formWay is how a field of a form is written.
type formWay struct {
	style   string // form or deepObject
	explode bool
	json    bool
	number  bool // booleans are 1 and 0
}

func formWayOf(encoding *openapi3.Encoding) formWay {
	way := formWay{style: "form", explode: true}
	if encoding == nil {
		return way
	}
	if encoding.Style != "" {
		way.style = encoding.Style
	}
	if encoding.Explode != nil {
		way.explode = *encoding.Explode
	}
	way.json = encoding.ContentType == "application/json"
	way.number = encoding.Extensions[numberKey] == true
	return way
}

// exploded reports whether the keys of an object are fields of the form.
func (w formWay) exploded() bool { return w.style == "form" && w.explode && !w.json }

// field reads the values of a field as they were sent: those of a list, or the only one.
func (w formWay) field(values []string, schema *openapi3.Schema) (any, error) {
	if list := isList(schema); len(values) > 1 && (!list || !w.explode || w.json) {
		return nil, fmt.Errorf("it comes %d times, and the document has it only once", len(values))
	} else if w.json && values[0] != "" {
		return decodeJSON([]byte(values[0]))
	} else if list {
		return w.list(values, schema), nil
	}
	if isObject(schema) && values[0] != "" {
		object, parts := map[string]any{}, strings.Split(values[0], ",")
		if len(parts)%2 != 0 {
			return nil, fmt.Errorf("it has %d strings with commas between them, not names with a value each", len(parts))
		}
		for i := 0; i < len(parts); i += 2 {
			object[parts[i]] = w.value(parts[i+1], propertyOf(schema, parts[i]))
		}
		return object, nil
	}
	return w.value(values[0], schema), nil
}

// list reads the values of a list; an empty text is none.
func (w formWay) list(values []string, schema *openapi3.Schema) []any {
	if !w.explode {
		values = strings.Split(values[0], ",")
	}
	items := []any{}
	for _, text := range values {
		if !w.explode {
			text = strings.TrimSpace(text) // which clients that run send behind a comma
		}
		if text == "" && (!w.explode || len(values) == 1) {
			continue
		}
		var of *openapi3.Schema
		if schema.Items != nil {
			of = schema.Items.Value
		}
		items = append(items, w.value(text, of))
	}
	return items
}

// value gives a form's text the type that its schema has. A text that doesn't fit stays a text, which validation
// then finds.
func (w formWay) value(text string, schema *openapi3.Schema) any {
	switch {
	case schema == nil:
	case schema.Type.Is("integer"), schema.Type.Is("number"):
		if _, err := strconv.ParseFloat(text, 64); err == nil {
			return json.Number(text)
		}
	case schema.Type.Is("boolean"):
		yes, no := "true", "false"
		if w.number {
			yes, no = "1", "0"
		}
		if text == yes || text == no {
			return text == yes
		}
	case text == "" && schema.Nullable:
		return nil
	}
	return text
}

func isList(schema *openapi3.Schema) bool { return schema != nil && schema.Type.Is("array") }

func isObject(schema *openapi3.Schema) bool { return schema != nil && schema.Type.Is("object") }
