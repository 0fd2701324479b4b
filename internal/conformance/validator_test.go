package conformance

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/specs"
)

// validator checks requests and responses against a document as kin-openapi reads it. It is apart from the simulators'
// validation, so that the two check each other.
type validator struct {
	read    *openapi3.T
	checked map[checkedBody]bool // responses that needn't be checked again; nil where nothing is remembered
}

// remembering is a validator of its own for one test, which doesn't check the same bytes against the same schema twice.
func (v *validator) remembering() *validator { return &validator{v.read, map[checkedBody]bool{}} }

func newValidator(vendor string) (*validator, error) {
	doc, err := source.Open(specs.Files(), vendor)
	if err != nil {
		return nil, err
	}
	read, err := kinDocument(doc.Tree())
	return &validator{read: read}, err
}

func (v *validator) input(op *spec.Operation, sent *sentRequest) *openapi3filter.RequestValidationInput {
	item := v.read.Paths.Value(op.Path)
	path := pathValues(op.Path, sent.URL.EscapedPath()) // one that is of no such path shows as parameters that are missing
	request := sent.Request.Clone(context.Background())
	request.Body = io.NopCloser(bytes.NewReader(sent.body))
	return &openapi3filter.RequestValidationInput{
		Request: request, PathParams: path, QueryParams: sent.URL.Query(),
		Route:   &routers.Route{Spec: v.read, PathItem: item, Method: op.Method, Operation: item.GetOperation(op.Method), Path: op.Path},
		Options: &openapi3filter.Options{SkipSettingDefaults: true, MultiError: true, IncludeResponseStatus: true},
	}
}

// pathValues reads the parameters of a path by its template; there are none where it is another path.
func pathValues(template, path string) map[string]string {
	values := map[string]string{}
	literal, template, _ := strings.Cut(template, "{")
	path, fits := strings.CutPrefix(path, literal)
	for fits && template != "" {
		var name, value string
		name, template, _ = strings.Cut(template, "}")
		literal, template, _ = strings.Cut(template, "{")
		end := len(path)
		if literal != "" {
			end = strings.Index(path, literal)
		}
		if fits = end >= 0; fits {
			value, path = path[:end], path[end+len(literal):]
			fits = !strings.Contains(value, "/")
			values[name], _ = url.PathUnescape(value) // what isn't escaped right shows as a parameter that is missing
		}
	}
	if !fits || path != "" {
		return map[string]string{}
	}
	return values
}

// request lists where a request leaves the document.
func (v *validator) request(op *spec.Operation, sent *sentRequest) (faults []string) {
	input := v.input(op, sent)
	known := map[string]bool{}
	for _, scheme := range v.read.Components.SecuritySchemes { // a credential may travel in the query
		known[scheme.Value.Name] = true
	}
	for _, p := range slices.Concat(input.Route.PathItem.Parameters, input.Route.Operation.Parameters) {
		known[p.Value.Name] = true
		if err := openapi3filter.ValidateParameter(context.Background(), input, p.Value); err != nil {
			faults = append(faults, fmt.Sprintf("parameter %s: %v", p.Value.Name, err))
		}
	}
	for name := range input.QueryParams {
		if !known[name] {
			faults = append(faults, "query parameter "+name+" isn't in it")
		}
	}
	body := input.Route.Operation.RequestBody
	if body == nil {
		if len(sent.body) > 0 {
			faults = append(faults, "it takes no body")
		}
		return faults
	}
	media, how, _ := mime.ParseMediaType(sent.Header.Get("Content-Type"))
	content := body.Value.Content.Get(media)
	if content == nil {
		if len(sent.body) > 0 || body.Value.Required {
			faults = append(faults, fmt.Sprintf("content type %q isn't in it", media))
		}
		return faults
	}
	var value any
	var err error
	form := formReader{content.Schema.Value, encodingsOf(op, media)}
	switch {
	case media == "application/x-www-form-urlencoded":
		var pairs url.Values
		if pairs, err = url.ParseQuery(string(sent.body)); err == nil {
			value, err = form.values(pairs)
		}
	case how["boundary"] != "":
		value, err = form.parts(multipart.NewReader(bytes.NewReader(sent.body), how["boundary"]))
	case strings.HasSuffix(media, "json"):
		if len(sent.body) == 0 && !body.Value.Required {
			return faults
		}
		value, err = sent.decoded()
	default:
		return faults
	}
	if err == nil {
		err = content.Schema.Value.VisitJSON(value, openapi3.VisitAsRequest(), openapi3.MultiErrors())
	}
	if err != nil {
		faults = append(faults, fmt.Sprintf("body: %v", err))
	}
	return faults
}

// response lists where a response leaves the document.
func (v *validator) response(op *spec.Operation, sent *sentRequest, a response) (faults []string) {
	input := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: v.input(op, sent), Status: a.status, Header: http.Header{},
		Options: &openapi3filter.Options{IncludeResponseStatus: true, MultiError: true},
	}
	if a.media != "" {
		input.Header.Set("Content-Type", a.media)
	}
	// A response that came before, of the same schema, is checked but for its body: that takes longer than the call.
	body := v.bodyOf(op, a)
	asJSON := strings.HasSuffix(a.media, "json")
	made := asJSON && a.enveloped != nil && body.schema != nil // what the body was made of needn't be decoded
	input.Options.ExcludeResponseBody = !asJSON || v.checked[body] || made
	input.SetBodyBytes(a.body)
	err := openapi3filter.ValidateResponse(context.Background(), input)
	if err == nil && made && !v.checked[body] {
		err = body.schema.VisitJSON(a.enveloped, openapi3.VisitAsResponse(), openapi3.MultiErrors())
	}
	if err != nil {
		return append(faults, err.Error())
	}
	if asJSON && v.checked != nil && body != (checkedBody{}) {
		v.checked[body] = true
	}
	return faults
}

// checkedBody is a body that fits a schema. Responses of the same bytes are compared by where those are.
type checkedBody struct {
	schema *openapi3.Schema
	first  *byte
}

func (v *validator) bodyOf(op *spec.Operation, a response) checkedBody {
	declared := v.read.Paths.Value(op.Path).GetOperation(op.Method).Responses.Status(a.status)
	if declared == nil || len(a.body) == 0 {
		return checkedBody{}
	}
	content := declared.Value.Content[a.media]
	if content == nil || content.Schema == nil {
		return checkedBody{}
	}
	return checkedBody{content.Schema.Value, &a.body[0]}
}
