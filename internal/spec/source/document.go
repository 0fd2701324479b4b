// Package source reads the hand-kept OpenAPI documents under specs/, a vendor's files merged into one document, completed and
// checked. It has them as the values that JSON has: for what writes them out again (emit for the generator, and the forms that
// other people's tools read). Whoever wants to know what a document says reads it from package spec, which has types.
//
// A vendor's document is openapi.yaml plus every file under resources/, merged by name. On top of plain OpenAPI 3.0 the
// sources use a few extensions (x-evidence, x-page, x-write-of, x-lenient and so on), which this package checks and
// expands. Everything it writes is sorted, so the same sources always give the same bytes.
package source

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"

	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// methods are the HTTP methods that an operation can have, in the order in which they are listed.
var methods = [...]string{"get", "put", "post", "patch", "delete", "head", "options"}

// Document is one vendor's whole document, resolved: files merged, write schemas derived, paging and Go method names
// filled in, the house rules checked.
type Document struct {
	// Vendor is the name of the folder under specs/.
	Vendor string

	root tree.Object
	// written has for each schema the tags of the file that it stands in.
	written map[string][]string
	// copied has for each write schema the fields that are those of the schema which it is derived from.
	copied map[string]map[string]bool
	// names gives fields and parameters their Go names, where the vendor has a word list.
	names *Names
}

// Load reads, merges and resolves the document of vendor. Every fault found is in the error, not just the first.
func Load(fsys fs.FS, vendor string) (*Document, error) {
	if err := unreadFiles(fsys, vendor); err != nil {
		return nil, fmt.Errorf("document %s:\n%w", vendor, err)
	}
	d, err := Open(fsys, vendor)
	if err != nil {
		return nil, err
	}
	names, err := ReadNames(fsys, vendor)
	if err != nil {
		return nil, fmt.Errorf("document %s:\n%w", vendor, err)
	}
	d.names = names
	if err := d.check(); err != nil {
		return nil, fmt.Errorf("document %s:\n%w", vendor, err)
	}
	return d, nil
}

// Open does what Load does and leaves the house rules unchecked: for a program that serves a document which was checked
// when the clients were made from it.
func Open(fsys fs.FS, vendor string) (*Document, error) {
	root, written, err := merge(fsys, vendor)
	if err != nil {
		return nil, fmt.Errorf("document %s:\n%w", vendor, err)
	}
	d := &Document{Vendor: vendor, root: root, written: written, copied: map[string]map[string]bool{}}
	if err := errors.Join(d.resolveOperations(), d.deriveWrites()); err != nil {
		return nil, fmt.Errorf("document %s:\n%w", vendor, err)
	}
	d.resolveForms()
	return d, nil
}

// Tree returns the resolved document as the values that JSON has, whole numbers as int64. It isn't to be changed.
func (d *Document) Tree() map[string]any { return d.root }

// Words returns the vendor's word list, by which fields and parameters get their Go names; nil where it has none.
func (d *Document) Words() *Names { return d.names }

// Vendors lists the folders of fsys that hold a document.
func Vendors(fsys fs.FS) ([]string, error) {
	found, err := fs.Glob(fsys, "*/openapi.yaml")
	if err != nil {
		return nil, err
	}
	for i, name := range found {
		found[i] = path.Dir(name)
	}
	return found, nil
}

// RequireVendors lists them for a tool that works on all: where there is none, it runs in another folder than it was made for, and would
// report that all is well.
func RequireVendors(fsys fs.FS) ([]string, error) {
	found, err := Vendors(fsys)
	if err == nil && len(found) == 0 {
		err = errors.New("there is no document, VENDOR/openapi.yaml, in the folder of documents: is this the module's root?")
	}
	return found, err
}

// JSON returns the resolved document, indented, fields sorted.
func (d *Document) JSON() ([]byte, error) { return tree.Encode(d.root, "  ") }

// Operation is one operation of a document.
type Operation struct {
	Method string // upper case
	Path   string // the template
	Spec   map[string]any
}

// ID returns the operationId.
func (o Operation) ID() string { return tree.String(o.Spec, "operationId") }

// Tag returns the operation's only tag.
func (o Operation) Tag() string {
	if tags, _ := o.Spec["tags"].([]any); len(tags) > 0 {
		tag, _ := tags[0].(string)
		return tag
	}
	return ""
}

// GoMethod returns the name of the generated method.
func (o Operation) GoMethod() string { return tree.String(o.Spec, XMethod) }

// goMethods returns the names of the generated methods: one, or the two of an operation that creates and changes.
func (o Operation) goMethods() []string {
	if _, both := o.Spec[XUpsert].(tree.Object); both {
		return []string{"Create", "Update"}
	}
	return []string{o.GoMethod()}
}

// Operations lists the document's operations by path, then method.
func (d *Document) Operations() []Operation {
	var list []Operation
	paths := tree.Child(d.root, "paths")
	for _, p := range slices.Sorted(maps.Keys(paths)) {
		item, _ := paths[p].(tree.Object)
		for _, m := range methods {
			if spec, ok := item[m].(tree.Object); ok {
				list = append(list, Operation{Method: upper(m), Path: p, Spec: spec})
			}
		}
	}
	return list
}

func (d *Document) Schemas() tree.Object {
	return tree.Child(tree.Child(d.root, "components"), "schemas")
}

func upper(s string) string { return string(bytes.ToUpper([]byte(s))) }

// Copy returns a document of its own, to be changed.
func (d *Document) Copy() *Document {
	root, _ := tree.Clone(d.root).(tree.Object)
	return &Document{Vendor: d.Vendor, root: root, written: d.written, copied: d.copied, names: d.names}
}
