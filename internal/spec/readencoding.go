package spec

import "github.com/seed-8da6be54/vendorkit/internal/spec/source"

// encodings reads how the fields of a form are written.
func (r *reader) encodings(at *place, v any) map[string]Encoding {
	in := r.object(at, v)
	out := make(map[string]Encoding, len(in))
	for name, v := range in {
		here := at.below(name)
		var encoding Encoding
		for key, v := range r.object(here, v) {
			switch key {
			case "style":
				encoding.Style = r.string(here.below(key), v)
			case "explode":
				encoding.Explode = new(r.bool(here.below(key), v))
			case "contentType":
				encoding.ContentType = r.string(here.below(key), v)
			case source.XFormBoolean:
				encoding.NumberBoolean = r.string(here.below(key), v) == "number"
			default:
				r.unknown(here, "an encoding", key)
			}
		}
		out[name] = encoding
	}
	return out
}
