package source

// lazyMembers turns the members with x-lazy into value.Lazy of the type that they hold.
func (d *Document) lazyMembers() {
	for _, schema := range d.schemas() {
		schema, _ := schema.(object)
		properties, _ := schema["properties"].(object)
		for _, property := range properties {
			property, _ := property.(object)
			if lazy, _ := property["x-lazy"].(bool); !lazy {
				continue
			}
			name := "value.Lazy[" + d.goTypeOf(property) + "]"
			for _, key := range [...]string{"$ref", "type", "x-lenient"} {
				delete(property, key)
			}
			goType(property, name)
		}
	}
}
