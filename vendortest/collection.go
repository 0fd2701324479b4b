package vendortest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
)

// collection is one list of records, such as the members of one organization. Seeded records are made anew each time
// they are looked at; only what was written is kept, so its size costs nothing. Server.mu guards it.
type collection struct {
	server *Server
	kind   *kind
	path   string            // without the API's base
	params map[string]string // of the path

	seeded  int
	written map[int]map[string]any // by slot: changed and added records
	slots   int                    // slots in use; those from seeded on are added records
	order   []int                  // slots in the order of the list; nil while it is 0, 1, 2, ...
	index   map[string]int         // slot by id; made when it is first needed
	targets map[string]*target     // where fields' names point to, once looked up
	plan    []plannedField         // the fields of a record, once listed
	byName  map[string]int         // places in it
	lent    []*generator           // that can be used again
	fields  int                    // how many the last overview had, and a few
}

// collection returns the collection of a kind that the parameters lead to.
func (s *Server) collection(k *kind, params map[string]string) *collection {
	path := k.template
	if c := s.collections[path]; c != nil { // its path has no parameters
		return c
	}
	own := map[string]string{}
	for name, value := range params {
		if strings.Contains(path, "{"+name+"}") {
			path = strings.ReplaceAll(path, "{"+name+"}", value)
			own[name] = value
		}
	}
	c := s.collections[path]
	if c == nil {
		s.model.schemas.mu.Lock()
		s.model.readyKind(k)
		s.model.schemas.mu.Unlock()
		n := s.sizeOf(k)
		c = &collection{server: s, kind: k, path: path, params: own, seeded: n, slots: n, written: map[int]map[string]any{}}
		s.collections[path] = c
	}
	return c
}

// sizeOf says how many records a collection is seeded with.
func (s *Server) sizeOf(k *kind) int {
	if n, ok := s.settings.records[k.name]; ok {
		return n
	}
	if n, ok := s.settings.records[""]; ok && slices.Contains(s.vendor.big, k.name) {
		return n
	}
	if n, ok := s.vendor.sizes[k.name]; ok {
		return n
	}
	if !k.listed {
		return s.vendor.unlisted
	}
	if s.vendor.size > 0 {
		return s.vendor.size
	}
	return 40
}

func (c *collection) len() int {
	if c.order == nil {
		return c.seeded
	}
	return len(c.order)
}

// at returns the slot at a place of the list.
func (c *collection) at(place int) int {
	if c.order == nil {
		return place
	}
	return c.order[place]
}

// record returns a copy of a slot's record.
func (c *collection) record(slot int) map[string]any {
	if r, ok := c.written[slot]; ok {
		return clone(r).(map[string]any)
	}
	return c.generate(slot)
}

// generate makes a seeded record.
func (c *collection) generate(slot int) map[string]any {
	s := c.server
	if s.behave.field != nil {
		return c.assemble(slot, nil)
	}
	g := s.generator(c.path, slot)
	g.link = func(name string, n int) []any { return c.link(g, name, n) }
	record := map[string]any{}
	for _, schema := range []*openapi3.Schema{c.kind.record, c.kind.row} {
		if schema == nil {
			continue
		}
		made := map[string]any{}
		g.stack = append(g.stack, schema)
		g.fill(made, schema, spec.Singular(c.kind.name))
		g.stack = g.stack[:0]
		for name, v := range made {
			if _, ok := record[name]; !ok {
				record[name] = v
			}
		}
		if schema == c.kind.row || c.kind.row == c.kind.record {
			break
		}
	}
	c.name(record, slot)
	if s.behave.complete != nil {
		s.behave.complete(c, slot, record)
	}
	return record
}

// name gives a record its id and, where its schema says nothing better, its type.
func (c *collection) name(record map[string]any, slot int) {
	schema := c.kind.record
	if open := map[string]*openapi3.Schema{}; schema.Properties["id"] != nil || !collectFields(schema, open) {
		record["id"] = c.id(slot)
	}
	t := schema.Properties["type"]
	if saysNothing(schema) && c.server.vendor.typeName != nil || t != nil && len(t.Value.Enum) == 0 && c.server.vendor.typeName != nil {
		record["type"] = c.server.vendor.typeName(c.kind.name)
	}
	if saysNothing(schema) {
		record["name"] = fmt.Sprintf("%s %d", spec.Singular(c.kind.name), slot+1)
	}
}

// id makes the id of a slot's record: the vendor's way, else a number where ids are numbers, else 24 hex digits.
func (c *collection) id(slot int) any {
	if c.server.behave.id != nil {
		return c.server.behave.id(c, slot)
	}
	if p := c.kind.record.Properties["id"]; p != nil && (p.Value.Type.Is("integer") || p.Value.Type.Is("number")) {
		return int64(slot + 1)
	}
	return hexID(c.server.settings.seed, c.path, slot)
}

// hexID makes an id of 24 hex digits.
func hexID(seed uint64, place string, n int) string {
	return fmt.Sprintf("%08x%016x", uint32(0x5f000000)+uint32(n), mix(place, n)^seed*0x9e3779b97f4a7c15)
}

// find returns the slot of an id.
func (c *collection) find(id string) (int, bool) {
	if c.index == nil {
		c.index = make(map[string]int, c.len())
		for place := range c.len() {
			slot := c.at(place)
			c.index[c.idOf(slot)] = slot
		}
	}
	slot, ok := c.index[id]
	return slot, ok
}

func (c *collection) idOf(slot int) string {
	if r, ok := c.written[slot]; ok && r["id"] != nil {
		return fmt.Sprint(r["id"])
	}
	return fmt.Sprint(c.id(slot))
}

