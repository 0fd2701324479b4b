package source

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/nearest"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// checkForm refuses a form whose fields a client has no way to write, or of which the document doesn't say how.
func (d *Document) checkForm(op Operation, at string, fault func(string, ...any)) {
	media, described := d.formOf(op)
	schema, _ := described["schema"].(tree.Object)
	target := d.Follow(schema)
	fields := d.formFields(media, described)
	kind, _ := d.kindOf(schema)
	switch {
	case target["allOf"] != nil || target["oneOf"] != nil || target["anyOf"] != nil:
		fault("%s: a body of type %s is put together of other schemas: a client writes the fields of one", at, media)
	case kind != "object" && len(fields) == 0:
		fault("%s: a body of type %s is an object, not %s", at, media, kind)
	case len(fields) == 0 && target[XOpen] != true:
		if values, _ := d.kindOf(below(target, "additionalProperties")); values != "string" {
			fault("%s: a body of type %s has fields, or is a map of strings (additionalProperties: {type: string})", at, media)
		}
	}
	var names []string
	for _, field := range fields {
		names = append(names, field.name)
		if why := d.unwritableField(field, media); why != "" {
			fault("%s: field %s of the form: %s", at, field.name, why)
		}
	}
	encodings, _ := described["encoding"].(tree.Object)
	for _, name := range slices.Sorted(maps.Keys(encodings)) {
		if !slices.Contains(names, name) {
			fault("%s: encoding of %s: the form has no such field%s", at, name, nearest.Suggestion(name, names))
		} else if _, ok := encodings[name].(tree.Object); !ok {
			fault("%s: encoding of %s: must be an object such as {style: form, explode: false}", at, name)
		}
	}
}

// unwritableField says why a client can't write a field of a form; "" when it can.
func (d *Document) unwritableField(f formField, media string) string {
	if why := encodingFault(f, media); why != "" {
		if d.widelyWrong(f) {
			return "" // it is told once, of x-form-encoding
		}
		return why
	}
	if d.formatOf(f.property) == "byte" || d.formatOf(below(d.Follow(f.property), "items")) == "byte" {
		return "format byte: a client writes strings, numbers, booleans and files in a form"
	}
	asJSON := tree.String(f.encoding, "contentType") == "application/json"
	switch f.kind {
	case "file", "files":
		if media != multipart {
			return "it is a file, which only multipart/form-data can send"
		}
	case "unknown":
		if !asJSON {
			return "its type isn't known: a client sends such a value as JSON text, which is encoding with contentType: application/json"
		}
	case "boolean", "array", "map", "object":
		if f.encoding == nil {
			return fmt.Sprintf("the document doesn't say how a client writes %s: give the field an encoding (%s), or the document an x-form-encoding for %s",
				withArticle(f.kind), encodingOf(f.kind), f.kind)
		}
	}
	if asJSON {
		return ""
	}
	scalars := "strings, numbers and booleans; anything else needs contentType: application/json"
	if media == multipart && f.kind == "array" {
		scalars = "strings, numbers, booleans and files"
	}
	switch f.kind {
	case "array":
		if f.of == "object" || f.of == "array" || f.of == "map" {
			return fmt.Sprintf("it is a list of %ss: a client writes lists of %s", f.of, scalars)
		}
	case "map":
		if f.of == "object" || f.of == "array" || f.of == "unknown" {
			return fmt.Sprintf("it is a map whose values are of type %s: a client writes maps of %s", f.of, scalars)
		}
	case "object":
		properties, _ := d.Follow(f.property)["properties"].(tree.Object)
		for _, name := range slices.Sorted(maps.Keys(properties)) {
			property, _ := properties[name].(tree.Object)
			if kind, _ := d.formKind(property); kind != "scalar" && kind != "boolean" {
				return fmt.Sprintf("it is an object with the field %s of type %s: a client writes objects of %s", name, kind, scalars)
			}
		}
	}
	return ""
}

