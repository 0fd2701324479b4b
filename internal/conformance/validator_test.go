package conformance

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
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
	read *openapi3.T
}

func newValidator(vendor string) (*validator, error) {
	doc, err := source.Open(specs.Files(), vendor)
	if err != nil {
		return nil, err
	}
	data, err := json.Marshal(doc.Tree())
	if err != nil {
		return nil, err
	}
	read := &openapi3.T{}
	if err := json.Unmarshal(data, read); err != nil { // the loader would take it for YAML
		return nil, err
	}
	return &validator{read}, openapi3.NewLoader().ResolveRefsIn(read, nil)
}

func (v *validator) input(op *spec.Operation, sent *sentRequest) *openapi3filter.RequestValidationInput {
	item := v.read.Paths.Value(op.Path)
	path := map[string]string{}
	names := pathNames(op.Path)
	pattern := regexp.QuoteMeta(op.Path)
	for _, name := range names {
		pattern = strings.Replace(pattern, regexp.QuoteMeta("{"+name+"}"), "([^/]*?)", 1)
	}
	if values := regexp.MustCompile("^" + pattern + "$").FindStringSubmatch(sent.URL.EscapedPath()); values != nil {
		for i, name := range names {
			path[name], _ = url.PathUnescape(values[i+1]) // a fault shows as a parameter that is missing
		}
	}
	request := sent.Request.Clone(context.Background())
	request.Body = io.NopCloser(bytes.NewReader(sent.body))
	return &openapi3filter.RequestValidationInput{
		Request: request, PathParams: path, QueryParams: sent.URL.Query(),
		Route:   &routers.Route{Spec: v.read, PathItem: item, Method: op.Method, Operation: item.GetOperation(op.Method), Path: op.Path},
		Options: &openapi3filter.Options{SkipSettingDefaults: true, MultiError: true, IncludeResponseStatus: true},
	}
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
		if err := openapi3filter.ValidateRequestBody(context.Background(), input, body.Value); err != nil {
			faults = append(faults, fmt.Sprintf("body: %v", err))
		}
		return faults
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
	if !strings.HasSuffix(a.media, "json") {
		input.Options.ExcludeResponseBody = true
	}
	input.SetBodyBytes(a.body)
	if err := openapi3filter.ValidateResponse(context.Background(), input); err != nil {
		faults = append(faults, err.Error())
	}
	return faults
}
