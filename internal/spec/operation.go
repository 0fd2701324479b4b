package spec

import (
	"slices"
	"strings"
)

// Operation is one operation of a document.
type Operation struct {
	Method    string // upper case
	Path      string // the template
	ID        string
	Tag       string
	Responses []*Response // by status
	Page      *Page       // of a list; nil otherwise
	Upsert    *Upsert     // of an operation that creates and changes; nil otherwise
	// Scope is what an id counts within: a parameter of the query, or a field of the body.
	Scope      string
	Deprecated bool
	Public     bool // it needs no credential

	empty int32 // its place in the packed document, plus 1, until it is filled
	*OperationDetails
}

// OperationDetails are what an operation has beside that by which it is found. There are some of each, empty ones until the operation of a
// document that was opened lazily is filled.
type OperationDetails struct {
	// GoMethod is the name of the generated method, unless the operation has two; see GoMethods.
	GoMethod string
	Summary  string

	Parameters []*Parameter // those of its path first
	Body       *Body        // nil without one
	Evidence   Evidence
	// RetrySafe overrides what the method says of whether a call may be repeated; nil where the document says nothing.
	RetrySafe *bool
}

// What has no details shares these, which nobody changes: a document has thousands of operations and schemas, and most programs ask for
// the details of few.
var (
	noOperationDetails = &OperationDetails{}
	noSchemaDetails    = &SchemaDetails{}
)

// Upsert names the two schemas of an operation that creates the records without an id and changes the others.
type Upsert struct{ Create, Update string }

// Parameter is a parameter of an operation.
type Parameter struct {
	Name string
	In   string // path, query or header
	// Style and Explode say how a list or an object is written; OpenAPI's defaults hold where they are "" and nil.
	Style      string
	Explode    *bool
	Required   bool
	Deprecated bool
	AllowEmpty bool
	Changes    bool // a call that has it changes something, though the operation reads without it
	Schema     *Schema
}

// Body is what an operation takes.
type Body struct {
	Required bool
	Contents []Content
}

// Response is what an operation responds with, under one status.
type Response struct {
	Status   string // three digits, 2XX or default
	Contents []Content
	// Level is how sure the schema is, where the document says so apart from the operation: documented, observed or inferred.
	Level string
}

// Content is a schema in a media type. What has several has them sorted by media type.
type Content struct {
	Media  string
	Schema *Schema // nil where there is none
	// Encoding says how the fields of a form are written that have more than one way.
	Encoding map[string]Encoding
}

// Encoding is how a field of a form is written.
type Encoding struct {
	Style         string // form or deepObject; "" where nothing is said
	Explode       *bool  // nil where nothing is said, which is true for the style form
	ContentType   string
	NumberBoolean bool // booleans are 1 and 0
}

// GoMethods returns the names of the generated methods: one, or the two of an operation that creates and changes.
func (o *Operation) GoMethods() []string {
	if o.Upsert != nil {
		return []string{"Create", "Update"}
	}
	return []string{o.GoMethod}
}

// PathNames returns the names of the parameters of the path, in the order in which it has them.
func (o *Operation) PathNames() (names []string) {
	for piece := range strings.SplitSeq(o.Path, "{") {
		if name, _, ok := strings.Cut(piece, "}"); ok {
			names = append(names, name)
		}
	}
	return names
}

// Reads reports whether the operation changes nothing, as far as the document says.
func (o *Operation) Reads() bool { return o.Method == "GET" && (o.RetrySafe == nil || *o.RetrySafe) }

// Parameter returns a parameter by its place and name; nil where there is none.
func (o *Operation) Parameter(in, name string) *Parameter {
	i := slices.IndexFunc(o.Parameters, func(p *Parameter) bool { return p.In == in && p.Name == name })
	if i < 0 {
		return nil
	}
	return o.Parameters[i]
}

// Response returns the response of a status as the document writes it; nil where there is none.
func (o *Operation) Response(status string) *Response {
	i := slices.IndexFunc(o.Responses, func(r *Response) bool { return r.Status == status })
	if i < 0 {
		return nil
	}
	return o.Responses[i]
}

// Success returns the first response of success; nil where there is none.
func (o *Operation) Success() *Response {
	i := slices.IndexFunc(o.Responses, (*Response).Success)
	if i < 0 {
		return nil
	}
	return o.Responses[i]
}

// Success reports whether the response is one of success.
func (r *Response) Success() bool { return strings.HasPrefix(r.Status, "2") }

// Content returns what a response has, JSON where that is among it; the zero Content where it has nothing.
func (r *Response) Content() Content {
	if r == nil {
		return Content{}
	}
	return preferred(r.Contents)
}

// Content returns what a client sends, JSON where that may be sent; the zero Content without a body.
func (b *Body) Content() Content {
	if b == nil {
		return Content{}
	}
	return preferred(b.Contents)
}

func preferred(contents []Content) Content {
	for _, c := range contents {
		if c.Media == "application/json" {
			return c
		}
	}
	if len(contents) == 0 {
		return Content{}
	}
	return contents[0]
}
