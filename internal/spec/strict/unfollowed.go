package strict

import (
	"context"
	"errors"
	"reflect"

	"github.com/getkin/kin-openapi/openapi3"
)

// everything is what kin-openapi can check.
var everything = [...]openapi3.ValidationOption{
	openapi3.EnableSchemaFormatValidation(), openapi3.EnableSchemaPatternValidation(),
	openapi3.EnableSchemaDefaultsValidation(), openapi3.EnableExamplesValidation(),
}

// validate validates a document with everything that kin-openapi can check. Document.Validate would follow each reference from every
// place where it stands, to the end, and so take a schema's time as often as something refers to it, by whatever way: with documents
// that refer back and forth that grows with the square of their size. Here each part is validated once, with its references cut off, and
// then what has an example or a default of its own, with all that this refers to.
func validate(ctx context.Context, document *openapi3.T) error {
	p := &parts{seen: map[any]bool{}}
	p.find(reflect.ValueOf(document))
	restore := p.cutReferences()
	err := document.Validate(ctx, withoutValues()...)
	restore()
	faults := []error{err}
	for _, one := range p.exemplified {
		faults = append(faults, one.Validate(ctx, everything[:]...))
	}
	return errors.Join(faults...)
}

// withoutValues is everything but examples and defaults: these are validated with all that their schemas refer to.
func withoutValues() []openapi3.ValidationOption {
	return append(everything[:], openapi3.DisableSchemaDefaultsValidation(), openapi3.DisableExamplesValidation())
}

// validated is a part of a document that can be validated alone.
type validated interface {
	Validate(context.Context, ...openapi3.ValidationOption) error
}

// parts are the parts of a document that are dealt with one by one.
type parts struct {
	seen        map[any]bool // pointers
	references  []*openapi3.SchemaRef
	exemplified []validated // they have an example or a default
}

// find collects the parts below a value.
func (p *parts) find(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() || p.seen[v.Interface()] {
			return
		}
		p.seen[v.Interface()] = true
		p.note(v.Interface())
		p.find(v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			if field := v.Type().Field(i); field.IsExported() && field.Name != "Extensions" && field.Name != "Origin" {
				p.find(v.Field(i))
			}
		}
		if all := v.Addr().MethodByName("Map"); all.IsValid() && all.Type().NumIn() == 0 { // paths, responses, callbacks keep theirs to themselves
			p.find(all.Call(nil)[0])
		}
	case reflect.Map:
		for entries := v.MapRange(); entries.Next(); {
			p.find(entries.Value())
		}
	case reflect.Slice:
		for i := range v.Len() {
			p.find(v.Index(i))
		}
	}
}

// cutReferences lets every reference lead to a schema that says nothing, until restore is called.
func (p *parts) cutReferences() (restore func()) {
	values := make([]*openapi3.Schema, len(p.references))
	for i, ref := range p.references {
		values[i], ref.Value = ref.Value, &openapi3.Schema{}
	}
	return func() {
		for i, ref := range p.references {
			ref.Value = values[i]
		}
	}
}

func (p *parts) note(part any) {
	if ref, ok := part.(*openapi3.SchemaRef); ok && ref.Ref != "" && ref.Value != nil {
		p.references = append(p.references, ref)
	}
	if part, ok := part.(validated); ok && exemplified(part) {
		p.exemplified = append(p.exemplified, part)
	}
}

// exemplified reports whether a part has an example or a default of its own.
func exemplified(part validated) bool {
	switch part := part.(type) {
	case *openapi3.Schema:
		return part.Example != nil || part.Default != nil || len(part.Examples) > 0
	case *openapi3.MediaType:
		return part.Example != nil || len(part.Examples) > 0
	case *openapi3.Parameter:
		return part.Example != nil || len(part.Examples) > 0
	}
	return false
}