func (c *collection) put(slot int, record map[string]any) {
	before := c.before(slot)
	c.store(slot, record)
	c.noteChange(slot, before, c.written[slot])
}

// store writes a record without its being a call's change.
func (c *collection) store(slot int, record map[string]any) {
	c.written[slot] = clone(record).(map[string]any)
}

// before is a slot's record ahead of a change; nothing when nobody will ask for it. What was written is never changed in place.
func (c *collection) before(slot int) map[string]any {
	if c.server.acting == nil {
		return nil
	}
	if record, ok := c.written[slot]; ok {
		return record
	}
	return c.record(slot)
}

// insert adds a record at a place of the list and returns its slot. A record without an id is given one.
func (c *collection) insert(place int, record map[string]any) int {
	c.listOut()
	slot := c.slots
	c.slots++
	record = clone(record).(map[string]any)
	if id, ok := record["id"]; !ok || id == nil || id == "" {
		record["id"] = c.id(slot)
	}
	c.written[slot] = record
	c.noteChange(slot, nil, record)
	c.order = slices.Insert(c.order, min(max(place, 0), len(c.order)), slot)
	if c.index != nil {
		c.index[fmt.Sprint(record["id"])] = slot
	}
	return slot
}

func (c *collection) remove(slot int) {
	if c.server.acting != nil {
		before, written := c.written[slot]
		if !written {
			before = c.overview(slot)
		}
		c.noteChange(slot, before, nil)
	}
	c.listOut()
	if c.index != nil {
		delete(c.index, c.idOf(slot))
	}
	delete(c.written, slot)
	if i := slices.Index(c.order, slot); i >= 0 {
		c.order = slices.Delete(c.order, i, i+1)
	}
}

// listOut writes the order down before it changes.
func (c *collection) listOut() {
	if c.order != nil {
		return
	}
	c.order = make([]int, c.seeded)
	for i := range c.order {
		c.order[i] = i
	}
}

// target is what a field's name points to.
type target struct {
	kind    *kind // nil where it points nowhere
	records *collection
	total   int
}

// targetOf finds out what a field's name points to: member and members, parentCircle, company_id.
func (c *collection) targetOf(name string) *target {
	to, known := c.targets[name]
	if !known {
		if c.targets == nil {
			c.targets = map[string]*target{}
		}
		to = &target{kind: c.server.target(c, name)}
		if to.kind != nil {
			to.total = c.server.sizeOf(to.kind)
		}
		c.targets[name] = to
	}
	return to
}

// link gives ids of records that a field of this collection's records points to. Nil means that its name points nowhere.
func (c *collection) link(g *generator, name string, n int) []any {
	var to *target
	if g.planned != nil && g.planned.name == name {
		to = g.planned.target
	} else {
		to = c.targetOf(name)
	}
	if to.kind == nil {
		return nil
	}
	if to.total == 0 {
		return []any{}
	}
	records := c.pointedTo(to)
	out := make([]any, 0, n)
	start := g.rng.IntN(to.total)
	for i := range min(n, to.total) {
		out = append(out, records.id((start+i)%to.total))
	}
	return out
}

// linked is the id of one record that a field points to; false where it points nowhere, or nothing is there.
func (c *collection) linked(g *generator, to *target) (id any, ok bool) {
	if to.kind == nil || to.total == 0 {
		return nil, false
	}
	return c.pointedTo(to).id(g.rng.IntN(to.total)), true
}

func (c *collection) pointedTo(to *target) *collection {
	if to.records == nil {
		to.records = c.server.collection(to.kind, c.params)
	}
	return to.records
}

// target finds the kind of collection that a field's name points to, the nearest one that can be reached from here.
func (s *Server) target(c *collection, name string) *kind {
	if name == "id" {
		return nil
	}
	words := wordsOf(name)
	if len(words) > 1 && (words[len(words)-1] == "id" || words[len(words)-1] == "ids") {
		words = words[:len(words)-1]
	}
	wanted := s.vendor.links[name]
	var best *kind
	var fits []*kind
	if wanted != "" {
		fits = s.kindsNamed(wanted)
	} else {
		for i := range words {
			fits = append(fits, s.model.nouns()[spec.Singular(strings.Join(words[i:], ""))]...)
		}
	}
	for _, k := range fits {
		if !k.listed || !c.reaches(k) || best != nil && len(best.template) >= len(k.template) {
			continue
		}
		best = k
	}
	return best
}

func (s *Server) kindsNamed(name string) (out []*kind) {
	for _, k := range s.model.kinds {
		if k.name == name {
			out = append(out, k)
		}
	}
	return out
}

func (c *collection) reaches(k *kind) bool {
	for part := range strings.SplitSeq(k.template, "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			if _, known := c.params[strings.TrimSuffix(name, "}")]; !known {
				return false
			}
		}
	}
	return true
}

// clone copies a JSON value.
func clone(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := maps.Clone(v)
		for name, item := range out {
			out[name] = clone(item)
		}
		return out
	case []any:
		out := slices.Clone(v)
		for i, item := range out {
			out[i] = clone(item)
		}
		return out
	}
	return v
}

// jsonCopy turns a caller's record into the values that JSON has.
func jsonCopy(record map[string]any) map[string]any {
	text, err := json.Marshal(record)
	if err != nil {
		panic(fmt.Sprintf("vendortest: a record can't be written as JSON: %v", err))
	}
	v, err := decodeJSON(text)
	if err != nil {
		panic(fmt.Sprintf("vendortest: a record can't be read back: %v", err))
	}
	out, _ := v.(map[string]any)
	if out == nil { // of a nil map
		out = map[string]any{}
	}
	return out
}
