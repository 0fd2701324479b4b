package spec

// place is that of something in the list that it is referred to by, plus 1; 0 for nothing.
func (p *packer) place(n, length int) int {
	said := p.unsigned(uint64(n))
	if p.reading && said > uint64(length) {
		p.damage()
		return 0
	}
	return int(said)
}

func (p *packer) string(s *string) {
	if !p.reading {
		p.place(intern(*s, *s == "", p.strings, &p.stringList), 0)
		return
	}
	at := p.place(0, len(p.stringList)) - 1
	if at < 0 {
		return
	}
	if p.stringList[at] == "" {
		p.piece(stringTable, at, 0, func() { p.stringList[at] = string(p.in); p.in = nil })
	}
	*s = p.stringList[at]
}

func (p *packer) schemaRef(s **Schema) {
	if !p.reading {
		p.place(intern(*s, *s == nil, p.schemas, &p.schemaList), 0)
		return
	}
	at := p.place(0, len(p.schemaList)) - 1
	if at < 0 {
		return
	}
	if p.schemaList[at] == nil {
		made := &Schema{}
		p.schemaList[at], p.emptySchemas[made] = made, at
		p.piece(schemaTable, at, maxHead, func() { p.schema(made) })
	}
	*s = p.schemaList[at]
}

// maxHead is more than what the beginning of a schema takes.
const maxHead = 64

func (p *packer) parameterRef(v **Parameter) {
	if !p.reading {
		p.place(intern(*v, *v == nil, p.parameters, &p.parameterList), 0)
		return
	}
	at := p.place(0, len(p.parameterList)) - 1
	if at < 0 {
		return
	}
	if p.parameterList[at] == nil {
		made := &Parameter{}
		p.parameterList[at] = made
		p.piece(parameterTable, at, 0, func() { p.parameter(made) })
	}
	*v = p.parameterList[at]
}

func (p *packer) responseRef(r **Response) {
	if !p.reading {
		before := p.out
		p.out = nil
		p.response(*r)
		key := string(p.out)
		if p.out = before; p.responses[key] == 0 {
			p.responseList = append(p.responseList, *r)
			p.responses[key] = len(p.responseList)
		}
		p.place(p.responses[key], 0)
		return
	}
	at := p.place(0, len(p.responseList)) - 1
	if at < 0 {
		return
	}
	if p.responseList[at] == nil {
		made := &Response{}
		p.responseList[at] = made
		p.piece(responseTable, at, 0, func() { p.response(made) })
	}
	*r = p.responseList[at]
}

// intern returns a value's place in a list, where it is put when it isn't there.
func intern[T comparable](v T, zero bool, places map[T]int, list *[]T) int {
	if zero {
		return 0
	}
	at, known := places[v]
	if !known {
		*list = append(*list, v)
		at = len(*list)
		places[v] = at
	}
	return at
}
