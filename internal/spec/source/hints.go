package source

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"unicode"
)

// GeneratorInput returns the document as oapi-codegen gets it: the resolved document plus the hints that turn its shapes
// into the Go types this module wants (plain values to read, pointers to write, rest's own scalars) and, for the client
// template, what each operation takes and answers. The hints stay out of the document itself.
//
// There are two, one for the run that writes the types and one for the run that writes the client: each leaves out what
// the other needs, which is most of a large document and most of the generator's time.
func (d *Document) GeneratorInput() (models, client []byte, err error) {
	copied, err := d.copy()
	if err != nil {
		return nil, nil, err
	}
	if err := copied.nameFields(); err != nil {
		return nil, nil, err
	}
	tags := d.formTags(func(string, ...any) {})
	schemas := copied.schemas()
	copied.hoistEnums()
	copied.hoistParameterEnums()
	copied.lazyMembers()
	copied.aliasNested()
	uses := copied.uses()
	for _, name := range slices.Sorted(maps.Keys(schemas)) {
		if schema, ok := schemas[name].(object); ok {
			write, _ := schema["x-write"].(bool)
			copied.hint(schema, write)
			copied.incomparable(schema)
			schema["x-doc"] = typeComment(name, text(schema, "description"), uses[name])
		}
	}
	copied.tagForms(tags)
	for i, op := range copied.Operations() {
		copied.hintOperation(op)
		if i == 0 {
			op.Spec["x-package"] = copied.packageHints()
		}
	}
	for _, item := range member(copied.root, "paths") {
		delete(item.(object), "parameters")
	}
	delete(member(copied.root, "components"), "responses")
	delete(member(copied.root, "components"), "parameters")
	copied.prune()
	if client, err = copied.clientInput(); err != nil {
		return nil, nil, err
	}
	for _, op := range copied.Operations() {
		for key := range op.Spec {
			if strings.HasPrefix(key, "x-") {
				delete(op.Spec, key)
			}
		}
		for _, response := range member(op.Spec, "responses") {
			if response, ok := response.(object); ok {
				delete(response, "content")
			}
		}
		delete(op.Spec, "description")
	}
	models, err = encode(copied.root, "")
	return models, client, err
}

// hoistEnums gives the enums that stand in a read shape's properties names of their own, which the write shapes derived
// from it then share.
func (d *Document) hoistEnums() {
	schemas := d.schemas()
	for _, name := range slices.Sorted(maps.Keys(schemas)) {
		schema, _ := schemas[name].(object)
		properties, _ := schema["properties"].(object)
		for _, field := range slices.Sorted(maps.Keys(properties)) {
			property, _ := properties[field].(object)
			if property["enum"] == nil {
				continue
			}
			of := name
			if read := text(property, "x-enum-of"); read != "" {
				of = read
			}
			enum := of + goNameOf(field)
			if named := text(property, "x-go-name"); named != "" {
				enum = of + named
			}
			if _, ok := schemas[enum]; !ok {
				schemas[enum] = object{
					"type": property["type"], "enum": withoutNull(property["enum"]),
					"description": "is a value of " + of + "'s field " + field + "; values that aren't named here occur too.",
				}
				if named := property["x-enum-varnames"]; named != nil {
					schemas[enum].(object)["x-enum-varnames"] = named
				}
				d.nameValues(schemas[enum].(object))
			}
			properties[field] = object{"$ref": "#/components/schemas/" + enum}
			for _, keep := range [...]string{"description", "x-go-name", "x-evidence", "x-last-edition", "deprecated", "nullable"} {
				if v, ok := property[keep]; ok {
					properties[field].(object)[keep] = v
				}
			}
		}
	}
}

// hoistParameterEnums gives the values of a parameter a type that is named as its field of the parameters' struct is.
func (d *Document) hoistParameterEnums() {
	schemas := d.schemas()
	for _, op := range d.Operations() {
		for _, p := range d.Parameters(op) {
			schema, _ := p["schema"].(object)
			if items, ok := schema["items"].(object); ok {
				schema = items
			}
			if schema["enum"] == nil || schema["x-go-type"] != nil {
				continue
			}
			named := upperFirst(op.ID()) + "Params" + cmp.Or(text(p, "x-go-name"), goNameOf(text(p, "name")))
			values := clone(schema).(object)
			values["enum"] = withoutNull(schema["enum"])
			values["description"] = "is a value of the parameter " + text(p, "name") + " of " + op.ID() + "; values that aren't named here occur too."
			d.nameValues(values)
			schemas[named] = values
			clear(schema)
			schema["$ref"] = "#/components/schemas/" + named
		}
	}
}

