// Package spec holds a vendor's OpenAPI document as typed values: operations, parameters, bodies, responses, pages, schemas,
// evidence. Whoever needs to know what a document says reads these; simulators, drift, the probe, the tests.
//
// The sources under specs/ are merged, completed and checked by package source, whose tree is read here once, references
// followed. A word that neither OpenAPI nor this module knows is refused, so that a slip isn't passed over.
package spec

import (
	"io/fs"
	"slices"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
)

// Document is one vendor's document. It isn't to be changed.
type Document struct {
	// Vendor is the name of the folder under specs/.
	Vendor string
	// Product is what the vendor calls the product.
	Product string
	Version string // of the vendor's API, as the document has it
	// BasePath is the path of the first server's URL, without a slash at its end.
	BasePath string
	// Credential is the first of the ways in which an operation takes its credential; the zero SecurityScheme where it needs none.
	Credential SecurityScheme
	// Public says that an operation needs no credential, unless it says otherwise.
	Public bool

	Headers       map[string]string            // that every request carries
	MethodHeaders map[string]map[string]string // and those of one HTTP method
	ErrorCodes    []string                     // the fields in which a failure carries the vendor's code, beside the common ones

	Page      Page // what the lists that have pages have in common
	Envelope  Envelope
	RateLimit RateLimit
	// EmptyObjectIsList says that the vendor writes an object without fields as an empty list.
	EmptyObjectIsList bool

	Tags       []Tag
	Operations []*Operation // by path, then method
	Schemas    map[string]*Schema
	Responses  map[string]*Response // those that operations share

	lazy *packer // reads the schemas that are empty yet; nil where all are filled
}

// SecurityScheme is a way to send a credential.
type SecurityScheme struct {
	Type   string // http or apiKey
	Scheme string // of type http: bearer
	// In and Parameter are where an apiKey stands: header or query, and the name it has there.
	In, Parameter string
}

// Tag groups operations: it is a service of the client.
type Tag struct {
	Name     string
	Everyday bool // most users have to do with it
}

// Open reads the document of vendor and leaves the house rules unchecked: for a program that serves a document which was
// checked when the clients were made from it. It takes the packed document, if there is one of these sources.
func Open(files fs.FS, vendor string) (*Document, error) {
	return load(files, vendor, true)
}

// OpenLazily does what Open does, in a few milliseconds: schemas are empty until they are filled by [Document.Fill], for a program
// that needs few of them.
func OpenLazily(files fs.FS, vendor string) (*Document, error) { return load(files, vendor, false) }

func load(files fs.FS, vendor string, all bool) (*Document, error) {
	if doc, err := openPacked(files, vendor, all); doc != nil || err != nil {
		return doc, err
	}
	from, err := source.Open(files, vendor)
	if err != nil {
		return nil, err
	}
	return Read(from)
}

// Load reads the document of vendor, and checks it against the house rules.
func Load(files fs.FS, vendor string) (*Document, error) {
	from, err := source.Load(files, vendor)
	if err != nil {
		return nil, err
	}
	return Read(from)
}

// Vendors lists the vendors that have a document.
func Vendors(files fs.FS) ([]string, error) { return source.Vendors(files) }

// Operation returns the operation of an id; nil where there is none.
func (d *Document) Operation(id string) *Operation {
	if i := slices.IndexFunc(d.Operations, func(op *Operation) bool { return op.ID == id }); i >= 0 {
		return d.Operations[i]
	}
	return nil
}

// EverydayTags are those that most users have to do with; nil where the document names none.
func (d *Document) EverydayTags() map[string]bool {
	var everyday map[string]bool
	for _, tag := range d.Tags {
		if tag.Everyday {
			if everyday == nil {
				everyday = map[string]bool{}
			}
			everyday[tag.Name] = true
		}
	}
	return everyday
}
