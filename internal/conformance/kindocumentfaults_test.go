package conformance

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	gocmp "github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/specs"
)

// TestKinDocumentIsWhatItsLoaderReads proves that the validators' schemas are those which kin-openapi reads of the whole document.
func TestKinDocumentIsWhatItsLoaderReads(t *testing.T) {
	t.Parallel()
	for _, vendor := range []string{"humanity", "spiro"} { // the others have no other keywords, and are more to read
		t.Run(vendor, func(t *testing.T) {
			t.Parallel()
			doc, err := source.Open(specs.Files(), vendor)
			must(t, err)
			data, err := json.Marshal(doc.Tree())
			must(t, err)
			whole := &openapi3.T{}
			must(t, json.Unmarshal(data, whole))
			must(t, openapi3.NewLoader().ResolveRefsIn(whole, nil))
			got, err := kinDocument(doc.Tree())
			must(t, err)
			compared := map[*openapi3.Schema]bool{}
			for path, item := range whole.Paths.Map() {
				for method, op := range item.Operations() {
					other := got.Paths.Value(path).GetOperation(method)
					sameSchemas(t, path, schemasOf(item, op), schemasOf(got.Paths.Value(path), other), compared)
				}
			}
			if len(compared) < 50 {
				t.Errorf("only %d schemas were compared", len(compared))
			}
		})
	}
}

// schemasOf are the schemas that an operation names, by where they stand.
func schemasOf(item *openapi3.PathItem, op *openapi3.Operation) openapi3.Schemas {
	out := openapi3.Schemas{}
	for _, p := range slices.Concat(item.Parameters, op.Parameters) {
		out["parameter "+p.Value.In+" "+p.Value.Name] = p.Value.Schema
	}
	if op.RequestBody != nil {
		for media, content := range op.RequestBody.Value.Content {
			out["body "+media] = content.Schema
		}
	}
	for status, response := range op.Responses.Map() {
		for media, content := range response.Value.Content {
			out["response "+status+" "+media] = content.Schema
		}
	}
	return out
}

func sameSchemas(t *testing.T, path string, want, got openapi3.Schemas, compared map[*openapi3.Schema]bool) {
	t.Helper()
	if diff := gocmp.Diff(slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Keys(got))); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
		return
	}
	for name := range want {
		sameSchema(t, path+" "+name, want[name], got[name], compared)
	}
}

func sameSchema(t *testing.T, path string, want, got *openapi3.SchemaRef, compared map[*openapi3.Schema]bool) {
	t.Helper()
	switch {
	case want == nil && got == nil:
		return
	case want == nil || got == nil || want.Value == nil || got.Value == nil:
		t.Errorf("%s: want %v, got %v", path, want, got)
		return
	case compared[want.Value]:
		return
	}
	compared[want.Value] = true
	a, withinA := apart(want.Value)
	b, withinB := apart(got.Value)
	a.Description = "" // is left out
	if diff := gocmp.Diff(marshaled(t, a), marshaled(t, b)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
	sameSchemas(t, path, withinA, withinB, compared)
}

// apart is a schema without those within it, and these.
func apart(schema *openapi3.Schema) (openapi3.Schema, openapi3.Schemas) {
	alone, within := *schema, openapi3.Schemas{}
	for name, property := range alone.Properties {
		within["."+name] = property
	}
	for name, options := range map[string]openapi3.SchemaRefs{"oneOf": alone.OneOf, "anyOf": alone.AnyOf, "allOf": alone.AllOf} {
		for i, option := range options {
			within[name+string(rune('0'+i))] = option
		}
	}
	within["[]"], within["{}"] = alone.Items, alone.AdditionalProperties.Schema
	alone.Properties, alone.OneOf, alone.AnyOf, alone.AllOf, alone.Items, alone.AdditionalProperties.Schema = nil, nil, nil, nil, nil, nil
	return alone, within
}

func marshaled(t *testing.T, schema openapi3.Schema) string {
	t.Helper()
	data, err := json.Marshal(schema)
	must(t, err)
	return string(data)
}

// TestKinDocumentRefusesWhatItCannotRead proves that a schema in a place which isn't looked at fails, and isn't taken for one that allows
// everything.
func TestKinDocumentRefusesWhatItCannotRead(t *testing.T) {
	t.Parallel()
	number := map[string]any{"type": "number"}
	for name, schema := range map[string]any{
		"a reference within not":    map[string]any{"not": map[string]any{"$ref": "#/components/schemas/Number"}},
		"a reference to no schema":  map[string]any{"$ref": "#/components/schemas/Nothing"},
		"an alias":                  map[string]any{"$ref": "#/components/schemas/Number"},
		"a list of what isn't one":  map[string]any{"items": "number"},
		"a type that no schema has": map[string]any{"type": 7},
	} {
		tree := map[string]any{"openapi": "3.0.3", "components": map[string]any{"schemas": map[string]any{"Number": number, "Other": schema}}}
		if _, err := kinDocument(tree); err == nil {
			t.Errorf("%s was read", name)
		}
	}
}
