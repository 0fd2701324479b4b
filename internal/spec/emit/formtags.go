package emit

import "github.com/seed-8da6be54/vendorkit/internal/spec/tree"

// tagForms hands the encoding of every form to the generator, as tags of the fields.
func (d *document) tagForms(tags map[string]map[string]string) {
	for name, fields := range tags {
		schema, _ := d.Schemas()[name].(tree.Object)
		properties, _ := schema["properties"].(tree.Object)
		for field, words := range fields {
			if property, ok := properties[field].(tree.Object); ok && words != "" {
				property["x-oapi-codegen-extra-tags"] = tree.Object{"form": words}
			}
		}
	}
}
