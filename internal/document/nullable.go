package document

import "slices"

// published returns a copy of a schema, or of whatever holds schemas, that says of null what OpenAPI 3.0.3 understands.
// Its nullable adds null to the type that stands beside it, and means nothing where none does. The sources say nullable of
// the field, whatever else they know of it: where any type will do null is allowed already, and of alternatives the first
// that has a type takes it over (only one, because oneOf wants exactly one to match).
func published(node any) any {
	switch node := node.(type) {
	case []any:
		list := make([]any, len(node))
		for i, item := range node {
			list[i] = published(item)
		}
		return list
	case object:
		copied := make(object, len(node))
		for key, value := range node {
			properties, named := value.(object)
			switch {
			case key == "properties" && named: // whose keys are names, "default" as good as any
				copied[key] = publishedEach(properties)
			case slices.Contains(literal[:], key):
				copied[key] = value
			default:
				copied[key] = published(value)
			}
		}
		if copied["nullable"] == true && copied["type"] == nil && copied["$ref"] == nil && copied["allOf"] == nil {
			typeNull(copied)
		}
		return copied
	}
	return node
}

func publishedEach(schemas object) object {
	copied := make(object, len(schemas))
	for name, schema := range schemas {
		copied[name] = published(schema)
	}
	return copied
}

// literal are the keys whose values are records, not schemas.
var literal = [...]string{"example", "examples", "default", "enum"}

// typeNull takes nullable from a schema that has no type and gives it to the first of its alternatives that has one, or adds
// an alternative that only null matches.
func typeNull(schema object) {
	delete(schema, "nullable")
	for _, kind := range [...]string{"oneOf", "anyOf"} {
		parts, ok := schema[kind].([]any)
		if !ok {
			continue
		}
		for _, part := range parts {
			if part, ok := part.(object); ok && part["type"] != nil {
				part["nullable"] = true
				return
			}
		}
		schema[kind] = append(parts, object{"type": "string", "nullable": true, "enum": []any{nil}})
	}
}
