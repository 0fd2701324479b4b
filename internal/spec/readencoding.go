package spec

import "github.com/seed-8da6be54/vendorkit/internal/spec/source"

// encodings reads how the fields of a form are written.
func (r *reader) encodings(at *place, v any) map[string]Encoding {
	in := r.object(at, v)
	out := make(map[string]Encoding, len(in))
	for name, v := range in {
		var encoding Encoding
		var boolean string
		r.read(at.below(name), "an encoding", v, fields{
			"style": &encoding.Style, "explode": &encoding.Explode, "contentType": &encoding.ContentType, source.XFormBoolean: &boolean,
		})
		encoding.NumberBoolean = boolean == "number"
		out[name] = encoding
	}
	return out
}
