package prose

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
)

// Encode writes the prose as JSON, each service, parameter, operation and schema on a line of its own.
func (v *Vendor) Encode() ([]byte, error) {
	var out bytes.Buffer
	var failed error
	write := func(value any) {
		encoder := json.NewEncoder(&out)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(value); err != nil && failed == nil {
			failed = err
		}
		out.Truncate(max(0, out.Len()-1)) // the line break
	}
	out.WriteString("{")
	for _, head := range [...]struct{ name, text string }{{"title", v.Title}, {"description", v.Description}, {"server", v.Server}} {
		out.WriteString("\n")
		write(head.name)
		out.WriteString(": ")
		write(head.text)
		out.WriteString(",")
	}
	out.WriteString("\n\"docs\": ")
	write(v.Docs)
	out.WriteString(",\n\"services\": [")
	for i, service := range v.Services {
		out.WriteString(",\n"[min(i, 1)^1:])
		write(service)
	}
	out.WriteString("]")
	section(&out, write, "sources", v.Sources)
	section(&out, write, "parameters", v.Parameters)
	section(&out, write, "operations", v.Operations)
	section(&out, write, "schemas", v.Schemas)
	section(&out, write, "evidence", v.Evidence)
	section(&out, write, "names", v.Names)
	section(&out, write, "forms", v.Forms)
	out.WriteString("\n}\n")
	return out.Bytes(), failed
}

func section[V any](out *bytes.Buffer, write func(any), name string, entries map[string]V) {
	out.WriteString(",\n\"" + name + "\": {")
	for i, key := range slices.Sorted(maps.Keys(entries)) {
		out.WriteString(",\n"[min(i, 1)^1:])
		write(key)
		out.WriteString(": ")
		write(entries[key])
	}
	out.WriteString("}")
}
