package vendortest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
)

// ChangeKind is what a call did to a record.
type ChangeKind string

// The kinds of change. A vendor that only marks a record as deleted has changed it.
const (
	Created ChangeKind = "created"
	Changed ChangeKind = "changed"
	Deleted ChangeKind = "deleted"
)

// Change is what one call did to one record.
type Change struct {
	Kind ChangeKind
	// Collection is the path of the record's collection, without the base URL's: "/Tickets". [Server.Records] takes it.
	Collection string
	// ID is the record's id, as a string.
	ID string
	// Request is the number of the request that did it, as in [Request.N], and Operation is its operationId.
	Request   int
	Operation string
	// Before and After hold the fields that differ, by name: Before lacks those that were added, After those that were removed.
	// A nested object counts as one field. For a new record, After is the whole record and Before is nil; for a deleted one, Before is
	// what [Records.All] gave and After is nil. Fields that the vendor sets itself, such as the time of the last change, are included.
	Before, After map[string]any
}

// Fields returns the names of the fields that differ, sorted.
func (c Change) Fields() []string {
	names := sortedKeys(c.Before)
	for name := range c.After {
		if _, both := c.Before[name]; !both {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// String is one line for a log, without values.
func (c Change) String() string {
	text := fmt.Sprintf("request %d, %s: %s %s/%s", c.Request, c.Operation, c.Kind, c.Collection, c.ID)
	if c.Kind == Changed {
		text += fmt.Sprint(" ", c.Fields())
	}
	return text
}

// changeLimit bounds what is kept of changes; the oldest go first.
const changeLimit = 20_000

// Changes returns what calls did to the simulator's records so far, in order, without what a test did itself through
// [Records]. What one call did to a record is one change. The oldest are forgotten after some thousands.
func (s *Server) Changes() []Change {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.changed("")
}

// Changes returns what calls did to the records of this collection, in order: what a program has written.
func (r *Records) Changes() []Change {
	r.of.server.mu.Lock()
	defer r.of.server.mu.Unlock()
	return r.of.server.changed(r.of.path)
}

// changed copies the changes of a collection, or all of them; the caller holds mu.
func (s *Server) changed(path string) []Change {
	var out []Change
	for _, change := range s.changes {
		if path == "" || change.Collection == path {
			copied := change.Change
			copied.Before, _ = clone(change.Before).(map[string]any)
			copied.After, _ = clone(change.After).(map[string]any)
			out = append(out, copied)
		}
	}
	return out
}

// keptChange is a change with what is needed to lay a later one of the same call over it.
type keptChange struct {
	Change
	slot   int
	before map[string]any // the whole record; nil when there was none
}

// noteChange keeps what a call does to a slot's record: before and after are the whole records, nil for none. What happens while no
// call is carried out is a test's own doing.
func (c *collection) noteChange(slot int, before, after map[string]any) {
	s := c.server
	if s.acting == nil {
		return
	}
	kept := keptChange{slot: slot, before: before}
	if n := len(s.changes) - 1; n >= 0 && s.changes[n].Request == s.acting.number && s.changes[n].Collection == c.path && s.changes[n].slot == slot {
		kept.before = s.changes[n].before
		s.changes = s.changes[:n]
	}
	kept.Request, kept.Collection = s.acting.number, c.path
	if s.acting.operation != nil {
		kept.Operation = s.acting.operation.ID
	}
	switch {
	case kept.before == nil && after == nil:
		return // made and taken away by one call
	case kept.before == nil:
		kept.Kind, kept.After = Created, after
	case after == nil:
		kept.Kind, kept.Before = Deleted, kept.before
	default:
		kept.Kind = Changed
		kept.Before, kept.After = differing(kept.before, after), differing(after, kept.before)
	}
	kept.ID = fmt.Sprint(c.id(slot))
	for _, record := range []map[string]any{after, kept.before} {
		if id := record["id"]; id != nil {
			kept.ID = fmt.Sprint(id)
			break
		}
	}
	if len(s.changes) >= changeLimit {
		s.changes = slices.Clone(s.changes[changeLimit/2:])
	}
	s.changes = append(s.changes, kept)
}

// differing gives the fields of a record that another has not, or has with another value.
func differing(record, other map[string]any) map[string]any {
	out := map[string]any{}
	for name, v := range record {
		w, ok := other[name]
		if !ok || !sameJSON(v, w) {
			out[name] = v
		}
	}
	return out
}

// sameJSON reports whether two values are written as the same JSON.
func sameJSON(a, b any) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}
