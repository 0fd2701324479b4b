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

// knownPathItem refuses what a path has beside operations and their parameters.
func (r *reader) knownPathItem(at *place, v any) {
	for key := range r.object(at, v) {
		switch key {
		case "get", "put", "post", "patch", "delete", "head", "options", "parameters", "summary", "description":
		default:
			r.unknown(at, "a path", key)
		}
	}
}

func (r *reader) operation(in source.Operation) *Operation {
	at := &place{name: in.Method + " " + in.Path}
	op := &Operation{Method: in.Method, Path: in.Path, ID: in.ID(), Tag: in.Tag(), GoMethod: in.GoMethod(), Public: r.doc.Public}
	for _, p := range r.source.ParameterNodes(in) {
		op.Parameters = append(op.Parameters, r.parameterOrRef(at.below("parameters"), p))
	}
	for key, v := range in.Spec {
		here := at.below(key)
		switch key {
		case "operationId", "tags", "parameters", "description", "externalDocs", source.XMethod, source.XLastEdition, source.XRow, source.XNumbered:
		case "summary":
			op.Summary = r.string(here, v)
		case "security":
			op.Public = len(r.list(here, v)) == 0
		case "requestBody":
			op.Body = r.body(here, v)
		case "responses":
			op.Responses = r.responses(here, v)
		case "deprecated":
			op.Deprecated = r.bool(here, v)
		case source.XEvidence:
			op.Evidence = r.evidence(here, v)
		case source.XPage:
			op.Page = new(r.page(here, v))
		case source.XUpsert:
			op.Upsert = r.upsert(op, here, v)
		case source.XScope:
			op.Scope = r.string(here, v)
		case source.XBuilder:
			r.bool(here, v)
		case source.XRetrySafe:
			op.RetrySafe = new(r.bool(here, v))
		case source.XDeprecated:
			r.deprecation(here, v)
		default:
			r.unknown(at, "an operation", key)
		}
	}
	if op.Page != nil {
		op.Page.Loose = op.Page.Loose || r.doc.Page.Loose
	}
	return op
}

func (r *reader) upsert(op *Operation, at *place, v any) *Upsert {
	var upsert Upsert
	for key, v := range r.object(at, v) {
		here := at.below(key)
		switch key {
		case "create":
			upsert.Create = r.string(here, v)
		case "update":
			upsert.Update = r.string(here, v)
		case "scope":
			op.Scope = cmp.Or(op.Scope, r.string(here, v))
		default:
			r.unknown(at, source.XUpsert, key)
		}
	}
	return &upsert
}

func (r *reader) deprecation(at *place, v any) {
	for key, v := range r.object(at, v) {
		switch key {
		case "since", "use", "reason":
			r.string(at.below(key), v)
		default:
			r.unknown(at, source.XDeprecated, key)
		}
	}
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
	for key, v := range in {
		here := at.below(key)
		switch key {
		case "name":
			p.Name = r.string(here, v)
		case "in":
			p.In = r.string(here, v)
		case "style":
			p.Style = r.string(here, v)
		case "explode":
			p.Explode = new(r.bool(here, v))
		case "required":
			p.Required = r.bool(here, v)
		case "deprecated":
			p.Deprecated = r.bool(here, v)
		case "allowEmptyValue":
			p.AllowEmpty = r.bool(here, v)
		case "schema":
			p.Schema = r.schema(here, v)
		case "description", "example", "examples", source.XEvidence, source.XGoName, source.XLastEdition:
		default:
			r.unknown(at, "a parameter", key)
		}
	}
	if p.Schema == nil {
		r.fault(at, "a parameter needs a schema")
		p.Schema = &Schema{}
	}
	return p
}

func (r *reader) body(at *place, v any) *Body {
	body := &Body{}
	for key, v := range r.object(at, v) {
		switch key {
		case "required":
			body.Required = r.bool(at.below(key), v)
		case "content":
			body.Contents = r.contents(at, v)
		case "description":
		default:
			r.unknown(at, "a request body", key)
		}
	}
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
	for key, v := range in {
		switch key {
		case "content":
			response.Contents = r.contents(at, v)
		case source.XEvidence:
			response.Level = r.string(at.below(key), v)
		case "description", "headers":
		default:
			r.unknown(at, "a response", key)
		}
	}
	return response
}

func (r *reader) contents(at *place, v any) []Content {
	in := r.object(at.below("content"), v)
	if len(in) == 0 {
		return nil
	}
	out := make([]Content, 0, len(in))
	for _, media := range slices.Sorted(maps.Keys(in)) {
		here := at.below(media)
		content := Content{Media: media}
		for key, v := range r.object(here, in[media]) {
			switch key {
			case "schema":
				content.Schema = r.schema(here, v)
			case "encoding":
				content.Encoding = r.encodings(here.below(key), v)
			case "example", "examples":
			default:
				r.unknown(here, "a content", key)
			}
		}
		out = append(out, content)
	}
	return out
}
