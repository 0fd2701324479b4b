package source

import (
	"maps"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

const (
	urlEncoded = "application/x-www-form-urlencoded"
	multipart  = "multipart/form-data"
)

// formKinds are the kinds of fields of which a form doesn't say by itself how it is written. x-form-encoding at the top of a document
// has an Encoding Object for each that the vendor's forms write alike.
var formKinds = [...]string{"array", "map", "object", "boolean"}

// formField is a field of a form: what it is, and how the document says that it is written.
type formField struct {
	name     string
	property tree.Object
	kind     string      // one of formKinds; or scalar, file, files, unknown
	of       string      // what an array or a map has in it
	encoding tree.Object // nil where nothing is said
}

// resolveForms writes the document's x-form-encoding out at the fields that it is about and that say nothing themselves.
func (d *Document) resolveForms() {
	wide, ok := d.root[XFormEncoding].(tree.Object)
	if !ok {
		return
	}
	for _, op := range d.Operations() {
		media, described := d.formOf(op)
		for _, field := range d.formFields(media, described) {
			said, ok := wide[field.kind].(tree.Object)
			if !ok || field.encoding != nil || below(described, "encoding")[field.name] != nil {
				continue
			}
			said = tree.Clone(said).(tree.Object)
			if number := below(wide, "boolean")[XFormBoolean]; field.of == "boolean" && number != nil && said["contentType"] == nil {
				said[XFormBoolean] = number
			}
			tree.Child(described, "encoding")[field.name] = said
		}
	}
}

// formOf returns the form that an operation takes as its body: its content type and its Media Type Object; none where it takes no form.
func (d *Document) formOf(op Operation) (media string, described tree.Object) {
	body := d.Follow(op.Spec["requestBody"])
	if media, _ = FirstContent(body); !isForm(media) {
		return "", nil
	}
	content, _ := body["content"].(tree.Object)
	described, _ = content[media].(tree.Object)
	return media, described
}

func isForm(media string) bool { return media == urlEncoded || media == multipart }

// formFields lists the fields of a form, by name.
func (d *Document) formFields(media string, described tree.Object) (list []formField) {
	schema, _ := described["schema"].(tree.Object)
	properties, _ := d.Follow(schema)["properties"].(tree.Object)
	encodings, _ := described["encoding"].(tree.Object)
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		property, _ := properties[name].(tree.Object)
		kind, of := d.formKind(property)
		encoding, _ := encodings[name].(tree.Object)
		list = append(list, formField{name, property, kind, of, encoding})
	}
	return list
}

func (d *Document) formKind(property tree.Object) (kind, of string) {
	kind, of = d.kindOf(property)
	target := d.Follow(property)
	properties, _ := target["properties"].(tree.Object)
	switch strings.TrimPrefix(kind, "lenient ") {
	case "string", "integer", "number", "text":
		if tree.String(target, "format") == "binary" {
			return "file", ""
		}
		return "scalar", ""
	case "boolean":
		return "boolean", ""
	case "array", "list":
		if d.formatOf(below(target, "items")) == "binary" {
			return "files", ""
		}
		return "array", strings.TrimPrefix(of, "lenient ")
	case "object", "map":
		if len(properties) > 0 {
			return "object", ""
		}
		of, _ = d.kindOf(below(target, "additionalProperties"))
		return "map", strings.TrimPrefix(of, "lenient ")
	}
	if len(properties) > 0 && target["allOf"] == nil && target["oneOf"] == nil && target["anyOf"] == nil {
		return "object", ""
	}
	return "unknown", ""
}

// formWords are the words of the form tag by which package rest writes the field; see its EncodeForm.
func (f formField) formWords() string {
	way := ""
	switch {
	case f.encoding == nil:
		return ""
	case f.kind == "file" || f.kind == "files":
		if typed := tree.String(f.encoding, "contentType"); typed != "" && !strings.ContainsAny(typed, "*,;") {
			return "file=" + typed
		}
		return ""
	case tree.String(f.encoding, "contentType") == "application/json":
		way = "json"
	case tree.String(f.encoding, "style") == "deepObject":
		way = "deep"
	case f.encoding["explode"] == false:
		way = "comma"
	}
	var words []string
	if kind, ok := map[string]string{"array": "list", "map": "map", "object": "object", "unknown": "any"}[f.kind]; ok && way != "" {
		words = append(words, kind+"="+way)
	}
	if f.encoding[XFormBoolean] == "number" && f.kind != "object" {
		words = append(words, "bool=number")
	}
	return strings.Join(words, ",")
}

