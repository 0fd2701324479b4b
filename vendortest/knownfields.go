package vendortest

import "github.com/getkin/kin-openapi/openapi3"

// knownFields copies what was sent without the fields that its schema doesn't have, in the records within it as well: so a vendor
// sees it that ignores them.
func knownFields(schema *openapi3.Schema, sent any) any {
	switch sent := sent.(type) {
	case []any:
		if rows := arrayOf(schema); rows != nil && rows.Items != nil {
			out := make([]any, len(sent))
			for i, row := range sent {
				out[i] = knownFields(rows.Items.Value, row)
			}
			return out
		}
	case map[string]any:
		if rows := arrayOf(schema); rows != nil && rows.Items != nil { // one record in place of a list
			schema = rows.Items.Value
		}
		fields := map[string]*openapi3.Schema{}
		if !collectFields(schema, fields) {
			return sent
		}
		out := make(map[string]any, len(sent))
		for name, value := range sent {
			if field, ok := fields[name]; ok && field != nil {
				out[name] = knownFields(field, value)
			} else if ok {
				out[name] = value
			}
		}
		return out
	}
	return sent
}
