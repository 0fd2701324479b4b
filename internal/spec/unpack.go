package spec

import (
	"errors"
	"io"
)

var errDamaged = errors.New("the packed document is damaged: go generate makes it anew")

// unpack reads what Pack wrote: all of it, or what [OpenLazily] promises.
func unpack(in io.ReaderAt, size int64, all bool) (*Document, error) {
	p := &packer{reading: true, from: in}
	p.readTables(size)
	if p.damaged {
		return nil, errDamaged
	}
	p.stringBlocks = make([]*[stringBlock]string, blocks(p.count[stringTable], stringBlock))
	p.schemaBlocks = make([]*[schemaBlock]Schema, blocks(p.count[detailTable], schemaBlock))
	p.headed = make([]bool, p.count[detailTable])
	p.scratch = make([]byte, 0, p.longest()+firstScratch)
	if all {
		p.makeAll()
	}
	p.piece(scalarTable, 0, func() {
		for len(p.in) > 0 {
			var s Scalar
			p.scalar(&s)
			p.scalarList = append(p.scalarList, s)
		}
	})
	p.piece(pageTable, 0, func() { readPieces(p, &p.pageList, p.page) })
	p.piece(responseTable, 0, func() { readPieces(p, &p.responseList, p.response) })
	doc := &Document{}
	p.piece(baseTable, 0, func() { p.document(doc) })
	p.piece(operationTable, 0, func() { readPieces(p, &doc.Operations, p.operation) })
	if len(doc.Operations) != p.count[restTable] {
		p.damage()
	}
	for i, op := range doc.Operations {
		op.empty, op.OperationDetails = int32(i)+1, noOperationDetails
	}
	doc.lazy = p
	if all && !p.damaged {
		doc.fillAll()
		doc.lazy = nil
	}
	if p.damaged {
		return nil, errDamaged
	}
	return doc, nil
}

// firstScratch is room for what is read while one of the long pieces is.
const firstScratch = 4 << 10

// longest is how long the longest of those pieces is that are all of a table.
func (p *packer) longest() (n int) {
	for table := range headTable {
		from, to := p.span(table, 0)
		n = max(n, to-from)
	}
	return n
}

// readPieces reads a list of what is made in one piece of memory.
func readPieces[T any](p *packer, list *[]*T, each func(*T)) {
	n, _ := p.length(0, false)
	made := make([]T, n)
	*list = make([]*T, n)
	for i := range made {
		(*list)[i] = &made[i]
		each(&made[i])
	}
}

// makeAll makes what there are thousands of in one piece each.
func (p *packer) makeAll() {
	schemas := make([]Schema, len(p.schemaBlocks)*schemaBlock)
	for i := range p.schemaBlocks {
		p.schemaBlocks[i] = (*[schemaBlock]Schema)(schemas[i*schemaBlock:])
	}
	p.properties = make([]Property, p.fields)
}

// fillAll reads all that is empty yet.
func (d *Document) fillAll() {
	p := d.lazy
	for _, op := range d.Operations {
		d.fillOperation(op)
	}
	d.readComponents()
	for place := range p.headed {
		d.fill(p.schemaAt(place))
	}
}

// Fill fills a schema of a document that was opened by [OpenLazily]; what that leads to may be empty in turn. It does nothing to one
// that is filled. One goroutine at a time may fill what a document has.
func (d *Document) Fill(s *Schema) {
	if d.lazy != nil && s.empty != 0 {
		d.fill(s)
		d.lazy.mustBeWhole()
	}
}

func (d *Document) fill(s *Schema) {
	if s.empty != 0 {
		place := int(s.empty) - 1
		s.empty = 0
		d.lazy.piece(detailTable, place, func() { d.lazy.details(s) })
	}
}

// FillOperation does so to an operation.
func (d *Document) FillOperation(op *Operation) {
	if d.lazy != nil && op.empty != 0 {
		d.fillOperation(op)
		d.lazy.mustBeWhole()
	}
}

func (d *Document) fillOperation(op *Operation) {
	place := int(op.empty) - 1
	op.empty = 0
	d.lazy.piece(restTable, place, func() { d.lazy.rest(op) })
}

// Component returns a schema under components by its name; nil where there is none. Like Fill it is for one goroutine at a time.
func (d *Document) Component(name string) *Schema {
	if d.lazy != nil && d.Schemas == nil {
		d.readComponents()
		d.lazy.mustBeWhole()
	}
	return d.Schemas[name]
}

func (d *Document) readComponents() {
	d.lazy.piece(componentTable, 0, func() { packMap(d.lazy, &d.Schemas, d.lazy.schemaRef) })
}

func (p *packer) mustBeWhole() {
	if p.damaged {
		panic(errDamaged)
	}
}
