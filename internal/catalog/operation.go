package catalog

import (
	"cmp"

	"github.com/seed-8da6be54/vendorkit/internal/catalog/prose"
	"github.com/seed-8da6be54/vendorkit/internal/spec"
)

// Operation is one operation of a vendor.
type Operation struct {
	Name        string // the operationId: listTickets
	HTTPMethod  string // upper case
	Path        string // the template
	Summary     string // one sentence
	Description string
	Service     *Service

	// Methods are the Go methods that make it: one; three for a list (List, All, Pages); or the two of an operation that creates and
	// changes.
	Methods []Method
	// Asked is the Go method by which Catalog.Operation was asked for it; nil where that was by its own name. A call keeps to what the
	// method promises.
	Asked *Method

	Parameters []Parameter // those of the path first
	Body       *Body       // nil without one
	Response   Response    // of success

	List *spec.Page // how it is paged, where it is a list; nil otherwise
	// Reads says that it changes nothing, as far as is known: a GET, unless the document says that it changes something.
	Reads bool
	// Upsert says that it creates the records without an id and changes those with one.
	Upsert      *spec.Upsert
	Deprecated  bool
	Deprecation prose.Deprecation
	Evidence    spec.Evidence
	Public      bool // it needs no credential

	Spec *spec.Operation
}

// Parameter is a parameter of an operation.
type Parameter struct {
	*spec.Parameter
	Schema      *Schema
	Description string
	// Field and GoType are those in the method's struct of parameters; "" for a parameter of the path, which is an argument.
	Field, GoType string
	Evidence      prose.Evidence // what it says of its evidence itself, where that isn't the operation's
}

// Body is what an operation takes beside its parameters.
type Body struct {
	Required bool
	Media    string
	Schema   *Schema // nil where there is none
	Encoding map[string]spec.Encoding
}

// Response is what an operation responds with when it succeeds.
type Response struct {
	Status      string
	Media       string // "" where there is no content
	Schema      *Schema
	Description string
	// Level is how sure the schema is: documented, observed or inferred.
	Level string
}

func (c *Catalog) operation(op *spec.Operation) *Operation {
	c.mu.Lock()
	defer c.mu.Unlock()
	if made := c.made[op]; made != nil {
		return made
	}
	c.doc.FillOperation(op)
	said, _ := c.prose.ReadOperation(op.ID) // a test reads all of them
	out := &Operation{
		Name: op.ID, HTTPMethod: op.Method, Path: op.Path, Summary: op.Summary, Description: said.Description, Service: c.Service(op.Tag),
		List: op.Page, Reads: op.Reads() || op.Method == "HEAD", Upsert: op.Upsert, Deprecated: op.Deprecated, Evidence: op.Evidence,
		Public: op.Public, Spec: op,
	}
	if said.Deprecation != nil {
		out.Deprecation = *said.Deprecation
	}
	for _, m := range said.Methods {
		out.Methods = append(out.Methods, Method{m, c.Vendor, out.Service})
	}
	for _, p := range op.Parameters {
		key := p.In + " " + p.Name
		about, own := said.Parameters[key]
		if !own {
			about = c.prose.Parameters[key]
		}
		out.Parameters = append(out.Parameters, Parameter{p, c.schema(p.Schema, "", ""), about.Description, about.Field, about.Type, about.Evidence})
	}
	if op.Body != nil {
		content := op.Body.Content()
		out.Body = &Body{op.Body.Required, content.Media, c.schema(content.Schema, "", ""), content.Encoding}
	}
	if success := op.Success(); success != nil {
		content := success.Content()
		out.Response = Response{
			Status: success.Status, Media: content.Media, Schema: c.schema(content.Schema, "", ""), Description: said.Responses[success.Status],
			Level: cmp.Or(success.Level, op.Evidence.Level),
		}
	}
	c.made[op] = out
	return out
}
