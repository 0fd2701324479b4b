package source

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// deriveWrites expands every schema with x-write-of: its properties are those of the read schema it names, less the
// read-only ones, less x-omit (or only x-only), plus its own. So a field is described once, where it is read.
func (d *Document) deriveWrites() error {
	schemas := d.Schemas()
	var faults []error
	for _, name := range slices.Sorted(maps.Keys(schemas)) {
		write, ok := schemas[name].(tree.Object)
		if !ok {
			continue
		}
		of, ok := write[XWriteOf].(string)
		if !ok {
			continue
		}
		read, ok := schemas[of].(tree.Object)
		if !ok {
			faults = append(faults, fmt.Errorf("schema %s: x-write-of names %q, which isn't a schema", name, of))
			continue
		}
		if _, chained := read[XWriteOf]; chained {
			faults = append(faults, fmt.Errorf("schema %s: x-write-of names %q, which is a write schema itself", name, of))
			continue
		}
		faults = append(faults, derive(name, write, read)...)
	}
	faults = append(faults, d.deriveNested())
	return errors.Join(faults...)
}

// deriveNested makes the write schemas that x-nested-writes asks for. It is a suffix: where a written schema refers to
// a read schema Thing it refers to ThingInput instead, and where the document has no such schema it is derived.
func (d *Document) deriveNested() error {
	suffix := tree.String(d.root, XNestedWrites)
	if suffix == "" {
		return nil
	}
	const prefix = "#/components/schemas/"
	schemas := d.Schemas()
	var open []string
	var faults []error
	// written turns a reference to a read schema into one to its write schema.
	var written func(v any, always bool)
	written = func(v any, always bool) {
		switch v := v.(type) {
		case []any:
			for _, item := range v {
				written(item, always)
			}
		case tree.Object:
			for _, key := range slices.Sorted(maps.Keys(v)) {
				written(v[key], always)
			}
			ref, ok := v["$ref"].(string)
			name, local := strings.CutPrefix(ref, prefix)
			if !ok || !local {
				return
			}
			target, known := schemas[name].(tree.Object)
			base, derived := strings.CutSuffix(name, suffix)
			switch {
			case !known && derived: // named by the document, to be made here
				name = base
			case !always || !known || target["properties"] == nil || target[XWrite] == true:
				return
			}
			read, ok := schemas[name].(tree.Object)
			if !ok {
				return // a reference that leads nowhere, which the check reports
			}
			v["$ref"] = prefix + name + suffix
			if made, there := schemas[name+suffix].(tree.Object); there {
				if made[XWriteOf] != name && made[XWrite] != true {
					faults = append(faults, fmt.Errorf("schema %s: it would be what is written of %s, by x-nested-writes, and is another schema: rename it", name+suffix, name))
				}
				return
			}
			made := tree.Object{XWriteOf: name, XNested: true, "description": tree.String(read, "description")}
			if evidence, ok := read[XEvidence]; ok {
				made[XEvidence] = evidence
			}
			faults = append(faults, derive(name+suffix, made, read)...)
			if made["properties"] == nil || len(tree.Child(made, "properties")) == 0 {
				delete(made, "properties")
				made["additionalProperties"] = true
			}
			schemas[name+suffix] = made
			open = append(open, name+suffix)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(schemas)) {
		if schema, _ := schemas[name].(tree.Object); schema[XWrite] == true {
			written(schema["properties"], true)
		}
	}
	for _, op := range d.Operations() {
		written(op.Spec["requestBody"], false)
	}
	for len(open) > 0 {
		name := open[0]
		open = open[1:]
		written(schemas[name].(tree.Object)["properties"], true)
	}
	return errors.Join(faults...)
}

func derive(name string, write, read tree.Object) (faults []error) {
	omit, only := tree.Strings(write[XOmit]), tree.Strings(write[XOnly])
	source := tree.Child(read, "properties")
	for _, field := range slices.Concat(omit, only) {
		if _, ok := source[field]; !ok {
			faults = append(faults, fmt.Errorf("schema %s: %q is no property of %s", name, field, tree.String(write, XWriteOf)))
		}
	}
	own := tree.Child(write, "properties")
	for field, property := range source {
		property, _ := property.(tree.Object)
		readOnly, _ := property["readOnly"].(bool)
		switch {
		case own[field] != nil, readOnly, slices.Contains(omit, field):
			continue
		case len(only) > 0 && !slices.Contains(only, field):
			continue
		}
		// Null on a read says nothing about what null would do in a write; a write schema declares that itself.
		copied := tree.Clone(property).(tree.Object)
		delete(copied, "nullable")
		for _, schema := range [...]tree.Object{copied, below(copied, "items"), below(copied, "additionalProperties")} {
			if schema["enum"] != nil {
				schema[XEnumOf] = tree.String(write, XWriteOf)
			}
		}
		own[field] = copied
	}
	write["type"] = "object"
	write[XWrite] = true
	delete(write, XOmit)
	delete(write, XOnly)
	return faults
}
