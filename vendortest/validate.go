package vendortest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/url"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"

	"github.com/seed-8da6be54/vendorkit/internal/nearest"
)

func (p problem) text() string {
	if p.path == "" {
		return p.detail
	}
	return p.path + ": " + p.detail
}

// validate checks a call against the document and decodes its body on the way.
func (c *call) validate() []problem {
	problems := c.validateParameters()
	for _, name := range sortedKeys(c.server.model.doc.Headers) {
		want := c.server.model.doc.Headers[name]
		if got := c.request.Header.Get(name); got != want {
			problems = append(problems, problem{path: name, detail: fmt.Sprintf("the header must be %q, it is %q", want, got)})
		}
	}
	return append(problems, c.validateBody()...)
}

func (c *call) validateParameters() (problems []problem) {
	op := c.operation
	for _, name := range sortedKeys(c.query) {
		known := op.query[name] || op.loose || slices.Contains(c.server.queryOf(op), name)
		for _, prefix := range op.open {
			known = known || strings.HasPrefix(name, prefix)
		}
		if !known {
			problems = append(problems, c.unknownParameter(name))
		}
	}
	if _, err := url.ParseQuery(c.request.URL.RawQuery); err != nil {
		problems = append(problems, problem{detail: "the query isn't encoded properly"})
	}
	input := &openapi3filter.RequestValidationInput{
		Request: c.request, PathParams: c.params, QueryParams: c.query,
		Options: &openapi3filter.Options{SkipSettingDefaults: true},
	}
	for _, p := range op.parameters {
		if err := openapi3filter.ValidateParameter(c.request.Context(), input, p); err != nil {
			problems = append(problems, parameterProblem(p, err))
		}
	}
	return problems
}

// unknownParameter says that an operation has no such query parameter, and which it may be a misspelling of.
func (c *call) unknownParameter(name string) problem {
	return problem{
		path: name, detail: "the operation has no such query parameter" + nearest.Suggestion(name, sortedKeys(c.operation.query)),
		extra: true, ignored: c.server.vendor.anyQuery,
	}
}

func parameterProblem(p *openapi3.Parameter, err error) problem {
	out := problem{path: p.Name, detail: err.Error()}
	var schema *openapi3.SchemaError
	var unread *openapi3filter.ParseError
	var refused *openapi3filter.RequestError
	switch {
	case errors.Is(err, openapi3filter.ErrInvalidRequired):
		out.code, out.detail = "required", "the "+p.In+" parameter is missing"
	case errors.As(err, &schema):
		out.detail = schema.Reason
	case errors.As(err, &unread) && unread.Value != nil:
		out.detail = fmt.Sprintf("%q is %s", fmt.Sprint(unread.Value), unread.Reason)
	case errors.As(err, &refused) && refused.Err != nil:
		out.detail = refused.Err.Error()
	}
	return out
}

func (c *call) validateBody() []problem {
	said := c.request.Header.Get("Content-Type")
	body := c.operation.body
	if body == nil {
		if len(c.raw) > 0 && !c.onlyExtras(said) {
			return []problem{{detail: "the operation takes no body", ignored: c.server.vendor.anyField}}
		}
		return nil
	}
	wanted := said
	if media, _, err := mime.ParseMediaType(said); err == nil {
		wanted = media // in lower case
	}
	if c.server.behave.jsonMedia != nil && c.server.behave.jsonMedia(wanted) {
		said, wanted = "application/json", "application/json"
	}
	content := body.Content.Get(wanted)
	if len(c.raw) == 0 && (content == nil || !isForm(said)) { // a form without fields is empty
		if body.Required {
			return []problem{{code: "required", detail: "the body is missing", bodiless: true}}
		}
		return nil
	}
	if content == nil || said == "" {
		wrong := problem{path: "Content-Type", bodiless: true, detail: fmt.Sprintf("must be %s, it is %q",
			strings.Join(sortedKeys(body.Content), " or "), said)}
		if c.server.behave.misread == nil || !c.server.behave.misread(c.operation, said) {
			return []problem{wrong}
		}
		wrong.ignored, wrong.bodiless = true, false
		wrong.detail += "; the body counts as none"
		c.body = map[string]any{}
		return append(schemaProblems(c.operation.formSchema(), c.body), wrong)
	}
	schema := &openapi3.Schema{}
	if content.Schema != nil {
		schema = content.Schema.Value
	}
	media, parameters, err := mime.ParseMediaType(said)
	if err != nil {
		return []problem{{path: "Content-Type", detail: err.Error(), bodiless: true}}
	}
	switch {
	case strings.HasSuffix(media, "json"):
		c.body, err = decodeJSON(c.raw)
	case media == formMedia:
		c.body, err = decodeForm(c.raw, content, c.server.behave.spelling)
	case strings.HasPrefix(media, "multipart/"):
		c.body, err = decodeMultipart(c.raw, parameters["boundary"], content)
	default:
		c.body = c.raw
		return nil
	}
	if err != nil {
		return []problem{{detail: "the body can't be read: " + err.Error(), bodiless: true}}
	}
	checked := c.body
	if read := c.server.behave.read; read != nil && strings.HasSuffix(media, "json") {
		c.body, checked = read(schema, c.body)
	}
	problems := schemaProblems(schema, checked)
	switch c.body.(type) {
	case map[string]any, []any:
	default:
		if isObject(schema) || isList(schema) { // a string, a number or null is no record
			for i := range problems {
				problems[i].bodiless = true
			}
		}
	}
	extras := c.server.fieldsFor(c.operation)
	for _, p := range unknownFields(schema, checked, "") {
		if !slices.Contains(extras, p.path) {
			p.extra, p.ignored = true, c.server.vendor.anyField
			problems = append(problems, p)
		}
	}
	if c.server.vendor.anyField {
		c.body = knownFields(schema, c.body)
	}
	return problems
}

