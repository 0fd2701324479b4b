package vendortest

import (
	"testing"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
)

// TestSchemasThatLeadBack: a schema that holds itself is made once, for what is read as for what is written.
func TestSchemasThatLeadBack(t *testing.T) {
	t.Parallel()
	thing := spec.NewSchema(spec.Schema{Name: "Thing"})
	thing.Properties = spec.Properties{
		{Name: "alias", Schema: spec.NewSchema(spec.Schema{Name: "Alias", Ref: thing})},
		{Name: "many", Schema: spec.NewSchema(spec.Schema{Scalar: spec.Scalar{Type: "array"}, Items: thing})},
		{Name: "parent", Schema: spec.NewSchema(spec.Schema{Ref: thing})},
	}
	schemas := newSchemas(&spec.Document{})
	made := schemas.whole(thing)
	if made.Properties["parent"].Value != made || made.Properties["many"].Value.Items.Value != made {
		t.Error("a schema that holds itself was made twice")
	}
	if alias := made.Properties["alias"].Value; alias == made || alias.Properties["parent"].Value != made {
		t.Error("a second name isn't a schema of its own with the same fields")
	}
}

// TestOnlyWhatIsReadIsLenient: a body is checked against the one spelling that the document has.
func TestOnlyWhatIsReadIsLenient(t *testing.T) {
	t.Parallel()
	list := func() *spec.Schema {
		return spec.NewSchema(spec.Schema{Scalar: spec.Scalar{Type: "array", Lenient: "list"}, Items: spec.NewSchema(spec.Schema{Scalar: spec.Scalar{Type: "string"}})})
	}
	read := spec.NewSchema(spec.Schema{Name: "Read", Scalar: spec.Scalar{Type: "object"}, Properties: spec.Properties{{Name: "tags", Schema: list()}}})
	written := spec.NewSchema(spec.Schema{Name: "Written", Scalar: spec.Scalar{Type: "object", Write: true}, Properties: spec.Properties{{Name: "tags", Schema: list()}}})
	schemas := newSchemas(&spec.Document{})
	one := map[string]any{"tags": "red"}
	if err := schemas.whole(read).VisitJSON(one); err != nil {
		t.Error(err)
	}
	if err := schemas.whole(written).VisitJSON(one); err == nil {
		t.Error("one string was taken for a list in what is written")
	}
}
