package emit

import (
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// incomparable marks a read schema of eight fields and more, all of whose fields can be compared. Its struct gets a field of no size that can't
// be: nobody compares such records with ==, and the compiler writes a function for each that could be.
func (d *document) incomparable(schema tree.Object) {
	properties, _ := schema["properties"].(tree.Object)
	if len(properties) < 8 || schema[source.XWrite] == true {
		return
	}
	for _, property := range properties {
		property, _ := property.(tree.Object)
		named := tree.String(property, source.XGoType)
		kind := tree.String(property, "type")
		switch {
		case strings.HasPrefix(named, "["), strings.HasPrefix(named, "map"), source.IsJSONType(named), strings.HasPrefix(named, "value.List["), strings.HasPrefix(named, "value.Map["):
			return
		case named == "" && (kind == "array" || kind == "object"):
			return
		}
	}
	schema["x-incomparable"] = true
}
