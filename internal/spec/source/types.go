package source

import (
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/nearest"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// schemaTypes are those that OpenAPI 3.0 has.
var schemaTypes = [...]string{"array", "boolean", "integer", "number", "object", "string"}

// checkType refuses a schema's type that OpenAPI 3.0 doesn't have: what reads the document would take the value for one of any type.
func checkType(at string, node tree.Object, fault func(string, ...any)) {
	if strings.HasPrefix(at, "components.securitySchemes.") {
		return
	}
	switch said := node["type"].(type) {
	case nil:
		if _, there := node["type"]; there && !namesBelow(at[strings.LastIndexByte(at, '.')+1:]) {
			fault("%s: type is empty: leave it out where any value will do, and nullable: true says that null may stand there", at)
		}
	case tree.Object: // a property that is called type
	case string:
		switch {
		case said == "null":
			fault("%s: type null: OpenAPI 3.0 has no such type: write the other type, and nullable: true", at)
		case !slices.Contains(schemaTypes[:], said):
			fault("%s: type %q: it is one of %s%s", at, said, strings.Join(schemaTypes[:], ", "), nearest.Suggestion(said, schemaTypes[:]))
		}
	case []any:
		fault("%s: type %v is a list: OpenAPI 3.0 has one type, with nullable: true where null may stand there, or oneOf", at, said)
	default:
		fault("%s: type %v: it is one of %s", at, said, strings.Join(schemaTypes[:], ", "))
	}
}
