package source

import (
	"strings"
)

// incomparable marks a large read shape all of whose members can be compared. Its struct gets a field of no size that can't
// be: nobody compares such records with ==, and the compiler writes a function for each that could be.
func (d *Document) incomparable(schema object) {
	properties, _ := schema["properties"].(object)
	if len(properties) < 12 || schema["x-write"] == true {
		return
	}
	for _, property := range properties {
		property, _ := property.(object)
		named := text(property, "x-go-type")
		kind := text(property, "type")
		switch {
		case strings.HasPrefix(named, "["), strings.HasPrefix(named, "map"), isJSONType(named), strings.HasPrefix(named, "value.List["), strings.HasPrefix(named, "value.Map["):
			return
		case named == "" && (kind == "array" || kind == "object"):
			return
		}
	}
	schema["x-incomparable"] = true
}
