package invoke

import (
	"fmt"
	"slices"

	"github.com/seed-8da6be54/vendorkit/internal/catalog"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// Invoker makes the calls of one vendor.
type Invoker struct {
	offers *catalog.Catalog
	client *rest.Client
}

// New makes an invoker of a vendor's operations, and of what its calls go through: the Core of the vendor's client.
func New(offers *catalog.Catalog, client *rest.Client) *Invoker { return &Invoker{offers, client} }

// Call is a call that can be made: its input fits the document.
type Call struct {
	Operation *catalog.Operation
	// Creates and Changes count the records of an operation that does both.
	Creates, Changes int
	// Reads says that the call changes nothing, as far as is known: the operation reads, and no parameter is given by which it changes
	// something. A call that doesn't isn't repeated after a failure.
	Reads bool
	// Warnings are about what is odd and may be right, such as a field of the body that the document doesn't have.
	Warnings []string

	invoker *Invoker
	made    *call.Call
}

// Prepare checks an input against the document and makes a call of it. What is wrong is an *InputError.
func (i *Invoker) Prepare(op *catalog.Operation, in Input) (*Call, error) {
	c := &Call{Operation: op, invoker: i, made: call.New(op.Name, op.HTTPMethod, op.Path)}
	given, err := sortParams(op, in.Params)
	if err != nil {
		return nil, err
	}
	if safe := op.Spec.RetrySafe; safe != nil && op.Upsert == nil {
		c.made.RetrySafe(*safe)
	}
	c.Reads = op.Reads
	for _, p := range inOrder(op) {
		if values := given[p.In+" "+p.Name]; len(values) > 0 {
			if err := setParam(c.made, p, values); err != nil {
				return nil, err
			}
			if p.Changes && c.made.Changing(p.Name) {
				c.Reads = false
			}
		}
	}
	if op.Spec.Scope != "" && op.Upsert == nil {
		c.made.Scoped(op.Spec.Scope)
	}
	if err := c.setBody(in); err != nil {
		return nil, err
	}
	if err := c.made.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", op.Name, err)
	}
	return c, nil
}

// inOrder lists the parameters as a request has them: those of the path as the path has them.
func inOrder(op *catalog.Operation) (list []catalog.Parameter) {
	for _, name := range op.Spec.PathNames() {
		if i := slices.IndexFunc(op.Parameters, func(p catalog.Parameter) bool { return p.In == "path" && p.Name == name }); i >= 0 {
			list = append(list, op.Parameters[i])
		}
	}
	for _, p := range op.Parameters {
		if p.In != "path" {
			list = append(list, p)
		}
	}
	return list
}
