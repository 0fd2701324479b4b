package conformance

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// kinDocument reads a document's tree with kin-openapi. Its decoder reads whatever stands in an object anew for each level around it, and
// Halo's document has 88,000 schemas, so it is given them one at a time, without those within them, and those that are alike once: then
// there are 1,800.
func kinDocument(tree map[string]any) (*openapi3.T, error) {
	schemas := kinSchemas{openapi3.Schemas{}, map[string]*openapi3.Schema{}}
	components, _ := tree["components"].(map[string]any)
	named, _ := components["schemas"].(map[string]any)
	for name := range named {
		schemas.named[name] = &openapi3.SchemaRef{Value: &openapi3.Schema{}}
	}
	for name, schema := range named {
		read, err := schemas.read(schema)
		if err != nil {
			return nil, fmt.Errorf("schema %s: %w", name, err)
		}
		if read.Ref != "" {
			return nil, fmt.Errorf("schema %s is another name of %s, which isn't followed", name, read.Ref)
		}
		*schemas.named[name].Value = *read.Value
	}
	components = maps.Clone(components)
	delete(components, "schemas")
	rest := maps.Clone(tree)
	rest["components"] = components
	stripped, err := schemas.takeOut(rest)
	if err != nil {
		return nil, err
	}
	data, err := json.Marshal(stripped)
	if err != nil {
		return nil, err
	}
	out := &openapi3.T{}
	if err := json.Unmarshal(data, out); err != nil { // the loader would take it for YAML
		return nil, err
	}
	schemas.putBack(out)
	return out, openapi3.NewLoader().ResolveRefsIn(out, nil) // which fails at a schema that was taken out and not put back
}

// kinSchemas are the schemas of a document as kin-openapi has them.
type kinSchemas struct {
	// named are those that are referred to: under components, and those that stood in place elsewhere.
	named openapi3.Schemas
	// alone is what was read of a schema without those within it, by its JSON.
	alone map[string]*openapi3.Schema
}

const schemaRef = "#/components/schemas/"

// read reads a schema, or a reference to one.
func (s kinSchemas) read(tree any) (*openapi3.SchemaRef, error) {
	object, ok := tree.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("%v is no schema", tree)
	}
	if ref, refers := object["$ref"].(string); refers {
		name, _ := strings.CutPrefix(ref, schemaRef)
		if s.named[name] == nil {
			return nil, fmt.Errorf("%s is no schema", ref)
		}
		return &openapi3.SchemaRef{Ref: ref, Value: s.named[name].Value}, nil
	}
	alone := make(map[string]any, len(object))
	within := false
	for name, v := range object {
		switch name {
		case "description":
			continue
		case "properties", "items", "oneOf", "anyOf", "allOf":
			within = true
			continue
		case "additionalProperties":
			if _, open := v.(map[string]any); open {
				within = true
				continue
			}
		}
		alone[name] = v
	}
	out, err := s.readAlone(alone)
	if err != nil || !within {
		return &openapi3.SchemaRef{Value: out}, err
	}
	whole := *out
	return &openapi3.SchemaRef{Value: &whole}, s.readWithin(object, &whole)
}

// readAlone has kin-openapi read a schema with none in it.
func (s kinSchemas) readAlone(tree map[string]any) (*openapi3.Schema, error) {
	data, err := json.Marshal(tree)
	if err != nil {
		return nil, err
	}
	if out, known := s.alone[string(data)]; known {
		return out, nil
	}
	if strings.Contains(string(data), `"$ref"`) {
		return nil, fmt.Errorf("%s refers to a schema where none was looked for", data)
	}
	out := &openapi3.Schema{}
	s.alone[string(data)] = out
	return out, json.Unmarshal(data, out)
}

// readWithin reads the schemas within another.
func (s kinSchemas) readWithin(object map[string]any, out *openapi3.Schema) (err error) {
	if properties, ok := object["properties"].(map[string]any); ok {
		out.Properties = make(openapi3.Schemas, len(properties))
		for name, schema := range properties {
			if out.Properties[name], err = s.read(schema); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	if items, ok := object["items"]; ok {
		if out.Items, err = s.read(items); err != nil {
			return err
		}
	}
	if values, ok := object["additionalProperties"].(map[string]any); ok {
		if out.AdditionalProperties.Schema, err = s.read(values); err != nil {
			return err
		}
	}
	for name, list := range map[string]*openapi3.SchemaRefs{"oneOf": &out.OneOf, "anyOf": &out.AnyOf, "allOf": &out.AllOf} {
		options, _ := object[name].([]any)
		for _, option := range options {
			read, err := s.read(option)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			*list = append(*list, read)
		}
	}
	return nil
}

// takeOut copies a tree without its descriptions, which decide nothing, and with references to its schemas.
func (s kinSchemas) takeOut(tree any) (any, error) {
	var faults []error
	copied := func(v any) any {
		out, err := s.takeOut(v)
		faults = append(faults, err)
		return out
	}
	switch tree := tree.(type) {
	case map[string]any:
		out := make(map[string]any, len(tree))
		for name, v := range tree {
			_, words := v.(string)
			switch schema, _ := v.(map[string]any); {
			case words && (name == "description" || name == "summary"):
			case name == "schema" && schema["$ref"] == nil:
				read, err := s.read(schema)
				faults = append(faults, err)
				name := "in place " + strconv.Itoa(len(s.named))
				s.named[name] = read
				out["schema"] = map[string]any{"$ref": schemaRef + name}
			default:
				out[name] = copied(v)
			}
		}
		return out, errors.Join(faults...)
	case []any:
		out := make([]any, len(tree))
		for i, v := range tree {
			out[i] = copied(v)
		}
		return out, errors.Join(faults...)
	}
	return tree, nil
}

// putBack gives the references of parameters, bodies and responses their schemas.
func (s kinSchemas) putBack(doc *openapi3.T) {
	put := func(ref *openapi3.SchemaRef) {
		if ref != nil {
			if named := s.named[strings.TrimPrefix(ref.Ref, schemaRef)]; named != nil {
				ref.Value = named.Value
			}
		}
	}
	content := func(content openapi3.Content) {
		for _, media := range content {
			put(media.Schema)
		}
	}
	parameters := func(list ...*openapi3.ParameterRef) {
		for _, p := range list {
			if p.Value != nil { // otherwise a reference to one that stands under components
				put(p.Value.Schema)
				content(p.Value.Content)
			}
		}
	}
	responses := func(list map[string]*openapi3.ResponseRef) {
		for _, response := range list {
			if response.Value != nil {
				content(response.Value.Content)
			}
		}
	}
	parameters(slices.Collect(maps.Values(doc.Components.Parameters))...)
	responses(doc.Components.Responses)
	for _, item := range doc.Paths.Map() {
		parameters(item.Parameters...)
		for _, op := range item.Operations() {
			parameters(op.Parameters...)
			responses(op.Responses.Map())
			if op.RequestBody != nil && op.RequestBody.Value != nil {
				content(op.RequestBody.Value.Content)
			}
		}
	}
}
