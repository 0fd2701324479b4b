package vendortest

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
)

// operation is one operation of the document, as far as that has it from the beginning (see model.ready), with its kind and what that is
// found by.
type operation struct {
	*spec.Operation
	segments []segment

	page  *spec.Page // noPages of the model where the document says nothing
	items string     // where the rows of a list are: a field's name or "."
	media string     // of success
	said  outline

	kind *kind
	role role

	binary            bool // responds with bytes
	wrapped           bool // the record stands in the envelope's data field
	respondsWithArray bool
	status            int // of success

	once sync.Once // see model.ready
	*particulars
}

// particulars are what an operation needs to be carried out. It shares empty ones with all others until it is ready, since a start has
// to make all operations, of which a test calls few.
type particulars struct {
	parameters []*openapi3.Parameter
	body       *openapi3.RequestBody // nil when it takes none

	query map[string]bool // names of the query parameters
	open  []string        // prefixes of those whose names are open: filter[
	loose bool            // an exploded object takes any name

	// How many rows a page has unless asked, and at the most; 0 where the document doesn't say.
	usualRows, mostRows int

	response     *openapi3.Schema // of success; nil when there is no body
	rowSchema    *openapi3.Schema
	recordSchema *openapi3.Schema // of the one record (or each record) that the response carries

	owners []owner
}

// role is what an operation does to its collection.
type role int8

const (
	roleNone role = iota
	roleList
	roleGet
	roleCreate
	roleUpdate
	roleReplace
	roleUpsert
	roleDelete
)

type segment struct {
	text  string
	param bool
}

// compile makes an operation. Its segments go into memory that those of others are in.
func (m *model) compile(op *operation, doc *spec.Operation, segments *[]segment) error {
	*op = operation{
		Operation: doc, status: http.StatusOK, particulars: m.unready, page: m.noPages,
	}
	first := len(*segments)
	for text := range strings.SplitSeq(strings.TrimPrefix(op.Path, "/"), "/") {
		name, param := strings.CutPrefix(text, "{")
		*segments = append(*segments, segment{strings.TrimSuffix(name, "}"), param})
	}
	op.segments = (*segments)[first:len(*segments):len(*segments)]
	if doc.Page != nil {
		op.page, op.items = doc.Page, doc.Page.Items
	}
	return op.readResponse(m, doc.Success())
}

// literalsFirst orders operations so that a path with a literal is tried before one with a parameter in its place.
func literalsFirst(a, b *operation) int {
	for i := range min(len(a.segments), len(b.segments)) {
		a, b := a.segments[i], b.segments[i]
		switch {
		case a.param && b.param:
		case a.param:
			return 1
		case b.param:
			return -1
		default:
			if c := strings.Compare(a.text, b.text); c != 0 {
				return c
			}
		}
	}
	return cmp.Compare(len(a.segments), len(b.segments))
}

// ready makes an operation ready to be carried out: it reads what the document says of its parameters and its body, and fills schemas.
func (m *model) ready(op *operation) {
	op.once.Do(func() {
		doc := op.Operation
		m.schemas.mu.Lock()
		defer m.schemas.mu.Unlock()
		m.doc.FillOperation(doc)
		op.particulars = &particulars{}
		op.body, op.query = m.schemas.body(doc.Body), map[string]bool{}
		for _, p := range doc.Parameters {
			made := m.schemas.parameter(p)
			op.parameters = append(op.parameters, made)
			if p.In == openapi3.ParameterInQuery {
				op.addQuery(made)
			}
		}
		op.readPaging(doc)
		op.response, op.rowSchema, op.recordSchema = m.schemas.whole(op.said.response), m.schemas.whole(op.said.row), m.schemas.whole(op.said.record)
		if op.kind != nil {
			m.readyKind(op.kind)
		}
		op.owners = m.ownersOf(op)
	})
}

// readyKind fills the schemas of a kind's records. The caller holds the schemas.
func (m *model) readyKind(k *kind) {
	if k.record == nil {
		k.record, k.row = &openapi3.Schema{}, m.schemas.whole(k.said.row)
		if k.said.record != nil {
			k.record = m.schemas.whole(k.said.record)
		}
	}
}

func (op *operation) addQuery(p *openapi3.Parameter) {
	op.query[p.Name] = true
	if p.Schema == nil || p.Schema.Value == nil || !p.Schema.Value.Type.Is("object") {
		return
	}
	if p.Style == openapi3.SerializationDeepObject {
		op.open = append(op.open, p.Name+"[")
	} else if p.Explode == nil || *p.Explode {
		op.loose = true
	}
}

