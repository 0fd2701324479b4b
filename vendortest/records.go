package vendortest

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/nearest"
)

// Records is a view of one of the simulator's collections, for preparing what a program is to find and for looking at what it wrote:
// [Records.Changes] lists what calls wrote, [Records.Find] looks a record up. A record is a JSON object as a map, and a copy: changing it
// changes nothing in the simulator. Numbers that were written are json.Number.
type Records struct{ of *collection }

// Records returns a collection by its path without the base URL's ("/api/organizations/…/members"), or by the last segment
// of that ("members"), which means the one of the credentials' organization or, below other records, of the first one. Case doesn't
// matter. A name that isn't one of [Server.Collections] fails the test, or panics outside one.
func (s *Server) Records(collection string) *Records {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.locate(collection); c != nil {
		return &Records{c}
	}
	s.misused(s.noCollection(collection))
	return nil
}

// Collections lists the names that [Server.Records] and [WithRecords] take, sorted.
func (s *Server) Collections() []string {
	var names []string
	for _, k := range s.ownKinds() {
		names = append(names, k.name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func (s *Server) noCollection(name string) string {
	names := s.Collections()
	if strings.HasPrefix(name, "/") {
		for _, k := range s.ownKinds() {
			names = append(names, k.template)
		}
	}
	return fmt.Sprintf("%s has no collection %q (Collections lists them)%s", s.vendor.name, name, nearest.Suggestion(name, names))
}

func (s *Server) locate(name string) *collection {
	if path, ok := strings.CutPrefix(name, "/"); ok {
		parts := strings.Split(path, "/")
		for _, k := range s.ownKinds() {
			if params, ok := matchTemplate(k.template, parts); ok {
				return s.collection(k, params)
			}
		}
		return nil
	}
	best := s.kindCalled(name)
	if best == nil {
		return nil
	}
	return s.collection(best, s.usualParams(best.template))
}

// kindCalled finds a kind of collection by its name: the nearest to the root of those that have it, first in the same case.
func (s *Server) kindCalled(name string) (best *kind) {
	for _, same := range []func(a, b string) bool{func(a, b string) bool { return a == b }, strings.EqualFold} {
		for _, k := range s.ownKinds() {
			if same(k.name, name) && (best == nil || len(k.template) < len(best.template)) {
				best = k
			}
		}
		if best != nil {
			return best
		}
	}
	return nil
}

// ownKinds lists the kinds of collections that aren't views of others.
func (s *Server) ownKinds() []*kind {
	return slices.DeleteFunc(slices.Clone(s.model.kinds), func(k *kind) bool {
		for view := range s.behave.views {
			if op := s.model.byID()[view]; op != nil && op.kind == k {
				return true
			}
		}
		return false
	})
}

// usualParams fills a template's parameters with the first record of each collection on its way.
func (s *Server) usualParams(template string) map[string]string {
	params := map[string]string{}
	prefix := ""
	for part := range strings.SplitSeq(strings.TrimPrefix(template, "/"), "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			for _, k := range s.model.kinds {
				if k.template == prefix {
					if c := s.collection(k, params); c.len() > 0 {
						params[strings.TrimSuffix(name, "}")] = c.idOf(c.at(0))
					}
				}
			}
		}
		prefix += "/" + part
	}
	return params
}

func matchTemplate(template string, parts []string) (map[string]string, bool) {
	want := strings.Split(strings.TrimPrefix(template, "/"), "/")
	if len(want) != len(parts) {
		return nil, false
	}
	params := map[string]string{}
	for i, w := range want {
		if name, ok := strings.CutPrefix(w, "{"); ok {
			params[strings.TrimSuffix(name, "}")] = parts[i]
		} else if !strings.EqualFold(w, parts[i]) {
			return nil, false
		}
	}
	return params, true
}

// Len returns how many records there are.
func (r *Records) Len() int {
	r.of.server.mu.Lock()
	defer r.of.server.mu.Unlock()
	return r.of.len()
}

// All iterates over the records in the order of the vendor's list. A Halo record, which holds hundreds of nested ones, is what a read
// without includedetails gives; [Records.Get] returns it whole.
func (r *Records) All() iter.Seq[map[string]any] {
	return func(yield func(map[string]any) bool) {
		for place := 0; ; place++ {
			record, ok := r.at(place)
			if !ok || !yield(record) {
				return
			}
		}
	}
}

func (r *Records) at(place int) (map[string]any, bool) {
	r.of.server.mu.Lock()
	defer r.of.server.mu.Unlock()
	if place >= r.of.len() {
		return nil, false
	}
	return r.of.overview(r.of.at(place)), true
}

// Get returns the record with an id, which is given as a string whatever it is in JSON; false when there is none.
func (r *Records) Get(id string) (map[string]any, bool) {
	r.of.server.mu.Lock()
	defer r.of.server.mu.Unlock()
	slot, ok := r.of.find(id)
	if !ok {
		return nil, false
	}
	return r.of.record(slot), true
}

// Insert puts a record at a place of the list, 0 being the first, and returns its id; a place beyond the end means the end. A record
// without id is given a free one; nothing else is added to it. Its fields aren't checked against the document, but those that the
// document doesn't have are named in the test's log. A Humanity shift, for
// example, is found by date only if it has all the fields that hold its times. The surest ways to a record that is whole are to
// have the client create it, and to insert a copy of one that [Records.Get] returns, changed and without its id.
//
// An id that another record of the collection has is a mistake: it fails the test, or panics outside one.
func (r *Records) Insert(place int, record map[string]any) (id string) {
	r.hintAt(record)
	r.of.server.mu.Lock()
	defer r.of.server.mu.Unlock()
	copied := jsonCopy(record)
	if id := copied["id"]; id != nil && id != "" {
		if _, taken := r.of.find(fmt.Sprint(id)); taken {
			r.of.server.misused(fmt.Sprintf("%s has a record with the id %v already: change that by Set, or insert one with another id or none", r.of.path, id))
			return fmt.Sprint(id)
		}
	}
	return r.of.idOf(r.of.insert(place, copied))
}

// hintAt logs which of a record's fields the document doesn't have: they may be meant, or be misspelt.
func (r *Records) hintAt(record map[string]any) {
	if r.of.server.tb == nil {
		return
	}
	r.of.server.tb.Helper()
	for _, name := range sortedKeys(record) {
		if problem := r.unknownField([]string{name}); problem != "" {
			r.of.server.tb.Logf("vendortest: %s (it is set all the same)", problem)
		}
	}
}

// Set sets fields of the record with an id, and leaves its other fields; it reports whether there is such a record. Another id in the fields is a
// mistake: it fails the test, or panics outside one.
func (r *Records) Set(id string, fields map[string]any) bool {
	r.hintAt(fields)
	r.of.server.mu.Lock()
	defer r.of.server.mu.Unlock()
	slot, ok := r.of.find(id)
	if !ok {
		return false
	}
	if other, given := fields["id"]; given && fmt.Sprint(other) != id {
		r.of.server.misused(fmt.Sprintf("the record %s of %s can't be given the id %v: insert a copy that has it, and delete this one", id, r.of.path, other))
		return true
	}
	record := r.of.record(slot)
	for name, v := range jsonCopy(fields) {
		record[name] = v
	}
	r.of.put(slot, record)
	return true
}

// Delete removes the record with an id; it reports whether there was one.
func (r *Records) Delete(id string) bool {
	r.of.server.mu.Lock()
	defer r.of.server.mu.Unlock()
	slot, ok := r.of.find(id)
	if ok {
		r.of.remove(slot)
	}
	return ok
}
