package catalog

import (
	"slices"

	"github.com/seed-8da6be54/vendorkit/internal/catalog/prose"
)

// Description is all that is said of an operation, as plain values that are written as JSON.
type Description struct {
	Name        string             `json:"name"`
	Vendor      string             `json:"vendor"`
	Method      string             `json:"method"`
	Path        string             `json:"path"`
	Service     string             `json:"service"`
	Summary     string             `json:"summary"`
	Description string             `json:"description,omitzero"`
	Reads       bool               `json:"reads"` // it changes nothing
	List        bool               `json:"list"`  // it has rows, and pages where the vendor has
	Deprecated  *prose.Deprecation `json:"deprecated,omitzero"`
	Evidence    DescribedEvidence  `json:"evidence"`
	Go          []DescribedMethod  `json:"go"`
	Parameters  []DescribedField   `json:"parameters"`
	Body        *DescribedContent  `json:"body,omitzero"`
	Response    DescribedContent   `json:"response"`
}

// DescribedEvidence says how sure an operation is, and from where it is known.
type DescribedEvidence struct {
	Level  string `json:"level"` // documented, observed or inferred
	Source string `json:"source"`
	Note   string `json:"note,omitzero"`
}

// DescribedMethod is a Go method that makes an operation.
type DescribedMethod struct {
	Import    string `json:"import"`
	Call      string `json:"call"`
	Signature string `json:"signature"`
}

// DescribedField is a parameter or a field.
type DescribedField struct {
	Name        string `json:"name"`
	In          string `json:"in,omitzero"` // of a parameter: path, query or header
	Type        string `json:"type"`
	Required    bool   `json:"required,omitzero"`
	ReadOnly    bool   `json:"read_only,omitzero"`
	Deprecated  bool   `json:"deprecated,omitzero"`
	Changes     bool   `json:"changes,omitzero"` // of a parameter: with it the call changes something, though the operation reads
	Description string `json:"description,omitzero"`
	// Fields are those of the record that it holds, or of the records in the list, as deep as was asked for.
	Fields []DescribedField `json:"fields,omitzero"`
}

// DescribedContent is what an operation takes, or responds with.
type DescribedContent struct {
	Status      string           `json:"status,omitzero"`
	ContentType string           `json:"content_type,omitzero"` // absent where there is nothing
	Required    bool             `json:"required,omitzero"`
	Type        string           `json:"type,omitzero"`
	Description string           `json:"description,omitzero"`
	Evidence    string           `json:"evidence,omitzero"` // of a response, how sure its type is
	Fields      []DescribedField `json:"fields,omitzero"`
}

// Describe says all that is known of an operation, with fields so many records deep.
func (o *Operation) Describe(depth int) Description {
	out := Description{
		Name: o.Name, Method: o.HTTPMethod, Path: o.Path, Service: o.Service.Name, Summary: o.Summary, Description: o.Description,
		Reads: o.Reads, List: o.List != nil, Evidence: DescribedEvidence{o.Evidence.Level, o.Evidence.Source, o.Evidence.Note},
		Parameters: []DescribedField{},
	}
	if o.Deprecated {
		out.Deprecated = &o.Deprecation
	}
	for _, m := range o.Methods {
		out.Vendor = m.vendor
		out.Go = append(out.Go, DescribedMethod{m.ImportPath(), m.Call(), m.Signature()})
	}
	for _, p := range o.Parameters {
		out.Parameters = append(out.Parameters, DescribedField{
			Name: p.Name, In: p.In, Type: p.Schema.Type(), Required: p.Required || p.In == "path", Deprecated: p.Deprecated, Changes: p.Changes, Description: p.Description,
		})
	}
	slices.SortStableFunc(out.Parameters, requiredFirst)
	if o.Body != nil {
		out.Body = &DescribedContent{ContentType: o.Body.Media, Required: o.Body.Required, Type: o.Body.Schema.Type(), Fields: describeFields(o.Body.Schema, depth)}
	}
	out.Response = DescribedContent{Status: o.Response.Status, ContentType: o.Response.Media, Description: o.Response.Description}
	if o.Response.Media != "" {
		out.Response.Type, out.Response.Evidence = o.Response.Schema.Type(), o.Response.Level
		out.Response.Fields = describeFields(o.Response.Schema, depth)
	}
	return out
}

func describeFields(s *Schema, depth int) (out []DescribedField) {
	for range 4 {
		if items := s.Items(); items != nil {
			s = items
		}
	}
	if s == nil || depth <= 0 {
		return nil
	}
	for _, field := range s.Fields() {
		described := DescribedField{
			Name: field.Name, Type: field.Schema.Type(), Required: field.Required, Description: field.Description, Fields: describeFields(field.Schema, depth-1),
		}
		if of := field.Schema.Spec(); of != nil {
			described.ReadOnly, described.Deprecated = of.ReadOnly, of.Deprecated
		}
		out = append(out, described)
	}
	slices.SortStableFunc(out, requiredFirst)
	return out
}

// requiredFirst puts what can't be done without before the rest, and leaves the order as it is otherwise.
func requiredFirst(a, b DescribedField) int {
	switch {
	case a.Required == b.Required:
		return 0
	case a.Required:
		return -1
	}
	return 1
}
