package vendortest

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
)

// model is a vendor's document made ready to be served. It never changes once it is made, so all servers of a process
// share one.
type model struct {
	doc        *spec.Document
	schemas    *schemas
	operations []*operation
	byID       func() map[string]*operation // made when it is first asked for, as nouns
	kinds      []*kind
	byTemplate map[string]*kind
	noPages    *spec.Page
	unready    *particulars
	nouns      func() map[string][]*kind // kinds by what one of their records is called
	failure    *openapi3.Schema          // of an error's body, if one is declared
}

// kind is a sort of collection that the document speaks of, such as the members of an organization.
type kind struct {
	template string           // path of the collection
	name     string           // its last segment
	item     string           // name of the path parameter that names a record
	record   *openapi3.Schema // once an operation of the kind is ready, or a collection made
	row      *openapi3.Schema // how a list shows a record
	said     struct{ record, row *spec.Schema }
	listed   bool
}

func newModel(files fs.FS, vendor string) (*model, error) {
	doc, err := spec.OpenLazily(files, vendor)
	if err != nil {
		return nil, err
	}
	m := &model{doc: doc, schemas: newSchemas(doc), noPages: &spec.Page{}, unready: &particulars{}}
	m.byID, m.nouns = sync.OnceValue(m.operationsByID), sync.OnceValue(m.kindsByNoun)
	if content := doc.Responses["Error"].Content(); content.Media == "application/json" {
		m.failure = m.schemas.whole(content.Schema)
	}
	operations := make([]operation, len(doc.Operations))
	segments := make([]segment, 0, segmentsIn(doc))
	m.operations = make([]*operation, len(operations))
	for i, said := range doc.Operations {
		op := &operations[i]
		if err := m.compile(op, said, &segments); err != nil {
			return nil, fmt.Errorf("document %s: %s: %w", vendor, said.ID, err)
		}
		m.operations[i] = op
	}
	m.inferKinds()
	slices.SortStableFunc(m.operations, literalsFirst)
	return m, nil
}

func (m *model) operationsByID() map[string]*operation {
	byID := make(map[string]*operation, len(m.operations))
	for _, op := range m.operations {
		byID[op.ID] = op
	}
	return byID
}

// segmentsIn counts the segments of all paths.
func segmentsIn(doc *spec.Document) (n int) {
	for _, op := range doc.Operations {
		n += strings.Count(op.Path, "/")
	}
	return n
}

// inferKinds finds the collections: a path that lists or takes records, with or without a path for one of them.
func (m *model) inferKinds() {
	byTemplate := map[string]*kind{}
	m.byTemplate = byTemplate
	at := func(template string) *kind {
		k := byTemplate[template]
		if k == nil {
			k = &kind{template: template, name: template[strings.LastIndexByte(template, '/')+1:]}
			byTemplate[template] = k
			m.kinds = append(m.kinds, k)
		}
		return k
	}
	for _, op := range m.operations {
		if op.items != "" && !op.itemPath() {
			k := at(op.Path)
			k.listed, k.said.row = true, op.said.row
			op.kind, op.role = k, roleList
		}
	}
	for _, op := range m.operations {
		if op.Upsert != nil {
			op.kind, op.role = at(op.Path), roleUpsert
		}
	}
	for _, op := range m.operations {
		if op.kind == nil && op.Method == "POST" && !op.itemPath() && (byTemplate[op.Path] != nil || creates(op.ID)) {
			op.kind, op.role = at(op.Path), roleCreate
		}
	}
	// A record's path belongs to its collection; failing that, to the one collection whose records it names; failing
	// that, it is a collection of its own that can't be listed.
	for _, exact := range []bool{true, false} {
		for _, op := range m.operations {
			if op.kind != nil || !op.itemPath() {
				continue
			}
			parent := op.Path[:strings.LastIndexByte(op.Path, '/')]
			k := byTemplate[parent]
			if k == nil && exact {
				continue
			}
			if k == nil {
				if m.ownerByName(op.itemParam(), op) != nil || op.binary {
					continue
				}
				k = at(parent)
			}
			k.item = op.itemParam()
			op.kind = k
			switch op.Method {
			case "GET":
				op.role = roleGet
			case "PATCH":
				op.role = roleUpdate
			case "PUT":
				op.role = roleReplace
			case "DELETE":
				op.role = roleDelete
			case "POST":
				op.role = roleUpdate
			}
		}
	}
	for _, op := range m.operations {
		if op.kind == nil {
			continue
		}
		if op.role == roleGet && op.said.record != nil {
			op.kind.said.record = op.said.record
		}
	}
	for _, op := range m.operations {
		if op.kind != nil && op.kind.said.record == nil && op.role != roleList && !m.silent(op.said.record) {
			op.kind.said.record = op.said.record
		}
	}
	for _, k := range m.kinds {
		if m.silent(k.said.record) {
			k.said.record = k.said.row
		}
	}
	m.inferBulk()
}

func (m *model) kindsByNoun() map[string][]*kind {
	nouns := map[string][]*kind{}
	for _, k := range m.kinds {
		noun := squash(spec.Singular(k.name))
		nouns[noun] = append(nouns[noun], k)
	}
	return nouns
}

// inferBulk gives a write of many records, on a path of its own below a collection, to that collection.
func (m *model) inferBulk() {
	for _, op := range m.operations {
		if op.kind != nil || op.Method != "POST" || op.said.record == nil {
			continue
		}
		for _, k := range m.kinds {
			if k.said.record == op.said.record && strings.HasPrefix(op.Path, k.template+"/") && m.takesArray(op) {
				op.kind, op.role = k, roleCreate
			}
		}
	}
}

// creates reports whether an operation's name says that it makes a record.
func creates(id string) bool {
	return strings.HasPrefix(id, "create") || strings.HasPrefix(id, "add")
}

// saysNothing reports whether a schema leaves open what comes.
func saysNothing(s *openapi3.Schema) bool {
	return s == nil || s.Type == nil && len(s.Properties) == 0 && len(s.AllOf) == 0 && len(s.OneOf) == 0 && len(s.AnyOf) == 0
}

// owner is a record that a path goes through: the collection, and the path parameter that names the record.
type owner struct {
	kind  *kind
	param string
}

// ownersOf lists the records that must exist for an operation's path to make sense, its own record left out.
func (m *model) ownersOf(op *operation) []owner {
	var out []owner
	for i, segment := range op.segments {
		if len(segment.names()) != 1 || op.kind != nil && op.itemPath() && i == len(op.segments)-1 {
			continue
		}
		prefix := op.prefix(i)
		found := m.byTemplate[prefix]
		if found == nil || !found.listed {
			found = m.ownerByName(segment.text, op)
		}
		if found != nil {
			out = append(out, owner{found, segment.text})
		}
	}
	return out
}

// ownerByName finds the listed collection whose records a path parameter names, if just one fits the path.
func (m *model) ownerByName(param string, op *operation) *kind {
	if param == "id" { // so many are called
		return nil
	}
	var found *kind
	for _, k := range m.kinds {
		if k.item != param || !k.listed && k.item == "" {
			continue
		}
		if op.kind == k || !op.hasParams(k.template) {
			continue
		}
		if found != nil {
			return nil
		}
		found = k
	}
	return found
}

// component is a schema of the document by its name; nil where there is none.
func (m *model) component(name string) *openapi3.Schema {
	m.schemas.mu.Lock()
	defer m.schemas.mu.Unlock()
	return m.schemas.whole(m.doc.Component(name))
}
