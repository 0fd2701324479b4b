package vendortest

// The functions below take a JSON value for what it is expected to be; of another kind of value they return nothing.

// fieldOf returns a field of an object.
func fieldOf(v any, name string) any {
	fields, _ := v.(map[string]any)
	return fields[name]
}

func itemsOf(v any) []any {
	items, _ := v.([]any)
	return items
}

func stringOf(v any) string {
	s, _ := v.(string)
	return s
}
