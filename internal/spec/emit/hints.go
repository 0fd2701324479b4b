package emit

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// Package is what oapi-codegen gets of a vendor's document for one Go package: the resolved document plus the hints that turn its
// schemas into the Go types this module wants (plain values to read, pointers to write, rest's own scalars) and, for the client
// template, what each operation takes and responds. The hints stay out of the document itself.
//
// There are two documents, one for the run that writes the types and one for the run that writes the client: each leaves out what
// the other needs, which is most of a large document and most of the generator's time.
type Package struct {
	// Name is that of the package below the vendor's own, "" for that one, which is the first.
	Name string
	// Doc is the comment of a package below the vendor's own.
	Doc            string
	Models, Client []byte
}

// GeneratorInput returns what oapi-codegen gets of a document, package by package.
func GeneratorInput(doc *source.Document) ([]Package, error) {
	copied := &document{doc.Copy()}
	if err := copied.nameFields(); err != nil {
		return nil, err
	}
	tags := doc.FormTags(func(string, ...any) {})
	schemas := copied.Schemas()
	enums := &enumNames{schemas: schemas, places: map[string]string{}}
	copied.hoistEnums(enums)
	copied.hoistParameterEnums(enums)
	copied.lazyFields()
	copied.aliasNested()
	r := copied.placeSchemas()
	enums.checkConstants(r)
	if err := errors.Join(enums.faults...); err != nil {
		return nil, err
	}
	uses := copied.uses(r)
	copied.lazyAcrossRooms(r)
	for _, name := range slices.Sorted(maps.Keys(schemas)) {
		if schema, ok := schemas[name].(tree.Object); ok {
			write, _ := schema[source.XWrite].(bool)
			copied.hint(schema, write)
			copied.incomparable(schema)
			schema["x-doc"] = typeComment(name, tree.String(schema, "description"), uses[name])
		}
	}
	copied.shareCreates()
	copied.separateComments()
	copied.tagForms(tags)
	began := map[string]bool{}
	for _, op := range copied.Operations() {
		copied.hintOperation(op)
		if at := r.ofTag[op.Tag()]; !began[at] {
			began[at] = true
			op.Spec["x-package"] = copied.packageHints(r, at)
		}
	}
	for _, item := range tree.Child(copied.Tree(), "paths") {
		delete(item.(tree.Object), "parameters")
	}
	delete(tree.Child(copied.Tree(), "components"), "responses")
	delete(tree.Child(copied.Tree(), "components"), "parameters")
	copied.prune()
	var packages []Package
	for _, at := range r.packages {
		s := splitter{copied, r, at}
		p := Package{Name: at}
		if at != "" {
			p.Doc = copied.packageComment(at)
		}
		var err error
		if p.Models, err = tree.Encode(s.part(forModels, func(string) bool { return true }), ""); err != nil {
			return nil, err
		}
		if p.Client, err = tree.Encode(s.part(forClient, s.inParameters()), ""); err != nil {
			return nil, err
		}
		packages = append(packages, p)
	}
	return packages, nil
}

// hint marks a schema and everything below it.
func (d *document) hint(s tree.Object, write bool) {
	if _, ok := s["$ref"]; ok {
		return
	}
	if !write {
		delete(s, "nullable")
	}
	d.noteEvidence(s)
	switch lenient := tree.String(s, source.XLenient); {
	case s[source.XGoType] != nil:
		return
	case s[source.XSecret] == true:
		goType(s, "value.Secret")
		return
	case scalar(lenient) != "":
		goType(s, scalar(lenient))
		return
	case lenient == "list":
		goType(s, "value.List["+d.goTypeOf(s["items"])+"]")
		return
	case lenient == "map":
		goType(s, "value.Map["+d.goTypeOf(s["additionalProperties"])+"]")
		return
	case source.Unknown(s):
		goType(s, "value.JSON")
		return
	}
	if items, ok := s["items"].(tree.Object); ok {
		delete(items, "nullable")
		d.hint(items, write)
	}
	switch additional := s["additionalProperties"].(type) {
	case bool:
		if additional {
			s["additionalProperties"] = goType(tree.Object{}, "value.JSON")
		}
	case tree.Object:
		d.hint(additional, write)
	}
	required := tree.Strings(s["required"])
	properties, _ := s["properties"].(tree.Object)
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		property, ok := properties[name].(tree.Object)
		if !ok {
			continue
		}
		if write {
			d.hintWrite(property, slices.Contains(required, name))
		} else {
			d.hintRead(property, slices.Contains(required, name))
		}
	}
	for _, kind := range [...]string{"allOf", "oneOf", "anyOf"} {
		parts, _ := s[kind].([]any)
		for _, part := range parts {
			if part, ok := part.(tree.Object); ok {
				d.hint(part, write)
			}
		}
	}
	if open, _ := s[source.XOpen].(bool); open && properties != nil && write {
		properties["x-extra"] = goType(tree.Object{
			"description":      "Further fields, for those that no public source names. They override the fields above.",
			source.XGoName:     "Extra",
			"x-go-json-ignore": true,
		}, "map[string]any")
	} else if open && properties != nil {
		properties["x-raw"] = goType(tree.Object{
			"description":      "The whole object as received, for the fields that the document doesn't name.",
			source.XGoName:     "Raw",
			"x-go-json-ignore": true,
		}, "value.JSON")
	}
}

