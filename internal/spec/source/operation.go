package source

import (
	"errors"
	"fmt"
	"maps"
	"strings"
	"unicode"
	"unicode/utf8"
)

// resolveOperations fills in what the sources leave to the compiler: the error answer that all operations share, the
// document's paging defaults, the name of the Go method.
func (d *Document) resolveOperations() error {
	_, hasError := member(member(d.root, "components"), "responses")["Error"]
	defaults, _ := d.root["x-page"].(object)
	var faults []error
	for _, op := range d.Operations() {
		d.resolveEvidence(op.Spec)
		d.noteResponse(op.Spec)
		responses := member(op.Spec, "responses")
		if _, ok := responses["default"]; !ok && hasError {
			responses["default"] = object{"$ref": "#/components/responses/Error"}
		}
		if page, ok := op.Spec["x-page"]; ok {
			resolved, err := resolvePage(page, defaults)
			if err != nil {
				faults = append(faults, fmt.Errorf("%s %s: %w", op.Method, op.Path, err))
			}
			if text(resolved, "style") == "none" {
				d.countUnpaged(op, resolved, defaults)
			}
			op.Spec["x-page"] = resolved
		}
		if upsert, ok := op.Spec["x-upsert"].(object); ok {
			if err := d.resolveUpsert(op, upsert); err != nil {
				faults = append(faults, fmt.Errorf("%s %s: %w", op.Method, op.Path, err))
			}
		}
		if text(op.Spec, "x-method") == "" && op.Tag() != "" {
			op.Spec["x-method"] = goMethod(op.ID(), op.Tag())
		}
	}
	return errors.Join(faults...)
}

// resolveUpsert writes out the body of an operation that both creates and changes: a list of records that may have an id.
func (d *Document) resolveUpsert(op Operation, upsert object) error {
	create, _ := d.schemas()[text(upsert, "create")].(object)
	update, _ := d.schemas()[text(upsert, "update")].(object)
	read := text(update, "x-write-of")
	if create == nil || read == "" || read != text(create, "x-write-of") {
		return errors.New("x-upsert needs create and update, two schemas with the same x-write-of")
	}
	suffix := text(d.root, "x-nested-writes")
	if suffix == "" {
		return errors.New("x-upsert needs x-nested-writes at the top of the document: its body is the schema of that name")
	}
	if op.Spec["requestBody"] != nil {
		return errors.New("x-upsert stands in place of a requestBody")
	}
	op.Spec["requestBody"] = object{"required": true, "content": object{"application/json": object{"schema": object{
		"type": "array", "items": object{"$ref": "#/components/schemas/" + read + suffix},
	}}}}
	return nil
}

// resolvePage lays an operation's x-page over the document's defaults. A list that isn't paged takes none of them.
func resolvePage(page any, defaults object) (object, error) {
	own, ok := page.(object)
	if !ok {
		return nil, fmt.Errorf("x-page must be a mapping such as {items: data}")
	}
	if text(own, "style") == "none" {
		return maps.Clone(own), nil
	}
	if style := text(own, "style"); style != "" && style != text(defaults, "style") {
		return own, nil
	}
	out := maps.Clone(defaults)
	if out == nil {
		out = object{}
	}
	maps.Copy(out, own)
	return out, nil
}

// countUnpaged gives a list without pages what the document says of lists in general, where it has that: the field that counts
// the rows in all, and the parameter by which a caller asks for fewer.
func (d *Document) countUnpaged(op Operation, page, defaults object) {
	if total := texts(defaults["total"]); len(total) == 1 && page["total"] == nil {
		for status, response := range member(op.Spec, "responses") {
			_, schema := firstContent(d.follow(response))
			properties, _ := d.follow(schema)["properties"].(object)
			if strings.HasPrefix(status, "2") && properties[total[0]] != nil {
				page["total"] = defaults["total"]
			}
		}
	}
	for _, p := range d.Parameters(op) {
		if limit := text(defaults, "limit"); limit != "" && text(p, "name") == limit && text(p, "in") == "query" {
			page["limit"] = limit
		}
	}
}

// follow returns what a node is or refers to.
func (d *Document) follow(node any) object {
	at, _ := node.(object)
	if ref, ok := at["$ref"].(string); ok {
		at, _ = d.Resolve(ref)
	}
	return at
}

// goMethod derives a service's method from an operationId by taking out the service's own noun:
// listCircles on Circles is List, listCircleMembers on Circles is ListMembers.
func goMethod(id, tag string) string {
	for _, noun := range []string{tag, singular(tag)} {
		for at := 0; ; {
			i := strings.Index(id[at:], noun)
			if i < 0 {
				break
			}
			i += at
			rest := id[i+len(noun):]
			next, _ := utf8.DecodeRuneInString(rest)
			if i > 0 && (rest == "" || unicode.IsUpper(next)) {
				return upperFirst(id[:i] + rest)
			}
			at = i + len(noun)
		}
	}
	return upperFirst(id)
}

func singular(noun string) string {
	switch {
	case strings.HasSuffix(noun, "ies"):
		return strings.TrimSuffix(noun, "ies") + "y"
	case strings.HasSuffix(noun, "uses"), strings.HasSuffix(noun, "sses"), strings.HasSuffix(noun, "xes"):
		return strings.TrimSuffix(noun, "es")
	}
	return strings.TrimSuffix(noun, "s")
}

func upperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// MethodName returns the name of the Go method that an operation without x-method gets, from its operationId and its tag.
func MethodName(id, tag string) string { return goMethod(id, tag) }
