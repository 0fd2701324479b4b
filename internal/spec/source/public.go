package source

import (
	"maps"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// Public returns the document as other people's tools read it: valid by OpenAPI 3.0.3, without what only this module's generator
// needs. What the sources write shortly is written out: text beside a reference, null among the values of an enumeration, the two
// bodies of an operation that creates and changes.
func (d *Document) Public() *Document {
	out := &Document{Vendor: d.Vendor, root: tree.Clone(d.root).(tree.Object), copied: d.copied}
	for _, op := range out.Operations() {
		out.publicUpsert(op)
		publicDelete(op)
	}
	out.publicForms()
	publicNode(out.root, false)
	return out
}

// internalKeys are the extensions that say how Go's code is made, and nothing of the vendor.
var internalKeys = [...]string{
	XWrite, XWriteOf, XNested, XNestedWrites, XEnumOf, XOmit, XOnly,
	XOmitZero, XMethod, XAbsent, XGuess, XLazy, XGroup, XGroups, XEveryday, XDeprecatedReason, XFormEncoding,
}

func internalKey(key string) bool {
	return slices.Contains(internalKeys[:], key) || strings.HasPrefix(key, "x-go-")
}

// publicNode cleans an object of the document and everything below it. Named says that the keys of node are names, not OpenAPI's.
func publicNode(node any, named bool) {
	switch node := node.(type) {
	case []any:
		for _, item := range node {
			publicNode(item, false)
		}
	case tree.Object:
		apart := goNamesApart(node)
		for _, key := range slices.Sorted(maps.Keys(node)) {
			switch {
			case !named && internalKey(key):
				delete(node, key)
			case !named && slices.Contains([]string{"example", "examples", "default", "enum"}, key):
				// a record, not a schema
			default:
				publicNode(node[key], !named && namesBelow(key))
			}
		}
		if named {
			return
		}
		for name, goName := range apart {
			below(below(node, "properties"), name)[XGoName] = goName
		}
		publicNull(node)
		publicReference(node)
	}
}

// goNamesApart are the x-go-names of properties that generators for Go, which begin each word of a name with a capital, would give one
// name, some_name and someName: those that know x-go-name need it for code that compiles.
func goNamesApart(schema tree.Object) map[string]any {
	var apart map[string]any
	plain := func(name string) string {
		var joined strings.Builder
		for i, word := range strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune("_-. ", r) }) {
			if i == 0 && name[0] == '_' {
				joined.WriteByte('_')
			}
			joined.WriteString(UpperFirst(word))
		}
		return joined.String()
	}
	properties := below(schema, "properties")
	first := make(map[string]string, len(properties))
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		other, twice := first[plain(name)]
		if first[plain(name)] = name; !twice {
			continue
		}
		for _, name := range [...]string{other, name} {
			if goName, said := below(properties, name)[XGoName]; said {
				if apart == nil {
					apart = map[string]any{}
				}
				apart[name] = goName
			}
		}
	}
	return apart
}

// namesBelow reports whether the keys below a key of OpenAPI's are names of the document's.
func namesBelow(key string) bool {
	switch key {
	case "properties", "schemas", "paths", "parameters", "responses", "headers", "content", "encoding", "variables", "securitySchemes":
		return true
	}
	return false
}

// publicReference gives what stands beside a reference its effect: OpenAPI 3.0 ignores it there.
func publicReference(node tree.Object) {
	ref, ok := node["$ref"].(string)
	if !ok || len(node) == 1 || !strings.HasPrefix(ref, SchemaRef) {
		return
	}
	delete(node, "$ref")
	node["allOf"] = []any{tree.Object{"$ref": ref}}
}

// publicNull says of null what OpenAPI 3.0.3 understands: nullable adds null to the type that stands beside it, and to the values of
// an enumeration only if it is one of them. Of alternatives the first that has a type takes it over, only one, because oneOf wants
// exactly one to match; where none has one, null becomes an alternative of its own. Where any value will do null does too.
func publicNull(node tree.Object) {
	if node["nullable"] != true {
		return
	}
	if node["type"] != nil {
		if values, ok := node["enum"].([]any); ok && !slices.Contains(values, nil) {
			node["enum"] = append(slices.Clone(values), nil)
		}
		return
	}
	if node["$ref"] != nil || node["allOf"] != nil {
		return // as tools write a reference to something that may be null
	}
	delete(node, "nullable")
	for _, key := range [...]string{"oneOf", "anyOf"} {
		alternatives, ok := node[key].([]any)
		if !ok {
			continue
		}
		for _, alternative := range alternatives {
			if alternative, _ := alternative.(tree.Object); alternative["type"] != nil {
				alternative["nullable"] = true
				publicNull(alternative)
				return
			}
		}
		node[key] = append(slices.Clone(alternatives), tree.Object{"type": "string", "nullable": true, "enum": []any{nil}})
	}
}

// publicUpsert writes out the two records that an operation with x-upsert takes: one without an id, and one with.
func (d *Document) publicUpsert(op Operation) {
	upsert, ok := op.Spec[XUpsert].(tree.Object)
	if !ok {
		return
	}
	var records []any
	for _, key := range [...]string{"create", "update"} {
		records = append(records, tree.Object{"$ref": SchemaRef + tree.String(upsert, key)})
	}
	op.Spec["requestBody"] = tree.Object{"required": true, "content": tree.Object{"application/json": tree.Object{"schema": tree.Object{
		"type": "array", "items": tree.Object{"anyOf": records},
	}}}}
}

// publicDelete takes the body off a DELETE, which OpenAPI 3.0 makes tools ignore, and says so.
func publicDelete(op Operation) {
	body, ok := op.Spec["requestBody"]
	if op.Method != "DELETE" || !ok {
		return
	}
	delete(op.Spec, "requestBody")
	op.Spec["x-request-body"] = body
	said := strings.TrimSpace(tree.String(op.Spec, "description"))
	op.Spec["description"] = strings.TrimSpace(said + "\n\nIt takes a body, which OpenAPI 3.0 can't describe for DELETE: x-request-body has it.")
}