// encodingFault says what is wrong with the encoding of a field, whatever the field's values are.
func encodingFault(f formField, media string) string {
	for _, key := range slices.Sorted(maps.Keys(f.encoding)) {
		switch key {
		case "style", "explode", "contentType", XFormBoolean:
		case "allowReserved":
			return "encoding: allowReserved: a client escapes what is reserved"
		case "headers":
			return "encoding: headers: a client sends no headers of its own with a part"
		default:
			return fmt.Sprintf("encoding: %s: it has style and explode, or contentType, and x-form-boolean", key)
		}
	}
	keyed := f.kind == "object" || f.kind == "map"
	if style, said := f.encoding["style"]; said {
		switch {
		case style != "form" && style != "deepObject":
			return fmt.Sprintf("encoding: style %v: a client writes form, or deepObject for an object", style)
		case style == "deepObject" && !keyed:
			return fmt.Sprintf("encoding: style deepObject is for objects, and this is %s: a client writes form", withArticle(f.kind))
		case style == "deepObject" && f.encoding["explode"] != true:
			return "encoding: style deepObject needs explode: true, without which OpenAPI doesn't say what it is"
		case f.encoding["contentType"] != nil:
			return "encoding: it has style and contentType, of which OpenAPI takes one: leave one out"
		}
	}
	if file := f.kind == "file" || f.kind == "files"; file && (f.encoding["style"] != nil || f.encoding["explode"] != nil) {
		return fmt.Sprintf("encoding: style and explode aren't for %s, which is a part of its own: it has contentType", withArticle(f.kind))
	}
	if explode, said := f.encoding["explode"]; said {
		switch _, ok := explode.(bool); {
		case !ok:
			return "encoding: explode must be true or false"
		case f.encoding["contentType"] != nil:
			return "encoding: it has explode and contentType, of which OpenAPI takes one: leave one out"
		}
	}
	if typed, said := f.encoding["contentType"]; said && f.kind != "file" && f.kind != "files" {
		switch {
		case typed == "application/json" && f.kind == "array" && media == multipart:
			return "encoding: contentType application/json of a list: each value is a part of its own in multipart/form-data, and tools differ on what is JSON then"
		case typed == "application/json" && f.kind != "scalar" && f.kind != "boolean":
		case typed == "text/plain" && (f.kind == "scalar" || f.kind == "boolean"):
		case f.kind == "scalar" || f.kind == "boolean":
			return fmt.Sprintf("encoding: contentType %v: a client writes %s as its text, which is text/plain", typed, withArticle(f.kind))
		default:
			return fmt.Sprintf("encoding: contentType %v: a client writes %s as application/json, or by a style", typed, withArticle(f.kind))
		}
	} else if _, ok := typed.(string); said && !ok {
		return "encoding: contentType must be a string"
	}
	if number, said := f.encoding[XFormBoolean]; said {
		switch {
		case number != "number":
			return fmt.Sprintf("encoding: x-form-boolean must be number (1 and 0), it is %v: without it booleans are true and false", number)
		case f.kind != "boolean" && f.of != "boolean" && f.kind != "object":
			return fmt.Sprintf("encoding: x-form-boolean is for booleans, and this is %s", withArticle(f.kind))
		case f.encoding["contentType"] != nil:
			return "encoding: x-form-boolean: in the content type named there a boolean is true or false"
		}
	}
	return ""
}

// widelyWrong reports whether a field has its encoding from the document's x-form-encoding, and that is wrong by itself.
func (d *Document) widelyWrong(f formField) bool {
	wide := below(below(d.root, XFormEncoding), f.kind)
	if wide == nil || encodingFault(formField{kind: f.kind, encoding: wide}, urlEncoded) == "" {
		return false
	}
	own := maps.Clone(f.encoding)
	if wide[XFormBoolean] == nil {
		delete(own, XFormBoolean) // that of the booleans in it
	}
	return reflect.DeepEqual(own, wide)
}

// checkFormEncoding refuses an x-form-encoding that no field could have.
func (d *Document) checkFormEncoding(fault func(string, ...any)) {
	said, ok := d.root[XFormEncoding]
	if !ok {
		return
	}
	wide, _ := said.(tree.Object)
	if len(wide) == 0 {
		fault("x-form-encoding: must say how forms write %s, such as {array: {style: form, explode: false}}", strings.Join(formKinds[:], ", "))
	}
	for _, kind := range slices.Sorted(maps.Keys(wide)) {
		encoding, ok := wide[kind].(tree.Object)
		switch why := encodingFault(formField{kind: kind, encoding: encoding}, urlEncoded); {
		case !slices.Contains(formKinds[:], kind):
			fault("x-form-encoding.%s: it has %s", kind, strings.Join(formKinds[:], ", "))
		case !ok || len(encoding) == 0:
			fault("x-form-encoding.%s: must be an encoding such as {%s}", kind, encodingOf(kind))
		case why != "":
			fault("x-form-encoding.%s: %s", kind, strings.TrimPrefix(why, "encoding: "))
		}
	}
}

// checkNumberForms refuses a schema whose booleans are numbers where it is sent as a form, and which stands elsewhere too: other
// tools see one type.
func (d *Document) checkNumberForms(fault func(string, ...any)) {
	forms := map[string]string{} // references by the operation that sends them
	for _, op := range d.Operations() {
		media, described := d.formOf(op)
		for _, field := range d.formFields(media, described) {
			if field.encoding[XFormBoolean] == "number" {
				schema, _ := described["schema"].(tree.Object)
				forms[tree.String(schema, "$ref")] = op.Method + " " + op.Path
			}
		}
	}
	if len(forms) == 0 {
		return // most documents have none, and a large one is long to go through
	}
	d.eachObject(func(at string, node tree.Object) {
		form := forms[tree.String(node, "$ref")]
		if form == "" || strings.HasSuffix(at, ".requestBody.content."+urlEncoded+".schema") || strings.HasSuffix(at, ".requestBody.content."+multipart+".schema") {
			return
		}
		fault("%s: the schema %s is sent as a form by %s, with booleans as numbers, which they wouldn't be here: give each a schema of its own", at, tree.String(node, "$ref"), form)
	})
}

// encodingOf is an example of how a field of a kind is written.
func encodingOf(kind string) string {
	switch kind {
	case "array":
		return "style: form, explode: true or false"
	case "map", "object":
		return "style: deepObject, explode: true, or contentType: application/json"
	}
	return "style: form for true and false, x-form-boolean: number for 1 and 0"
}

func withArticle(kind string) string {
	switch kind {
	case "array":
		return "a list"
	case "object", "unknown":
		return "an " + strings.Replace(kind, "unknown", "unknown value", 1)
	case "scalar":
		return "a string or number"
	case "files":
		return "a list of files"
	}
	return "a " + kind
}
