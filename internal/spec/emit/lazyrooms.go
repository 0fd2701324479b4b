package emit

import (
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// xHolds marks a field that is JSON because its package can't name what it holds, and says what that is.
const xHolds = "x-holds"

// lazyAcrossRooms turns the fields that hold a schema which their own package can't name into plain JSON, and says in their comment
// what to decode it into, or what to make it of. A lazy field has that Go type anyway.
func (d *document) lazyAcrossRooms(r *rooms) {
	for owner, schema := range d.Schemas() {
		schema, _ := schema.(tree.Object)
		properties, _ := schema["properties"].(tree.Object)
		for _, property := range properties {
			property, _ := property.(tree.Object)
			holds, foreign := d.heldElsewhere(r, r.ofSchema[owner], property)
			if !foreign {
				continue
			}
			said := "(the JSON of " + holds + ", into which Decode reads it)"
			if schema[source.XWrite] == true {
				said = "(the JSON of " + holds + ", as value.ToJSON writes it)"
			}
			description := strings.TrimSpace(tree.String(property, "description"))
			if description != "" && !strings.HasSuffix(description, ".") {
				description += "."
			}
			for _, key := range [...]string{"$ref", "type", source.XLenient} {
				delete(property, key)
			}
			goType(property, "value.JSON")
			property["description"] = strings.TrimSpace(description + " " + said)
			property[xHolds] = holds
		}
	}
}

// heldElsewhere says what a field holds, as Go, and whether its package can't name that.
func (d *document) heldElsewhere(r *rooms, at string, property tree.Object) (holds string, foreign bool) {
	eager, lazy := d.schemasBelow(property)
	for _, name := range append(eager, lazy...) {
		foreign = foreign || !r.reaches(at, name)
	}
	if !foreign {
		return "", false
	}
	held := d.goTypeOf(property)
	for _, list := range [...]string{"value.Lazy[", "value.List["} {
		if inner, cut := strings.CutPrefix(held, list); cut {
			held = strings.TrimSuffix(inner, "]")
			if list == "value.List[" {
				held = "[]" + held
			}
		}
	}
	return goWord.ReplaceAllStringFunc(held, func(word string) string {
		switch of, known := r.ofSchema[word]; {
		case !known || of == at:
			return word
		case of == "":
			return d.Vendor + "." + word
		default:
			return of + "." + word
		}
	}), true
}
