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
	if at > p.size || p.fields > p.size {
		p.damage()
		return
	}
	for table := range restTable {
		if p.count[table] != 1 {
			p.damage()
			return
		}
	}
	heads, end := p.span(headTable, 0)
	p.headsAt = heads
	if _, last := p.span(stringTable, max(p.count[stringTable], 1)-1); last != p.size || end-heads != headSize*p.count[detailTable] {
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
	ends := p.ends(table, place, 1)
	defer p.giveBack(ends)
	from, to = p.body+int(binary.LittleEndian.Uint32(ends)), p.body+int(binary.LittleEndian.Uint32(ends[4:]))
	if from > to || to > p.size {
		p.damage()
		return p.body, p.body
	}
	return from, to
}

// ends is the index of some pieces, one behind the other: where each begins, and where the last one ends. It is to be given back.
func (p *packer) ends(table, first, n int) []byte {
	ends := p.take(4 * (n + 1))
	p.bytes(ends, int64(p.index[table]+4*first))
	return ends
}

// piece has a piece read; reading it may lead to another's being read.
func (p *packer) piece(table, place int, read func()) {
	from, to := p.span(table, place)
	p.between(from, to, read)
}

func (p *packer) between(from, to int, read func()) {
	piece, before := p.take(to-from), p.in
	p.bytes(piece, int64(from))
	p.in = piece
	if p.damaged {
		p.in = nil
	}
	read()
	if len(p.in) > 0 {
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
