package vendortest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// reader turns a document's tree into the types of kin-openapi. That package's own loader reads from a text and decodes
// every level again; on a document with a thousand operations it takes many seconds, which every test of a user would wait.
type reader struct {
	components map[string]any
	schemas    map[string]*openapi3.Schema
	parameters map[string]*openapi3.Parameter
	simple     map[simpleShape]*openapi3.Schema
	faults     []error
}

// simpleShape is all there is to say about most members. The members that are alike share one schema.
type simpleShape struct {
	kind, format                 string
	nullable, readOnly, outdated bool
}

func readDocument(tree map[string]any) (*openapi3.T, error) {
	components, _ := tree["components"].(map[string]any)
	r := &reader{
		components: components, schemas: map[string]*openapi3.Schema{}, parameters: map[string]*openapi3.Parameter{},
		simple: map[simpleShape]*openapi3.Schema{},
	}
	spec := &openapi3.T{
		Extensions: extensions(tree), Paths: openapi3.NewPaths(),
		Components: &openapi3.Components{Schemas: openapi3.Schemas{}, Responses: openapi3.ResponseBodies{}},
	}
	for _, server := range list(tree["servers"]) {
		spec.Servers = append(spec.Servers, &openapi3.Server{URL: word(at(server, "url"))})
	}
	spec.Security = requirements(tree["security"])
	for _, name := range sortedKeys(r.named("schemas")) {
		spec.Components.Schemas[name] = &openapi3.SchemaRef{Value: r.component(name)}
	}
	for _, name := range sortedKeys(r.named("responses")) {
		spec.Components.Responses[name] = &openapi3.ResponseRef{Value: r.response(r.named("responses")[name])}
	}
	paths, _ := tree["paths"].(map[string]any)
	for _, path := range sortedKeys(paths) {
		spec.Paths.Set(path, r.pathItem(paths[path]))
	}
	if len(r.faults) > 0 {
		return nil, r.faults[0]
	}
	return spec, nil
}

func (r *reader) fault(format string, args ...any) {
	r.faults = append(r.faults, fmt.Errorf(format, args...))
}

// named is a section of the components.
func (r *reader) named(section string) map[string]any {
	named, _ := r.components[section].(map[string]any)
	return named
}

func (r *reader) pathItem(v any) *openapi3.PathItem {
	item := &openapi3.PathItem{}
	members, _ := v.(map[string]any)
	for _, name := range sortedKeys(members) {
		switch {
		case name == "parameters":
			item.Parameters = r.parameterList(members[name])
		case slices.Contains([]string{"get", "put", "post", "patch", "delete", "head", "options"}, name):
			item.SetOperation(strings.ToUpper(name), r.operation(members[name]))
		case !wordOrExtension(name):
			r.fault("a path has the member %q, which the simulator doesn't know", name)
		}
	}
	return item
}

func (r *reader) operation(v any) *openapi3.Operation {
	members, _ := v.(map[string]any)
	op := &openapi3.Operation{
		OperationID: word(members["operationId"]), Extensions: extensions(members),
		Parameters: r.parameterList(members["parameters"]), Responses: &openapi3.Responses{},
	}
	if security, ok := members["security"]; ok {
		op.Security = new(requirements(security))
	}
	if body, ok := members["requestBody"].(map[string]any); ok {
		required, _ := body["required"].(bool)
		op.RequestBody = &openapi3.RequestBodyRef{Value: &openapi3.RequestBody{Required: required, Content: r.content(body["content"])}}
	}
	responses, _ := members["responses"].(map[string]any)
	for _, status := range sortedKeys(responses) {
		op.Responses.Set(status, &openapi3.ResponseRef{Value: r.response(responses[status])})
	}
	return op
}

func (r *reader) response(v any) *openapi3.Response {
	if name, ok := strings.CutPrefix(word(at(v, "$ref")), "#/components/responses/"); ok {
		v = r.named("responses")[name]
	}
	return &openapi3.Response{Content: r.content(at(v, "content"))}
}

func (r *reader) content(v any) openapi3.Content {
	medias, _ := v.(map[string]any)
	if len(medias) == 0 {
		return nil
	}
	out := openapi3.Content{}
	for name, media := range medias {
		out[name] = &openapi3.MediaType{}
		if schema, ok := at(media, "schema").(map[string]any); ok {
			out[name].Schema = r.schemaRef(schema, true)
		}
	}
	return out
}

