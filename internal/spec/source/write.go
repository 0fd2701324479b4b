package source

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/nearest"
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
			if write[XWriteOf] != nil {
				faults = append(faults, fmt.Errorf("schema %s.%s: must be the name of a schema", name, XWriteOf))
			}
			continue
		}
		read, ok := schemas[of].(tree.Object)
		if !ok {
			faults = append(faults, fmt.Errorf("schema %s.%s: %q isn't a schema%s", name, XWriteOf, of, nearest.Suggestion(of, slices.Sorted(maps.Keys(schemas)))))
			continue
		}
		if _, chained := read[XWriteOf]; chained {
			faults = append(faults, fmt.Errorf("schema %s.%s: %q is a write schema itself", name, XWriteOf, of))
			continue
		}
		faults = append(faults, d.derive(name, write, read)...)
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
			name, local := strings.CutPrefix(ref, SchemaRef)
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
			v["$ref"] = SchemaRef + name + suffix
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
			faults = append(faults, d.derive(name+suffix, made, read)...)
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

func (d *Document) derive(name string, write, read tree.Object) (faults []error) {
	omit, only := tree.Strings(write[XOmit]), tree.Strings(write[XOnly])
	source := tree.Child(read, "properties")
	for _, key := range [...]string{XOmit, XOnly} {
		said, there := write[key]
		if list := tree.List(said); there && (list == nil || len(list) != len(tree.Strings(said))) {
			faults = append(faults, fmt.Errorf("schema %s.%s: must be a list of fields, such as [id]", name, key))
		}
		for i, field := range tree.Strings(said) {
			if _, ok := source[field]; !ok {
				faults = append(faults, fmt.Errorf("schema %s.%s[%d]: %q is no property of %s%s",
					name, key, i, field, tree.String(write, XWriteOf), nearest.Suggestion(field, slices.Sorted(maps.Keys(source)))))
			}
		}
	}
	if write[XOmit] != nil && write[XOnly] != nil {
		faults = append(faults, fmt.Errorf("schema %s.%s: beside %s, which leaves out all others anyway: leave it out", name, XOmit, XOnly))
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
		if d.copied[name] == nil {
			d.copied[name] = map[string]bool{}
		}
		d.copied[name][field] = true
	}
	write["type"] = "object"
	write[XWrite] = true
	delete(write, XOmit)
	delete(write, XOnly)
	return faults
}
