package emit

import (
	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// lazyFields turns the fields with x-lazy into value.Lazy of the type that they hold.
func (d *document) lazyFields() {
	for _, schema := range d.Schemas() {
		schema, _ := schema.(tree.Object)
		properties, _ := schema["properties"].(tree.Object)
		for _, property := range properties {
			property, _ := property.(tree.Object)
			if lazy, _ := property[source.XLazy].(bool); !lazy {
				continue
			}
			name := "value.Lazy[" + d.goTypeOf(property) + "]"
			for _, key := range [...]string{"$ref", "type", source.XLenient} {
				delete(property, key)
			}
			goType(property, name)
		}
	}
}