func (r *reader) parameterList(v any) (out openapi3.Parameters) {
	for _, item := range list(v) {
		if name, ok := strings.CutPrefix(word(at(item, "$ref")), "#/components/parameters/"); ok {
			if r.parameters[name] == nil {
				r.parameters[name] = r.parameter(r.named("parameters")[name])
			}
			out = append(out, &openapi3.ParameterRef{Value: r.parameters[name]})
			continue
		}
		out = append(out, &openapi3.ParameterRef{Value: r.parameter(item)})
	}
	return out
}

func (r *reader) parameter(v any) *openapi3.Parameter {
	members, ok := v.(map[string]any)
	if !ok {
		r.fault("a parameter isn't an object")
	}
	p := &openapi3.Parameter{Name: word(members["name"]), In: word(members["in"]), Style: word(members["style"])}
	p.Required, _ = members["required"].(bool)
	p.Deprecated, _ = members["deprecated"].(bool)
	p.AllowEmptyValue, _ = members["allowEmptyValue"].(bool)
	if explode, ok := members["explode"].(bool); ok {
		p.Explode = &explode
	}
	if schema, ok := members["schema"].(map[string]any); ok {
		p.Schema = r.schemaRef(schema, true)
	}
	return p
}

// component is a schema of the document by its name. It is there before its members are, since shapes lead back.
func (r *reader) component(name string) *openapi3.Schema {
	if made := r.schemas[name]; made != nil {
		return made
	}
	source, ok := r.named("schemas")[name].(map[string]any)
	if !ok {
		r.fault("there is no schema %q", name)
	}
	made := &openapi3.Schema{}
	r.schemas[name] = made
	if word(source["$ref"]) != "" { // a second name for a shape
		*made = *r.schemaRef(source, true).Value
		return made
	}
	r.fill(made, source, true)
	return made
}

func (r *reader) schemaRef(source map[string]any, reads bool) *openapi3.SchemaRef {
	if ref := word(source["$ref"]); ref != "" {
		out := &openapi3.SchemaRef{Value: r.component(strings.TrimPrefix(ref, "#/components/schemas/"))}
		if len(source) > 1 {
			out.Extensions = extensions(source)
		}
		return out
	}
	if shape, ok := simple(source); ok {
		if r.simple[shape] == nil {
			r.simple[shape] = &openapi3.Schema{}
			r.fill(r.simple[shape], source, reads)
		}
		return &openapi3.SchemaRef{Value: r.simple[shape]}
	}
	made := &openapi3.Schema{}
	r.fill(made, source, reads)
	return &openapi3.SchemaRef{Value: made}
}

// simple reports whether a schema is no more than a scalar.
func simple(source map[string]any) (shape simpleShape, ok bool) {
	for name, v := range source {
		switch name {
		case "type":
			shape.kind = word(v)
		case "format":
			shape.format = word(v)
		case "nullable":
			shape.nullable, _ = v.(bool)
		case "readOnly":
			shape.readOnly, _ = v.(bool)
		case "deprecated":
			shape.outdated, _ = v.(bool)
		default:
			if !forPeople(name) {
				return shape, false
			}
		}
	}
	return shape, shape.kind != "array" && shape.kind != "object" && shape.kind != ""
}

