package spec

import "encoding/binary"

// place is that of something in the list that it is referred to by, plus 1; 0 for nothing.
func (p *packer) place(n, length int) int {
	said := uint64(n)
	switch {
	case !p.fixed:
		said = p.unsigned(said)
	case !p.reading:
		p.out = binary.LittleEndian.AppendUint32(p.out, uint32(n))
	case len(p.in) < 4:
		p.damage()
		return 0
	default:
		said = uint64(binary.LittleEndian.Uint32(p.in))
		p.in = p.in[4:]
	}
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
	if at := p.place(0, p.count[stringTable]) - 1; at >= 0 {
		*s = p.stringAt(at)
	}
}

func (p *packer) schemaRef(s **Schema) {
	if !p.reading {
		p.place(intern(*s, *s == nil, p.schemas, &p.schemaList), 0)
		return
	}
	if at := p.place(0, p.count[detailTable]) - 1; at >= 0 {
		*s = p.schemaAt(at)
	}
}

func (p *packer) scalarRef(s *Scalar) {
	if p.reading {
		if at := p.place(0, len(p.scalarList)) - 1; at >= 0 {
			*s = p.scalarList[at]
		}
		return
	}
	if p.scalars[*s] == 0 {
		p.scalars[*s] = len(p.scalars) + 1
		fixed := p.fixed
		p.fixed = false
		p.scalarsOut = append(p.scalarsOut, p.written(func() { p.scalar(s) })...)
		p.fixed = fixed
	}
	p.place(p.scalars[*s], 0)
}

func (p *packer) parameterRef(v **Parameter) {
	if !p.reading {
		p.place(intern(*v, *v == nil, p.parameters, &p.parameterList), 0)
		return
	}
	at := p.place(0, p.count[parameterTable]) - 1
	if at < 0 {
		return
	}
	if p.parameterList == nil {
		p.parameterList = make([]*Parameter, p.count[parameterTable])
	}
	if p.parameterList[at] == nil {
		made := &Parameter{}
		p.parameterList[at] = made
		p.piece(parameterTable, at, func() { p.parameter(made) })
	}
	*v = p.parameterList[at]
}

func (p *packer) responseRef(r **Response) { alikeRef(p, r, p.responses, &p.responseList, p.response) }

func (p *packer) pageRef(page **Page) { alikeRef(p, page, p.pages, &p.pageList, p.page) }

// alikeRef goes over a reference to one of those of which each kind is there once.
func alikeRef[T any](p *packer, v **T, places map[string]int, list *[]*T, each func(*T)) {
	if p.reading {
		if at := p.place(0, len(*list)) - 1; at >= 0 {
			*v = (*list)[at]
		}
		return
	}
	if *v == nil {
		p.place(0, 0)
		return
	}
	key := string(p.written(func() { each(*v) }))
	p.place(intern(key, false, places, new([]string)), 0)
	if len(places) > len(*list) {
		*list = append(*list, *v)
	}
}

// intern returns a value's place in a list, where it is put when it isn't there.
func intern[T comparable](v T, zero bool, places map[T]int, list *[]T) int {
	if zero {
		return 0
	}
	at, known := places[v]
	if !known {
		*list = append(*list, v)
		at = len(places) + 1
		places[v] = at
	}
	return at
}
