package source

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// checkConstructs refuses what OpenAPI can say of a parameter and the client template has no way to write. It would become code
// that compiles and sends something else.
func (d *Document) checkConstructs(op Operation, at string, fault func(string, ...any)) {
	seen := map[[2]string]bool{}
	for p, where := range d.placedParameters(op, at) {
		if tree.String(p, "name") == "" || tree.String(p, "in") == "" {
			fault("%s: needs name and in", where)
			continue
		}
		if why := d.unwritable(p); why != "" {
			fault("%s: %s", where, why)
		}
		key := [2]string{tree.String(p, "in"), tree.String(p, "name")}
		if seen[key] {
			fault("%s: %s parameter %s stands twice", at, key[0], key[1])
		}
		seen[key] = true
	}
	d.checkBody(op, at, fault)
	d.checkSuccess(op, at, fault)
}

// placedParameters gives the parameters of an operation, each with the words for its place: that of the component where it is one.
func (d *Document) placedParameters(op Operation, at string) iter.Seq2[tree.Object, string] {
	return func(yield func(tree.Object, string) bool) {
		for i, node := range d.ParameterNodes(op) {
			p := d.Follow(node)
			if p == nil {
				continue
			}
			where := fmt.Sprintf("%s: %s parameter %s", at, tree.String(p, "in"), tree.String(p, "name"))
			node, _ := node.(tree.Object)
			if shared, ok := strings.CutPrefix(tree.String(node, "$ref"), "#/components/parameters/"); ok {
				where = "parameter " + shared
			} else if tree.String(p, "in") == "" || tree.String(p, "name") == "" {
				where = fmt.Sprintf("%s: parameter number %d", at, i+1)
			}
			if !yield(p, where) {
				return
			}
		}
	}
}

// unwritable says why a client can't send a parameter as it is described; "" when it can.
func (d *Document) unwritable(p tree.Object) string {
	schema, _ := p["schema"].(tree.Object)
	if p["content"] != nil || schema == nil {
		return "a client sends no parameter in a content type of its own: give it a schema, a string where its text is the caller's"
	}
	if reserved, _ := p["allowReserved"].(bool); reserved {
		return "allowReserved: a client escapes what is reserved"
	}
	style, plain := p["style"].(string)
	if p["style"] != nil && !plain {
		return "style must be a string"
	}
	kind, items := d.kindOf(schema)
	if format := d.formatOf(schema); format == "byte" || format == "binary" {
		return fmt.Sprintf("format %s: a client sends bytes in a body only", format)
	}
	only := func(styles ...string) string {
		if style == "" || slices.Contains(styles, style) {
			return ""
		}
		return fmt.Sprintf("style %s of %s: a client writes %s", style, kind, strings.Join(styles, " or "))
	}
	scalar := slices.Contains([]string{"string", "integer", "number", "boolean"}, kind)
	switch in := tree.String(p, "in"); in {
	case "path":
		if kind != "string" && kind != "integer" {
			return fmt.Sprintf("type %s: a client puts strings and integers into a path", kind)
		}
		if format := d.formatOf(schema); format == "date" || format == "date-time" {
			return fmt.Sprintf("format %s: a client puts strings and integers into a path", format)
		}
		return only("simple")
	case "header":
		if name := tree.String(p, "name"); !headerName().MatchString(name) {
			return "no header can have this name"
		} else if slices.Contains(ownHeaders[:], strings.ToLower(name)) {
			return "a client sets this header itself"
		}
		if !scalar {
			return fmt.Sprintf("type %s: a client sends strings, numbers and booleans in a header", kind)
		}
		return only("simple")
	case "query":
		switch {
		case scalar:
			return only("form")
		case kind == "array" && (items == "string" || items == "integer"):
			if format := d.formatOf(tree.Child(d.Follow(schema), "items")); slices.Contains([]string{"date", "date-time", "byte", "binary"}, format) {
				return fmt.Sprintf("a list of %ss: a client sends lists of strings and integers", format)
			}
			return only("form")
		case kind == "array":
			return fmt.Sprintf("a list of %s: a client sends lists of strings and integers", items)
		case kind == "object" && style != "deepObject":
			return "an object: a client writes it as name[key]=value, which is style: deepObject"
		case kind == "object":
			if values, _ := d.kindOf(tree.Child(schema, "additionalProperties")); values != "string" || schema["properties"] != nil {
				return "an object: a client sends maps of strings, additionalProperties: {type: string}"
			}
			return ""
		}
		return "type " + kind + ": a client doesn't know how to write it"
	default:
		return fmt.Sprintf("in: %s: a client sends parameters in the path, the query and headers", in)
	}
}

// ownHeaders are those that OpenAPI takes out of an operation's parameters, and those that say how a request is sent.
var ownHeaders = [...]string{"accept", "authorization", "connection", "content-encoding", "content-length", "content-type", "cookie", "host", "transfer-encoding"}

var headerName = pattern("^[A-Za-z0-9!#$%&'*+.^_`|~-]+$")

func (d *Document) formatOf(schema tree.Object) string {
	return tree.String(d.Follow(schema), "format")
}

// kindOf is the type of a schema, and that of a list's items; "unknown" where there is none or more than one.
func (d *Document) kindOf(schema tree.Object) (kind, items string) {
	for range 8 {
		ref, ok := schema["$ref"].(string)
		if !ok {
			break
		}
		schema, _ = d.Resolve(ref)
	}
	switch kind = tree.String(schema, "type"); {
	case kind == "array":
		items, _ = d.kindOf(tree.Child(schema, "items"))
	case kind != "" && (tree.String(schema, XLenient) != "" || schema["oneOf"] == nil && schema["anyOf"] == nil && schema["allOf"] == nil && schema["not"] == nil):
	case tree.String(schema, XLenient) != "":
		kind = "lenient " + tree.String(schema, XLenient)
	default:
		kind = "unknown"
	}
	return kind, items
}
