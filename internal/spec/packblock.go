package spec

import "encoding/binary"

// Strings and schemas are made in blocks, each when the first of it is asked for: those that are asked for together stand together.
const (
	stringBlock = 32
	schemaBlock = 8
)

func blocks(n, size int) int { return (n + size - 1) / size }

func (p *packer) stringAt(place int) string {
	block := p.stringBlocks[place/stringBlock]
	if block == nil {
		block = p.readStrings(place / stringBlock)
	}
	return block[place%stringBlock]
}

func (p *packer) readStrings(block int) *[stringBlock]string {
	first := block * stringBlock
	made := &[stringBlock]string{}
	p.stringBlocks[block] = made
	n := min(stringBlock, p.count[stringTable]-first)
	ends := p.ends(stringTable, first, n)
	defer p.giveBack(ends)
	from, to := binary.LittleEndian.Uint32(ends), binary.LittleEndian.Uint32(ends[4*n:])
	if from > to || p.body+int(to) > p.size {
		p.damage()
		return made
	}
	raw := p.take(int(to - from))
	defer p.giveBack(raw)
	p.bytes(raw, int64(p.body)+int64(from))
	text, begin := string(raw), from
	for i := range n {
		end := binary.LittleEndian.Uint32(ends[4*i+4:])
		if end < begin || end > to {
			p.damage()
			return made
		}
		made[i] = text[begin-from : end-from]
		begin = end
	}
	return made
}

// schemaAt is a schema of which the head is read.
func (p *packer) schemaAt(place int) *Schema {
	block := p.schemaBlocks[place/schemaBlock]
	if block == nil {
		block = &[schemaBlock]Schema{}
		p.schemaBlocks[place/schemaBlock] = block
	}
	s := &block[place%schemaBlock]
	if !p.headed[place] {
		p.headed[place] = true
		s.empty, s.SchemaDetails = int32(place)+1, noSchemaDetails
		at := p.headsAt + headSize*place
		p.between(at, at+headSize, func() { p.head(s) })
	}
	return s
}
