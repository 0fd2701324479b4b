package reference

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
)

// schemaType is a schema as the reference shows it, on the page of one service.
type schemaType struct {
	Name   string
	schema *spec.Schema
	home   *service
	said   map[string]string // the descriptions, by path
	owner  string            // the schema of the document that has it
	path   string            // below which they stand
	number int               // its place among the vendor's types
	inner  bool              // it has no name of its own in the document
}

// readTypes finds the types: the document's schemas, and the objects within them that have no name.
func (v *vendor) readTypes() {
	v.types, v.inner = map[string]*schemaType{}, map[*spec.Schema]string{}
	for _, name := range slices.Sorted(maps.Keys(v.Schemas)) {
		v.types[name] = nil // no object without a name gets one that the document has
	}
	for _, name := range slices.Sorted(maps.Keys(v.Schemas)) {
		v.addType(&schemaType{Name: name, schema: v.Schemas[name], said: v.descriptions(name), owner: name})
	}
	for _, s := range v.services {
		for _, op := range s.Operations {
			for _, held := range op.schemas() {
				v.addInner(held.schema, held.name, &schemaType{})
			}
		}
	}
	v.placeTypes()
	v.names = slices.Sorted(maps.Keys(v.types))
	for i, name := range v.names {
		t := v.types[name]
		t.number = i
		t.home.types = append(t.home.types, t)
	}
}

func (v *vendor) addType(t *schemaType) {
	v.types[t.Name] = t
	s := t.schema
	for _, p := range s.Properties {
		v.addInner(p.Schema, t.Name+"."+p.Name, t.below(p.Name))
	}
	v.addInner(s.Items, t.Name, t)
	v.addInner(s.Additional, t.Name+".*", t.below("*"))
	for _, part := range slices.Concat(s.AllOf, s.OneOf, s.AnyOf) {
		v.addInner(part, t.Name, t)
	}
}

// below is where a field of the type is described.
func (t *schemaType) below(field string) *schemaType {
	return &schemaType{said: t.said, owner: t.owner, path: join(t.path, field)}
}

// addInner adds the objects without a name that stand within a schema, by the name of the field that they stand in;
// at says where they are described.
func (v *vendor) addInner(s *spec.Schema, name string, at *schemaType) {
	if s == nil || s.Name != "" || s.Ref != nil || v.inner[s] != "" {
		return
	}
	if len(s.Properties) > 0 {
		free := name
		for n := 2; v.taken(free); n++ {
			free = fmt.Sprintf("%s~%d", name, n)
		}
		v.inner[s] = free
		v.addType(&schemaType{Name: free, schema: s, said: at.said, owner: at.owner, path: at.path, inner: true})
		return
	}
	v.addInner(s.Items, name, at)
	v.addInner(s.Additional, name+".*", at.below("*"))
	for _, part := range slices.Concat(s.AllOf, s.OneOf, s.AnyOf) {
		v.addInner(part, name, at)
	}
}

func (v *vendor) taken(name string) bool {
	_, taken := v.types[name]
	return taken
}

// descriptions returns what is said of a schema and its fields; of one that is written, what is said of the one it was derived from
// stands where it says nothing itself.
func (v *vendor) descriptions(name string) map[string]string {
	own := v.prose.Schemas[name]
	from := v.prose.Schemas[v.Schemas[name].WriteOf]
	if from == nil {
		return own
	}
	said := maps.Clone(from)
	delete(said, "")
	maps.Copy(said, own)
	return said
}

// derived is the type that a type is the write type of; itself where it is none.
func (v *vendor) derived(t *schemaType) *schemaType {
	if from := v.types[t.schema.WriteOf]; from != nil {
		return from
	}
	return t
}

// held is a schema that an operation names, and the name that it gets if it has none.
type held struct {
	schema *spec.Schema
	name   string
}

// schemas are those that an operation takes and responds with.
func (o *operation) schemas() (all []held) {
	if o.Upsert != nil {
		for _, name := range [...]string{o.Upsert.Create, o.Upsert.Update} {
			all = append(all, held{o.service.vendor.Schemas[name], name})
		}
	} else if o.Body != nil {
		for _, c := range o.Body.Contents {
			all = append(all, held{c.Schema, o.ID + ".body"})
		}
	}
	for _, r := range o.Responses {
		for _, c := range r.Contents {
			all = append(all, held{c.Schema, o.ID + "." + r.Status})
		}
	}
	return slices.DeleteFunc(all, func(h held) bool { return h.schema == nil })
}

// placeTypes decides on which service's page each type stands: that of the service whose operations name it most, or of the type
// that holds it. A write type stands with what it was derived from.
func (v *vendor) placeTypes() {
	uses := map[string]map[*service]int{}
	for _, s := range v.services {
		for _, op := range s.Operations {
			for _, h := range op.schemas() {
				for _, name := range v.namesIn(h.schema) {
					name = v.derived(v.types[name]).Name
					if uses[name] == nil {
						uses[name] = map[*service]int{}
					}
					uses[name][s]++
				}
			}
		}
	}
	var queue []*schemaType
	place := func(t *schemaType, home *service) {
		if t.home == nil {
			t.home = home
			queue = append(queue, t)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(uses)) {
		place(v.types[name], slices.MaxFunc(slices.Collect(maps.Keys(uses[name])), func(a, b *service) int {
			return cmp.Or(cmp.Compare(uses[name][a], uses[name][b]), cmp.Compare(b.number, a.number))
		}))
	}
	spread := func() {
		for ; len(queue) > 0; queue = queue[1:] {
			for _, name := range v.namesBelow(queue[0]) {
				place(v.derived(v.types[name]), queue[0].home)
			}
		}
	}
	spread()
	// What no operation leads to stands with the first service.
	for _, name := range slices.Sorted(maps.Keys(v.types)) {
		place(v.derived(v.types[name]), v.services[0])
		spread()
		place(v.types[name], v.derived(v.types[name]).home)
		spread()
	}
}

// namesBelow are the types that the fields of a type name, in their order.
func (v *vendor) namesBelow(t *schemaType) (names []string) {
	for _, p := range t.schema.Properties {
		names = append(names, v.namesIn(p.Schema)...)
	}
	return append(names, namesOf(v.valueText(t.schema))...)
}

// namesIn are the types that a schema names itself.
func (v *vendor) namesIn(s *spec.Schema) []string { return namesOf(v.typeText(s)) }

func namesOf(text string) (names []string) {
	for _, word := range typeNames.FindAllString(text, -1) {
		names = append(names, word[1:])
	}
	return names
}

func join(path, name string) string { return strings.TrimPrefix(path+"."+name, ".") }