// nameValues names the constants of an enumeration by the word list, where that splits every value.
func (d *Document) nameValues(s object) {
	if d.names == nil || s["x-enum-varnames"] != nil || text(s, "type") != "string" {
		return
	}
	var names []any
	taken := map[string]bool{}
	for _, value := range anyList(s["enum"]) {
		value, _ := value.(string)
		name, err := d.names.GoName(value)
		if err != nil || taken[strings.ToLower(name)] {
			return
		}
		taken[strings.ToLower(name)] = true
		names = append(names, name)
	}
	s["x-enum-varnames"] = names
}

func withoutNull(v any) []any {
	list, _ := v.([]any)
	return slices.DeleteFunc(slices.Clone(list), func(v any) bool { return v == nil })
}

// goNameOf makes a Go name of a field's name, for a type that is named after it, where the vendor has no word list.
func goNameOf(field string) string {
	var b strings.Builder
	for _, word := range strings.FieldsFunc(field, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		b.WriteString(upperFirst(word))
	}
	return b.String()
}

func (d *Document) copy() (*Document, error) {
	data, err := encode(d.root, "")
	if err != nil {
		return nil, err
	}
	copied := &Document{Vendor: d.Vendor, names: d.names}
	dec := json.NewDecoder(strings.NewReader(string(data)))
	dec.UseNumber()
	return copied, dec.Decode(&copied.root)
}

// scalars are the lenient types of package rest by their x-lenient word.
func scalar(lenient string) string {
	switch lenient {
	case "number":
		return "value.Float"
	case "integer":
		return "value.Int"
	case "boolean":
		return "value.Bool"
	case "text":
		return "value.Text"
	}
	return ""
}

// hint marks a schema and everything below it.
func (d *Document) hint(s object, write bool) {
	if _, ok := s["$ref"]; ok {
		return
	}
	if !write {
		delete(s, "nullable")
	}
	d.noteEvidence(s)
	switch lenient := text(s, "x-lenient"); {
	case s["x-go-type"] != nil:
		return
	case s["x-secret"] == true:
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
	case unknown(s):
		goType(s, "value.JSON")
		return
	}
	if items, ok := s["items"].(object); ok {
		delete(items, "nullable")
		d.hint(items, write)
	}
	switch additional := s["additionalProperties"].(type) {
	case bool:
		if additional {
			s["additionalProperties"] = goType(object{}, "value.JSON")
		}
	case object:
		d.hint(additional, write)
	}
	required := texts(s["required"])
	properties, _ := s["properties"].(object)
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		property, ok := properties[name].(object)
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
			if part, ok := part.(object); ok {
				d.hint(part, write)
			}
		}
	}
	if open, _ := s["x-open"].(bool); open && properties != nil && write {
		properties["x-extra"] = goType(object{
			"description":      "Members beside those above, for fields that no public source names. They win over members set above.",
			"x-go-name":        "Extra",
			"x-go-json-ignore": true,
		}, "map[string]any")
	} else if open && properties != nil {
		properties["x-raw"] = goType(object{
			"description":      "The whole object as it came, for the members that the document doesn't name.",
			"x-go-name":        "Raw",
			"x-go-json-ignore": true,
		}, "value.JSON")
	}
}

// hintRead makes a property of a read shape a plain value. A reference to an object stays a pointer, because absence
// means something there and because shapes may contain themselves; in `required` it is a value.
func (d *Document) hintRead(p object, required bool) {
	d.noteEvidence(p)
	delete(p, "nullable")
	if ref, ok := p["$ref"].(string); ok {
		if target, ok := d.Resolve(ref); ok && !d.isStruct(target) {
			p["x-go-type-skip-optional-pointer"] = true
		}
		return
	}
	d.hint(p, false)
	p["x-go-type-skip-optional-pointer"] = true
	format := text(p, "format")
	if !required && (format == "date" || format == "date-time" || p["x-secret"] == true) {
		p["x-omitzero"] = true
	}
}

