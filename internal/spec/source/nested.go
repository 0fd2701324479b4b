package source

import (
	"strings"
)

// aliasNested makes the type of an Update another name of the nested write shape of the same record, where there is one:
// both have the same members, and an id of zero isn't sent. It is not the other way round because shapes refer to the
// nested one, and Go's type checker gives up on aliases in circles of types.
func (d *Document) aliasNested() {
	schemas := d.schemas()
	suffix := text(d.root, "x-nested-writes")
	referred := map[string]bool{}
	var visit func(v any)
	visit = func(v any) {
		switch v := v.(type) {
		case object:
			if ref, ok := v["$ref"].(string); ok {
				referred[ref[strings.LastIndexByte(ref, '/')+1:]] = true
			}
			if lazy, ok := v["x-go-type"].(string); ok && strings.HasPrefix(lazy, "value.Lazy[") {
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
		if op.Spec["x-upsert"] == nil {
			visit(op.Spec["requestBody"])
		}
	}
	for _, op := range d.Operations() {
		upsert, ok := op.Spec["x-upsert"].(object)
		if !ok {
			continue
		}
		name := text(upsert, "update")
		update, _ := schemas[name].(object)
		nested := text(update, "x-write-of") + suffix
		input, _ := schemas[nested].(object)
		if id, ok := member(update, "properties")["id"].(object); ok {
			id["x-omitzero"] = true
		}
		if !referred[nested] || input == nil {
			continue
		}
		update["description"], input["description"] = input["description"], update["description"]
		read := text(update, "x-write-of")
		update["description"] = strings.TrimSuffix(strings.TrimSpace(text(input, "description")), ".") + "."
		input = update
		schemas[nested] = input
		schemas[name] = object{"x-go-type": nested, "description": text(update, "description")}
		input["description"] = "is " + indefinite(read) + " as it is written, alone or within another record. Only what is set is sent. Without an id it is a new one."
	}
}

// indefinite puts an article in front of a name.
func indefinite(name string) string {
	if strings.ContainsAny(name[:1], "AEIO") {
		return "an " + name
	}
	return "a " + name
}
