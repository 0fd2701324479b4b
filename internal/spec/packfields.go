package spec

func (p *packer) document(d *Document) {
	p.string(&d.Vendor)
	p.string(&d.Product)
	p.string(&d.Version)
	p.string(&d.BasePath)
	for _, s := range []*string{&d.Credential.Type, &d.Credential.Scheme, &d.Credential.In, &d.Credential.Parameter} {
		p.string(s)
	}
	p.bits(&d.Public, &d.EmptyObjectIsList)
	packMap(p, &d.Headers, p.string)
	packMap(p, &d.MethodHeaders, func(headers *map[string]string) { packMap(p, headers, p.string) })
	p.stringsIn(&d.ErrorCodes)
	p.page(&d.Page)
	p.envelope(&d.Envelope)
	p.number(&d.RateLimit.Requests)
	p.number(&d.RateLimit.Window)
	for _, s := range []*string{&d.RateLimit.Limit, &d.RateLimit.Remaining, &d.RateLimit.Reset} {
		p.string(s)
	}
	packList(p, &d.Tags, func(tag *Tag) { p.string(&tag.Name); p.bits(&tag.Everyday) })
	packMap(p, &d.Responses, func(r **Response) { packPointer(p, r, p.response) })
}

func (p *packer) page(v *Page) {
	for _, s := range []*string{&v.Style, &v.Page, &v.Cursor, &v.Size, &v.Ask, &v.Limit, &v.From, &v.Key, &v.Items} {
		p.string(s)
	}
	for _, list := range []*[]string{&v.Next, &v.Pages, &v.Current, &v.Total, &v.Token, &v.Besides} {
		p.stringsIn(list)
	}
	p.number(&v.Cap)
	p.number(&v.Ceiling)
	p.bits(&v.Loose)
}

func (p *packer) envelope(v *Envelope) {
	for _, s := range []*string{&v.Data, &v.Error, &v.Errors, &v.Code, &v.Token} {
		p.string(s)
	}
	packPointer(p, &v.Verdict, func(v *Verdict) { p.string(&v.Field); p.any(&v.Equals) })
}

// operation goes over what a lazy document has of an operation from the beginning, and rest over what else there is.
func (p *packer) operation(op *Operation) {
	for _, s := range []*string{&op.Method, &op.Path, &op.ID, &op.Tag, &op.Scope} {
		p.string(s)
	}
	p.bits(&op.Deprecated, &op.Public)
	p.pageRef(&op.Page)
	packPointer(p, &op.Upsert, func(v *Upsert) { p.string(&v.Create); p.string(&v.Update) })
	packListOf(p, &op.Responses, &p.references, p.responseRef)
}

func (p *packer) rest(op *Operation) {
	if p.reading {
		op.OperationDetails = &OperationDetails{}
	}
	for _, s := range []*string{&op.GoMethod, &op.Summary, &op.Evidence.Level, &op.Evidence.Source, &op.Evidence.Note} {
		p.string(s)
	}
	packPointer(p, &op.RetrySafe, func(v *bool) { p.bits(v) })
	packList(p, &op.Parameters, p.parameterRef)
	packPointer(p, &op.Body, func(v *Body) { p.bits(&v.Required); packList(p, &v.Contents, p.content) })
}

func (p *packer) response(r *Response) {
	p.string(&r.Status)
	p.string(&r.Level)
	packListOf(p, &r.Contents, &p.contents, p.content)
}

func (p *packer) content(c *Content) {
	p.string(&c.Media)
	p.schemaRef(&c.Schema)
	packMap(p, &c.Encoding, func(e *Encoding) {
		p.string(&e.Style)
		p.string(&e.ContentType)
		p.bits(&e.NumberBoolean)
		packPointer(p, &e.Explode, func(v *bool) { p.bits(v) })
	})
}

func (p *packer) parameter(v *Parameter) {
	for _, s := range []*string{&v.Name, &v.In, &v.Style} {
		p.string(s)
	}
	p.bits(&v.Required, &v.Deprecated, &v.AllowEmpty, &v.Changes)
	packPointer(p, &v.Explode, func(v *bool) { p.bits(v) })
	p.schemaRef(&v.Schema)
}

// head goes over what a lazy document has of a schema from the beginning, and details over what else there is.
func (p *packer) head(s *Schema) {
	before := p.fixed
	p.fixed = true
	p.scalarRef(&s.Scalar)
	p.string(&s.Name)
	p.schemaRef(&s.Ref)
	p.schemaRef(&s.Items)
	p.fixed = before
}

// headSize is what head writes, in bytes.
const headSize = 16

func (p *packer) scalar(s *Scalar) {
	p.string(&s.Type)
	p.string(&s.Format)
	p.string(&s.Lenient)
	p.bits(&s.Nullable, &s.ReadOnly, &s.WriteOnly, &s.Deprecated, &s.UniqueItems, &s.Open, &s.Secret)
	p.bits(&s.Lazy, &s.Write, &s.Nested)
}

func (p *packer) details(s *Schema) {
	p.propertiesOf(s)
	plain := s.plain()
	if p.bits(&plain); plain {
		return
	}
	if p.reading {
		s.SchemaDetails = &SchemaDetails{}
	}
	p.string(&s.Pattern)
	p.string(&s.WriteOf)
	packList(p, &s.Enum, p.any)
	p.any(&s.Default)
	p.any(&s.Example)
	packPointer(p, &s.Minimum, p.float)
	packPointer(p, &s.Maximum, p.float)
	p.number(&s.MinLength)
	p.number(&s.MinItems)
	packPointer(p, &s.MaxLength, p.number)
	packPointer(p, &s.MaxItems, p.number)
	p.stringsIn(&s.Required)
	p.schemaRef(&s.Additional)
	packPointer(p, &s.Free, func(v *bool) { p.bits(v) })
	packList(p, &s.AllOf, p.schemaRef)
	packList(p, &s.OneOf, p.schemaRef)
	packList(p, &s.AnyOf, p.schemaRef)
}

// plain reports whether there is nothing in details of a schema.
func (s *SchemaDetails) plain() bool {
	return s.Pattern == "" && s.WriteOf == "" && s.Enum == nil && s.Default == nil && s.Example == nil && s.Minimum == nil && s.Maximum == nil &&
		s.MinLength == 0 && s.MinItems == 0 && s.MaxLength == nil && s.MaxItems == nil && s.Required == nil && s.Additional == nil &&
		s.Free == nil && s.AllOf == nil && s.OneOf == nil && s.AnyOf == nil
}

// propertiesOf goes over the fields of an object.
func (p *packer) propertiesOf(s *Schema) {
	n, some := p.length(len(s.Properties), s.Properties != nil)
	if p.fields += n; p.reading && some {
		s.Properties = carve(&p.properties, n)
	}
	for i := range s.Properties {
		p.string(&s.Properties[i].Name)
		p.schemaRef(&s.Properties[i].Schema)
	}
}