// queryOf and fieldsFor name what an operation takes beside the document's own.

func (s *Server) queryOf(op *operation) []string {
	if s.behave.query == nil {
		return nil
	}
	return s.behave.query(op)
}

func (s *Server) fieldsFor(op *operation) []string {
	if s.behave.bodyFields == nil {
		return nil
	}
	return s.behave.bodyFields(op)
}

// onlyExtras reports whether the body is a form of fields that any operation takes.
func (c *call) onlyExtras(said string) bool {
	values, err := url.ParseQuery(string(c.raw))
	if err != nil || !isForm(said) {
		return false
	}
	extras := c.server.fieldsFor(c.operation)
	for name := range values {
		if !slices.Contains(extras, name) {
			return false
		}
	}
	return true
}

func isForm(contentType string) bool {
	media, _, _ := mime.ParseMediaType(contentType)
	return media == formMedia
}

const formMedia = "application/x-www-form-urlencoded"

func decodeJSON(raw []byte) (any, error) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, errors.New("something follows the JSON value")
	}
	return v, nil
}

// schemaProblems lists where a value leaves its schema.
func schemaProblems(schema *openapi3.Schema, value any) (problems []problem) {
	err := schema.VisitJSON(value, openapi3.VisitAsRequest(), openapi3.MultiErrors())
	var visit func(err error)
	visit = func(err error) {
		var many openapi3.MultiError
		var one *openapi3.SchemaError
		switch {
		case err == nil:
		case errors.As(err, &one):
			if all, ok := err.(openapi3.MultiError); ok {
				for _, e := range all {
					visit(e)
				}
				return
			}
			p := problem{path: strings.Join(one.JSONPointer(), "."), detail: one.Reason}
			if one.SchemaField == "required" {
				p.code = "required"
			}
			problems = append(problems, p)
		case errors.As(err, &many):
			for _, e := range many {
				visit(e)
			}
		default:
			problems = append(problems, problem{detail: err.Error()})
		}
	}
	visit(err)
	slices.SortStableFunc(problems, func(a, b problem) int { return strings.Compare(a.text(), b.text()) })
	return problems
}

// unknownFields lists the fields of a body that its schema doesn't know. OpenAPI lets them pass unless asked otherwise;
// for a client that writes, one is nearly always a mistake.
func unknownFields(schema *openapi3.Schema, value any, at string) (out []problem) {
	switch value := value.(type) {
	case []any:
		if rows := arrayOf(schema); rows != nil && rows.Items != nil {
			for i, item := range value {
				out = append(out, unknownFields(rows.Items.Value, item, join(at, fmt.Sprint(i)))...)
			}
		}
	case map[string]any:
		if arrayOf(schema) != nil { // the wrong kind of value, which is reported already
			return nil
		}
		known := map[string]*openapi3.Schema{}
		if !collectFields(schema, known) {
			return nil
		}
		for _, name := range sortedKeys(value) {
			if field, ok := known[name]; !ok {
				out = append(out, problem{path: join(at, name), detail: "the schema has no such field" + nearest.Suggestion(name, sortedKeys(known))})
			} else if field != nil {
				out = append(out, unknownFields(field, value[name], join(at, name))...)
			}
		}
	}
	return out
}

// collectFields gathers the fields that a schema names; it reports false when the schema is open.
func collectFields(schema *openapi3.Schema, into map[string]*openapi3.Schema) bool {
	if isOpen(schema) || saysNothing(schema) {
		return false
	}
	if extra := schema.AdditionalProperties; extra.Schema != nil || extra.Has != nil && *extra.Has {
		return false
	}
	if schema.Type.Is("object") && len(schema.Properties) == 0 && len(schema.AllOf) == 0 && len(schema.OneOf) == 0 && len(schema.AnyOf) == 0 {
		return false
	}
	for name, property := range schema.Properties {
		into[name] = property.Value
	}
	for _, part := range slices.Concat(schema.AllOf, schema.OneOf, schema.AnyOf) {
		if !collectFields(part.Value, into) && !part.Value.Type.Is("array") {
			return false
		}
	}
	return true
}

func join(at, name string) string {
	if at == "" {
		return name
	}
	return at + "." + name
}
