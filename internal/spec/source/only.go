package source

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/seed-8da6be54/vendorkit/internal/nearest"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// Only returns a document of one operation, by its operationId in any case: the operation, with every component that it refers to,
// directly or by others. The error of an unknown one names the nearest.
func (d *Document) Only(id string) (*Document, error) {
	ops := d.Operations()
	at := slices.IndexFunc(ops, func(op Operation) bool { return strings.EqualFold(op.ID(), id) })
	if at < 0 {
		ids := make([]string, 0, len(ops))
		for _, op := range ops {
			ids = append(ids, op.ID())
		}
		return nil, fmt.Errorf("%q is no operation of %s%s", id, d.Vendor, nearest.Suggestion(id, ids))
	}
	op := ops[at]
	item := tree.Object{strings.ToLower(op.Method): op.Spec}
	if shared, ok := tree.Child(tree.Child(d.root, "paths"), op.Path)["parameters"]; ok {
		item["parameters"] = shared
	}
	out := &Document{Vendor: d.Vendor, names: d.names, root: tree.Object{"paths": tree.Object{op.Path: item}, "components": tree.Object{}}}
	for key, value := range d.root {
		switch key {
		case "paths", "components":
		case "tags":
			tags := slices.DeleteFunc(slices.Clone(tree.List(value)), func(tag any) bool {
				tagged, _ := tag.(tree.Object)
				return tree.String(tagged, "name") != op.Tag()
			})
			out.root[key] = tags
		default:
			out.root[key] = value
		}
	}
	if schemes, ok := tree.Child(d.root, "components")["securitySchemes"]; ok {
		tree.Child(out.root, "components")["securitySchemes"] = schemes
	}
	out.take(d, item)
	return out, nil
}

// take adds the components of another document that something refers to, and those that they refer to.
func (d *Document) take(from *Document, node any) {
	switch node := node.(type) {
	case []any:
		for _, item := range node {
			d.take(from, item)
		}
	case tree.Object:
		for _, value := range node {
			d.take(from, value)
		}
		ref, _ := node["$ref"].(string)
		parts := strings.Split(ref, "/")
		if len(parts) != 4 || parts[1] != "components" {
			return
		}
		kind := tree.Child(tree.Child(d.root, "components"), parts[2])
		if target, ok := from.Resolve(ref); ok && kind[parts[3]] == nil {
			kind[parts[3]] = target
			d.take(from, target)
		}
	}
}

// YAML returns the document as YAML: what it is first, then its paths and what they are made of; keys within are sorted.
func (d *Document) YAML() ([]byte, error) {
	var root yaml.Node
	if err := root.Encode(d.root); err != nil {
		return nil, err
	}
	place := func(key string) int {
		first := []string{"openapi", "info", "servers", "security", "tags"}
		if at := slices.Index(first, key); at >= 0 {
			return at
		}
		return len(first) + slices.Index([]string{"paths", "components"}, key) + 1
	}
	pairs := slices.Collect(slices.Chunk(root.Content, 2))
	slices.SortStableFunc(pairs, func(a, b []*yaml.Node) int { return place(a[0].Value) - place(b[0].Value) })
	root.Content = slices.Concat(pairs...)
	var out bytes.Buffer
	to, err := yaml.NewDumper(&out, yaml.WithV3Defaults(), yaml.WithIndent(2), yaml.WithLineWidth(-1))
	if err != nil {
		return nil, err
	}
	if err := to.Dump(&root); err != nil {
		return nil, err
	}
	return out.Bytes(), to.Close()
}