// FormTags gives the fields of the schemas that are sent as forms the tags by which package rest writes them. A schema that two
// operations send in different ways is a fault.
func (d *Document) FormTags(fault func(string, ...any)) map[string]map[string]string {
	tags, said := map[string]map[string]string{}, map[[2]string]string{}
	note := func(schema tree.Object, field, words, at string) {
		name := tree.String(schema, "$ref")
		name = name[strings.LastIndexByte(name, '/')+1:]
		if name == "" {
			return
		}
		if tags[name] == nil {
			tags[name] = map[string]string{}
		}
		key := [2]string{name, field}
		if other, known := said[key]; known && tags[name][field] != words {
			fault("%s: field %s of the form: it has another encoding than for %s, and both send the schema %s: give each a schema of its own", at, field, other, name)
			return
		}
		tags[name][field], said[key] = words, at
	}
	wide := d.wideWords()
	for _, op := range d.Operations() {
		at := op.Method + " " + op.Path
		media, described := d.formOf(op)
		schema, _ := described["schema"].(tree.Object)
		for _, field := range d.formFields(media, described) {
			note(schema, field.name, field.formWords(), at)
			if field.kind != "object" || tree.String(field.encoding, "contentType") == "application/json" {
				continue
			}
			properties, _ := d.Follow(field.property)["properties"].(tree.Object)
			for name, within := range properties {
				within, _ := within.(tree.Object)
				words := ""
				if kind, _ := d.formKind(within); kind == "boolean" && field.encoding[XFormBoolean] == "number" {
					words = "bool=number"
				}
				note(field.property, name, words, at)
			}
		}
		if d.Follow(schema)[XOpen] == true {
			note(schema, "x-extra", wide, at)
		}
	}
	return tags
}

// wideWords are the words for fields that the document doesn't name.
func (d *Document) wideWords() string {
	wide, _ := d.root[XFormEncoding].(tree.Object)
	var words []string
	for _, kind := range formKinds {
		encoding, _ := wide[kind].(tree.Object)
		if said := (formField{kind: kind, encoding: encoding}).formWords(); said != "" {
			words = append(words, said)
		}
	}
	return strings.Join(words, ",")
}

// publicForms says of booleans that a form writes as 1 and 0 that they are these numbers, since OpenAPI has no encoding for them.
func (d *Document) publicForms() {
	for _, op := range d.Operations() {
		media, described := d.formOf(op)
		encodings, _ := described["encoding"].(tree.Object)
		for _, field := range d.formFields(media, described) {
			if field.encoding[XFormBoolean] != "number" {
				continue
			}
			schema, _ := described["schema"].(tree.Object)
			below(d.Follow(schema), "properties")[field.name] = d.asNumber(field.property)
			if delete(field.encoding, XFormBoolean); len(field.encoding) == 0 {
				delete(encodings, field.name)
			}
		}
		if encodings != nil && len(encodings) == 0 {
			delete(described, "encoding")
		}
	}
}

// asNumber is a schema with 1 and 0 in the place of every true and false.
func (d *Document) asNumber(schema tree.Object) tree.Object {
	kind, _ := d.formKind(schema)
	if kind == "object" { // its schema has a name, and stays where it is
		properties, _ := d.Follow(schema)["properties"].(tree.Object)
		for name, property := range properties {
			if property, ok := property.(tree.Object); ok {
				properties[name] = d.asNumber(property)
			}
		}
		return schema
	}
	if target := d.Follow(schema); kind == "boolean" || kind == "array" || kind == "map" {
		beside := schema
		schema = tree.Clone(target).(tree.Object)
		for key, value := range beside {
			if key != "$ref" {
				schema[key] = value
			}
		}
	}
	switch kind {
	case "boolean":
		for _, key := range [...]string{"oneOf", "anyOf", XLenient} {
			delete(schema, key)
		}
		schema["type"], schema["enum"], schema[XFormBoolean] = "integer", []any{int64(0), int64(1)}, "number"
		for _, key := range [...]string{"default", "example"} {
			if value, ok := schema[key].(bool); ok {
				schema[key] = map[bool]int64{true: 1}[value]
			}
		}
	case "array":
		schema["items"] = d.asNumber(below(schema, "items"))
	case "map":
		schema["additionalProperties"] = d.asNumber(below(schema, "additionalProperties"))
	}
	return schema
}

// below returns the object under a key, nil where there is none.
func below(in tree.Object, key string) tree.Object {
	got, _ := in[key].(tree.Object)
	return got
}
