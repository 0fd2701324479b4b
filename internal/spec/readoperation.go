package spec

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

const (
	parameterRef = "#/components/parameters/"
	responseRef  = "#/components/responses/"
)

// pathItem refuses what a path has beside operations and their parameters, which are read with the operations.
func (r *reader) pathItem(at *place, v any) {
	r.read(at, "a path", v, fields{
		"get": nil, "put": nil, "post": nil, "patch": nil, "delete": nil, "head": nil, "options": nil, "parameters": nil, "summary": nil, "description": nil,
	})
}

func (r *reader) operation(in source.Operation) *Operation {
	at := &place{name: in.Method + " " + in.Path}
	op := &Operation{Method: in.Method, Path: in.Path, ID: in.ID(), Tag: in.Tag(), Public: r.doc.Public, OperationDetails: &OperationDetails{GoMethod: in.GoMethod()}}
	for _, p := range r.source.ParameterNodes(in) {
		op.Parameters = append(op.Parameters, r.parameterOrRef(at.below("parameters"), p))
	}
	var scope string
	r.read(at, "an operation", in.Spec, fields{
		"operationId": nil, "tags": nil, "parameters": nil, "description": nil, "externalDocs": nil,
		source.XMethod: nil, source.XLastEdition: nil, source.XBuilder: nil, source.XGuess: nil,
		"summary": &op.Summary, "deprecated": &op.Deprecated, source.XScope: &op.Scope, source.XRetrySafe: &op.RetrySafe,
		"security":       func(at *place, v any) { op.Public = len(r.list(at, v)) == 0 },
		"requestBody":    func(at *place, v any) { op.Body = r.body(at, v) },
		"responses":      func(at *place, v any) { op.Responses = r.responses(at, v) },
		source.XEvidence: func(at *place, v any) { op.Evidence = r.evidence(at, v) },
		source.XPage:     func(at *place, v any) { op.Page = new(r.page(at, v)) },
		source.XUpsert: func(at *place, v any) {
			op.Upsert = &Upsert{}
			r.read(at, source.XUpsert, v, fields{"create": &op.Upsert.Create, "update": &op.Upsert.Update, "scope": &scope})
		},
		source.XDeprecated: func(at *place, v any) {
			r.read(at, source.XDeprecated, v, fields{"since": new(string), "use": new(string), "reason": new(string)})
		},
	})
	op.Scope = cmp.Or(op.Scope, scope)
	if op.Page != nil {
		op.Page.Loose = op.Page.Loose || r.doc.Page.Loose
	}
	return op
}

func (r *reader) parameterOrRef(at *place, v any) *Parameter {
	in := r.object(at, v)
	name, shared := strings.CutPrefix(r.string(at, in["$ref"]), parameterRef)
	if !shared {
		return r.parameter(at, in)
	}
	if r.parameters[name] == nil {
		target, ok := r.section("parameters")[name].(tree.Object)
		if !ok {
			r.fault(at, "there is no parameter %q", name)
		}
		r.parameters[name] = r.parameter(&place{name: "parameter " + name}, target)
	}
	return r.parameters[name]
}

func (r *reader) parameter(at *place, in tree.Object) *Parameter {
	p := &Parameter{}
	r.read(at, "a parameter", in, fields{
		"name": &p.Name, source.XAbsent: nil, "in": &p.In, "style": &p.Style, "explode": &p.Explode, "required": &p.Required, "deprecated": &p.Deprecated,
		"allowEmptyValue": &p.AllowEmpty, source.XChanges: &p.Changes, "schema": &p.Schema,
		"description": nil, "example": nil, "examples": nil, source.XEvidence: nil, source.XGoName: nil, source.XLastEdition: nil,
	})
	if p.Schema == nil {
		r.fault(at, "a parameter needs a schema")
		p.Schema = NewSchema(Schema{})
	}
	return p
}

func (r *reader) body(at *place, v any) *Body {
	body := &Body{}
	r.read(at, "a request body", v, fields{"required": &body.Required, "content": &body.Contents, "description": nil})
	return body
}

func (r *reader) responses(at *place, v any) (out []*Response) {
	responses := r.object(at, v)
	for _, status := range slices.Sorted(maps.Keys(responses)) {
		here := at.below(status)
		response := r.responseOrRef(here, responses[status])
		response.Status = status
		if response.Level == "" && response.Success() {
			response.Level = r.level
		}
		out = append(out, &response)
	}
	return out
}

func (r *reader) responseOrRef(at *place, v any) Response {
	in := r.object(at, v)
	if name, shared := strings.CutPrefix(r.string(at, in["$ref"]), responseRef); shared {
		if _, ok := r.section("responses")[name].(tree.Object); !ok {
			r.fault(at, "there is no response %q", name)
			return Response{}
		}
		return *r.sharedResponse(name, at)
	}
	return r.response(at, in)
}

// sharedResponse is a response under components, by its name.
func (r *reader) sharedResponse(name string, at *place) *Response {
	if r.doc.Responses[name] == nil {
		here := &place{name: "response " + name}
		r.doc.Responses[name] = new(r.response(here, r.object(here, r.section("responses")[name])))
	}
	return r.doc.Responses[name]
}

func (r *reader) response(at *place, in tree.Object) (response Response) {
	r.read(at, "a response", in, fields{
		"content": &response.Contents, source.XEvidence: &response.Level, "description": nil, "headers": nil,
	})
	return response
}

func (r *reader) contents(at *place, v any) []Content {
	in := r.object(at, v)
	out := make([]Content, 0, len(in))
	for _, media := range slices.Sorted(maps.Keys(in)) {
		content := Content{Media: media}
		r.read(at.below(media), "a content", in[media], fields{
			"schema": &content.Schema, "example": nil, "examples": nil,
			"encoding": func(at *place, v any) { content.Encoding = r.encodings(at, v) },
		})
		out = append(out, content)
	}
	return out
}