// hintWrite keeps a scalar a pointer, so that false, 0 and "" can be sent, and lets lists and maps say empty by being
// empty and absent by being nil. Where null means something the property becomes a value.Nullable.
func (d *Document) hintWrite(p object, required bool) {
	if p["nullable"] == true {
		delete(p, "nullable")
		goType(p, "value.Nullable["+d.goTypeOf(p)+"]")
		p["x-go-type-skip-optional-pointer"] = true
		p["x-omitempty"] = false
		p["x-omitzero"] = true
		return
	}
	d.noteEvidence(p)
	if _, ok := p["$ref"]; ok {
		return
	}
	plainWrite(p)
	d.hint(p, true)
	kind := text(p, "type")
	isMap := kind == "object" && p["properties"] == nil
	if !required && (kind == "array" || isMap || unknown(p)) {
		p["x-go-type-skip-optional-pointer"] = true
		p["x-omitempty"] = false
		p["x-omitzero"] = true
	}
	switch named := text(p, "x-go-type"); {
	case named == "any":
		p["x-go-type-skip-optional-pointer"], p["x-omitempty"], p["x-omitzero"] = true, false, true
	case named != "" && !isJSONType(named):
		p["x-go-type-skip-optional-pointer"] = false
	}
}

// plainWrite takes the leniency off a property that is written: a caller has one clean value to send.
func plainWrite(p object) {
	lenient := text(p, "x-lenient")
	delete(p, "x-lenient")
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
func noteDeprecation(p object) {
	if p["deprecated"] != true {
		return
	}
	if text(p, "x-deprecated-reason") == "" {
		p["x-deprecated-reason"] = strings.TrimSpace(text(p, "description"))
		delete(p, "description")
	}
	if said := strings.TrimSpace(text(p, "description")); said != "" {
		p["description"] = said + "\n\n"
	}
}

// goType names the Go type of a schema and takes away what would make the generator think of another.
func goType(s object, name string) object {
	for _, key := range [...]string{"oneOf", "anyOf", "allOf", "items", "additionalProperties", "enum"} {
		delete(s, key)
	}
	s["x-go-type"] = name
	s["x-go-type-skip-optional-pointer"] = true
	return s
}

// isJSONType reports whether a Go type holds JSON as it came.
func isJSONType(name string) bool {
	return name == "value.JSON" || strings.HasPrefix(name, "value.Lazy[")
}

// unknown reports whether a schema says nothing about its value.
func unknown(s object) bool {
	if s["x-go-type"] != nil {
		return isJSONType(text(s, "x-go-type"))
	}
	for _, key := range [...]string{"$ref", "type", "oneOf", "anyOf", "allOf", "properties", "items", "enum", "additionalProperties"} {
		if _, ok := s[key]; ok {
			return false
		}
	}
	return true
}

// isStruct reports whether a schema becomes a Go struct.
func (d *Document) isStruct(s object) bool {
	if s["x-go-type"] != nil || s["x-lenient"] != nil || s["x-secret"] != nil {
		return false
	}
	if ref, ok := s["$ref"].(string); ok {
		target, ok := d.Resolve(ref)
		return ok && d.isStruct(target)
	}
	return s["properties"] != nil || s["allOf"] != nil
}

// goTypeOf spells the Go type of a schema that is used inside another Go type.
func (d *Document) goTypeOf(v any) string {
	s, ok := v.(object)
	if !ok {
		return "value.JSON"
	}
	if ref, ok := s["$ref"].(string); ok {
		return ref[strings.LastIndexByte(ref, '/')+1:]
	}
	if named := text(s, "x-go-type"); named != "" {
		return named
	}
	if named := scalar(text(s, "x-lenient")); named != "" {
		return named
	}
	kind := text(s, "type")
	if named := scalarGoType(kind, text(s, "format")); named != "" {
		return named
	}
	switch kind {
	case "array":
		return "[]" + d.goTypeOf(s["items"])
	case "object":
		if s["properties"] == nil {
			return "map[string]" + d.goTypeOf(s["additionalProperties"])
		}
	}
	return "value.JSON"
}
