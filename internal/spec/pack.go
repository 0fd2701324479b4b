package spec

import (
	"bytes"
	"encoding/binary"
	"io"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
)

// PackedName is the name of the file beside a vendor's openapi.yaml that holds the document as it was read, packed: to load that
// takes a hundredth of the time that YAML takes, and it is half of its size. It names the sources that it was made from by their
// sum, and counts for nothing beside any others.
const PackedName = "document.gen.bin"

// packedForm begins a packed document. Its number goes up when the form changes.
const packedForm = "vendorkit document, packed, form 3\n"

// What a packed document is made of, each with an index of where its pieces begin. What refers to a piece has its number, so that any
// can be read without the others. What every program reads is in one piece, or stands before what few read.
const (
	baseTable      = iota // one piece: what the document says of itself
	operationTable        // one piece: what a lazy document has of all operations from the beginning
	responseTable         // one piece: each kind once, since nearly all operations have the same failure
	pageTable             // one piece: each kind once
	scalarTable           // one piece: each kind once
	headTable             // one piece: what a lazy document has of schemas from the beginning, of each in headSize bytes
	componentTable        // one piece
	restTable             // the rest of each operation
	parameterTable
	detailTable // the rest of each schema
	stringTable
	tables
)

// Pack writes a document, which was read from sources with a sum.
func Pack(doc *Document, sum source.Sum) []byte {
	p := &packer{
		strings: map[string]int{}, schemas: map[*Schema]int{}, parameters: map[*Parameter]int{}, responses: map[string]int{}, pages: map[string]int{},
		scalars: map[Scalar]int{},
	}
	var pieces [tables][][]byte
	piece := func(table int, write func()) { pieces[table] = append(pieces[table], p.written(write)) }
	piece(baseTable, func() { p.document(doc) })
	piece(operationTable, func() { packList(p, &doc.Operations, func(op **Operation) { p.operation(*op) }) })
	piece(responseTable, func() { packList(p, &p.responseList, func(r **Response) { p.response(*r) }) })
	piece(pageTable, func() { packList(p, &p.pageList, func(page **Page) { p.page(*page) }) })
	var heads []byte
	head := func(place int) { heads = append(heads, p.written(func() { p.head(p.schemaList[place]) })...) }
	headed := 0 // those that the responses lead to come first, since a lazy document has them from the beginning
	for ; headed < len(p.schemaList); headed++ {
		head(headed)
	}
	piece(componentTable, func() { packMap(p, &doc.Schemas, p.schemaRef) })
	for _, op := range doc.Operations {
		piece(restTable, func() { p.rest(op) })
	}
	for i := 0; i < len(p.parameterList); i++ {
		piece(parameterTable, func() { p.parameter(p.parameterList[i]) })
	}
	for i := 0; i < len(p.schemaList); i++ { // one may add others
		if i >= headed {
			head(i)
		}
		piece(detailTable, func() { p.details(p.schemaList[i]) })
	}
	pieces[headTable] = [][]byte{heads}
	pieces[scalarTable] = [][]byte{p.scalarsOut}
	for _, s := range p.stringList {
		pieces[stringTable] = append(pieces[stringTable], []byte(s))
	}
	out := append([]byte(packedForm), sum[:]...)
	out = binary.LittleEndian.AppendUint32(out, uint32(p.fields))
	for _, table := range pieces {
		out = binary.LittleEndian.AppendUint32(out, uint32(len(table)))
	}
	end := uint32(0)
	for _, table := range pieces {
		for _, piece := range table {
			out = binary.LittleEndian.AppendUint32(out, end)
			end += uint32(len(piece))
		}
		out = binary.LittleEndian.AppendUint32(out, end)
	}
	for _, table := range pieces {
		out = append(out, bytes.Join(table, nil)...)
	}
	return out
}

// packer goes over a document and either writes each value or sets it to the one that it reads: what is written and what is read
// can't differ, since one list of fields is both.
type packer struct {
	reading bool
	fixed   bool // places take four bytes

	// of writing
	out        []byte
	strings    map[string]int
	schemas    map[*Schema]int
	parameters map[*Parameter]int
	responses  map[string]int // by what is written of them, as of pages
	pages      map[string]int
	scalars    map[Scalar]int
	scalarsOut []byte // what is written of scalars, each when it comes for the first time
	stringList []string
	schemaList []*Schema
	fields     int // of all objects

	// of reading
	from         io.ReaderAt
	count        [tables]int // of pieces
	index        [tables]int // where the index begins
	body, size   int         // where what the indexes count from begins, and ends
	in           []byte      // what is left of a piece
	scratch      []byte
	damaged      bool
	stringBlocks []*[stringBlock]string // nil where none has been asked for
	schemaBlocks []*[schemaBlock]Schema
	headsAt      int    // where the heads of schemas begin
	headed       []bool // by schema: that its head has been read
	scalarList   []Scalar
	contents     []Content // memory that nothing has yet, of what a document has thousands of in short lists
	references   []*Response
	properties   []Property

	// Of both: what is referred to by its place here.
	parameterList []*Parameter
	responseList  []*Response
	pageList      []*Page
}

// written is what is written by write.
func (p *packer) written(write func()) []byte {
	before := p.out
	p.out = nil
	write()
	out := p.out
	p.out = before
	return out
}
