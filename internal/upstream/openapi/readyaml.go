package openapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

func (r *reader) yaml(data []byte) (any, error) {
	var node yaml.Node
	if err := yaml.Unmarshal(data, &node); err != nil {
		return nil, errors.New(short(err.Error())) // it quotes the file
	}
	if len(node.Content) == 0 {
		return nil, errors.New("it is empty")
	}
	return r.yamlValue(node.Content[0], 0, nil)
}

// yamlValue reads a value. What aliases may name is kept: they are given the same value, so that a small file takes little
// memory, and they count it again, because whoever goes through the document meets it again.
func (r *reader) yamlValue(n *yaml.Node, depth int, at *trail) (any, error) {
	before := r.nodes
	value, err := r.yamlNode(n, depth, at)
	if err == nil && n.Anchor != "" {
		r.aliased[n] = aliased{value, r.nodes - before}
	}
	return value, err
}

func (r *reader) yamlNode(n *yaml.Node, depth int, at *trail) (any, error) {
	if err := r.count(depth); err != nil {
		return nil, err
	}
	switch n.Kind {
	case yaml.AliasNode:
		read, ok := r.aliased[n.Alias]
		if !ok {
			return nil, fmt.Errorf("%s: the alias *%s stands within what it names", short(at.String()), short(n.Value))
		}
		r.nodes += read.nodes
		return read.value, r.count(depth)
	case yaml.MappingNode:
		return r.yamlMapping(n, depth, at)
	case yaml.SequenceNode:
		out := []any{}
		for _, item := range n.Content {
			value, err := r.yamlValue(item, depth+1, at)
			if err != nil {
				return nil, err
			}
			out = append(out, value)
		}
		return out, nil
	}
	switch n.ShortTag() {
	case "!!null":
		return nil, nil
	case "!!bool":
		return strings.EqualFold(n.Value, "true"), nil
	case "!!int", "!!float":
		return json.Number(n.Value), nil
	}
	return n.Value, nil
}

// yamlMapping reads a mapping with what its merge keys bring: fields that it doesn't have itself, of several mappings those
// of the first that has them.
func (r *reader) yamlMapping(n *yaml.Node, depth int, at *trail) (any, error) {
	out := tree.Object{}
	var merged []*yaml.Node
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, item := n.Content[i], n.Content[i+1]
		if key.Anchor != "" {
			r.aliased[key] = aliased{key.Value, 1}
		}
		if key.Kind == yaml.AliasNode {
			key = key.Alias
		}
		if key.ShortTag() == "!!merge" {
			merged = append(merged, item)
			continue
		}
		here := &trail{at, key.Value}
		value, err := r.yamlValue(item, depth+1, here)
		if err != nil {
			return nil, err
		}
		r.put(out, key.Value, value, here)
	}
	for _, item := range merged {
		value, err := r.yamlValue(item, depth+1, at)
		if err != nil {
			return nil, err
		}
		list, several := value.([]any)
		if !several {
			list = []any{value}
		}
		for _, one := range list {
			fields, ok := one.(tree.Object)
			if !ok {
				r.foreign.hidden("%s: a merge key (<<) brings something that is no mapping", short((&trail{at, "<<"}).String()))
				continue
			}
			for name, value := range fields {
				if _, has := out[name]; !has {
					out[name] = value
				}
			}
		}
	}
	return out, nil
}