// hintRead makes a property of a read schema a plain value. A reference to an object stays a pointer, because absence
// means something there and because schemas may contain themselves; in `required` it is a value.
func (d *document) hintRead(p tree.Object, required bool) {
	d.noteEvidence(p)
	delete(p, "nullable")
	if ref, ok := p["$ref"].(string); ok {
		if target, ok := d.Resolve(ref); ok && !d.isStruct(target) {
			p[source.XGoTypeSkipPointer] = true
		}
		return
	}
	d.hint(p, false)
	p[source.XGoTypeSkipPointer] = true
	format := tree.String(p, "format")
	if !required && (format == "date" || format == "date-time" || p[source.XSecret] == true) {
		p[source.XOmitZero] = true
	}
}

// hintWrite keeps a scalar a pointer, so that false, 0 and "" can be sent, and lets lists and maps say empty by being
// empty and absent by being nil. Where null means something the property becomes a value.Nullable.
func (d *document) hintWrite(p tree.Object, required bool) {
	if p["nullable"] == true {
		delete(p, "nullable")
		goType(p, "value.Nullable["+d.goTypeOf(p)+"]")
		p[source.XGoTypeSkipPointer] = true
		p["x-omitempty"] = false
		p[source.XOmitZero] = true
		return
	}
	d.noteEvidence(p)
	if _, ok := p["$ref"]; ok {
		return
	}
	plainWrite(p)
	d.hint(p, true)
	kind := tree.String(p, "type")
	isMap := kind == "object" && p["properties"] == nil
	if !required && (kind == "array" || isMap || source.Unknown(p)) {
		p[source.XGoTypeSkipPointer] = true
		p["x-omitempty"] = false
		p[source.XOmitZero] = true
	}
	switch named := tree.String(p, source.XGoType); {
	case named == "any":
		p[source.XGoTypeSkipPointer], p["x-omitempty"], p[source.XOmitZero] = true, false, true
	case named != "" && !source.IsJSONType(named):
		p[source.XGoTypeSkipPointer] = false
	}
}

// plainWrite takes the leniency off a property that is written: a caller has one clean value to send.
func plainWrite(p tree.Object) {
	lenient := tree.String(p, source.XLenient)
	delete(p, source.XLenient)
	switch lenient {
	case "number":
		goType(p, "float64")
	case "integer":
		goType(p, "int64")
	case "boolean":
		goType(p, "bool")
	case "text":
		goType(p, "string")
	}
}

// noteDeprecation makes a deprecated field say why in a paragraph of its own, which is where Go's tools look for it.
func noteDeprecation(p tree.Object) {
	if p["deprecated"] != true {
		return
	}
	if tree.String(p, source.XDeprecatedReason) == "" {
		p[source.XDeprecatedReason] = strings.TrimSpace(tree.String(p, "description"))
		delete(p, "description")
	}
	if said := strings.TrimSpace(tree.String(p, "description")); said != "" {
		p["description"] = said + "\n\n"
	}
}

// goType names the Go type of a schema and takes away what would make the generator think of another.
func goType(s tree.Object, name string) tree.Object {
	for _, key := range [...]string{"oneOf", "anyOf", "allOf", "items", "additionalProperties", "enum"} {
		delete(s, key)
	}
	s[source.XGoType] = name
	s[source.XGoTypeSkipPointer] = true
	return s
}

// isStruct reports whether a schema becomes a Go struct.
func (d *document) isStruct(s tree.Object) bool {
	if s[source.XGoType] != nil || s[source.XLenient] != nil || s[source.XSecret] != nil {
		return false
	}
	if ref, ok := s["$ref"].(string); ok {
		target, ok := d.Resolve(ref)
		return ok && d.isStruct(target)
	}
	return s["properties"] != nil || s["allOf"] != nil
}
