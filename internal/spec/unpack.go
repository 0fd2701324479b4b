package spec

import (
	"errors"
	"io"
)

var errDamaged = errors.New("the packed document is damaged: go generate makes it anew")

// unpack reads what Pack wrote: all of it, or what [OpenLazily] promises.
func unpack(in io.ReaderAt, size int64, all bool) (*Document, error) {
	p := &packer{reading: true, from: in, lazy: !all, emptySchemas: map[*Schema]int{}, emptyOperations: map[*Operation]int{}}
	p.readTables(size)
	if p.damaged {
		return nil, errDamaged
	}
	p.stringList = make([]string, p.count[stringTable])
	p.responseList = make([]*Response, p.count[responseTable])
	p.parameterList, p.schemaList = make([]*Parameter, p.count[parameterTable]), make([]*Schema, p.count[schemaTable])
	if all {
		p.readAll()
	}
	doc := &Document{}
	p.piece(baseTable, 0, 0, func() { p.document(doc) })
	operations := make([]Operation, p.count[operationTable])
	doc.Operations = make([]*Operation, len(operations))
	for i := range operations {
		op := &operations[i]
		doc.Operations[i] = op
		if all {
			p.piece(operationTable, i, 0, func() { p.operation(op); p.rest(op) })
		} else {
			p.piece(operationTable, i, 0, func() { p.operation(op) })
			p.emptyOperations[op] = i
		}
	}
	if all {
		p.piece(componentTable, 0, 0, func() { packMap(p, &doc.Schemas, p.schemaRef) })
	} else {
		doc.lazy = p
	}
	if p.damaged {
		return nil, errDamaged
	}
	return doc, nil
}

// readAll makes what there are thousands of in one piece each, and reads it.
func (p *packer) readAll() {
	text := make([]byte, p.end(stringTable)-p.start(stringTable))
	p.bytes(text, int64(p.start(stringTable)))
	table := string(text)
	for i := range p.stringList {
		from, to := p.span(stringTable, i)
		if p.damaged {
			return
		}
		p.stringList[i] = table[from-p.start(stringTable) : to-p.start(stringTable)]
	}
	parameters, schemas := make([]Parameter, len(p.parameterList)), make([]Schema, len(p.schemaList))
	for i := range schemas {
		p.schemaList[i] = &schemas[i]
	}
	for i := range parameters {
		p.parameterList[i] = &parameters[i]
		p.piece(parameterTable, i, 0, func() { p.parameter(&parameters[i]) })
	}
	p.properties = make([]Property, p.fields)
	for i := range schemas {
		p.piece(schemaTable, i, 0, func() { p.schema(&schemas[i]); p.details(&schemas[i]) })
	}
}

// Fill fills a schema of a document that was opened by [OpenLazily]; what that leads to may be empty in turn. It does nothing to one
// that is filled. One goroutine at a time may fill what a document has.
func (d *Document) Fill(s *Schema) {
	if d.lazy == nil {
		return
	}
	if place, empty := d.lazy.emptySchemas[s]; empty {
		delete(d.lazy.emptySchemas, s)
		d.lazy.piece(schemaTable, place, 0, func() { d.lazy.schema(s); d.lazy.details(s) })
		d.lazy.mustBeWhole()
	}
}

// FillOperation does so to an operation.
func (d *Document) FillOperation(op *Operation) {
	if d.lazy == nil {
		return
	}
	if place, empty := d.lazy.emptyOperations[op]; empty {
		delete(d.lazy.emptyOperations, op)
		d.lazy.piece(operationTable, place, 0, func() { d.lazy.operation(op); d.lazy.rest(op) })
		d.lazy.mustBeWhole()
	}
}

// Component returns a schema under components by its name; nil where there is none. Like Fill it is for one goroutine at a time.
func (d *Document) Component(name string) *Schema {
	if d.lazy != nil && d.Schemas == nil {
		d.lazy.piece(componentTable, 0, 0, func() { packMap(d.lazy, &d.Schemas, d.lazy.schemaRef) })
		d.lazy.mustBeWhole()
	}
	return d.Schemas[name]
}

func (p *packer) mustBeWhole() {
	if p.damaged {
		panic(errDamaged)
	}
}
