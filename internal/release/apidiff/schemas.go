package main

import (
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// A document's schemas are compared one by one. Left as they are, one new field of a ticket would be found in every
// operation whose response has a ticket anywhere within: that is slow, and seventy lines where one says it. So every named
// schema is compared once, as the body of an operation made up for it, and where it is used stands only its name.

const (
	asResponse = "/schemas/responses/" // paths of the made-up operations
	asRequest  = "/schemas/requests/"
)

// bySchema returns the document with the schemas taken apart.
func (d *vendorDocument) bySchema() tree.Object {
	schemas := within(d.root, "components", "schemas")
	paths := tree.Object{}
	for path, item := range within(d.root, "paths") {
		item, _ := item.(tree.Object)
		paths[path] = d.named(d.ownParameters(path, item))
	}
	responses, requests := d.used()
	media := func(name string) tree.Object {
		return tree.Object{"application/json": tree.Object{"schema": d.named(schemas[name])}}
	}
	for name := range responses {
		paths[asResponse+name] = tree.Object{"get": tree.Object{"responses": tree.Object{"200": tree.Object{"description": "", "content": media(name)}}}}
	}
	for name := range requests {
		paths[asRequest+name] = tree.Object{"post": tree.Object{"requestBody": tree.Object{"content": media(name)}, "responses": tree.Object{}}}
	}
	components := tree.Object{}
	for section, list := range within(d.root, "components") {
		if section != "schemas" {
			components[section] = d.named(list)
		}
	}
	cut := maps.Clone(d.root)
	cut["paths"], cut["components"] = paths, components
	delete(cut, "security") // every operation would be found, those that are made up too; securityFindings says it once
	return cut
}

// ownParameters returns a path with the parameters of all its operations written out at each, where oasdiff compares them.
func (d *vendorDocument) ownParameters(path string, item tree.Object) tree.Object {
	if item["parameters"] == nil {
		return item
	}
	own := maps.Clone(item)
	delete(own, "parameters")
	for key, operation := range own {
		operation, ok := operation.(tree.Object)
		if !ok || !slices.Contains(methods[:], key) {
			continue
		}
		all := d.parametersOf(key+" "+path, operation)
		list := make([]any, 0, len(all))
		for _, name := range slices.Sorted(maps.Keys(all)) {
			list = append(list, all[name])
		}
		operation = maps.Clone(operation)
		operation["parameters"] = list
		own[key] = operation
	}
	return own
}

// named returns a part of the document with the names of schemas in place of references to them.
func (d *vendorDocument) named(part any) any {
	switch part := part.(type) {
	case tree.Object:
		if name, ok := schemaOf(part); ok {
			stub := tree.Object{"format": name}
			if schema, _ := within(d.root, "components", "schemas")[name].(tree.Object); schema["type"] != nil {
				stub["type"] = schema["type"]
			}
			return stub
		}
		copied := make(tree.Object, len(part))
		for key, value := range part {
			copied[key] = d.named(value)
		}
		return copied
	case []any:
		copied := make([]any, len(part))
		for i, value := range part {
			copied[i] = d.named(value)
		}
		return copied
	}
	return part
}

// schemaOf returns the name of the schema that a reference is to.
func schemaOf(part tree.Object) (string, bool) {
	ref, _ := part["$ref"].(string)
	return path.Base(ref), strings.HasPrefix(ref, "#/components/schemas/")
}

// used returns the schemas that responses have within, and those that requests have.
func (d *vendorDocument) used() (responses, requests map[string]bool) {
	responses, requests = map[string]bool{}, map[string]bool{}
	for _, item := range within(d.root, "paths") {
		item, _ := item.(tree.Object)
		for key, operation := range item {
			if operation, ok := operation.(tree.Object); ok && slices.Contains(methods[:], key) {
				d.reach(operation["responses"], responses, map[string]bool{})
				d.reach(operation["parameters"], requests, map[string]bool{})
				d.reach(operation["requestBody"], requests, map[string]bool{})
			}
		}
		d.reach(item["parameters"], requests, map[string]bool{})
	}
	return responses, requests
}

// reach follows references. Those to schemas are noted in found; seen are those to responses, parameters and bodies.
func (d *vendorDocument) reach(part any, found, seen map[string]bool) {
	switch part := part.(type) {
	case tree.Object:
		if ref, ok := part["$ref"].(string); ok {
			name, schema := schemaOf(part)
			noted := seen
			if schema {
				noted = found
			} else {
				name = ref
			}
			if !noted[name] {
				noted[name] = true
				sections := strings.Split(strings.TrimPrefix(ref, "#/"), "/")
				d.reach(within(d.root, sections...), found, seen)
			}
			return
		}
		for _, value := range part {
			d.reach(value, found, seen)
		}
	case []any:
		for _, value := range part {
			d.reach(value, found, seen)
		}
	}
}

// within returns the object at a place; nil when there is none.
func within(root tree.Object, keys ...string) tree.Object {
	for _, key := range keys {
		root, _ = root[key].(tree.Object)
	}
	return root
}
