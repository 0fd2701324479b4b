package emit

import (
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// aliasNested makes the type of an Update another name of the nested write schema of the same record, where there is one:
// both have the same fields, and an id of zero isn't sent. It is not the other way round because schemas refer to the
// nested one, and Go's type checker gives up on aliases in circles of types.
func (d *document) aliasNested() {
	schemas := d.Schemas()
	suffix := tree.String(d.Tree(), source.XNestedWrites)
	referred := map[string]bool{}
	var visit func(v any)
	visit = func(v any) {
		switch v := v.(type) {
		case tree.Object:
			if ref, ok := v["$ref"].(string); ok {
				referred[ref[strings.LastIndexByte(ref, '/')+1:]] = true
			}
			if lazy, ok := v[source.XGoType].(string); ok && strings.HasPrefix(lazy, "value.Lazy[") {
				referred[strings.Trim(strings.TrimPrefix(lazy, "value.Lazy["), "[]")] = true
			}
			for _, value := range v {
				visit(value)
			}
		case []any:
			for _, item := range v {
				visit(item)
			}
		}
	}
	visit(schemas)
	for _, op := range d.Operations() {
		if op.Spec[source.XUpsert] == nil {
			visit(op.Spec["requestBody"])
		}
	}
	for _, op := range d.Operations() {
		upsert, ok := op.Spec[source.XUpsert].(tree.Object)
		if !ok {
			continue
		}
		name := tree.String(upsert, "update")
		update, _ := schemas[name].(tree.Object)
		nested := tree.String(update, source.XWriteOf) + suffix
		input, _ := schemas[nested].(tree.Object)
		if id, ok := tree.Child(update, "properties")["id"].(tree.Object); ok {
			id[source.XOmitZero] = true
		}
		if !referred[nested] || input == nil {
			continue
		}
		update["description"], input["description"] = input["description"], update["description"]
		read := tree.String(update, source.XWriteOf)
		if said := strings.TrimSuffix(strings.TrimSpace(tree.String(input, "description")), "."); said != "" {
			update["description"] = said + "."
		}
		input = update
		schemas[nested] = input
		schemas[name] = tree.Object{source.XGoType: nested, "description": tree.String(update, "description")}
		input["description"] = "is " + indefinite(read) + " for writing, alone or within another record. Only fields that are set are sent. Without an id it is a new record."
	}
}

// indefinite puts an article in front of a name.
func indefinite(name string) string {
	if strings.ContainsAny(name[:1], "AEIO") {
		return "an " + name
	}
	return "a " + name
}
