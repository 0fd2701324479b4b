package vendortest

import (
	"fmt"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// A vendor reads requests in more spellings than its document writes down. Here a call's are turned into the document's, which
// the checks and the simulated behaviour then go by. What a vendor isn't known to read is left as it is, and found wanting.

// slashes say which slashes of a path a vendor doesn't mind.
type slashes int

const (
	slashesExact    slashes = iota
	slashesTrailing         // one at the end
	slashesLoose            // any number anywhere
)

// clean takes the slashes out of a path that the vendor doesn't mind.
func (s slashes) clean(path string) string {
	if s == slashesLoose {
		for strings.Contains(path, "//") {
			path = strings.ReplaceAll(path, "//", "/")
		}
	}
	if s != slashesExact && len(path) > 1 {
		path = strings.TrimSuffix(path, "/")
	}
	return path
}

// respell turns the parameters of a call into the document's spelling. It returns what is wrong with that: those that it took out since
// the vendor does as if they weren't there, and those of which it left one.
func (c *call) respell() (problems []problem) {
	op := c.operation
	for _, p := range op.parameters {
		name := p.Name
		switch p.In {
		case openapi3.ParameterInQuery:
			c.rename(name)
			values := c.query[name]
			if len(values) > 1 && !exploded(p) {
				again := problem{path: name, detail: fmt.Sprintf("it comes %d times, and the document has it only once", len(values))}
				if c.server.vendor.lastWins {
					values = values[len(values)-1:]
					c.query[name] = values
					again.detail, again.ignored = again.detail+"; the last counts", true
				}
				problems = append(problems, again)
			}
			for i, text := range values {
				values[i] = c.spelling(p.Schema, text)
			}
			if says := c.server.behave.unread; says != nil && len(values) > 0 && p.Schema != nil {
				if why := says(p.Schema.Value, values[0]); why != "" {
					delete(c.query, name)
					problems = append(problems, problem{path: name, detail: why, ignored: true})
				}
			}
		case openapi3.ParameterInPath:
			if text, ok := c.params[name]; ok {
				c.params[name] = c.spelling(p.Schema, text)
			}
		}
	}
	return problems
}

// rename gives a query parameter the document's case, where the vendor takes any.
func (c *call) rename(name string) {
	if !c.server.vendor.anyCase || c.query.Has(name) {
		return
	}
	for _, sent := range sortedKeys(c.query) {
		if strings.EqualFold(sent, name) && !c.operation.query[sent] {
			c.query[name] = c.query[sent]
			delete(c.query, sent)
			return
		}
	}
}

// exploded reports whether each value of a list stands under the parameter's name once more.
func exploded(p *openapi3.Parameter) bool {
	return p.Schema != nil && p.Schema.Value != nil && p.Schema.Value.Type.Is("array") && (p.Explode == nil || *p.Explode)
}

// spelling writes one value as the document does. Blanks around the values of a list and around a number mean nothing.
func (c *call) spelling(ref *openapi3.SchemaRef, text string) string {
	if ref == nil || ref.Value == nil {
		return text
	}
	schema := ref.Value
	if schema.Type.Is("array") && strings.Contains(text, ",") {
		var values []string
		for value := range strings.SplitSeq(text, ",") {
			if value = strings.TrimSpace(value); value != "" {
				values = append(values, c.spelling(schema.Items, value))
			}
		}
		return strings.Join(values, ",")
	}
	if schema.Type.Is("integer") || schema.Type.Is("number") || schema.Type.Is("boolean") || schema.Type.Is("array") {
		text = strings.TrimSpace(text)
	}
	if own := c.server.behave.spelling; own != nil {
		text = own(schema, text)
	}
	return text
}