// fill copies a schema. reads says that the spellings of x-lenient are written out; a shape for writing doesn't have them.
func (r *reader) fill(out *openapi3.Schema, source map[string]any, reads bool) {
	out.Extensions = extensions(source)
	if write, _ := source["x-write"].(bool); write {
		reads = false
	}
	for _, name := range sortedKeys(source) {
		v := source[name]
		switch name {
		case "type":
			out.Type = &openapi3.Types{word(v)}
		case "format":
			out.Format = word(v)
		case "pattern":
			out.Pattern = word(v)
		case "nullable":
			out.Nullable, _ = v.(bool)
		case "readOnly":
			out.ReadOnly, _ = v.(bool)
		case "writeOnly":
			out.WriteOnly, _ = v.(bool)
		case "deprecated":
			out.Deprecated, _ = v.(bool)
		case "uniqueItems":
			out.UniqueItems, _ = v.(bool)
		case "enum":
			for _, value := range list(v) {
				out.Enum = append(out.Enum, plainNumber(value))
			}
		case "default":
			out.Default = plainNumber(v)
		case "minimum":
			out.Min = float(v)
		case "maximum":
			out.Max = float(v)
		case "minLength":
			out.MinLength = uint64(whole(v))
		case "maxLength":
			out.MaxLength = new(uint64(whole(v)))
		case "minItems":
			out.MinItems = uint64(whole(v))
		case "maxItems":
			out.MaxItems = new(uint64(whole(v)))
		case "required":
			out.Required = words(v)
		case "items":
			if items, ok := v.(map[string]any); ok {
				out.Items = r.schemaRef(items, reads)
			}
		case "properties":
			properties, _ := v.(map[string]any)
			out.Properties = make(openapi3.Schemas, len(properties))
			for member, property := range properties {
				if property, ok := property.(map[string]any); ok {
					out.Properties[member] = r.schemaRef(property, reads)
				}
			}
		case "additionalProperties":
			if open, ok := v.(bool); ok {
				out.AdditionalProperties.Has = &open
			} else if extra, ok := v.(map[string]any); ok {
				out.AdditionalProperties.Schema = r.schemaRef(extra, reads)
			}
		case "allOf":
			out.AllOf = r.schemaRefs(v, reads)
		case "oneOf":
			out.OneOf = r.schemaRefs(v, reads)
		case "anyOf":
			out.AnyOf = r.schemaRefs(v, reads)
		default:
			if !wordOrExtension(name) {
				r.fault("a schema has the member %q, which the simulator doesn't know", name)
			}
		}
	}
	if reads && out.OneOf == nil && out.AnyOf == nil {
		relax(out)
	}
}

func (r *reader) schemaRefs(v any, reads bool) (out openapi3.SchemaRefs) {
	for _, item := range list(v) {
		if item, ok := item.(map[string]any); ok {
			out = append(out, r.schemaRef(item, reads))
		}
	}
	return out
}

// relax writes out what x-lenient means for read shapes, so that an answer in any of a vendor's spellings matches.
func relax(s *openapi3.Schema) {
	switch s.Extensions["x-lenient"] {
	case "list":
		if s.Items == nil {
			return
		}
		array := &openapi3.Schema{Type: &openapi3.Types{"array"}, Items: s.Items}
		s.AnyOf = openapi3.SchemaRefs{{Value: array}, s.Items}
		s.Nullable, s.Type, s.Items = true, nil, nil
	case "map":
		object := &openapi3.Schema{Type: &openapi3.Types{"object"}, AdditionalProperties: s.AdditionalProperties}
		none := &openapi3.Schema{Type: &openapi3.Types{"array"}, MaxItems: new(uint64(0)), Items: &openapi3.SchemaRef{Value: &openapi3.Schema{}}}
		s.AnyOf = openapi3.SchemaRefs{{Value: object}, {Value: none}}
		s.Type, s.AdditionalProperties = nil, openapi3.AdditionalProperties{}
	}
}

// extensions are the x- members that say something to the engine.
func extensions(members map[string]any) map[string]any {
	var out map[string]any
	for name, v := range members {
		if strings.HasPrefix(name, "x-") && !forPeople(name) {
			if out == nil {
				out = map[string]any{}
			}
			out[name] = v
		}
	}
	return out
}

func wordOrExtension(name string) bool { return forPeople(name) || strings.HasPrefix(name, "x-") }

// forPeople reports whether a member is for people, or for the generator of the Go client.
func forPeople(name string) bool {
	return slices.Contains([]string{
		"description", "summary", "title", "example", "externalDocs", "x-evidence", "x-go-name", "x-write-of", "x-nested",
		"x-enum-of", "x-doc",
	}, name)
}

func requirements(v any) openapi3.SecurityRequirements {
	out := openapi3.SecurityRequirements{}
	for range list(v) {
		out = append(out, openapi3.SecurityRequirement{})
	}
	return out
}

func at(v any, name string) any {
	members, _ := v.(map[string]any)
	return members[name]
}

func list(v any) []any {
	items, _ := v.([]any)
	return items
}

// plainNumber gives a number the type that JSON has for it.
func plainNumber(v any) any {
	if n, ok := v.(int64); ok {
		return float64(n)
	}
	return v
}

func float(v any) *float64 {
	switch v := v.(type) {
	case int64:
		return new(float64(v))
	case float64:
		return &v
	}
	return nil
}
