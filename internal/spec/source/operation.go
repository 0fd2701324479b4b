package source

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seed-8da6be54/vendorkit/internal/nearest"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// resolveOperations fills in what the sources leave to the compiler: the error response that all operations share, the
// document's paging defaults, the name of the Go method.
func (d *Document) resolveOperations() error {
	_, hasError := tree.Child(tree.Child(d.root, "components"), "responses")["Error"]
	defaults, _ := d.root[XPage].(tree.Object)
	var faults []error
	for _, op := range d.Operations() {
		d.resolveEvidence(op.Spec)
		d.noteResponse(op.Spec)
		responses := tree.Child(op.Spec, "responses")
		if _, ok := responses["default"]; !ok && hasError {
			responses["default"] = tree.Object{"$ref": "#/components/responses/Error"}
		}
		if page, ok := op.Spec[XPage]; ok {
			resolved, err := resolvePage(page, defaults)
			if err != nil {
				faults = append(faults, fmt.Errorf("%s %s: %w", op.Method, op.Path, err))
			}
			if tree.String(resolved, "style") == Unpaged {
				d.countUnpaged(op, resolved, defaults)
			}
			op.Spec[XPage] = resolved
		}
		if upsert, ok := op.Spec[XUpsert].(tree.Object); ok {
			if err := d.resolveUpsert(op, upsert); err != nil {
				faults = append(faults, fmt.Errorf("%s %s: %w", op.Method, op.Path, err))
			}
		}
		if tree.String(op.Spec, XMethod) == "" && op.Tag() != "" {
			op.Spec[XMethod] = goMethod(op.ID(), op.Tag())
		}
	}
	return errors.Join(faults...)
}

// resolveUpsert writes out the body of an operation that both creates and changes: a list of records that may have an id.
func (d *Document) resolveUpsert(op Operation, upsert tree.Object) error {
	read := ""
	for _, key := range [...]string{"create", "update"} {
		name := tree.String(upsert, key)
		schema, known := d.Schemas()[name].(tree.Object)
		of := tree.String(schema, XWriteOf)
		switch {
		case name == "":
			return errors.New("x-upsert needs create and update, two schemas with the same x-write-of")
		case !known:
			return fmt.Errorf("x-upsert: %s is %q, which isn't a schema%s", key, name, nearest.Suggestion(name, slices.Sorted(maps.Keys(d.Schemas()))))
		case of == "":
			return fmt.Errorf("x-upsert: %s is %s, which has no x-write-of: what is written is derived from what is read", key, name)
		case read != "" && of != read:
			return fmt.Errorf("x-upsert: create is derived from %s and update from %s: both are to have the same x-write-of", read, of)
		}
		read = of
	}
	suffix := tree.String(d.root, XNestedWrites)
	if suffix == "" {
		return errors.New("x-upsert needs x-nested-writes at the top of the document: its body is the schema of that name")
	}
	if op.Spec["requestBody"] != nil {
		return errors.New("x-upsert stands in place of a requestBody")
	}
	op.Spec["requestBody"] = tree.Object{"required": true, "content": tree.Object{"application/json": tree.Object{"schema": tree.Object{
		"type": "array", "items": tree.Object{"$ref": SchemaRef + read + suffix},
	}}}}
	return nil
}

// resolvePage lays an operation's x-page over the document's defaults. A list that isn't paged takes none of them.
func resolvePage(page any, defaults tree.Object) (tree.Object, error) {
	own, ok := page.(tree.Object)
	if !ok {
		return nil, fmt.Errorf("x-page must be a mapping such as {items: data}")
	}
	if tree.String(own, "style") == Unpaged {
		return maps.Clone(own), nil
	}
	if style := tree.String(own, "style"); style != "" && style != tree.String(defaults, "style") {
		return own, nil
	}
	out := maps.Clone(defaults)
	if out == nil {
		out = tree.Object{}
	}
	maps.Copy(out, own)
	return out, nil
}

// countUnpaged gives a list without pages what the document says of lists in general, where it has that: the field that counts
// the rows in all, and the parameter by which a caller asks for fewer.
func (d *Document) countUnpaged(op Operation, page, defaults tree.Object) {
	if total := tree.Strings(defaults["total"]); len(total) == 1 && page["total"] == nil {
		for status, response := range tree.Child(op.Spec, "responses") {
			_, schema := FirstContent(d.Follow(response))
			properties, _ := d.Follow(schema)["properties"].(tree.Object)
			if strings.HasPrefix(status, "2") && properties[total[0]] != nil {
				page["total"] = defaults["total"]
			}
		}
	}
	for _, p := range d.Parameters(op) {
		if limit := tree.String(defaults, "limit"); limit != "" && page["limit"] == nil && tree.String(p, "name") == limit && tree.String(p, "in") == "query" {
			page["limit"] = limit
		}
	}
}

// Follow returns what a node is or refers to.
func (d *Document) Follow(node any) tree.Object {
	at, _ := node.(tree.Object)
	if ref, ok := at["$ref"].(string); ok {
		at, _ = d.Resolve(ref)
	}
	return at
}

// goMethod derives a service's method from an operationId by taking out the service's own noun:
// listCircles on Circles is List, listCircleMembers on Circles is ListMembers.
func goMethod(id, tag string) string {
	for _, noun := range []string{tag, Singular(tag)} {
		for at := 0; ; {
			i := strings.Index(id[at:], noun)
			if i < 0 {
				break
			}
			i += at
			rest := id[i+len(noun):]
			next, _ := utf8.DecodeRuneInString(rest)
			if i > 0 && (rest == "" || unicode.IsUpper(next)) {
				return UpperFirst(id[:i] + rest)
			}
			at = i + len(noun)
		}
	}
	return UpperFirst(id)
}

func UpperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// MethodName returns the name of the Go method that an operation without x-method gets, from its operationId and its tag.
func MethodName(id, tag string) string { return goMethod(id, tag) }
