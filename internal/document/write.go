package document

import (
	"errors"
	"fmt"
	"maps"
	"slices"
)

// deriveWrites expands every schema with x-write-of: its properties are those of the read shape it names, less the
// read-only ones, less x-omit (or only x-only), plus its own. So a field is described once, where it is read.
func (d *Document) deriveWrites() error {
	schemas := d.schemas()
	var faults []error
	for _, name := range slices.Sorted(maps.Keys(schemas)) {
		write, ok := schemas[name].(object)
		if !ok {
			continue
		}
		of, ok := write["x-write-of"].(string)
		if !ok {
			continue
		}
		read, ok := schemas[of].(object)
		if !ok {
			faults = append(faults, fmt.Errorf("schema %s: x-write-of names %q, which isn't a schema", name, of))
			continue
		}
		if _, chained := read["x-write-of"]; chained {
			faults = append(faults, fmt.Errorf("schema %s: x-write-of names %q, which is a write shape itself", name, of))
			continue
		}
		faults = append(faults, derive(name, write, read)...)
	}
	return errors.Join(faults...)
}

func derive(name string, write, read object) (faults []error) {
	omit, only := texts(write["x-omit"]), texts(write["x-only"])
	source := member(read, "properties")
	for _, field := range slices.Concat(omit, only) {
		if _, ok := source[field]; !ok {
			faults = append(faults, fmt.Errorf("schema %s: %q is no property of %s", name, field, text(write, "x-write-of")))
		}
	}
	own := member(write, "properties")
	for field, property := range source {
		property, _ := property.(object)
		readOnly, _ := property["readOnly"].(bool)
		switch {
		case own[field] != nil, readOnly, slices.Contains(omit, field):
			continue
		case len(only) > 0 && !slices.Contains(only, field):
			continue
		}
		// Null on a read says nothing about what null would do in a write; a write shape declares that itself.
		copied := maps.Clone(property)
		delete(copied, "nullable")
		if copied["enum"] != nil {
			copied["x-enum-of"] = text(write, "x-write-of")
		}
		own[field] = copied
	}
	write["type"] = "object"
	write["x-write"] = true
	delete(write, "x-omit")
	delete(write, "x-only")
	return faults
}

func texts(v any) []string {
	list, _ := v.([]any)
	out := make([]string, 0, len(list))
	for _, item := range list {
		if s, ok := item.(string); ok {
			out = append(out, s)
		}
	}
	return out
}