func (op *operation) readPaging(doc *spec.Operation) {
	op.mostRows = op.page.Cap
	if size := doc.Parameter(openapi3.ParameterInQuery, op.page.Size); size != nil && size.Schema != nil {
		rows := size.Schema.Target()
		n, _ := rows.Default.(int64)
		op.usualRows = int(n)
		if rows.Maximum != nil {
			op.mostRows = int(*rows.Maximum)
		}
	}
}

// arrayOf finds the array among the spellings of a list.
func arrayOf(s *openapi3.Schema) *openapi3.Schema {
	if s.Type.Is("array") {
		return s
	}
	for _, alternative := range slices.Concat(s.OneOf, s.AnyOf) {
		if alternative.Value.Type.Is("array") {
			return alternative.Value
		}
	}
	return nil
}

// itemPath reports whether the path ends in a record's name.
func (op *operation) itemPath() bool {
	last := op.segments[len(op.segments)-1]
	return last.param && len(last.names()) == 1
}

func (op *operation) itemParam() string { return op.segments[len(op.segments)-1].text }

// prefix is the path before segment i.
func (op *operation) prefix(i int) string {
	var b strings.Builder
	for _, s := range op.segments[:i] {
		b.WriteByte('/')
		b.WriteString(s.template())
	}
	return b.String()
}

func (s segment) template() string {
	if s.param {
		return "{" + s.text + "}"
	}
	return s.text
}

// names are a segment's parameters: one as a rule, more where they stand side by side as in {id}&{seq}.
func (s segment) names() (names []string) {
	if !s.param {
		return nil
	}
	for part := range strings.SplitSeq(s.text, "{") {
		name, _, _ := strings.Cut(part, "}")
		names = append(names, name)
	}
	return names
}

// read takes the values of a segment's parameters out of a path's part.
func (s segment) read(part string, into map[string]string) bool {
	names := s.names()
	pattern := s.text
	for i, name := range names {
		pattern = strings.TrimPrefix(pattern[len(name):], "}")
		text := part
		if i < len(names)-1 {
			var between string
			between, pattern, _ = strings.Cut(pattern, "{")
			var ok bool
			if text, part, ok = strings.Cut(part, between); !ok {
				return false
			}
		}
		value, err := url.PathUnescape(text)
		if err != nil || value == "" {
			return false
		}
		into[name] = value
	}
	return true
}

// hasParams reports whether the path has every parameter of a template.
func (op *operation) hasParams(template string) bool {
	for part := range strings.SplitSeq(template, "/") {
		if strings.HasPrefix(part, "{") && !strings.Contains(op.Path, part) {
			return false
		}
	}
	return true
}

// formSchema is the schema of a form body; an empty one when there is none.
func (op *operation) formSchema() *openapi3.Schema {
	if schema := op.bodySchema(formMedia); schema != nil {
		return schema
	}
	return &openapi3.Schema{}
}

func (op *operation) bodySchema(media string) *openapi3.Schema {
	if op.body == nil {
		return nil
	}
	if content := op.body.Content.Get(media); content != nil && content.Schema != nil {
		return content.Schema.Value
	}
	return nil
}

// find gives the operation for a request and the path's parameters. Without one, known says whether the path exists
// under another method.
func (m *model) find(method, escapedPath string, anyCase bool) (op *operation, params map[string]string, known bool) {
	parts := strings.Split(strings.TrimPrefix(escapedPath, "/"), "/")
	for _, candidate := range m.operations {
		if len(candidate.segments) != len(parts) || known && candidate.Method != method {
			continue
		}
		if params, ok := candidate.match(parts, anyCase); ok {
			if candidate.Method == method {
				return candidate, params, true
			}
			known = true
		}
	}
	return nil, nil, known
}

func (op *operation) match(parts []string, anyCase bool) (map[string]string, bool) {
	for i, s := range op.segments {
		if !s.param && s.text != parts[i] && !(anyCase && strings.EqualFold(s.text, parts[i])) {
			return nil, false
		}
	}
	params := make(map[string]string, 2)
	for i, s := range op.segments {
		if s.param && !s.read(parts[i], params) {
			return nil, false
		}
	}
	return params, true
}
