package ledger

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
	"github.com/seed-8da6be54/vendorkit/internal/upstream/changelog"
)

// below ends the path of an operation that stands for everything below it too.
const below = " (and everything below)"

// Check compares a ledger with the document, entry by entry:
//
//   - what an entry says was added is in the document, and what was removed isn't, unless a newer entry says otherwise. A
//     removed operation or field may stay as deprecated; one that stays as it is must be listed under kept;
//   - what was deprecated is marked so, or gone;
//   - what is listed under kept was removed by that entry and is in the document, not deprecated;
//   - a field's schema is one of the document, or listed under unshaped;
//   - what an entry touches are operations of the document;
//   - the dates fall, and changelog.read-until isn't older than the newest entry.
//
// An entry that is open says nothing yet about the document and isn't compared with it.
func (l *Ledger) Check(doc *spec.Document) error {
	c := checker{doc: doc, unshaped: l.Unshaped, operations: map[string][]*spec.Operation{}, ids: map[string]bool{}}
	for _, op := range doc.Operations {
		c.ids[op.ID] = true
		c.operations[plainPath(op.Path)] = append(c.operations[plainPath(op.Path)], op)
	}
	settled := map[string]bool{} // what newer entries have decided
	var faults []error
	for _, name := range l.Unshaped {
		if doc.Schemas[name] != nil {
			faults = append(faults, fmt.Errorf("unshaped: the document has %s; take it out", name))
		}
	}
	for i, e := range l.Entries {
		if e.Status == Open {
			continue
		}
		fault := func(format string, args ...any) {
			faults = append(faults, fmt.Errorf("entry %s %q: %w", e.Date, e.Title, fmt.Errorf(format, args...)))
		}
		for _, id := range e.Touches {
			if !c.ids[id] {
				fault("touches: the document has no operation %s", id)
			}
		}
		kept := map[string]bool{}
		for _, name := range slices.Concat(e.Kept.Operations, e.Kept.Fields) {
			kept[name] = true
			if !slices.Contains(slices.Concat(e.Removed.Operations, e.Removed.Fields), name) {
				fault("kept: %s isn't among what the entry removed", name)
			}
		}
		now := map[string]bool{}
		each := func(names Names, decide func(what string, found, deprecated bool)) {
			for _, name := range slices.Concat(names.Operations, names.Fields) {
				found, deprecated, err := c.find(name, slices.Contains(names.Fields, name))
				if err != nil {
					fault("%w", err)
					continue
				}
				now[key(name)] = true
				if !settled[key(name)] {
					decide(name, found, deprecated)
				}
			}
		}
		each(e.Added, func(name string, found, _ bool) {
			if !found {
				fault("added: %s isn't in the document", name)
			}
		})
		each(e.Removed, func(name string, found, deprecated bool) {
			switch {
			case kept[name] && (!found || deprecated):
				fault("kept: %s isn't in the document, or is deprecated there; take it out of kept", name)
			case !kept[name] && found && !deprecated:
				fault("removed: %s is in the document; take it out, mark it deprecated, or list it under kept and say why", name)
			}
		})
		each(e.Deprecated, func(name string, found, deprecated bool) {
			if found && !deprecated {
				fault("deprecated: %s isn't marked deprecated in the document", name)
			}
		})
		maps.Copy(settled, now)
		if known, err := changelog.ParseDate(e.Date); err == nil && known.Full() && l.Changelog.URL != "" {
			if !e.Pending() && l.Changelog.ReadUntil < e.Date {
				fault("changelog.read-until is %q; move it, and revision, on", l.Changelog.ReadUntil)
			}
			for _, older := range l.Entries[i+1:] {
				if d, err := changelog.ParseDate(older.Date); err == nil && d.Full() && older.Date > e.Date && !e.Pending() && !older.Pending() {
					fault("stands above one of %s; the newest comes first", older.Date)
					break
				}
			}
		}
	}
	return errors.Join(faults...)
}

type checker struct {
	doc        *spec.Document
	unshaped   []string
	operations map[string][]*spec.Operation // by path, without the names of parameters
	ids        map[string]bool
}

var parameter = regexp.MustCompile(`\{[^}]*\}`)

func plainPath(path string) string { return parameter.ReplaceAllString(path, "{}") }

// key makes one of the spellings of an operation.
func key(name string) string { return plainPath(name) }

// find looks for an operation or a field.
func (c checker) find(name string, field bool) (found, deprecated bool, err error) {
	if field {
		return c.findField(name)
	}
	method, path, ok := strings.Cut(name, " ")
	path, deep := strings.CutSuffix(path, below)
	if !ok || !strings.HasPrefix(path, "/") || strings.ContainsAny(path, " ()") || method != strings.ToUpper(method) {
		return false, false, fmt.Errorf("%q is no operation: write \"GET /path\" or \"* /path\", with %q behind it if need be", name, strings.TrimSpace(below))
	}
	deprecated = true
	for p, all := range c.operations {
		if p != plainPath(path) && !(deep && strings.HasPrefix(p, plainPath(path)+"/")) {
			continue
		}
		for _, op := range all {
			if method == "*" || method == op.Method {
				found, deprecated = true, deprecated && op.Deprecated
			}
		}
	}
	return found, found && deprecated, nil
}

func (c checker) findField(name string) (found, deprecated bool, err error) {
	owner, field, ok := strings.Cut(name, ".")
	if !ok || owner == "" || field == "" || strings.ContainsAny(field, ". ") {
		return false, false, fmt.Errorf("%q is no field: write Schema.field", name)
	}
	schema := c.doc.Schemas[owner]
	if schema == nil && !slices.Contains(c.unshaped, owner) {
		return false, false, fmt.Errorf("%s: the document has no schema %s; if it is meant to have none, list it under unshaped", name, owner)
	}
	property := fieldOf(schema, field, 0)
	return property != nil, property != nil && property.Deprecated, nil
}

// fieldOf finds a field of a schema, or of those that it is put together from.
func fieldOf(schema *spec.Schema, name string, depth int) *spec.Schema {
	schema = schema.Target()
	if schema == nil || depth > 8 {
		return nil
	}
	if property := schema.Properties.Get(name); property != nil {
		return property
	}
	for _, part := range slices.Concat(schema.AllOf, schema.OneOf, schema.AnyOf) {
		if property := fieldOf(part, name, depth+1); property != nil {
			return property
		}
	}
	return nil
}
