package spec

import (
	"encoding/binary"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
)

// readTables reads how many pieces there are of what, and finds out where the indexes of them begin.
func (p *packer) readTables(size int64) {
	at := len(packedForm) + len(source.Sum{})
	var counts [4 * (tables + 1)]byte
	p.bytes(counts[:], int64(at))
	at += len(counts)
	p.fields = int(binary.LittleEndian.Uint32(counts[:]))
	for table := range tables {
		p.count[table] = int(binary.LittleEndian.Uint32(counts[4*table+4:]))
		p.index[table] = at
		at += 4 * (p.count[table] + 1)
	}
	p.body, p.size = at, int(size)
	if at > p.size || p.fields > p.size || p.count[baseTable] != 1 || p.count[componentTable] != 1 {
		p.damage()
		return
	}
	if p.end(tables-1) != p.size {
		p.damage()
	}
}

func (p *packer) bytes(into []byte, at int64) {
	if n, _ := p.from.ReadAt(into, at); n < len(into) {
		p.damage()
	}
}

// span is where a piece begins and ends.
func (p *packer) span(table, place int) (from, to int) {
	ends := p.take(8)
	defer p.giveBack(ends)
	p.bytes(ends, int64(p.index[table]+4*place))
	from, to = p.body+int(binary.LittleEndian.Uint32(ends)), p.body+int(binary.LittleEndian.Uint32(ends[4:]))
	if from > to || to > p.size {
		p.damage()
		return p.body, p.body
	}
	return from, to
}

func (p *packer) start(table int) int {
	if p.count[table] == 0 {
		return p.size
	}
	from, _ := p.span(table, 0)
	return from
}

func (p *packer) end(table int) int {
	if p.count[table] == 0 {
		return p.size
	}
	_, to := p.span(table, p.count[table]-1)
	return to
}

// piece has a piece read, or so much of it; reading it may lead to another's being read.
func (p *packer) piece(table, place, limit int, read func()) {
	from, to := p.span(table, place)
	if limit > 0 {
		to = min(to, from+limit)
	}
	piece, before := p.take(to-from), p.in
	p.bytes(piece, int64(from))
	p.in = piece
	if p.damaged {
		p.in = nil
	}
	read()
	if beginning := limit > 0 || p.lazy && table == operationTable; len(p.in) > 0 && !beginning {
		p.damage()
	}
	p.in = before
	p.giveBack(piece)
	if p.damaged {
		p.in = nil
	}
}

// take lends memory for a piece, to be given back before what was lent earlier.
func (p *packer) take(n int) []byte {
	used := len(p.scratch)
	p.scratch = append(p.scratch, make([]byte, n)...)
	return p.scratch[used:]
}

func (p *packer) giveBack(piece []byte) { p.scratch = p.scratch[:len(p.scratch)-len(piece)] }
