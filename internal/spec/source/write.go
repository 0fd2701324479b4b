package source

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
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
	faults = append(faults, d.deriveNested())
	return errors.Join(faults...)
}

// deriveNested makes the write shapes that x-nested-writes asks for. Its text is a suffix: where a written shape refers to
// a read shape Thing it refers to ThingInput instead, and where the document has no such schema it is derived.
func (d *Document) deriveNested() error {
	suffix := text(d.root, "x-nested-writes")
	if suffix == "" {
		return nil
	}
	const prefix = "#/components/schemas/"
	schemas := d.schemas()
	var open []string
	var faults []error
	// written turns a reference to a read shape into one to its write shape.
	var written func(v any, always bool)
	written = func(v any, always bool) {
		switch v := v.(type) {
		case []any:
			for _, item := range v {
				written(item, always)
			}
		case object:
			for _, key := range slices.Sorted(maps.Keys(v)) {
				written(v[key], always)
			}
			ref, ok := v["$ref"].(string)
			name, local := strings.CutPrefix(ref, prefix)
			if !ok || !local {
				return
			}
			target, known := schemas[name].(object)
			base, derived := strings.CutSuffix(name, suffix)
			switch {
			case !known && derived: // named by the document, to be made here
				name = base
			case !always || !known || target["properties"] == nil || target["x-write"] == true:
				return
			}
			read, ok := schemas[name].(object)
			if !ok {
				return // a reference that leads nowhere, which the check tells
			}
			v["$ref"] = prefix + name + suffix
			if made, there := schemas[name+suffix].(object); there {
				if made["x-write-of"] != name && made["x-write"] != true {
					faults = append(faults, fmt.Errorf("schema %s: it would be what is written of %s, by x-nested-writes, and is another shape: rename it", name+suffix, name))
				}
				return
			}
			made := object{"x-write-of": name, "x-nested": true, "description": text(read, "description")}
			if evidence, ok := read["x-evidence"]; ok {
				made["x-evidence"] = evidence
			}
			faults = append(faults, derive(name+suffix, made, read)...)
			if made["properties"] == nil || len(member(made, "properties")) == 0 {
				delete(made, "properties")
				made["additionalProperties"] = true
			}
			schemas[name+suffix] = made
			open = append(open, name+suffix)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(schemas)) {
		if schema, _ := schemas[name].(object); schema["x-write"] == true {
			written(schema["properties"], true)
		}
	}
	for _, op := range d.Operations() {
		written(op.Spec["requestBody"], false)
	}
	for len(open) > 0 {
		name := open[0]
		open = open[1:]
		written(schemas[name].(object)["properties"], true)
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
		copied := clone(property).(object)
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

// clone copies a part of the document's tree, so that what is derived from it can be changed.
func clone(v any) any {
	switch v := v.(type) {
	case object:
		out := make(object, len(v))
		for key, value := range v {
			out[key] = clone(value)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = clone(item)
		}
		return out
	}
	return v
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
